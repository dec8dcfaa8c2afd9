//! Case numbers: what people read out on the phone (CASE-3).

use crate::text::AsItStands;
use crate::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// Sixteen digits: the UTC date, the region's digit, seven random digits. `2026112110042817`.
///
/// Random, so that a number says nothing about how many cases there are; unique because the database says so, and
/// another is tried on a collision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber(Box<str>);

impl CaseNumber {
    /// The number of a case opened at a moment in a region with this digit, from random bits.
    pub fn new(now: Timestamp, region_digit: u8, random: u64) -> Self {
        let date = now.day().digits().unwrap_or_else(|| "00000000".into());
        Self(format!("{date}{}{:07}", region_digit % 10, random % 10_000_000).into())
    }

    /// Reads a number; `None` unless it is sixteen digits.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| Self(text.into()))
    }

    /// The sixteen digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for CaseNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CaseNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let AsItStands(text) = AsItStands::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not a case number"))
    }
}

#[cfg(test)]
mod tests {
    use super::CaseNumber;
    use crate::time::Day;

    #[test]
    fn case_3_a_number_is_the_date_the_region_and_seven_random_digits() {
        let now = Day::from_epoch_days(20_778).start();
        assert_eq!(CaseNumber::new(now, 1, 42).as_str(), "2026112110000042");
        assert_eq!(CaseNumber::new(now, 2, 99_999_999).as_str(), "2026112129999999");
    }

    #[test]
    fn case_3_only_sixteen_digits_are_a_number() {
        assert!(CaseNumber::parse("2026112110000042").is_some());
        for text in ["", "202611211000004", "20261121100000421", "2026112110000O42"] {
            assert_eq!(CaseNumber::parse(text), None, "{text}");
        }
    }
}
