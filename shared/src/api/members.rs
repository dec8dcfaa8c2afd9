//! Users: who is in a workspace, as what, and through what (ACC-7).

use super::{Empty, Endpoint, Method};
use crate::access::{AccountKind, AtWorkspace, HeldRole, MemberStatus, Needs, Origin, RoleSource, permit};
use crate::id::MemberId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET /api/workspaces/{workspace}/members`
pub enum ListMembers {}

impl Endpoint for ListMembers {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/workspaces/{workspace}/members";
    const SUMMARY: &'static str = "Everybody in the workspace, with their roles and where each comes from";
    type Requires = Needs<permit::RolesView>;
    type Path = AtWorkspace;
    type Request = Empty;
    type Response = Members;
}

/// The people of a workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Members {
    /// Those whose membership holds, and those who are invited to it; by name.
    pub members: Vec<ListedMember>,
    /// The server's time.
    pub now: Timestamp,
}

/// One person of a workspace. When they were last here is nobody's business but their own, and not told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListedMember {
    /// Their membership.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whose side they are on.
    pub origin: Origin,
    /// What kind of account it is.
    pub account: AccountKind,
    /// Where the membership stands.
    pub status: MemberStatus,
    /// Whether the identity is disabled: whoever it is, nobody can sign in as them.
    pub disabled: bool,
    /// Whether an accepted invitation holds the membership, whatever else does.
    pub invited: bool,
    /// The roles that count here now, with where each comes from; the user role, which every active member has, is not
    /// listed.
    pub roles: Vec<HeldRole>,
}

/// Through what somebody is in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberSource {
    /// An agreement names them: they are system-assigned (ACC-2).
    Agreement,
    /// They were named when the workspace was made (WS-2).
    Creation,
    /// They are in a directory group with a grant (ACC-4).
    Group,
    /// They were invited (INV-4).
    Invitation,
}

impl MemberSource {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Agreement, Self::Creation, Self::Group, Self::Invitation];
}

impl ListedMember {
    /// Whether the person is here through this, whatever else they are here through.
    pub fn has_source(&self, source: MemberSource) -> bool {
        let by_role = |held: &HeldRole| match held.source {
            RoleSource::Agreement { .. } => source == MemberSource::Agreement,
            RoleSource::Creation => source == MemberSource::Creation,
            RoleSource::Group { .. } => source == MemberSource::Group,
        };
        let by_invitation = self.invited || self.status == MemberStatus::Pending;
        (source == MemberSource::Invitation && by_invitation) || self.roles.iter().any(by_role)
    }
}

#[cfg(test)]
mod tests {
    use super::{ListedMember, MemberSource};
    use crate::access::{AccountKind, HeldRole, MemberStatus, Origin, Role, RoleSource};
    use crate::id::Id;
    use crate::{id::Kind, region::Shard, time::Timestamp};

    fn id<K: Kind>() -> Id<K> {
        Id::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [1; 10])
    }

    fn member(status: MemberStatus, invited: bool, sources: &[RoleSource]) -> ListedMember {
        let held = |source: &RoleSource| HeldRole { role: Role::Administrator, source: source.clone() };
        ListedMember {
            member: id(),
            name: "Ana".into(),
            email: None,
            origin: Origin::Customer,
            account: AccountKind::Work,
            status,
            disabled: false,
            invited,
            roles: sources.iter().map(held).collect(),
        }
    }

    fn through(member: &ListedMember) -> Vec<MemberSource> {
        MemberSource::ALL.into_iter().filter(|source| member.has_source(*source)).collect()
    }

    #[test]
    fn acc_7_somebody_has_source_each_source_that_holds_them() {
        let group = RoleSource::Group { grant: id(), group: "IT".into(), ends_at: None };
        let agreement = RoleSource::Agreement { agreement: id(), number: "ESA-1".into() };
        let several = member(MemberStatus::Active, true, &[agreement, group]);
        assert_eq!(
            through(&several),
            [MemberSource::Agreement, MemberSource::Group, MemberSource::Invitation]
        );
        let named = member(MemberStatus::Active, false, &[RoleSource::Creation]);
        assert_eq!(through(&named), [MemberSource::Creation]);
    }

    #[test]
    fn acc_7_whoever_has_not_accepted_yet_has_source_their_invitation() {
        assert_eq!(through(&member(MemberStatus::Pending, false, &[])), [MemberSource::Invitation]);
    }
}
