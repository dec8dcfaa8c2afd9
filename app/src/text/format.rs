//! Numbers, moments and lists, as the reader's language writes them. All by the browser's `Intl`.

use super::Text;
use js_sys::{Array, Date, Intl, JsString, Object, Reflect};
use shared::time::{Day, Span, Timestamp};
use std::cell::OnceCell;
use wasm_bindgen::JsValue;

/// The formats of a language, each made when it is first needed: making one takes the browser some milliseconds.
pub(super) struct Formats {
    locales: Array,
    numbers: OnceCell<Intl::NumberFormat>,
    days: OnceCell<Intl::DateTimeFormat>,
    dates: OnceCell<Intl::DateTimeFormat>,
    moments: OnceCell<Intl::DateTimeFormat>,
    spans: OnceCell<Intl::RelativeTimeFormat>,
    lists: OnceCell<Intl::ListFormat>,
}

impl Formats {
    pub(super) fn new(locales: Array) -> Self {
        Self {
            locales,
            numbers: OnceCell::new(),
            days: OnceCell::new(),
            dates: OnceCell::new(),
            moments: OnceCell::new(),
            spans: OnceCell::new(),
            lists: OnceCell::new(),
        }
    }
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// A number with its groups: 1,204.
pub(crate) fn number(t: Text, number: u32) -> String {
    t.formats(|formats| {
        let format =
            formats.numbers.get_or_init(|| Intl::NumberFormat::new(&formats.locales, &Object::new()));
        format.format().call1(&JsValue::UNDEFINED, &number.into()).ok().and_then(|text| text.as_string())
    })
    .unwrap_or_default()
}

/// The day in which a moment lies for the reader: Nov 21, 2026.
pub(crate) fn day(t: Text, at: Timestamp) -> String {
    t.formats(|formats| {
        let options = [("dateStyle", "medium")];
        let format =
            formats.days.get_or_init(|| Intl::DateTimeFormat::new(&formats.locales, &object(&options)));
        formatted(format, at)
    })
}

/// A day that is the same for everybody, wherever they read of it, such as the last one of an agreement.
pub(crate) fn date(t: Text, day: Day) -> String {
    t.formats(|formats| {
        let options = [("dateStyle", "medium"), ("timeZone", "UTC")];
        let format =
            formats.dates.get_or_init(|| Intl::DateTimeFormat::new(&formats.locales, &object(&options)));
        formatted(format, day.start())
    })
}

/// A moment in full, to the minute: Saturday, November 21, 2026 at 9:04 AM.
pub(crate) fn moment(t: Text, at: Timestamp) -> String {
    t.formats(|formats| {
        let options = [("dateStyle", "full"), ("timeStyle", "short")];
        let format =
            formats.moments.get_or_init(|| Intl::DateTimeFormat::new(&formats.locales, &object(&options)));
        formatted(format, at)
    })
}

/// The time of a moment's day: 9:04. Made anew each time: it is said where there is no network, and hardly anywhere else.
pub(crate) fn clock(t: Text, at: Timestamp) -> String {
    t.formats(|formats| {
        let options = [("timeStyle", "short")];
        formatted(&Intl::DateTimeFormat::new(&formats.locales, &object(&options)), at)
    })
}

/// Up to which distance a moment is told in which unit, and how long that is. Below a minute it is "now".
const UNITS: [(i64, &str, i64); 4] =
    [(MINUTE, "second", MINUTE), (HOUR, "minute", MINUTE), (DAY, "hour", HOUR), (WEEK, "day", DAY)];

/// A moment as seen from now, within a week of it: 3 hours ago, yesterday. Further away, the day. Days are those of the
/// reader's calendar: what was 25 hours ago may be the day before yesterday.
pub(crate) fn relative(t: Text, at: Timestamp, now: Timestamp) -> String {
    let distance = at.millis().saturating_sub(now.millis());
    let Some((_, unit, length)) = UNITS.iter().find(|(end, ..)| (-end..*end).contains(&distance)) else {
        return day(t, at);
    };
    t.formats(|formats| {
        let options = [("numeric", "auto")];
        let new = || Intl::RelativeTimeFormat::new(&formats.locales, &object(&options));
        let count = match *length {
            DAY => calendar_day(at).saturating_sub(calendar_day(now)),
            length => distance / length,
        };
        let count = i32::try_from(count).unwrap_or_default();
        formats.spans.get_or_init(new).format(f64::from(count), unit).into()
    })
}

/// Several things in one sentence: Ana, Bo, and Cy.
pub(crate) fn list(t: Text, things: &[String]) -> String {
    t.formats(|formats| {
        let format = formats.lists.get_or_init(|| Intl::ListFormat::new(&formats.locales, &Object::new()));
        format.format(&things.iter().map(JsValue::from).collect()).into()
    })
}

/// The day of the reader's calendar that a moment lies in, counted from 1970-01-01.
fn calendar_day(at: Timestamp) -> i64 {
    let ahead = -Date::new(&millis(at).into()).get_timezone_offset();
    at.plus(minutes(ahead)).day().epoch_days()
}

#[expect(clippy::cast_possible_truncation, reason = "an offset is less than a day")]
fn minutes(count: f64) -> Span {
    Span::minutes(count as i64)
}

fn formatted(format: &Intl::DateTimeFormat, at: Timestamp) -> String {
    let date = Date::new(&millis(at).into());
    format
        .format()
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// Milliseconds as JavaScript counts them; every date a calendar has is exact in 53 bits.
#[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
fn millis(at: Timestamp) -> f64 {
    at.millis() as f64
}

fn object(options: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in options {
        drop(Reflect::set(&object, &(*name).into(), &(*value).into()));
    }
    object
}

/// A text in small letters, to compare what somebody typed. By the browser: Rust's own tables are 5 KiB of the page.
pub(crate) fn lower(text: &str) -> String {
    match cfg!(target_arch = "wasm32") {
        true => JsString::from(text).to_lower_case().into(),
        false => text.to_lowercase(),
    }
}

/// A text as it is looked for: in small letters, without accents.
pub(crate) fn folded(text: &str) -> String {
    let apart = match cfg!(target_arch = "wasm32") {
        true => JsString::from(text).normalize("NFKD").to_lower_case().into(),
        false => text.to_lowercase(),
    };
    apart.chars().filter(|letter| !ACCENTS.contains(letter)).collect()
}

/// What stands over and below letters, once it is taken apart from them.
const ACCENTS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';
