//! What is in the fields of a new case, and what of it would be sent.

use crate::drafts::Draft;
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
    /// Nothing chosen yet, but for what is known: the language of the page, the time zone of the browser. And what was in
    /// the fields when the page was left.
    pub(super) fn of(t: Text, draft: &Draft) -> Self {
        Self::with(t.language(), &super::zones::own(), &|name, value| draft.field(name, value))
    }

    fn with(language: Language, time_zone: &str, field: &dyn Fn(&str, &str) -> RwSignal<String>) -> Self {
        Self {
            service: field("service", ""),
            product: field("product", ""),
            problem_type: field("problem_type", ""),
            title: field("title", ""),
            description: field("description", ""),
            severity: field("severity", ""),
            impact: field("impact", ""),
            contact_method: field("contact_method", ContactMethod::Email.name()),
            phone: field("phone", ""),
            language: field("language", language.tag()),
            time_zone: field("time_zone", time_zone),
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

#[cfg(test)]
mod tests {
    use super::Form;
    use leptos::prelude::{Owner, RwSignal, Set};
    use shared::case::{Language, Severity};
    use shared::id::{Id, Kind};
    use shared::{region::Shard, time::Timestamp};

    fn shard() -> Shard {
        Shard::parse("eu1").unwrap()
    }

    fn id<K: Kind>(_: fn(&shared::api::case::NewCase) -> &Id<K>) -> String {
        Id::<K>::new(shard(), Timestamp::from_millis(0), [1; 10]).to_string()
    }

    fn empty(language: Language) -> Form {
        Form::with(language, "Europe/Paris", &|_, value| RwSignal::new(value.into()))
    }

    fn filled() -> Form {
        let form = empty(Language::Fr);
        form.service.set(id(|case| &case.service));
        form.product.set(id(|case| &case.product));
        form.problem_type.set(id(|case| &case.problem_type));
        form.title.set("Mail flow has stopped".into());
        form.description.set("Since 09:40 nothing leaves.".into());
        form.severity.set("c".into());
        form
    }

    #[test]
    fn case_1_an_empty_form_is_told_everything_that_is_missing_at_once() {
        let _owner = Owner::new();
        let form = empty(Language::En);
        let mut missing: Vec<_> =
            form.read(shard()).unwrap_err().into_iter().map(|fault| fault.field).collect();
        missing.sort();
        assert_eq!(missing, ["description", "problem_type", "product", "service", "severity", "title"]);
    }

    #[test]
    fn case_1_only_what_is_asked_for_is_sent() {
        let _owner = Owner::new();
        let form = filled();
        form.impact.set("Two plants stand still.".into());
        form.phone.set("+33 1 70 18 99 00".into());
        let case = form.read(shard()).unwrap();
        assert_eq!((case.impact, case.phone, case.language), (None, None, Language::Fr));

        form.severity.set("a".into());
        form.contact_method.set("phone".into());
        let case = form.read(shard()).unwrap();
        assert_eq!(case.severity, Severity::A);
        assert_eq!(case.impact.as_deref(), Some("Two plants stand still."));
        assert_eq!(case.phone.as_deref(), Some("+33 1 70 18 99 00"));
    }
}
