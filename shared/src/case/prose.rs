//! What people write in cases, as blocks to be shown.
//!
//! Descriptions and messages are written in Markdown. The worker parses them into these blocks, and the app renders them
//! as elements: no HTML is ever made from what somebody wrote.

use serde::{Deserialize, Serialize};

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Paragraph {
        /// Its text.
        spans: Vec<Span>,
    },
    /// A heading.
    Heading {
        /// Its text.
        spans: Vec<Span>,
    },
    /// Something quoted.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
    },
    /// A list.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// Code or a log, to be shown as it is.
    Code {
        /// The text.
        text: String,
    },
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The text.
    pub text: String,
    /// How it is set.
    #[serde(default, skip_serializing_if = "Style::is_plain")]
    pub style: Style,
}

/// How a run of text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// As the text around it.
    #[default]
    Plain,
    /// Emphasised.
    Emphasis,
    /// Strongly emphasised.
    Strong,
    /// As code.
    Code,
}

impl Style {
    /// Whether it is as the text around it.
    pub fn is_plain(&self) -> bool {
        *self == Self::Plain
    }
}
