//! Checked text: a string that is known to fit what it is for.
//!
//! Each kind states its bounds once; the browser checks a field with the same function that the worker checks a request
//! with, and a value that exists is within its bounds.
//!
//! One line holds no letters that can't be seen: they come along when something is pasted, make two names look the same, and
//! turn what stands beside them round. They are dropped like surrounding space is, for whoever typed can't see them either.

use crate::problem::Fault;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, marker::PhantomData};

/// A text as it stands in what is read: borrowed, where nothing in it is written otherwise than it is meant. For what is parsed
/// from a text, and does not keep it.
#[derive(Deserialize)]
pub(crate) struct AsItStands<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

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
    /// One line: no control characters at all, and nothing that can't be seen.
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
    /// Checks a text: too short, too long, or with characters that have no place in it. Surrounding space is dropped, and in
    /// one line what can't be seen. Several lines are left as they are, unless nothing in them can be seen: then they are empty.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let seen = seen(text);
        let is_empty = seen.trim().is_empty();
        let text = if P::LINES == Lines::One { seen.trim() } else { text.trim() };
        let length = if is_empty { 0 } else { text.chars().count() };
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
            Lines::One => leaves_line(letter),
            Lines::Many => letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'),
        };
        if text.contains(forbidden) {
            return Err(Fault::Malformed);
        }
        Ok(Self { text: text.into(), purpose: PhantomData })
    }
}

/// Whether a letter has no place in one line: it controls something, or ends the line.
pub fn leaves_line(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

/// A text without what can't be seen in it.
pub fn seen(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let mut seen = String::with_capacity(text.len());
    for letter in text.chars() {
        let keeps = match unseen(letter) {
            Unseen::No => true,
            Unseen::Always => false,
            // A space has nothing to be joined to; and what begins with one loses it, and would begin with the joiner.
            Unseen::Alone => {
                seen.chars().next_back().is_some_and(|before| before > LAST_LATIN && !before.is_whitespace())
            }
        };
        if keeps {
            seen.push(letter);
        }
    }
    seen.into()
}

/// Whether a letter can be seen.
enum Unseen {
    No,
    /// It can't, whatever stands beside it.
    Always,
    /// It makes a difference to the letter before it, where that is of a writing that has such: it joins emoji and the letters
    /// of many languages, or parts them.
    Alone,
}

/// The last of the letters that nothing can be joined to.
const LAST_LATIN: char = '\u{2ff}';

fn unseen(letter: char) -> Unseen {
    match letter {
        '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}' => Unseen::Alone,
        // What Unicode has browsers ignore (Default_Ignorable_Code_Point, UAX #44): soft hyphens, fillers, marks and turns of the
        // direction of writing, spaces without width, tags. And what they draw empty: a Braille blank, notes between lines.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e001f}'
        | '\u{e0080}'..='\u{e0fff}' => Unseen::Always,
        _ => Unseen::No,
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
        for text in ["a\nb", "a\u{2028}b", "a\u{2029}b", "a\u{85}b"] {
            assert_eq!(Text::<Short>::parse(text).unwrap_err(), Fault::Malformed, "{text:?}");
        }
    }

    #[test]
    fn one_line_holds_nothing_that_can_t_be_seen() {
        for text in [
            "\u{202e}ab\u{202c}",
            "a\u{200b}b",
            "\u{feff}ab",
            "a\u{ad}b",
            "a\u{200d}b",
            "ab\u{fe0f}",
            "\u{2066} ab",
        ] {
            assert_eq!(Text::<Short>::parse(text).unwrap().as_str(), "ab", "{text:?}");
        }
        assert_eq!(Text::<Short>::parse("\u{3164}\u{2800}\u{200f}").unwrap_err(), Fault::Missing);
    }

    #[test]
    fn nothing_is_joined_to_a_space() {
        for text in ["\u{3000}\u{200d}ab", "\u{2003}\u{fe0f}\u{200c}ab\u{2003}\u{200d}"] {
            assert_eq!(Text::<Short>::parse(text).unwrap().as_str(), "ab", "{text:?}");
        }
        assert_eq!(Text::<Short>::parse("漢\u{3000}\u{200d}字").unwrap().as_str(), "漢\u{3000}字");
    }

    #[test]
    fn what_is_joined_in_emoji_and_other_writings_stays_so() {
        for text in ["👩\u{200d}🚒!", "نا\u{200c}م", "⚠\u{fe0f}!"] {
            assert_eq!(Text::<Short>::parse(text).unwrap().as_str(), text);
        }
    }

    struct Long;
    impl Purpose for Long {
        const SHORTEST: usize = 1;
        const LONGEST: usize = 40;
        const LINES: Lines = Lines::Many;
    }

    #[test]
    fn several_lines_are_left_as_they_were_written() {
        let text = "a\u{200f}\nb\u{200b}";
        assert_eq!(Text::<Long>::parse(text).unwrap().as_str(), text);
    }

    #[test]
    fn several_lines_in_which_nothing_can_be_seen_are_none() {
        for text in ["\u{200b}\u{200e}", " \u{feff}\n\t\u{3164} ", "\u{200d}\n\u{fe0f}", "\u{2800}\u{ad}"] {
            assert_eq!(Text::<Long>::parse(text).unwrap_err(), Fault::Missing, "{text:?}");
        }
        // What controls is no letter, and is still named as what it is.
        assert_eq!(Text::<Long>::parse("\u{200b}\u{0}").unwrap_err(), Fault::Malformed);
    }
}
