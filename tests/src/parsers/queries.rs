//! Queries: filters of lists, cursors, saved views, and the other questions.

use super::chosen;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::api::case_list::CasesQuestion;
use shared::api::session::SignInQuestion;
use shared::api::workspace::HoldersQuestion;
use shared::case::filter::{CaseFilter, CaseSort, MOST_SERVICES, Written, check_view};
use shared::id::{CaseId, ServiceId};
use shared::time::Timestamp;

/// Reads a query as one of the questions there are, or a saved view.
pub fn read(input: &[u8]) {
    let Some((which, rest)) = chosen(input, 5) else { return };
    match which {
        0 => cases(rest),
        1 => drop(again::<HoldersQuestion>(rest)),
        2 => drop(again::<SignInQuestion>(rest)),
        3 => view(&String::from_utf8_lossy(rest)),
        _ => cursor(&String::from_utf8_lossy(rest)),
    }
}

/// Questions as the app asks them.
pub fn seeds() -> Vec<Vec<u8>> {
    let service = "svc_eu1_01k9zq3v5m0123456789abcdef";
    let all = format!("state=new,closed&severity=a,b&service={service}&mine=1&sort=activity");
    super::seeds_for(&[
        (0, ""),
        (0, &all),
        (0, "state=all&opened_from=1794960000000&opened_before=1795046400000&sort=newest"),
        (0, "after=case_eu1_01k9zq3v5m0123456789abcdef&state=done"),
        (0, "state=waiting_for_customer%2Cresolved&severity=c"),
        (1, "permission=services.manage"),
        (2, "email=walter.hayes%40fabrikam.example"),
        (3, &format!("{all}&from=2026-02-28&to=2026-11-21")),
        (3, "state=open"),
        (4, "case_eu1_01k9zq3v5m0123456789abcdef"),
        (4, "1794960000000.case_eu1_01k9zq3v5m0123456789abcdef"),
    ])
}

/// What can be read is read again as the same from what it prints.
fn again<T: Serialize + DeserializeOwned>(query: &[u8]) -> Option<T> {
    let read: T = serde_urlencoded::from_bytes(query).ok()?;
    let printed = serde_urlencoded::to_string(&read).unwrap();
    let repeated: T = serde_urlencoded::from_str(&printed).unwrap();
    assert_eq!(serde_urlencoded::to_string(&repeated).unwrap(), printed);
    Some(read)
}

fn cases(query: &[u8]) {
    let Some(question) = again::<CasesQuestion>(query) else { return };
    let Ok((filter, sort)) = question.read() else { return };
    let once = |length: usize, most: usize| assert!(length <= most, "{length} of {most}: {question:?}");
    once(filter.states.len(), 6);
    once(filter.severities.len(), 3);
    once(filter.services.len(), MOST_SERVICES);
    assert!(!filter.states.is_empty() && !filter.severities.is_empty(), "{question:?}");
    for moment in [filter.opened_from, filter.opened_before].into_iter().flatten() {
        assert!((0..1 << 47).contains(&moment.millis()), "{question:?}");
        assert_eq!(sort, CaseSort::Newest, "{question:?}");
    }
    assert_eq!(written(&filter, sort).read().unwrap(), (filter, sort), "{question:?}");
}

/// The question that asks for a filter.
fn written(filter: &CaseFilter, sort: CaseSort) -> CasesQuestion {
    let names = |names: Vec<&str>| names.join(",");
    let moment = |moment: Option<Timestamp>| moment.map(|moment| moment.millis().to_string());
    CasesQuestion {
        state: names(filter.states.iter().map(|state| state.name()).collect()),
        severity: names(filter.severities.iter().map(|severity| severity.name()).collect()),
        service: names(filter.services.iter().map(ServiceId::as_str).collect()),
        mine: if filter.mine { "1".into() } else { String::new() },
        opened_from: moment(filter.opened_from).unwrap_or_default(),
        opened_before: moment(filter.opened_before).unwrap_or_default(),
        sort: sort.name().into(),
        after: None,
    }
}

/// A view holds filters that can be read, and nothing that an address would have to escape.
fn view(query: &str) {
    if check_view(query).is_err() {
        return;
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_,-=&".contains(&byte);
    assert!(query.len() <= 2_000 && query.bytes().all(plain), "{query}");
    let mut written = Written::default();
    for (name, value) in query.split('&').filter_map(|part| part.split_once('=')) {
        match name {
            "state" => written.state = value,
            "severity" => written.severity = value,
            "service" => written.service = value,
            "mine" => written.mine = value,
            "sort" => written.sort = value,
            _ => assert!(matches!(name, "from" | "to"), "{query}"),
        }
    }
    let mut faults = Vec::new();
    written.read(&mut faults);
    assert_eq!(faults, [], "{query}");
}

/// Where a page of cases ended is the id of a case, or a moment and an id.
fn cursor(after: &str) {
    for sort in CaseSort::ALL {
        if edge::store::case_list::is_cursor(after, sort) {
            let id = after.rsplit(['.', '~', ':', '_']).count() > 1;
            let named = after.find("case_").and_then(|place| CaseId::parse(&after[place..]));
            assert!(id && named.is_some(), "{after}");
        }
    }
}
