//! Scopes: what a requirement is checked on, and how a path names it.

use super::{Actor, IdentityFacts};
use crate::id::{CaseId, MemberId, WorkspaceId};

/// Where a requirement is checked.
pub trait Scope {
    /// The scope's name in goldens and documents.
    const NAME: &'static str;
    /// What a check there looks at.
    type Facts;
}

/// No place in particular: what anybody may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nowhere;

/// Every region: what concerns a person, not a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Everywhere;

/// One workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workspace;

impl Scope for Nowhere {
    const NAME: &'static str = "nowhere";
    type Facts = ();
}

impl Scope for Everywhere {
    const NAME: &'static str = "everywhere";
    type Facts = IdentityFacts;
}

impl Scope for Workspace {
    const NAME: &'static str = "workspace";
    type Facts = Actor;
}

/// The typed form of a path's parameters. It names the scope that the path lies in, so that an endpoint which requires
/// something of a workspace can only be declared on a path that names one.
pub trait Place: Sized + Clone {
    /// The scope that the path lies in.
    type Scope: Scope;

    /// Reads the parameters by name; `None` if one is missing or malformed.
    fn read<'a>(parameter: impl Fn(&str) -> Option<&'a str>) -> Option<Self>;

    /// The parameters by name, to fill a path with.
    fn parameters(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }
}

impl Place for Nowhere {
    type Scope = Self;

    fn read<'a>(_: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        Some(Self)
    }
}

impl Place for Everywhere {
    type Scope = Self;

    fn read<'a>(_: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        Some(Self)
    }
}

/// `…/{workspace}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWorkspace {
    /// The workspace.
    pub workspace: WorkspaceId,
}

impl Place for AtWorkspace {
    type Scope = Workspace;

    fn read<'a>(parameter: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        Some(Self { workspace: WorkspaceId::parse(parameter("workspace")?)? })
    }

    fn parameters(&self) -> Vec<(&'static str, &str)> {
        vec![("workspace", self.workspace.as_str())]
    }
}

/// `…/{workspace}/…/{case}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtCase {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The case.
    pub case: CaseId,
}

impl Place for AtCase {
    type Scope = Workspace;

    fn read<'a>(parameter: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let workspace = WorkspaceId::parse(parameter("workspace")?)?;
        let case = CaseId::parse(parameter("case")?)?;
        Some(Self { workspace, case })
    }

    fn parameters(&self) -> Vec<(&'static str, &str)> {
        vec![("workspace", self.workspace.as_str()), ("case", self.case.as_str())]
    }
}

/// `…/{workspace}/…/{member}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtMember {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The member.
    pub member: MemberId,
}

impl Place for AtMember {
    type Scope = Workspace;

    fn read<'a>(parameter: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let workspace = WorkspaceId::parse(parameter("workspace")?)?;
        let member = MemberId::parse(parameter("member")?)?;
        Some(Self { workspace, member })
    }

    fn parameters(&self) -> Vec<(&'static str, &str)> {
        vec![("workspace", self.workspace.as_str()), ("member", self.member.as_str())]
    }
}

/// A place within a workspace.
pub trait InWorkspace: Place<Scope = Workspace> {
    /// The workspace.
    fn workspace(&self) -> &WorkspaceId;
}

impl InWorkspace for AtWorkspace {
    fn workspace(&self) -> &WorkspaceId {
        &self.workspace
    }
}

impl InWorkspace for AtCase {
    fn workspace(&self) -> &WorkspaceId {
        &self.workspace
    }
}

impl InWorkspace for AtMember {
    fn workspace(&self) -> &WorkspaceId {
        &self.workspace
    }
}
