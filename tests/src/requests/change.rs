//! What is done to a request: to what its JSON holds, its path, query, headers, cookie, method, and to whose it is.

use super::recorded::Draft;
use crate::parsers::draw;
use crate::world::{Chance, World};
use serde_json::{Value, json};

/// A request: one of the recorded, with a few things done to it.
pub(super) fn drawn(chance: &mut Chance, drafts: &[Draft], world: &World) -> Draft {
    let mut draft = chance.pick(drafts).clone();
    for _ in 0..*chance.weighted(&[(2, 0), (6, 1), (3, 2), (1, 4)]) {
        change(chance, &mut draft, drafts, world);
    }
    draft
}

/// Does one thing to a request.
pub(super) fn change(chance: &mut Chance, draft: &mut Draft, drafts: &[Draft], world: &World) {
    match chance.below(14) {
        0..=4 => draft.body = changed_json(chance, &draft.body),
        5 => draw::change(chance, &mut draft.body, &[chance.clone().pick(drafts).body.clone()]),
        6 => draft.body = outlandish(chance, &draft.body),
        7 | 8 => draft.path = changed_path(chance, &draft.path, drafts),
        9 => draft.path = changed_query(chance, &draft.path),
        10 => changed_header(chance, draft, drafts),
        11 => draft.cookie = Some(changed_cookie(chance, draft.cookie.take())),
        12 => {
            let method =
                *chance.pick(&["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "B"]);
            method.clone_into(&mut draft.method);
        }
        _ => {
            let people = world.people.iter().filter(|person| !person.guest && !person.persona.is_empty());
            let people: Vec<_> = people.collect();
            let somebody = chance.pick(&people).identity.to_string();
            draft.person = chance.percent(85).then_some(somebody);
        }
    }
}

/// A value that has no place where it is put.
fn odd(chance: &mut Chance) -> Value {
    match chance.below(16) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(1.5),
        4 => json!(1e308),
        5 => json!(i64::MAX),
        6 => json!(i64::MIN),
        7 => json!(u64::MAX),
        8 => json!(9_007_199_254_740_993_i64),
        9 => json!(""),
        10 => json!("x".repeat(*chance.pick(&[61, 201, 2_001, 33 * 1024]))),
        11 => json!("\u{0}\u{202e}\u{200b}\u{fffd}'; DROP TABLE member; --"),
        12 => json!([]),
        13 => json!({}),
        14 => (0..*chance.pick(&[3, 100, 200])).fold(json!(1), |inside, _| json!([inside])),
        _ => json!(format!("svc_eu1_{}", "0".repeat(26))),
    }
}

/// JSON with one of its values changed, gone, doubled, or one more.
fn changed_json(chance: &mut Chance, body: &[u8]) -> Vec<u8> {
    let Ok(mut json) = serde_json::from_slice::<Value>(body) else { return body.to_vec() };
    let odd = odd(chance);
    let mut here = &mut json;
    // Down to some value.
    loop {
        let inside = match &*here {
            Value::Array(items) => items.len(),
            Value::Object(fields) => fields.len(),
            _ => 0,
        };
        if inside == 0 || chance.percent(20) {
            break;
        }
        let place = chance.below(inside);
        here = match here {
            Value::Array(items) => &mut items[place],
            Value::Object(fields) => fields.values_mut().nth(place).unwrap(),
            _ => break,
        };
    }
    match here {
        Value::Object(fields) if chance.percent(60) => {
            let names: Vec<_> = fields.keys().cloned().collect();
            if names.is_empty() || chance.percent(30) {
                fields.insert("more".into(), odd);
            } else {
                fields.remove(chance.pick(&names));
            }
        }
        Value::Array(items) if chance.percent(70) => {
            let some = items.first().cloned().unwrap_or(odd);
            items.extend(vec![some; *chance.pick(&[1, 2, 50, 6_000])]);
        }
        _ => *here = odd,
    }
    let mut text = json.to_string();
    if chance.percent(10)
        && let Some((name, _)) = text.trim_start_matches('{').split_once(':')
    {
        text = format!("{{{name}:null,{}", &text[1..]);
    }
    text.into_bytes()
}

/// A body as no app sends it.
fn outlandish(chance: &mut Chance, body: &[u8]) -> Vec<u8> {
    match chance.below(6) {
        0 => Vec::new(),
        1 => "[".repeat(20_000).into_bytes(),
        2 => "{\"a\":".repeat(20_000).into_bytes(),
        3 => [body, &b" ".repeat(*chance.pick(&[10, 255 * 1024, 300 * 1024, 1024 * 1024]))].concat(),
        4 => [body, body].concat(),
        _ => [b"\xef\xbb\xbf", body].concat(),
    }
}

fn changed_path(chance: &mut Chance, path: &str, drafts: &[Draft]) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    let place = chance.below(segments.len());
    let other: Vec<&str> = chance.pick(drafts).path.split(['/', '?']).collect();
    match chance.below(7) {
        0 => segments.push(String::new()),
        1 => segments.insert(place, String::new()),
        2 => (*chance.pick(&other)).clone_into(&mut segments[place]),
        3 => segments[place] = segments[place].to_uppercase(),
        4 => segments[place] = format!("%{}{}", chance.pick(&["00", "2F", "zz", "C3%28"]), segments[place]),
        5 => segments[place]
            .push_str(chance.pick(&["..", ".", "%2e%2e", "\\", ";", "é", "'", "\"", "~", "*", "{x}"])),
        _ => drop(segments.remove(place)),
    }
    let path = segments.join("/");
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

fn changed_query(chance: &mut Chance, path: &str) -> String {
    let name = chance.pick(&[
        "state",
        "severity",
        "service",
        "mine",
        "sort",
        "after",
        "opened_from",
        "opened_before",
        "permission",
        "domain",
        "code",
        "iss",
        "error",
        "return",
        "x",
    ]);
    let value = chance.pick(&[
        "",
        "all",
        "open,open",
        "a,b,c",
        "1",
        "-1",
        "9223372036854775808",
        "1794960000000",
        "activity",
        "newest",
        "%00",
        "%ff",
        "%",
        "case_eu1_01k9zq3v5m0000000000000000",
        "0001794960000000case_eu1_01k9zq3v5m0000000000000000",
        "cases.open",
        "fabrikam.example",
        "%27%20OR%201=1",
        "//evil.example",
        "/w",
        "a&a=a",
        "server_error",
    ]);
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}{name}={value}")
}

fn changed_header(chance: &mut Chance, draft: &mut Draft, drafts: &[Draft]) {
    if draft.headers.is_empty() || chance.percent(30) {
        let name = *chance.pick(&[
            "origin",
            "sec-fetch-site",
            "accept-language",
            "content-type",
            "x-portico",
            "range",
        ]);
        let value = chance.bytes::<6>().to_vec();
        draft.headers.push((name.to_owned(), if chance.percent(50) { value } else { b"null".to_vec() }));
        return;
    }
    let place = chance.below(draft.headers.len());
    if chance.percent(40) {
        draft.headers.remove(place);
    } else {
        let others: Vec<_> =
            drafts.iter().flat_map(|draft| &draft.headers).map(|(_, value)| value.clone()).collect();
        draw::change(chance, &mut draft.headers[place].1, &others);
    }
}

fn changed_cookie(chance: &mut Chance, cookie: Option<Vec<u8>>) -> Vec<u8> {
    let seed = b"__Host-Http-portico-session=aWQ.idn_01k9zq3v5m0123456789abcdef.1794960000000.bWFj".to_vec();
    let mut cookie = cookie.unwrap_or_else(|| seed.clone());
    draw::change(chance, &mut cookie, &[seed]);
    cookie
}
