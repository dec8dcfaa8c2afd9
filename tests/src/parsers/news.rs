//! Messages of the outbox: what one region tells another.

use super::chosen;
use edge::news::News;
use shared::region::Shard;
use shared::time::{Span, Timestamp};

/// The kinds there are, and one that there is not.
const KINDS: [&str; 5] = ["session.copy", "session.end", "session.end_all", "profile.set", "none"];

/// Reads a payload as news of a kind. What can be read can be told: it is over at some time or never, and is written to any
/// shard by statements that D1 takes.
pub fn read(input: &[u8]) {
    let Some((which, rest)) = chosen(input, KINDS.len()) else { return };
    let Ok(news) = News::read(KINDS[which], &String::from_utf8_lossy(rest)) else { return };
    let late = Timestamp::from_millis(i64::MAX);
    let over = [Timestamp::from_millis(0), late.minus(Span::days(1)), late].map(|now| news.is_over(now));
    assert!(over[0] <= over[1] && over[1] <= over[2], "what is over stays over: {over:?}");
    let statements = news.statements(Shard::parse("eu1").unwrap());
    let placeholders = statements.iter().all(|statement| statement.sql.len() < 100_000);
    assert!(!statements.is_empty() && placeholders);
}

/// News of every kind.
pub fn seeds() -> Vec<Vec<u8>> {
    let identity = "idn_01k9zq3v5m0123456789abcdef";
    let random = "[1,2,3,4,5,6,7,8,9,10]";
    let person = r#"{"issuer":"https://idp.example","tenant":"fabrikam","object":"walter","origin":"customer","account":"work","name":"Walter","email":null}"#;
    let begun = format!(
        r#"{{"hash":"aGFzaA","person":{person},"provider":"fabrikam","at":1794960000000,"after":1794950000000,"random":{random}}}"#
    );
    let ended = format!(
        r#"{{"hash":"aGFzaA","identity":"{identity}","at":1794960000000,"random":{random},"ending":"refused"}}"#
    );
    let all =
        format!(r#"{{"identity":"{identity}","at":1794960000000,"by":"{identity}","random":{random}}}"#);
    let profile = format!(
        r#"{{"identity":"{identity}","profile":{{"language":"fr","theme":"dark"}},"at":1794960000000}}"#
    );
    super::seeds_for(&[(0, &begun), (1, &ended), (2, &all), (3, &profile), (4, "{}")])
}
