//! A world: one workspace and everything that decides who may do what in it.
//!
//! It is said in the words of the product: people, groups, grants, agreements. Dates are numbers, nothing is worked out:
//! whether an agreement is in force, who is a member, what a role allows is for those who judge. They read the world each
//! in its own way: our rules through [`World::access`], as rows; the oracle as Cedar's entities.

use shared::access::{AccountKind, MemberStatus, Origin, Role};
use shared::agreement::Term;
use shared::id::{AgreementId, CaseId, GrantId, IdentityId, MemberId, ServiceId, WorkspaceId};
use shared::service::ServiceKind;
use shared::time::Timestamp;
use shared::workspace::{AccountPolicy, CaseVisibility, WorkspaceKind};

/// One workspace at one moment. People, services and so on are named by their place in these lists.
#[derive(Clone, Debug)]
pub struct World {
    /// The moment at which everything is asked.
    pub now: Timestamp,
    /// The workspace.
    pub workspace: Workspace,
    /// Agreements of the customer: on the workspace, and others.
    pub agreements: Vec<Agreement>,
    /// What they carry.
    pub services: Vec<Service>,
    /// The customer's directory groups that have a grant in the workspace, at most [`MOST_GRANTS`].
    pub grants: Vec<Grant>,
    /// Everybody there is.
    pub people: Vec<Person>,
    /// Cases, here and elsewhere.
    pub cases: Vec<Case>,
}

/// The most grants in a world: the oracle's schema has a place for each.
pub const MOST_GRANTS: usize = 3;

/// The workspace.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// How it came to be.
    pub kind: WorkspaceKind,
    /// When it was, or will be, archived.
    pub archived_at: Option<Timestamp>,
    /// Which accounts may enter.
    pub accounts: AccountPolicy,
    /// Who sees which cases.
    pub case_visibility: CaseVisibility,
    /// Whether Granular Reactive Services is on.
    pub granular: bool,
    /// The agreements it is on.
    pub agreements: Vec<usize>,
    /// The services in it. One whose agreement it is not on does not count as being in it.
    pub services: Vec<usize>,
    /// Who was named as an administrator when it was made.
    pub administrators: Vec<usize>,
}

/// An agreement.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// Its number.
    pub number: String,
    /// From when to when it holds.
    pub term: Term,
    /// Whom it names, as what.
    pub names: Vec<(usize, Role)>,
}

/// A contracted service.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// Reactive or proactive.
    pub kind: ServiceKind,
    /// The agreement that carries it.
    pub agreement: usize,
}

/// A directory group with its grant in the workspace.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The grant's id.
    pub id: GrantId,
    /// The group's name.
    pub group: String,
    /// Who is in the group.
    pub people: Vec<usize>,
    /// The roles it was granted.
    pub roles: Vec<Role>,
    /// The grant's end, if it has one.
    pub ends_at: Option<Timestamp>,
    /// The services assigned to it, if ever any were.
    pub services: Option<Vec<usize>>,
}

/// Somebody.
#[derive(Clone, Debug)]
pub struct Person {
    /// The identity.
    pub id: IdentityId,
    /// Whose side they are on.
    pub origin: Origin,
    /// What kind of account they have.
    pub account: AccountKind,
    /// Whether their session is live.
    pub signed_in: bool,
    /// Their row as a member; strangers have none.
    pub member: Option<Membership>,
    /// The services assigned to them, if ever any were.
    pub services: Option<Vec<usize>>,
}

/// A row of a member.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The member's id.
    pub id: MemberId,
    /// Where it stands.
    pub status: MemberStatus,
    /// Whether an accepted invitation holds it.
    pub invited: bool,
}

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Whether it is in the workspace; in another one otherwise.
    pub here: bool,
    /// Who opened it.
    pub opener: usize,
    /// Who is its contact.
    pub contact: Option<usize>,
    /// Who watches it.
    pub watchers: Vec<usize>,
}
