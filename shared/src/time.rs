//! Moments and days.
//!
//! Time is handed in, never read: every rule that depends on it takes a [`Timestamp`] or a [`Day`].

use serde::{Deserialize, Serialize};
use std::fmt;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A moment: milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment this many milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment this span later.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// The moment this span earlier.
    #[must_use]
    pub const fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// How long after `earlier` this is; nothing if it is before.
    pub const fn since(self, earlier: Self) -> Span {
        let millis = self.0.saturating_sub(earlier.0);
        Span(if millis < 0 { 0 } else { millis })
    }

    /// The UTC day this moment lies in.
    pub const fn day(self) -> Day {
        Day(self.0.div_euclid(DAY_MILLIS))
    }
}

/// A length of time in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(i64);

impl Span {
    /// A span of milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// A span of seconds.
    pub const fn seconds(count: i64) -> Self {
        Self(count.saturating_mul(1_000))
    }

    /// A span of minutes.
    pub const fn minutes(count: i64) -> Self {
        Self::seconds(count.saturating_mul(60))
    }

    /// A span of hours.
    pub const fn hours(count: i64) -> Self {
        Self::minutes(count.saturating_mul(60))
    }

    /// A span of days of 24 hours.
    pub const fn days(count: i64) -> Self {
        Self::hours(count.saturating_mul(24))
    }

    /// Milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }
}

/// A day in UTC: days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(i64);

impl Day {
    /// The day this many days after 1970-01-01.
    pub const fn from_epoch_days(days: i64) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    pub const fn epoch_days(self) -> i64 {
        self.0
    }

    /// The day's first moment.
    pub const fn start(self) -> Timestamp {
        Timestamp(self.0.saturating_mul(DAY_MILLIS))
    }

    /// The first moment after the day.
    pub const fn end(self) -> Timestamp {
        Self(self.0.saturating_add(1)).start()
    }

    /// Reads a day as ISO 8601 writes it: `2026-11-21`. `None` if the calendar has no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == 10
            && text.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let mut parts = text.split('-').filter(|_| well_formed);
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
        let date = time::Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
        Some(Self(i64::from(date.to_julian_day()) - 2_440_588))
    }

    /// The first day of the month this day lies in.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        let Some(date) = self.date() else { return self };
        Self(self.0.saturating_sub(i64::from(date.day()) - 1))
    }

    /// Year, month and day as eight digits: `20261121`.
    pub fn digits(self) -> Option<String> {
        let date = self.date()?;
        Some(format!("{:04}{:02}{:02}", date.year(), u8::from(date.month()), date.day()))
    }

    fn date(self) -> Option<time::Date> {
        let since = i32::try_from(self.0).ok()?;
        time::Date::from_julian_day(since.checked_add(2_440_588)?).ok()
    }
}

/// ISO 8601: `2026-11-21`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => write!(f, "{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()),
            None => write!(f, "day {}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Span, Timestamp};

    #[test]
    fn a_day_holds_its_first_and_not_its_last_moment() {
        let day = Day::from_epoch_days(20_778);
        assert_eq!(day.to_string(), "2026-11-21");
        assert_eq!(day.start().day(), day);
        assert_eq!(day.end().minus(Span::seconds(1)).day(), day);
        assert_ne!(day.end().day(), day);
    }

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for day in [0, 20_778, 11_016] {
            let day = Day::from_epoch_days(day);
            assert_eq!(Day::parse(&day.to_string()), Some(day));
        }
        for text in ["", "2026-11-31", "2026-1-01", "2026-11-021", "+026-11-01", "2026/11/01", "20261-1-01"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_begins_on_its_first_day() {
        assert_eq!(Day::from_epoch_days(20_778).first_of_month().to_string(), "2026-11-01");
        assert_eq!(Day::from_epoch_days(20_778).digits().as_deref(), Some("20261121"));
    }

    #[test]
    fn time_before_the_epoch_is_still_time() {
        assert_eq!(Timestamp::from_millis(-1).day().to_string(), "1969-12-31");
    }

    #[test]
    fn spans_never_run_backwards() {
        let (earlier, later) = (Timestamp::from_millis(5), Timestamp::from_millis(9));
        assert_eq!((later.since(earlier).millis(), earlier.since(later).millis()), (4, 0));
    }
}
