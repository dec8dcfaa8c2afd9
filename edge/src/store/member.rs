//! The people of a workspace.

use crate::pipeline::{Read, RowFault};
use crate::ports::Statement;
use crate::store::line::{self, Line, PERSON, Sources};
use serde::Deserialize;
use shared::access::{AccountKind, HeldRole, MemberFacts, MemberStatus, Origin, Role};
use shared::api::members::ListedMember;
use shared::id::{IdentityId, MemberId, WorkspaceId};
use shared::time::Timestamp;
use shared::workspace::WorkspaceKind;

/// How many people are looked at for the holders of a permission.
const MOST_LOOKED_AT: i64 = 200;

/// A member with a role, to find out who holds a permission.
#[derive(Debug)]
pub struct RoleHolder {
    /// The member.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whose side they are on.
    pub origin: Origin,
    /// What kind of account it is.
    pub account: AccountKind,
    /// The role.
    pub role: HeldRole,
}

/// Those whom something names as one of these roles, and those in a group that is granted one. Whoever can't come in, and whose
/// grant has ended, helps nobody, and takes no place in the limit. Grants that are not kept are read from their table.
fn looked_at(roles: &[Role]) -> String {
    const COMES_IN: &str = "l.status = 'active' AND l.origin IS NOT NULL AND l.disabled = 0
         AND (l.account = 'work' OR (SELECT accounts FROM workspace WHERE id = ?1) = 'work_and_personal')";
    let one_of = |text: &str| {
        let one = |role: &Role| format!("instr({text}, '{}')", serde_json::json!(role));
        roles.iter().map(one).chain(["0".to_owned()]).collect::<Vec<_>>().join(" OR ")
    };
    let (named, granted) = (one_of("l.named"), one_of("kept.value ->> 3"));
    let given = roles.iter().map(|role| serde_json::json!(role).to_string().replace('"', "'"));
    let given = given.collect::<Vec<_>>().join(",");
    format!(
        "SELECT {PERSON}
         FROM member_line l
         WHERE l.place = ?1 || '/named' AND ({named}) AND {COMES_IN}
         UNION ALL
         SELECT {PERSON}
         FROM (SELECT 1)
         LEFT JOIN workspace_line k ON k.workspace_id = ?1
         CROSS JOIN json_each(coalesce(k.grants, '[null]')) kept
         LEFT JOIN group_grant g ON g.workspace_id = iif(k.grants IS NULL, ?1, NULL)
         CROSS JOIN member_line l ON l.place = ?1 || '/' || coalesce(g.id, kept.value ->> 0)
         WHERE ((kept.value ->> 2 IS NULL OR kept.value ->> 2 > ?3) AND ({granted})
                OR (g.ends_at IS NULL OR g.ends_at > ?3)
                   AND EXISTS (SELECT 1 FROM grant_role WHERE grant_id = g.id AND role IN ({given})))
           AND {COMES_IN}
         LIMIT ?2"
    )
}

/// Reads who holds one of these roles in a workspace, with all roles they have there, in no order and perhaps more than once;
/// whether any of it counts is for the rules to say.
pub fn holders(
    workspace: &WorkspaceId,
    roles: &[Role],
    now: Timestamp,
) -> Read<Result<Vec<RoleHolder>, RowFault>> {
    let statement = Statement::new(looked_at(roles)).bind(workspace).bind(MOST_LOOKED_AT).bind(now);
    line::lines(statement).zip(line::sources(workspace)).map(|(lines, sources)| {
        let sources = sources?;
        Ok(lines?.into_iter().flat_map(|line| held(line, &sources)).collect())
    })
}

/// A person once for each role they have.
fn held(line: Line, sources: &Sources) -> Vec<RoleHolder> {
    let (Some(origin), Some(account)) = (line.origin, line.account) else { return Vec::new() };
    let (member, name, email) = (&line.member, line.name.clone().unwrap_or_default(), &line.email);
    let holder = |role| {
        let (member, name, email) = (member.clone(), name.clone(), email.clone());
        RoleHolder { member, name, email, origin, account, role }
    };
    line.roles(sources).into_iter().map(holder).collect()
}

/// A member that something is to be done about, on either side and in whatever status.
#[derive(Debug)]
pub struct Somebody {
    /// The membership.
    pub facts: MemberFacts,
    /// Their roles here, whether they count or not.
    pub roles: Vec<HeldRole>,
    /// Who they are.
    pub identity: IdentityId,
    /// Whose side they are on.
    pub origin: Origin,
    /// When the latest of their sessions began, as far as this shard knows.
    pub latest_begin: Option<Timestamp>,
    /// Up to when all their sessions have ended, if that ever happened.
    pub all_ended_at: Option<Timestamp>,
}

const SOMEBODY: &str = "
    SELECT m.id, m.status, m.invited, m.access_version, m.identity_id, i.origin,
           (SELECT max(began_at) FROM session WHERE identity_id = m.identity_id) AS latest_begin,
           (SELECT at FROM sessions_end WHERE identity_id = m.identity_id) AS all_ended_at
    FROM member m
    JOIN identity i ON i.id = m.identity_id
    WHERE m.id = ?2 AND m.workspace_id = ?1";

/// Reads a member of a workspace; what the membership comes to is for the rules to say.
pub fn somebody(workspace: &WorkspaceId, member: &MemberId) -> Read<Result<Option<Somebody>, RowFault>> {
    let of = |sql: String| Statement::new(sql).bind(workspace).bind(member);
    let line = format!("SELECT {PERSON} FROM member_line l WHERE l.place = ?1 AND l.member_id = ?2");
    Read::<Option<SomebodyRow>>::first(of(SOMEBODY.to_owned()))
        .zip(line::lines(of(line)))
        .zip(line::sources(workspace))
        .map(|((row, lines), sources)| {
            let (lines, sources) = (lines?, sources?);
            let roles = lines.iter().flat_map(|line| line.roles(&sources)).collect();
            Ok(row.map(|row| row.with(roles)))
        })
}

#[derive(Deserialize)]
struct SomebodyRow {
    id: MemberId,
    status: MemberStatus,
    invited: i64,
    access_version: i64,
    identity_id: IdentityId,
    origin: Origin,
    latest_begin: Option<Timestamp>,
    all_ended_at: Option<Timestamp>,
}

impl SomebodyRow {
    fn with(self, roles: Vec<HeldRole>) -> Somebody {
        let (id, status, version) = (self.id, self.status, self.access_version);
        Somebody {
            facts: MemberFacts { id, status, invited: self.invited == 1, version },
            roles,
            identity: self.identity_id,
            origin: self.origin,
            latest_begin: self.latest_begin,
            all_ended_at: self.all_ended_at,
        }
    }
}

/// The people of a workspace as they are kept, whatever of it holds.
#[derive(Debug)]
pub struct Roll {
    lines: Vec<Line>,
    sources: Sources,
}

/// Reads the people of a workspace: everybody who has a row, the removed apart.
pub fn roll(workspace: &WorkspaceId) -> Read<Result<Roll, RowFault>> {
    let people = format!(
        "SELECT {PERSON}
         FROM member_line l
         WHERE l.place = ?1 AND l.status <> 'removed' AND l.origin IS NOT NULL"
    );
    line::by_name(Statement::new(people).bind(workspace))
        .zip(line::sources(workspace))
        .map(|(lines, sources)| Ok(Roll { lines: lines?, sources: sources? }))
}

impl Roll {
    /// Those who are members at a moment, and those who are invited, each with the roles that count: by the rule that every
    /// decision uses.
    pub fn at(self, kind: WorkspaceKind, now: Timestamp) -> Vec<ListedMember> {
        let of = |line: Line| {
            let mut roles = line.roles(&self.sources);
            roles.retain(|role| role.counts(kind, now));
            listed(line, roles)
        };
        self.lines.into_iter().filter_map(of).collect()
    }
}

/// The person with these roles; `None` where nothing holds the membership any more (ACC-4).
fn listed(line: Line, roles: Vec<HeldRole>) -> Option<ListedMember> {
    let is_listed = line.status == MemberStatus::Pending || line.holds(&roles);
    is_listed.then_some(ListedMember {
        member: line.member,
        name: line.name?,
        email: line.email,
        origin: line.origin?,
        account: line.account?,
        status: line.status,
        disabled: line.disabled,
        invited: line.invited,
        roles,
    })
}
