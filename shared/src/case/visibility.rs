//! Who sees which cases: one decision for lists, counters and the case itself (CASE-6, CASE-7).

use crate::access::{Actor, Origin, Permission};
use crate::workspace::CaseVisibility;

/// Which cases of their workspace somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseScope {
    /// None.
    None,
    /// Those they take part in: as opener, contact or watcher.
    Participant,
    /// All.
    All,
}

/// Which cases the actor sees.
pub fn case_scope(actor: &Actor) -> CaseScope {
    let permissions = actor.permissions();
    if !permissions.has(Permission::CasesView) {
        return CaseScope::None;
    }
    match actor.access().workspace.case_visibility {
        CaseVisibility::Everyone => CaseScope::All,
        CaseVisibility::ParticipantsOnly => {
            let sees_all = permissions.has(Permission::FeaturesManage) || actor.origin() == Origin::Provider;
            if sees_all { CaseScope::All } else { CaseScope::Participant }
        }
    }
}

/// Something with a part played in it.
pub trait Participation {
    /// Whether the person the record was read for is its opener, contact or a watcher.
    fn takes_part(&self) -> bool;
}

/// A record that its reader may see: the second step after the permission, at the record itself. What changes a case
/// takes a `Visible<…>`, and [`CaseScope::admit`] is the only way to one.
#[derive(Debug)]
pub struct Visible<T> {
    record: T,
}

impl<T> Visible<T> {
    /// The record.
    pub fn record(&self) -> &T {
        &self.record
    }

    /// The record itself.
    pub fn into_record(self) -> T {
        self.record
    }
}

impl CaseScope {
    /// Whether the scope holds a case in which the reader plays a part, or plays none.
    pub fn holds(self, takes_part: bool) -> bool {
        match self {
            Self::None => false,
            Self::Participant => takes_part,
            Self::All => true,
        }
    }

    /// Lets a record through if the scope holds it. To whoever it does not let through, the case does not exist.
    pub fn admit<T: Participation>(self, record: T) -> Option<Visible<T>> {
        self.holds(record.takes_part()).then_some(Visible { record })
    }
}
