//! What is in the fields of a new case, and what of it would be sent.

use crate::text::{Language, Text};
use leptos::prelude::{GetUntracked, RwSignal, With};
use shared::api::case::NewCase;
use shared::case::draft::CompleteCase;
use shared::case::{ContactMethod, Severity};
use shared::id::{Id, Kind};
use shared::problem::{Fault, FieldProblem};
use shared::region::Shard;
use shared::time::Timestamp;

/// The fields, each with what is in it. Copied like a number.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) service: RwSignal<String>,
    pub(super) product: RwSignal<String>,
    pub(super) problem_type: RwSignal<String>,
    pub(super) title: RwSignal<String>,
    pub(super) description: RwSignal<String>,
    pub(super) severity: RwSignal<String>,
    pub(super) impact: RwSignal<String>,
    pub(super) contact_method: RwSignal<String>,
    pub(super) phone: RwSignal<String>,
    pub(super) language: RwSignal<String>,
    pub(super) time_zone: RwSignal<String>,
}

impl Form {
    /// Nothing chosen yet, but for what is known: the language of the page, the time zone of the browser.
    pub(super) fn empty(t: Text) -> Self {
        let field = |value: &str| RwSignal::new(String::from(value));
        Self {
            service: field(""),
            product: field(""),
            problem_type: field(""),
            title: field(""),
            description: field(""),
            severity: field(""),
            impact: field(""),
            contact_method: field(ContactMethod::Email.name()),
            phone: field(""),
            language: field(t.language().tag()),
            time_zone: field(&super::zones::own()),
        }
    }

    /// How bad it is; `None` while that is not chosen.
    pub(super) fn severity(self) -> Option<Severity> {
        self.severity.with(|chosen| Severity::ALL.into_iter().find(|severity| severity.name() == chosen))
    }

    /// Whether the contact is to be called.
    pub(super) fn by_phone(self) -> bool {
        self.contact_method.with(|chosen| chosen == ContactMethod::Phone.name())
    }

    /// What would be sent, or everything that is wrong with it at once.
    ///
    /// What has to be chosen and was not is reported here; until then something of the right form stands in its place, so
    /// that [`CompleteCase`] can look at the rest.
    pub(super) fn read(self, shard: Shard) -> Result<NewCase, Vec<FieldProblem>> {
        let mut faults = Vec::new();
        let severity = self.severity();
        if severity.is_none() {
            faults.push(Fault::Missing.of("severity"));
        }
        let given = |field: RwSignal<String>, wanted: bool| wanted.then(|| field.get_untracked());
        let case = NewCase {
            service: chosen(self.service, "service", shard, &mut faults),
            product: chosen(self.product, "product", shard, &mut faults),
            problem_type: chosen(self.problem_type, "problem_type", shard, &mut faults),
            title: self.title.get_untracked(),
            description: self.description.get_untracked(),
            severity: severity.unwrap_or(Severity::C),
            impact: given(self.impact, severity.is_some_and(Severity::asks_for_impact)),
            contact_method: if self.by_phone() { ContactMethod::Phone } else { ContactMethod::Email },
            phone: given(self.phone, self.by_phone()),
            language: if self.language.get_untracked() == "fr" { Language::Fr } else { Language::En },
            time_zone: self.time_zone.get_untracked(),
        };
        match CompleteCase::parse(&case) {
            Ok(_) if faults.is_empty() => Ok(case),
            Ok(_) => Err(faults),
            Err(more) => {
                faults.extend(more);
                Err(faults)
            }
        }
    }
}

/// The id that was chosen in a field, or its absence put on the list.
fn chosen<K: Kind>(
    field: RwSignal<String>,
    name: &str,
    shard: Shard,
    faults: &mut Vec<FieldProblem>,
) -> Id<K> {
    Id::parse(&field.get_untracked()).unwrap_or_else(|| {
        faults.push(Fault::Missing.of(name));
        Id::new(shard, Timestamp::from_millis(0), [0; 10])
    })
}
