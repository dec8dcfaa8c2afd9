//! `GET /api/workspaces/{workspace}/features/granular-reactive-services`

use crate::pipeline::{Asked, Query, Read, RowFault};
use crate::store::feature::{self, Assigned};
use shared::access::{Authorized, permit};
use shared::api::feature::{GetGranularReactiveServices, GranularReactiveServices, Losing, SwitchPreview};
use shared::id::MemberId;
use shared::problem::{Problem, ProblemCode};
use shared::service::switch::{Situation, Switch};
use std::collections::HashMap;

impl Query for GetGranularReactiveServices {
    type Rows = Result<Assigned, RowFault>;

    fn read(asked: &Asked<'_, Self>) -> Read<Self::Rows> {
        feature::assigned(&asked.path.workspace)
    }

    fn answer(
        auth: &Authorized<permit::FeaturesManage>,
        rows: Self::Rows,
        asked: &Asked<'_, Self>,
    ) -> Result<GranularReactiveServices, Problem> {
        let rows = rows.map_err(|_| Problem::new(ProblemCode::Internal))?;
        let situation = rows.situation(auth.actor());
        let names = rows.names();
        let previews = situation.offered().into_iter().map(|switch| preview(&situation, switch, &names));
        Ok(GranularReactiveServices {
            on: situation.granular,
            services: situation.services.len(),
            in_force: situation.in_force.len(),
            people: situation.people.len(),
            groups: situation.groups.len(),
            previews: previews.collect(),
            seen: situation.fingerprint(),
            now: asked.now,
        })
    }
}

fn preview(situation: &Situation, switch: Switch, names: &HashMap<&MemberId, &str>) -> SwitchPreview {
    let effects = situation.effects(switch);
    let losing = |(member, services): (MemberId, usize)| {
        let name = names.get(&member).copied().unwrap_or_default().to_owned();
        Losing { member, name, services }
    };
    SwitchPreview {
        switch,
        groups: effects.groups,
        people: effects.people,
        dormant: effects.dormant,
        without: effects.without,
        totals: effects.totals,
        losing: effects.losing.into_iter().take(SwitchPreview::MOST_NAMED).map(losing).collect(),
    }
}
