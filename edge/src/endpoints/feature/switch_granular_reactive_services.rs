//! `PUT /api/workspaces/{workspace}/features/granular-reactive-services`

use crate::pipeline::{Asked, AuditEvent, Command, Commit, Context, Expectation, Read, RowFault};
use crate::store::feature::{self, Assigned};
use serde_json::json;
use shared::access::{Authorized, permit};
use shared::api::feature::{SwitchGranularReactiveServices, Switched};
use shared::id::EventId;
use shared::problem::{Fault, Problem, ProblemCode};
use shared::service::ServiceSet;
use shared::service::switch::{Situation, Start, Switch};
use shared::workspace::Feature;
use std::collections::HashSet;

impl Command for SwitchGranularReactiveServices {
    type Rows = Result<Assigned, RowFault>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        feature::assigned(&asked.path.workspace)
    }

    fn admit(_: &Authorized<permit::FeaturesManage>, _: &Self::Rows) -> Result<(), Problem> {
        Ok(())
    }

    /// What was seen comes before what is offered: whoever finds that somebody else has switched it is told so, and not
    /// that there is no such way.
    fn decide(
        auth: &Authorized<permit::FeaturesManage>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
        context: &Context<'_>,
    ) -> Result<Commit<Switched>, Problem> {
        let rows = rows.map_err(|_| Problem::new(ProblemCode::Internal))?;
        let situation = rows.situation(auth.actor());
        let switch = asked.request.switch;
        if situation.fingerprint() != asked.request.seen {
            return Err(Problem::stale(vec![Feature::GranularReactiveServices.name().to_owned()]));
        }
        if !situation.offered().contains(&switch) {
            return Err(Problem::invalid(vec![Fault::Unknown.of("switch")]));
        }
        let response = Switched { totals: situation.effects(switch).totals };
        let feature = Feature::GranularReactiveServices;
        let event = AuditEvent::new(context, auth.actor(), "feature.switched", feature.name())
            .before(json!({ "on": situation.granular }))
            .after(after(switch));
        let on = matches!(switch, Switch::On(_));
        let [switched, version] = feature::switch(auth, feature, on);
        let commit = Commit::of(event, response)
            .expecting(Expectation::new(rows.unmoved(auth.workspace())))
            .writing(switched);
        let replaced = replaced(&rows, &situation, switch);
        let started = replaced.into_iter().flat_map(|(subjects, services)| {
            let events: Vec<(&str, EventId)> =
                subjects.into_iter().map(|subject| (subject, context.id())).collect();
            feature::start_sets(auth, &events, &services)
        });
        let commit =
            started.fold(commit, |commit, (recorded, sets)| commit.recording(recorded).writing(sets));
        // At last, as it draws anew what the changes before it have dropped.
        Ok(commit.writing(version))
    }
}

fn after(switch: Switch) -> serde_json::Value {
    match switch {
        Switch::On(start) => json!({ "on": true, "start": start }),
        Switch::Off => json!({ "on": false }),
    }
}

/// The sets that a switch replaces, by what they become. A start from today's access or from nothing leaves nothing of what
/// was kept, that of people and groups who are not there now included: should they come back, nothing comes back with
/// them. Switching off, and on again from what was kept, replace none (RS-13).
fn replaced<'a>(
    rows: &'a Assigned,
    situation: &'a Situation,
    switch: Switch,
) -> Vec<(Vec<&'a str>, ServiceSet)> {
    let given: Vec<&str> = match switch {
        Switch::Off | Switch::On(Start::Kept) => return Vec::new(),
        Switch::On(Start::Nothing) => Vec::new(),
        Switch::On(Start::Today) => {
            let groups = situation.groups.keys().map(|grant| grant.as_str());
            groups.chain(situation.in_no_group().map(|member| member.as_str())).collect()
        }
    };
    let (nothing, all) = (ServiceSet::new(), &situation.services);
    let has = |subject: &str| rows.sets().get(subject).unwrap_or(&nothing);
    let stay: HashSet<&str> = given.iter().copied().collect();
    let emptied =
        rows.sets().iter().filter(|(subject, set)| !set.is_empty() && !stay.contains(subject.as_str()));
    let emptied: Vec<&str> = emptied.map(|(subject, _)| subject.as_str()).collect();
    let given = given.into_iter().filter(|subject| has(subject) != all).collect();
    vec![(given, all.clone()), (emptied, ServiceSet::new())]
}
