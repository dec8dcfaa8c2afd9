//! JSON, as small as it gets.
//!
//! The browser parses the text, and [`read`] walks the values it made; [`write()`] makes the text itself. Against
//! `serde_json` this saves 29 KiB of the page (docs/decisions/0002): the browser's parser costs nothing, errors carry no
//! message, and structs are read field by field in the order of their declaration, so that serde's code for matching
//! field names is never made.

mod read;
mod write;

pub(super) use read::read;
pub(super) use write::write;

use std::fmt;

/// The text is not what was declared. Nothing more: both sides are built from the same declarations, so there is nobody
/// who could do something about a longer message.
#[derive(Debug)]
pub(super) struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("malformed")
    }
}

impl std::error::Error for Malformed {}
