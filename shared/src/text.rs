//! Checked text: a string that is known to fit what it is for.
//!
//! Each kind states its bounds once; the browser checks a field with the same function that the worker checks a request
//! with, and a value that exists is within its bounds.

use crate::problem::Fault;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, marker::PhantomData};

/// What a piece of text is for, and how long it may be (in characters, after trimming).
pub trait Purpose {
    /// The fewest characters.
    const SHORTEST: usize;
    /// The most characters.
    const LONGEST: usize;
    /// Whether line breaks are allowed.
    const LINES: Lines;
    /// The most bytes of UTF-8, whole KiB, where a limit on storage matters more than one on reading.
    const BYTES: usize = usize::MAX;
}

/// Whether a text may run over several lines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// One line: no control characters at all.
    One,
    /// Several: line breaks and tabs are allowed.
    Many,
}

/// Trimmed text within the bounds of its purpose.
pub struct Text<P> {
    text: Box<str>,
    purpose: PhantomData<fn() -> P>,
}

impl<P: Purpose> Text<P> {
    /// Checks a text: too short, too long, or with characters that have no place in it. Surrounding space is dropped.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        let length = text.chars().count();
        if length < P::SHORTEST {
            return Err(if length == 0 { Fault::Missing } else { Fault::TooShort { least: P::SHORTEST } });
        }
        if length > P::LONGEST {
            return Err(Fault::TooLong { most: P::LONGEST });
        }
        if text.len() > P::BYTES {
            return Err(Fault::TooLarge { most_kib: P::BYTES / 1024 });
        }
        let forbidden = |letter: char| match P::LINES {
            Lines::One => letter.is_control(),
            Lines::Many => letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'),
        };
        if text.contains(forbidden) {
            return Err(Fault::Malformed);
        }
        Ok(Self { text: text.into(), purpose: PhantomData })
    }
}

impl<P> Text<P> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<P> Clone for Text<P> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), purpose: PhantomData }
    }
}

impl<P> PartialEq for Text<P> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<P> Eq for Text<P> {}

impl<P> fmt::Display for Text<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<P> fmt::Debug for Text<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<P> Serialize for Text<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, P: Purpose> Deserialize<'de> for Text<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|_| de::Error::custom("text outside its bounds"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, Purpose, Text};
    use crate::problem::Fault;

    struct Short;
    impl Purpose for Short {
        const SHORTEST: usize = 2;
        const LONGEST: usize = 4;
        const LINES: Lines = Lines::One;
    }

    #[test]
    fn bounds_are_counted_in_characters_after_trimming() {
        assert_eq!(Text::<Short>::parse("  éàüß  ").unwrap().as_str(), "éàüß");
        assert_eq!(Text::<Short>::parse(" é ").unwrap_err(), Fault::TooShort { least: 2 });
        assert_eq!(Text::<Short>::parse("   ").unwrap_err(), Fault::Missing);
        assert_eq!(Text::<Short>::parse("abcde").unwrap_err(), Fault::TooLong { most: 4 });
    }

    #[test]
    fn one_line_has_no_line_break() {
        assert_eq!(Text::<Short>::parse("a\nb").unwrap_err(), Fault::Malformed);
    }
}
