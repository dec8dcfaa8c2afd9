//! Checked text, and the form of a case.

use super::chosen;
use shared::api::case::NewCase;
use shared::case::draft::{CompleteCase, Contact, ForCaseText, ForCaseTitle, ForPhone, ForTimeZone};
use shared::case::filter::ForViewName;
use shared::problem::Fault;
use shared::text::{Lines, Purpose, Text};

/// Reads a text for one of the purposes there are, or a form.
pub fn read(input: &[u8]) {
    let Some((which, rest)) = chosen(input, 6) else { return };
    let text = String::from_utf8_lossy(rest);
    match which {
        0 => checked::<ForCaseTitle>(&text),
        1 => checked::<ForCaseText>(&text),
        2 => checked::<ForPhone>(&text),
        3 => checked::<ForTimeZone>(&text),
        4 => checked::<ForViewName>(&text),
        _ => form(rest),
    }
}

/// Texts as people write them.
pub fn seeds() -> Vec<Vec<u8>> {
    let form = r#"{"service":"svc_eu1_01k9zq3v5m0123456789abcdef","product":"prd_eu1_01k9zq3v5m0123456789abcdef",
        "problem_type":"pbt_eu1_01k9zq3v5m0123456789abcdef","title":"Mail flow has stopped","description":"Since **09:40**.",
        "severity":"b","impact":"Nobody gets mail.","contact_method":"phone","phone":"+49 30 1234567","language":"en",
        "time_zone":"Europe/Berlin"}"#;
    super::seeds_for(&[
        (0, "Mail flow has stopped"),
        (0, "  Ça ne répond plus : 東京 👩\u{200d}🚀 ❤\u{fe0f}  "),
        (0, "می\u{200c}خواهم \u{3000}クラウド"),
        (1, "Since **09:40** the queue `mq-1` is stuck.\n\n- one\n- two\n"),
        (2, "+49 (30) 123-4567 x12"),
        (3, "America/Argentina/ComodRivadavia"),
        (4, "Urgent"),
        (5, form),
    ])
}

/// A text that is accepted is within its bounds, holds nothing that has no place in it, and is accepted as it is.
fn checked<P: Purpose>(text: &str) {
    let read = match Text::<P>::parse(text) {
        Ok(read) => read,
        Err(fault) => {
            assert!(!matches!(fault, Fault::Unknown), "{text:?}");
            assert!(serde_json::from_value::<Text<P>>(text.into()).is_err(), "{text:?}");
            return;
        }
    };
    let inside = read.as_str();
    assert_eq!(Text::<P>::parse(inside).map(|read| read.to_string()), Ok(inside.to_owned()), "{text:?}");
    assert_eq!(serde_json::from_value::<Text<P>>(text.into()).unwrap().as_str(), inside);
    let length = inside.chars().count();
    assert!((P::SHORTEST..=P::LONGEST).contains(&length) && inside.len() <= P::BYTES, "{text:?}");
    assert_eq!(inside.trim(), inside, "{text:?}");
    let has_no_place = |letter: char| match P::LINES {
        Lines::One => letter.is_control() || is_unseen(letter),
        Lines::Many => letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'),
    };
    assert!(!inside.contains(has_no_place), "{text:?}");
    let joins = |letter: char| matches!(letter, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    let begins = P::LINES == Lines::One && inside.starts_with(joins);
    assert!(!begins, "nothing stands before what joins: {text:?}");
    let after_space = |pair: &[char]| pair[0].is_whitespace() && joins(pair[1]);
    let letters: Vec<_> = inside.chars().collect();
    assert!(P::LINES == Lines::Many || !letters.windows(2).any(after_space), "{text:?}");
}

/// The letters of Unicode's Default_Ignorable_Code_Point and its separators that never make a difference to what is seen.
fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{3164}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0001}'
    )
}

/// A form that is complete has what its severity and contact method ask for.
fn form(bytes: &[u8]) {
    let Ok(form) = serde_json::from_slice::<NewCase>(bytes) else { return };
    match CompleteCase::parse(&form) {
        Ok(complete) => {
            assert!(complete.impact.is_some() || !complete.severity.asks_for_impact(), "{form:?}");
            if let Contact::Phone(phone) = &complete.contact {
                let digits = phone.as_str().bytes().filter(u8::is_ascii_digit).count();
                assert!(digits >= 5 && phone.as_str().is_ascii(), "{form:?}");
            }
            assert!(
                form.title.contains(complete.title.as_str().split(' ').next().unwrap())
                    || !form.title.is_ascii()
            );
        }
        Err(faults) => {
            let named =
                |field: &str| matches!(field, "title" | "description" | "time_zone" | "impact" | "phone");
            assert!(!faults.is_empty() && faults.iter().all(|fault| named(&fault.field)), "{faults:?}");
        }
    }
}
