//! Markdown to blocks: what people wrote becomes a small tree of known elements, never HTML.
//!
//! Links are shown as their text with the address behind it, images as their description; HTML in the text is text.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use shared::case::prose::{Block, Span, Style};

/// How deep quotes and lists may nest before they are flattened.
const DEEPEST: usize = 8;

/// How many events of Markdown a text may have. A paragraph takes three; a text with more than this many is no prose but a
/// log, or made to grow a hundredfold on its way to the reader, and is shown as it is.
const MOST_EVENTS: usize = 4_000;

/// Parses what somebody wrote.
pub(super) fn parse(text: &str) -> Vec<Block> {
    if Parser::new(text).count() > MOST_EVENTS {
        return vec![Block::Code { text: text.to_owned() }];
    }
    let mut builder =
        Builder { open: vec![Open::new(Kind::Root)], styles: Vec::new(), addresses: Vec::new() };
    for event in Parser::new(text) {
        builder.take(event);
    }
    while builder.open.len() > 1 {
        builder.close();
    }
    builder.open.pop().map(Open::into_blocks).unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Root,
    Paragraph,
    Heading,
    Quote,
    List { ordered: bool },
    Item,
    Code,
}

/// A block that is still being read.
struct Open {
    kind: Kind,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
    spans: Vec<Span>,
}

impl Open {
    fn new(kind: Kind) -> Self {
        Self { kind, blocks: Vec::new(), items: Vec::new(), spans: Vec::new() }
    }

    /// The blocks within, with loose text (as in a tight list's items) as a paragraph.
    fn into_blocks(mut self) -> Vec<Block> {
        self.settle();
        self.blocks
    }

    fn settle(&mut self) {
        if !self.spans.is_empty() {
            self.blocks.push(Block::Paragraph { spans: std::mem::take(&mut self.spans) });
        }
    }
}

struct Builder {
    open: Vec<Open>,
    styles: Vec<Style>,
    addresses: Vec<String>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, self.style()),
            Event::Code(text) => self.text(&text, Style::Code),
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text, Style::Plain),
            Event::SoftBreak => self.text(" ", Style::Plain),
            Event::HardBreak => self.text("\n", Style::Plain),
            Event::Rule => self.text("—", Style::Plain),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let kind = match tag {
            Tag::Paragraph | Tag::HtmlBlock => Kind::Paragraph,
            Tag::Heading { .. } => Kind::Heading,
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::List(first) => Kind::List { ordered: first.is_some() },
            Tag::Item => Kind::Item,
            Tag::CodeBlock(_) => Kind::Code,
            Tag::Emphasis => return self.styles.push(Style::Emphasis),
            Tag::Strong => return self.styles.push(Style::Strong),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                return self.addresses.push(dest_url.into_string());
            }
            _ => return,
        };
        if let Some(parent) = self.open.last_mut().filter(|_| kind != Kind::Item) {
            parent.settle();
        }
        self.open.push(Open::new(kind));
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::HtmlBlock
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::CodeBlock => self.close(),
            TagEnd::Emphasis | TagEnd::Strong => drop(self.styles.pop()),
            TagEnd::Link | TagEnd::Image => {
                if let Some(address) = self.addresses.pop().filter(|address| !address.is_empty()) {
                    self.text(&format!(" ({address})"), Style::Plain);
                }
            }
            _ => {}
        }
    }

    /// Closes the innermost block and hands it to the one around it.
    fn close(&mut self) {
        let depth = self.open.len();
        let Some(done) = self.open.pop() else { return };
        let Some(parent) = self.open.last_mut() else { return };
        match done.kind {
            Kind::Root => {}
            Kind::Paragraph => parent.blocks.extend(done.into_blocks()),
            Kind::Heading => parent.blocks.push(Block::Heading { spans: done.spans }),
            Kind::Quote if depth > DEEPEST => parent.blocks.extend(done.into_blocks()),
            Kind::Quote => parent.blocks.push(Block::Quote { blocks: done.into_blocks() }),
            Kind::List { .. } if depth > DEEPEST => parent.blocks.extend(done.items.into_iter().flatten()),
            Kind::List { ordered } => parent.blocks.push(Block::List { ordered, items: done.items }),
            Kind::Item => parent.items.push(done.into_blocks()),
            Kind::Code => {
                let text = done.spans.into_iter().map(|span| span.text).collect();
                parent.blocks.push(Block::Code { text });
            }
        }
    }

    fn style(&self) -> Style {
        self.styles.last().copied().unwrap_or_default()
    }

    fn text(&mut self, text: &str, style: Style) {
        let Some(open) = self.open.last_mut() else { return };
        match open.spans.last_mut().filter(|last| last.style == style) {
            Some(last) => last.text.push_str(text),
            None => open.spans.push(Span { text: text.to_owned(), style }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use shared::case::prose::{Block, Span, Style};

    fn span(text: &str, style: Style) -> Span {
        Span { text: text.into(), style }
    }

    #[test]
    fn case_1_a_description_keeps_its_paragraphs_emphasis_and_code() {
        let expected = vec![
            Block::Paragraph {
                spans: vec![
                    span("Since ", Style::Plain),
                    span("09:40", Style::Strong),
                    span(" the queue ", Style::Plain),
                    span("mq-1", Style::Code),
                    span(" is stuck.", Style::Plain),
                ],
            },
            Block::Code { text: "ERR 42\n".into() },
        ];
        assert_eq!(parse("Since **09:40** the queue `mq-1` is stuck.\n\n```\nERR 42\n```"), expected);
    }

    #[test]
    fn case_1_tight_and_loose_lists_are_lists() {
        let Some(Block::List { ordered, items }) = parse("1. one\n2. two\n   - deep").pop() else {
            panic!("no list")
        };
        assert!(ordered);
        assert_eq!(items.len(), 2);
    }

    #[test]
    fn case_1_html_is_text_and_a_link_shows_where_it_leads() {
        let blocks = format!("{:?}", parse("<script>alert(1)</script> [here](javascript:alert(2))"));
        assert!(blocks.contains("<script>") && blocks.contains("(javascript:alert(2))"), "{blocks}");
    }

    #[test]
    fn case_1_any_nesting_ends() {
        let depth = |blocks: &[Block]| {
            let mut depth = 0;
            let mut here = blocks;
            while let Some(Block::Quote { blocks }) = here.first() {
                depth += 1;
                here = blocks;
            }
            depth
        };
        assert!(depth(&parse(&">".repeat(5_000))) <= 10);
        assert!(depth(&parse(&format!("{} deep", ">".repeat(500)))) <= 10);
    }

    #[test]
    fn case_1_a_text_of_nothing_but_marks_does_not_grow_on_its_way() {
        let marks = "*a* ".repeat(8 * 1024);
        assert_eq!(parse(&marks), [Block::Code { text: marks.clone() }]);
        let written = serde_json::to_string(&parse(&marks)).unwrap();
        assert!(written.len() < marks.len() * 2, "{} bytes of {}", written.len(), marks.len());
        assert_ne!(parse(&"A line of a log that somebody has pasted.\n".repeat(700)).len(), 0);
        assert!(matches!(parse(&"A line.\n".repeat(700))[..], [Block::Paragraph { .. }]));
    }
}
