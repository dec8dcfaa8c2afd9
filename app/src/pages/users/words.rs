//! Status, account, side and source in words, and their names in addresses.

use crate::text::{self, Text};
use crate::ui::pill;
use leptos::prelude::*;
use shared::access::{AccountKind, MemberStatus, Origin};
use shared::api::members::{ListedMember, MemberSource};

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// In, and may come in.
    Active,
    /// Invited, and not in yet.
    Pending,
    /// In, and nobody can sign in as them.
    Disabled,
}

impl Status {
    /// All there are.
    pub(super) const ALL: [Self; 3] = [Self::Active, Self::Pending, Self::Disabled];

    /// Where a person stands.
    pub(super) fn of(row: &ListedMember) -> Self {
        match (row.disabled, row.status) {
            (true, _) => Self::Disabled,
            (false, MemberStatus::Pending) => Self::Pending,
            (false, MemberStatus::Active | MemberStatus::Removed) => Self::Active,
        }
    }

    /// Its name in addresses.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Disabled => "disabled",
        }
    }

    /// Its name.
    pub(super) fn name(self, t: Text) -> String {
        match self {
            Self::Active => text::users_status_active(t),
            Self::Pending => text::users_status_pending(t),
            Self::Disabled => text::users_status_disabled(t),
        }
    }

    /// The same as a pill.
    pub(super) fn pill(self, t: Text) -> AnyView {
        let (class, shape) = match self {
            Self::Active => ("pill", "●"),
            Self::Pending => ("pill info", "○"),
            Self::Disabled => ("pill warn", "◇"),
        };
        pill(class, shape, self.name(t))
    }
}

/// Both sides.
pub(super) const SIDES: [Origin; 2] = [Origin::Customer, Origin::Provider];

/// A side's name.
pub(super) fn origin(t: Text, origin: Origin) -> String {
    match origin {
        Origin::Customer => text::users_origin_customer(t),
        Origin::Provider => text::users_origin_provider(t),
    }
}

/// A kind of account.
pub(super) fn account(t: Text, account: AccountKind) -> String {
    match account {
        AccountKind::Work => text::users_account_work(t),
        AccountKind::Personal => text::users_account_personal(t),
    }
}

/// What somebody is here through.
pub(super) fn source(t: Text, source: MemberSource) -> String {
    match source {
        MemberSource::Agreement => text::users_source_agreement(t),
        MemberSource::Creation => text::users_source_creation(t),
        MemberSource::Group => text::users_source_group(t),
        MemberSource::Invitation => text::users_source_invitation(t),
    }
}

/// The same in addresses.
pub(super) const fn source_key(source: MemberSource) -> &'static str {
    match source {
        MemberSource::Agreement => "agreement",
        MemberSource::Creation => "creation",
        MemberSource::Group => "group",
        MemberSource::Invitation => "invitation",
    }
}

/// What sets somebody apart: the provider's people, and whom an agreement names.
pub(super) fn marks(t: Text, row: &ListedMember) -> Vec<AnyView> {
    let mut marks = Vec::new();
    if row.origin == Origin::Provider {
        marks.push(pill("pill info", "◆", text::users_origin_provider(t)));
    }
    if row.has_source(MemberSource::Agreement) {
        marks.push(pill("pill", "▣", text::users_system_assigned(t)));
    }
    marks
}

/// As the messages count.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
