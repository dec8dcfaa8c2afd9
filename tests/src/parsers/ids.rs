//! Ids, shards and case numbers.

use super::chosen;
use shared::case::number::CaseNumber;
use shared::id::{Id, IdentityId, Kind, WorkspaceId, kind};
use shared::region::Shard;
use shared::time::{Day, Timestamp};

/// Reads an id of each kind, a shard, a number; or makes ids of the bytes, which are in the order of their moments.
pub fn read(input: &[u8]) {
    let Some((which, rest)) = chosen(input, 4) else { return };
    let text = String::from_utf8_lossy(rest);
    match which {
        0 => every_kind(&text),
        1 => shard(&text),
        2 => number(&text),
        _ => made(rest),
    }
}

/// One of each.
pub fn seeds() -> Vec<Vec<u8>> {
    let body = "01k9zq3v5m0123456789abcdef";
    let mut texts: Vec<_> =
        ["cus", "agr", "svc", "ws", "mem", "gra", "prd", "pbt", "case", "ent", "evt", "dlv"]
            .map(|prefix| (0, format!("{prefix}_eu1_{body}")))
            .into();
    texts.push((0, format!("idn_{body}")));
    texts.extend([(1, "eu1".into()), (1, "apac12".into()), (2, "2026112110000042".into())]);
    texts.push((3, "12345678abcdefghij87654321jihgfedcba".into()));
    let texts: Vec<_> = texts.iter().map(|(place, text)| (*place, text.as_str())).collect();
    super::seeds_for(&texts)
}

fn every_kind(text: &str) {
    let read = [
        id::<kind::Customer>(text),
        id::<kind::Agreement>(text),
        id::<kind::Service>(text),
        id::<kind::Workspace>(text),
        id::<kind::Member>(text),
        id::<kind::Grant>(text),
        id::<kind::Product>(text),
        id::<kind::ProblemType>(text),
        id::<kind::Case>(text),
        id::<kind::Entry>(text),
        id::<kind::Event>(text),
        id::<kind::Delivery>(text),
        id::<kind::Identity>(text),
    ];
    assert!(read.iter().filter(|read| **read).count() <= 1, "an id is of one kind: {text}");
}

/// Whether a text is an id of this kind. If it is, it is written as it was, names its shard, and can stand in a path, a query
/// and a cookie as it is.
fn id<K: Kind>(text: &str) -> bool {
    let Some(id) = Id::<K>::parse(text) else {
        assert!(serde_json::from_value::<Id<K>>(text.into()).is_err(), "{text}");
        return false;
    };
    assert_eq!((id.as_str(), id.to_string().as_str()), (text, text));
    assert_eq!(id.shard().is_some(), K::SHARDED, "{text}");
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    assert!(text.bytes().all(plain) && text.len() <= 38, "{text}");
    assert_eq!(serde_json::from_value::<Id<K>>(serde_json::to_value(&id).unwrap()).unwrap(), id);
    true
}

fn shard(text: &str) {
    let Some(shard) = Shard::parse(text) else { return };
    assert_eq!((shard.as_str(), shard.to_string().as_str()), (text, text));
    assert!(text.starts_with(shard.region()) && (2..=4).contains(&shard.region().len()), "{text}");
}

fn number(text: &str) {
    if let Some(number) = CaseNumber::parse(text) {
        assert_eq!(number.as_str(), text);
        assert!(text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit()), "{text}");
    }
    if let Some(day) = Day::parse(text) {
        assert_eq!(day.to_string(), text);
        assert_eq!(day.start().day(), day);
        assert!(day.first_of_month() <= day && day.digits().unwrap().len() == 8, "{text}");
    }
}

/// Two ids made of the bytes are in the order of (moment, chance), whatever those are; and both can be read.
fn made(bytes: &[u8]) {
    let Some((one, two)) = bytes.split_first_chunk::<18>().and_then(|(one, rest)| {
        let (two, _) = rest.split_first_chunk::<18>()?;
        Some((*one, *two))
    }) else {
        return;
    };
    let shard = Shard::parse("eu1").unwrap();
    let parts = |bytes: [u8; 18]| {
        let (moment, chance) = bytes.split_first_chunk::<8>().unwrap();
        // Any moment that an id can hold: 47 bits.
        let moment = i64::from_be_bytes(*moment) & ((1 << 47) - 1);
        (Timestamp::from_millis(moment), <[u8; 10]>::try_from(chance).unwrap())
    };
    let (one, two) = (parts(one), parts(two));
    let [first, second] = [one, two].map(|(moment, chance)| WorkspaceId::new(shard, moment, chance));
    assert_eq!(first.cmp(&second), one.cmp(&two), "{first} {second}");
    assert!(WorkspaceId::parse(first.as_str()).is_some() && WorkspaceId::parse(second.as_str()).is_some());
    let number = CaseNumber::new(one.0, one.1[0], u64::from(one.1[1]) << 40);
    assert_eq!(CaseNumber::parse(number.as_str()).as_ref().map(CaseNumber::as_str), Some(number.as_str()));
    let digest = <[u8; 16]>::try_from(&bytes[..16]).unwrap();
    assert!(IdentityId::parse(IdentityId::from_digest(digest).as_str()).is_some());
}
