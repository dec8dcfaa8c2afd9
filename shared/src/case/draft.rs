//! A case before it is one: what the form holds, and what makes it complete (CASE-1).

use super::{ContactMethod, Language, Severity};
use crate::api::case::NewCase;
use crate::id::{ProblemTypeId, ProductId, ServiceId};
use crate::problem::{Fault, FieldProblem};
use crate::text::{Lines, Purpose, Text};

/// The title of a case: 5 to 200 characters, one line.
pub type CaseTitle = Text<ForCaseTitle>;
/// A description or a message: up to 32 KiB of Markdown.
pub type CaseText = Text<ForCaseText>;
/// A phone number as the person wrote it.
pub type Phone = Text<ForPhone>;
/// The name of an IANA time zone, by its form: the browser chose it.
pub type TimeZone = Text<ForTimeZone>;

/// The bounds of a [`CaseTitle`].
pub enum ForCaseTitle {}
impl Purpose for ForCaseTitle {
    const SHORTEST: usize = 5;
    const LONGEST: usize = 200;
    const LINES: Lines = Lines::One;
}

/// The bounds of a [`CaseText`].
pub enum ForCaseText {}
impl Purpose for ForCaseText {
    const SHORTEST: usize = 1;
    const LONGEST: usize = usize::MAX;
    const LINES: Lines = Lines::Many;
    const BYTES: usize = 32 * 1024;
}

/// The bounds of a [`Phone`].
pub enum ForPhone {}
impl Purpose for ForPhone {
    const SHORTEST: usize = 5;
    const LONGEST: usize = 40;
    const LINES: Lines = Lines::One;
}

/// The bounds of a [`TimeZone`].
pub enum ForTimeZone {}
impl Purpose for ForTimeZone {
    const SHORTEST: usize = 2;
    const LONGEST: usize = 64;
    const LINES: Lines = Lines::One;
}

/// How to reach the contact.
#[derive(Clone, Debug, PartialEq)]
pub enum Contact {
    /// By e-mail, at the address of their account.
    Email,
    /// By phone.
    Phone(Phone),
}

/// A complete case: every field within its bounds, nothing missing that its severity or contact method asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct CompleteCase {
    /// The service it is opened on; whether the person may use it is decided elsewhere.
    pub service: ServiceId,
    /// The product; whether the catalogue has it is decided elsewhere.
    pub product: ProductId,
    /// The problem type, likewise.
    pub problem_type: ProblemTypeId,
    /// The title.
    pub title: CaseTitle,
    /// The description.
    pub description: CaseText,
    /// The severity.
    pub severity: Severity,
    /// The impact on the business; there for severities A and B.
    pub impact: Option<CaseText>,
    /// How to reach the contact.
    pub contact: Contact,
    /// The language to be answered in.
    pub language: Language,
    /// The contact's time zone.
    pub time_zone: TimeZone,
}

impl CompleteCase {
    /// Checks a form: the complete case, or everything that is wrong with it at once.
    pub fn parse(form: &NewCase) -> Result<Self, Vec<FieldProblem>> {
        let mut faults = Vec::new();
        let title = keep(&mut faults, "title", Text::parse(&form.title));
        let description = keep(&mut faults, "description", Text::parse(&form.description));
        let time_zone = keep(&mut faults, "time_zone", Text::parse(&form.time_zone).and_then(zoned));
        let impact = match (form.severity.asks_for_impact(), form.impact.as_deref().map(str::trim)) {
            (false, None | Some("")) => None,
            (_, given) => keep(&mut faults, "impact", Text::parse(given.unwrap_or(""))),
        };
        let contact = match form.contact_method {
            ContactMethod::Email => Some(Contact::Email),
            ContactMethod::Phone => {
                let phone = form.phone.as_deref().unwrap_or("");
                keep(&mut faults, "phone", Text::parse(phone).and_then(dialable)).map(Contact::Phone)
            }
        };
        let (Some(title), Some(description), Some(time_zone), Some(contact), true) =
            (title, description, time_zone, contact, faults.is_empty())
        else {
            return Err(faults);
        };
        Ok(Self {
            service: form.service.clone(),
            product: form.product.clone(),
            problem_type: form.problem_type.clone(),
            title,
            description,
            severity: form.severity,
            impact,
            contact,
            language: form.language,
            time_zone,
        })
    }
}

/// The value of a field, or its fault put on the list.
fn keep<T>(faults: &mut Vec<FieldProblem>, field: &str, checked: Result<T, Fault>) -> Option<T> {
    checked.map_err(|fault| faults.push(fault.of(field))).ok()
}

/// A phone number has digits, and nothing that no phone number is written with.
fn dialable(phone: Phone) -> Result<Phone, Fault> {
    let text = phone.as_str();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let written = text.chars().all(|c| c.is_ascii_digit() || " +-./()x".contains(c));
    if digits >= 5 && written { Ok(phone) } else { Err(Fault::Malformed) }
}

/// A time zone has the form of an IANA name, such as `Europe/Berlin`, `UTC` or `Etc/GMT+5`: parts that begin with a letter.
/// Which of them there are, the browser knows.
fn zoned(zone: TimeZone) -> Result<TimeZone, Fault> {
    let of_a_name = |letter: char| letter.is_ascii_alphanumeric() || "_+-".contains(letter);
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic()) && part.chars().all(of_a_name)
    };
    if zone.as_str().split('/').all(is_part) { Ok(zone) } else { Err(Fault::Malformed) }
}

#[cfg(test)]
mod tests {
    use super::{CompleteCase, Contact};
    use crate::api::case::NewCase;
    use crate::case::{ContactMethod, Language, Severity};
    use crate::id::{Id, Kind};
    use crate::problem::Fault;
    use crate::{region::Shard, time::Timestamp};

    fn id<K: Kind>() -> Id<K> {
        Id::new(Shard::parse("eu1").unwrap(), Timestamp::from_millis(0), [0; 10])
    }

    fn form() -> NewCase {
        NewCase {
            service: id(),
            product: id(),
            problem_type: id(),
            title: "Mail flow has stopped".into(),
            description: "Since **09:40** nothing leaves.".into(),
            severity: Severity::C,
            impact: None,
            contact_method: ContactMethod::Email,
            phone: None,
            language: Language::En,
            time_zone: "Europe/Paris".into(),
        }
    }

    fn faults(form: &NewCase) -> Vec<(String, Fault)> {
        let problems = CompleteCase::parse(form).unwrap_err();
        problems.into_iter().map(|problem| (problem.field, problem.fault)).collect()
    }

    #[test]
    fn case_1_a_complete_form_is_a_case() {
        assert_eq!(CompleteCase::parse(&form()).unwrap().contact, Contact::Email);
    }

    #[test]
    fn case_1_everything_wrong_with_a_form_is_said_at_once() {
        let form = NewCase { title: "Oh".into(), description: " ".into(), severity: Severity::A, ..form() };
        let expected = [
            ("title".to_owned(), Fault::TooShort { least: 5 }),
            ("description".to_owned(), Fault::Missing),
            ("impact".to_owned(), Fault::Missing),
        ];
        assert_eq!(faults(&form), expected);
    }

    #[test]
    fn case_1_severities_a_and_b_ask_for_the_business_impact() {
        for (severity, asks) in [(Severity::A, true), (Severity::B, true), (Severity::C, false)] {
            assert_eq!(CompleteCase::parse(&NewCase { severity, ..form() }).is_err(), asks, "{severity:?}");
        }
    }

    #[test]
    fn case_1_a_time_zone_is_written_like_one() {
        let zone = |zone: &str| NewCase { time_zone: zone.into(), ..form() };
        for good in [
            "Europe/Berlin",
            "UTC",
            "Etc/GMT+5",
            "Etc/GMT-14",
            "EST5EDT",
            "America/Port-au-Prince",
            "America/Argentina/Buenos_Aires",
        ] {
            assert_eq!(CompleteCase::parse(&zone(good)).unwrap().time_zone.as_str(), good);
        }
        for bad in [
            "<b>",
            "Europe/",
            "/Paris",
            "Europe//Paris",
            "Europe/<b>",
            "Europe Paris",
            "Zürich",
            "+01:00",
            "1/2",
        ] {
            assert_eq!(faults(&zone(bad)), [("time_zone".to_owned(), Fault::Malformed)], "{bad}");
        }
    }

    #[test]
    fn case_1_contact_by_phone_needs_a_number() {
        let phone = |number: &str| NewCase {
            contact_method: ContactMethod::Phone,
            phone: Some(number.into()),
            ..form()
        };
        assert!(CompleteCase::parse(&phone("+33 (0)1 70 18 99 00")).is_ok());
        assert_eq!(faults(&phone("")), [("phone".to_owned(), Fault::Missing)]);
        assert_eq!(faults(&phone("call me")), [("phone".to_owned(), Fault::Malformed)]);
    }

    #[test]
    fn case_1_a_description_ends_at_32_kib() {
        let text = |length| NewCase { description: "é".repeat(length), ..form() };
        assert!(CompleteCase::parse(&text(16 * 1024)).is_ok());
        assert_eq!(
            faults(&text(16 * 1024 + 1)),
            [("description".to_owned(), Fault::TooLarge { most_kib: 32 })]
        );
    }
}
