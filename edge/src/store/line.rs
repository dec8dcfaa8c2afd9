//! Kept lines: all that lists of people and plans need of a member, in one row (docs/decisions/0011).
//!
//! A list reads a row for each member, a plan one for each person it affects, and beside them one row with what there are few
//! of in a workspace. The roles of a person are put together from both:
//!
//! ```text
//! member_line      Ana     named [],  grants ["gra_eu1_…"],  services […]
//! workspace_line   grants  [["gra_eu1_…", "IT", null, ["support_user", "learning_user"]]]
//! ```
//!
//! Both hold facts, never conclusions: what is in force is for the rules to say, at the moment of each decision.

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::access::json;
use serde::{Deserialize, Serialize};
use shared::access::{
    AccountKind, AssignedSet, HeldRole, MemberFacts, MemberStatus, Origin, Role, RoleSource, SetSource,
};
use shared::id::{AgreementId, GrantId, MemberId, WorkspaceId};
use shared::service::ServiceSet;
use shared::service::assignment::MOST_SUBJECTS;
use shared::time::Timestamp;
use std::collections::HashMap;

/// The columns of a line `l` that say who somebody is and what gives them their roles.
pub(super) const PERSON: &str = "l.member_id AS member, l.name, l.email, l.origin, l.account, l.disabled, l.status, l.invited, l.named, l.grants";

/// The columns that say which services somebody has of their own, and which line this is.
pub(super) const HOLDING: &str = "l.services, l.set_version, l.version";

/// A member as their line has them.
#[derive(Debug)]
pub struct Line {
    /// The member.
    pub member: MemberId,
    /// Their name; `None` until they have come for the first time, as all else that only the person says.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whose side they are on.
    pub origin: Option<Origin>,
    /// What kind of account it is.
    pub account: Option<AccountKind>,
    /// Whether the identity is disabled.
    pub disabled: bool,
    /// Where the membership stands.
    pub status: MemberStatus,
    /// Whether an accepted invitation holds it, whatever else does.
    pub invited: bool,
    named: Vec<(Role, Option<AgreementId>)>,
    /// The grants whose groups the person is in, whatever of them is in force.
    pub grants: Vec<GrantId>,
    /// Their own set of services; empty where it was not asked for.
    pub own: ServiceSet,
    /// Its version; 0 if they never had one.
    pub set_version: i64,
    /// Counts what has changed about the line.
    pub version: i64,
}

impl Line {
    /// The roles that the person has here, with where each comes from, whether they count or not.
    pub fn roles(&self, sources: &Sources) -> Vec<HeldRole> {
        let named =
            self.named.iter().filter_map(|(role, agreement)| sources.named(*role, agreement.as_ref()));
        named.chain(self.grants.iter().flat_map(|grant| sources.roles(grant))).collect()
    }

    /// The sets of the groups that the person is in, of grants that have a role, whether they are in force or not.
    pub fn sets(&self, sources: &Sources) -> Vec<AssignedSet> {
        self.grants.iter().filter_map(|grant| sources.set(grant)).collect()
    }

    /// Whether the membership holds with the roles that count: the line alone does not say so (ACC-4, ACC-10).
    pub fn holds(&self, roles: &[HeldRole]) -> bool {
        let (id, status, invited, version) = (self.member.clone(), self.status, self.invited, self.version);
        MemberFacts { id, status, invited, version }.holds(roles)
    }
}

/// Reads lines, by a statement that returns [`PERSON`], and [`HOLDING`] where sets matter; in no order.
pub(super) fn lines(statement: Statement) -> Read<Result<Vec<Line>, RowFault>> {
    Read::<Vec<LineRow>>::all(statement).map(|rows| rows.into_iter().map(LineRow::line).collect())
}

/// Reads the same by name. The worker orders them: D1 counts what it sorts as read once more.
pub(super) fn by_name(statement: Statement) -> Read<Result<Vec<Line>, RowFault>> {
    lines(statement).map(|lines| {
        lines.map(|mut lines| {
            lines.sort_by(|one, other| (&one.name, &one.member).cmp(&(&other.name, &other.member)));
            lines
        })
    })
}

/// A statement that looks up several by their ids, with what it binds: `asked` stands for each in turn, `?2` for the ids. D1
/// counts the rows of `json_each` as read, and those of `VALUES` not; so the places of the ids are listed, and each id is
/// taken from its place. In chunks, as JSON is walked through from its beginning.
///
/// No more than may be chosen at once are looked up, and one, by which it is seen that there are too many.
pub(super) fn asked<T: Serialize>(ids: &[T]) -> (String, String) {
    const CHUNK: usize = 100;
    let place = |place: usize| format!("('$[{}][{}]')", place / CHUNK, place % CHUNK);
    let places: Vec<String> = (0..ids.len().clamp(1, MOST_SUBJECTS + 1)).map(place).collect();
    let chunks: Vec<&[T]> = ids.chunks(CHUNK).collect();
    (format!("(VALUES {})", places.join(",")), serde_json::json!(chunks).to_string())
}

/// The id that is asked for.
pub(super) const ASKED: &str = "json_extract(?2, asked.column1)";

#[derive(Deserialize)]
struct LineRow {
    member: MemberId,
    name: Option<String>,
    email: Option<String>,
    origin: Option<Origin>,
    account: Option<AccountKind>,
    disabled: i64,
    status: MemberStatus,
    invited: i64,
    named: String,
    grants: String,
    services: Option<String>,
    #[serde(default)]
    set_version: i64,
    #[serde(default)]
    version: i64,
}

impl LineRow {
    fn line(self) -> Result<Line, RowFault> {
        Ok(Line {
            member: self.member,
            name: self.name,
            email: self.email,
            origin: self.origin,
            account: self.account,
            disabled: self.disabled == 1,
            status: self.status,
            invited: self.invited == 1,
            named: json(&self.named)?,
            grants: json(&self.grants)?,
            own: self.services.map_or_else(|| Ok(ServiceSet::new()), |services| json(&services))?,
            set_version: self.set_version,
            version: self.version,
        })
    }
}

/// What there is few of in a workspace: what its agreements are called, what its groups are granted, whatever of it is in
/// force.
#[derive(Debug, Default)]
pub struct Sources {
    agreements: HashMap<AgreementId, String>,
    grants: HashMap<GrantId, Granted>,
    sets: HashMap<GrantId, (ServiceSet, i64)>,
}

/// What a group is granted.
#[derive(Debug, PartialEq)]
pub struct Granted {
    /// The group's name.
    pub group: String,
    /// When the grant ends, if it does.
    pub ends_at: Option<Timestamp>,
    /// The roles.
    pub roles: Vec<Role>,
}

impl Granted {
    /// Whether the grant gives anything at a moment: it is in force (ACC-10), and has a role. One without roles makes nobody a
    /// member (ACC-4), so its services are nobody's either (RS-4).
    pub fn gives(&self, now: Timestamp) -> bool {
        !self.roles.is_empty() && self.ends_at.is_none_or(|end| now < end)
    }
}

impl Sources {
    /// What each group is granted.
    pub fn grants(&self) -> &HashMap<GrantId, Granted> {
        &self.grants
    }

    /// The set of a grant and its version; nothing, and 0, if it never had one.
    pub fn set_of(&self, grant: &GrantId) -> (ServiceSet, i64) {
        self.sets.get(grant).cloned().unwrap_or_default()
    }

    /// The sets of all grants, those included that are no more.
    pub fn sets(&self) -> impl Iterator<Item = (&GrantId, &ServiceSet)> {
        self.sets.iter().map(|(grant, (set, _))| (grant, set))
    }

    /// The roles that a grant gives.
    pub fn roles(&self, grant: &GrantId) -> Vec<HeldRole> {
        let held = |granted: &Granted| {
            let (group, ends_at) = (granted.group.clone(), granted.ends_at);
            let source = RoleSource::Group { grant: grant.clone(), group, ends_at };
            granted.roles.iter().map(|role| HeldRole { role: *role, source: source.clone() }).collect()
        };
        self.grants.get(grant).map(held).unwrap_or_default()
    }

    fn set(&self, grant: &GrantId) -> Option<AssignedSet> {
        let granted = self.grants.get(grant).filter(|granted| !granted.roles.is_empty())?;
        let (group, ends_at) = (granted.group.clone(), granted.ends_at);
        let source = SetSource::Group { grant: grant.clone(), group, ends_at };
        Some(AssignedSet { source, services: self.set_of(grant).0.into_iter().collect() })
    }

    fn named(&self, role: Role, agreement: Option<&AgreementId>) -> Option<HeldRole> {
        let source = match agreement {
            None => RoleSource::Creation,
            Some(id) => {
                RoleSource::Agreement { agreement: id.clone(), number: self.agreements.get(id)?.clone() }
            }
        };
        Some(HeldRole { role, source })
    }
}

/// One row where all of it is kept. What is not, because it is too long for a value or because the row is missing, is read from
/// the tables: a row for each agreement (part 1), grant (2) and set (3), behind that of what is kept (0). D1 counts the rows of
/// `json_each` as read, so there are none where nothing is missing; NULL as a key of a search finds nothing without looking for it.
fn kept_or_drawn(sets: &str, parts: &str) -> String {
    format!(
        "SELECT CASE coalesce(part.value, 0) WHEN 0 THEN k.agreements
                WHEN 1 THEN iif(a.id IS NULL, NULL, json_array(json_array(a.id, a.number))) END AS agreements,
                CASE coalesce(part.value, 0) WHEN 0 THEN k.grants
                WHEN 2 THEN iif(d.id IS NULL, NULL, json_array(json_array(
                              g.id, d.name, g.ends_at,
                              (SELECT json_group_array(role) FROM grant_role WHERE grant_id = g.id)))) END AS grants,
                CASE coalesce(part.value, 0) WHEN 0 THEN {sets}
                WHEN 3 THEN iif(s.subject_id IS NULL, NULL, json_array(json_array(
                              s.subject_id, json(s.services), s.version))) END AS sets
         FROM (SELECT 1)
         LEFT JOIN workspace_line k ON k.workspace_id = ?1
         LEFT JOIN json_each(iif(k.agreements IS NULL OR k.grants IS NULL OR {sets} IS NULL, '{parts}', '[]')) part
         LEFT JOIN workspace_agreement wa ON wa.workspace_id = iif(part.value = 1 AND k.agreements IS NULL, ?1, NULL)
         LEFT JOIN agreement a ON a.id = wa.agreement_id
         LEFT JOIN group_grant g ON g.workspace_id = iif(part.value = 2 AND k.grants IS NULL, ?1, NULL)
         LEFT JOIN directory_group d ON d.id = g.group_id
         LEFT JOIN service_set s ON s.workspace_id = iif(part.value = 3 AND {sets} IS NULL, ?1, NULL)
                                AND s.subject_id > 'gra_' AND s.subject_id < 'gra`'"
    )
}

/// Reads what gives the people of a workspace their roles.
pub fn sources(workspace: &WorkspaceId) -> Read<Result<Sources, RowFault>> {
    let statement = kept_or_drawn("'[]'", "[0,1,2]");
    Read::<Vec<SourcesRow>>::all(Statement::new(statement).bind(workspace)).map(put_together)
}

/// Reads the same with the sets of services.
pub fn sources_and_sets(workspace: &WorkspaceId) -> Read<Result<Sources, RowFault>> {
    let statement = kept_or_drawn("k.sets", "[0,1,2,3]");
    Read::<Vec<SourcesRow>>::all(Statement::new(statement).bind(workspace)).map(put_together)
}

fn put_together(rows: Vec<SourcesRow>) -> Result<Sources, RowFault> {
    let mut sources = Sources::default();
    for row in rows {
        let agreements: Vec<(AgreementId, String)> = parsed(row.agreements)?;
        let grants: Vec<(GrantId, String, Option<Timestamp>, Vec<Role>)> = parsed(row.grants)?;
        let sets: Vec<(GrantId, ServiceSet, i64)> = parsed(row.sets)?;
        sources.agreements.extend(agreements);
        let granted = |(grant, group, ends_at, roles)| (grant, Granted { group, ends_at, roles });
        sources.grants.extend(grants.into_iter().map(granted));
        sources.sets.extend(sets.into_iter().map(|(grant, set, version)| (grant, (set, version))));
    }
    Ok(sources)
}

#[derive(Deserialize)]
struct SourcesRow {
    agreements: Option<String>,
    grants: Option<String>,
    sets: Option<String>,
}

/// A JSON array; nothing where there is none.
fn parsed<T: serde::de::DeserializeOwned>(text: Option<String>) -> Result<Vec<T>, RowFault> {
    text.map_or_else(|| Ok(Vec::new()), |text| json(&text))
}
