//! Clock, randomness and log of an isolate.

use super::sleep::sleep;
use crate::ports::{Host, Level, LogLine, PortFuture};
use shared::time::{Span, Timestamp};
use worker::js_sys::Date;

/// The isolate.
pub(super) struct Isolate;

impl Host for Isolate {
    fn now(&self) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "JavaScript's clock counts whole milliseconds")]
        Timestamp::from_millis(Date::now() as i64)
    }

    fn randomize(&self, bytes: &mut [u8]) {
        // WebCrypto's generator does not fail for the few bytes that are ever asked for at once.
        if let Err(error) = getrandom_02::getrandom(bytes) {
            worker::console_error!("randomness: {error}");
        }
    }

    fn sleep(&self, span: Span) -> PortFuture<'_, ()> {
        Box::pin(sleep(span))
    }

    fn log(&self, line: &LogLine) {
        let text = serde_json::to_string(line).unwrap_or_default();
        match line.level {
            Level::Info => worker::console_log!("{text}"),
            Level::Warn => worker::console_warn!("{text}"),
            Level::Error => worker::console_error!("{text}"),
        }
    }
}
