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

/// How many quotes and list items may be open at a line. Every line below goes through all that are, also where it says
/// nothing of them (`a` behind `>>>> a` is still quoted four times): 8 000 of them and then 12 000 lines would keep a machine
/// busy for a second, and a case has 200 entries.
const MOST_OPEN: usize = 24;

/// What a frame around a run of text takes on its way to the reader, about, in bytes.
const FRAME: usize = 40;

/// Parses what somebody wrote.
pub fn parse(text: &str) -> Vec<Block> {
    let as_it_is = || vec![Block::Code { text: text.to_owned() }];
    // Markdown's lines end at either, or at both together.
    if text.split(['\n', '\r']).any(|line| most_open(line) > MOST_OPEN) {
        return as_it_is();
    }
    let mut builder = Builder {
        open: vec![Open::new(Kind::Root)],
        styles: Vec::new(),
        addresses: Vec::new(),
        shown_of_addresses: 0,
    };
    for (before, event) in Parser::new(text).enumerate() {
        builder.take(event);
        // Many links can share one long address.
        if before >= MOST_EVENTS || builder.shown_of_addresses > text.len() {
            return as_it_is();
        }
    }
    while builder.open.len() > 1 {
        builder.close();
    }
    builder.open.pop().map(Open::into_blocks).unwrap_or_default()
}

/// About how many bytes blocks take on their way to the reader.
pub fn bytes(blocks: &[Block]) -> usize {
    let of_spans = |spans: &[Span]| spans.iter().map(|span| FRAME + span.text.len()).sum::<usize>();
    let of_block = |block: &Block| match block {
        Block::Paragraph { spans } | Block::Heading { spans } => of_spans(spans),
        Block::Quote { blocks } => bytes(blocks),
        Block::List { items, .. } => items.iter().map(|item| bytes(item)).sum(),
        Block::Code { text } => text.len(),
    };
    blocks.iter().map(|block| FRAME + of_block(block)).sum()
}

/// How many quotes and list items are open behind a line that begins some, at the most: those that it begins (`> - 1. a` begins
/// three), and a list item above for every two columns before them. 0 where it begins none.
fn most_open(line: &str) -> usize {
    let (mut marks, mut columns) = (0, 0);
    let mut rest = line;
    loop {
        let indented: usize = rest.chars().map_while(columns_of).sum();
        rest = rest.trim_start_matches([' ', '\t']);
        let item = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let behind = match rest.strip_prefix('>') {
            Some(behind) => behind,
            None => match item.strip_prefix(['-', '+', '*', '.', ')']) {
                Some(behind) if behind.is_empty() || behind.starts_with([' ', '\t']) => behind,
                _ => return if marks == 0 { 0 } else { marks + columns / 2 },
            },
        };
        (marks, columns, rest) = (marks + 1, columns + indented, behind);
    }
}

/// How many columns a space takes at the most; `None` of what is none.
const fn columns_of(letter: char) -> Option<usize> {
    match letter {
        ' ' => Some(1),
        '\t' => Some(4),
        _ => None,
    }
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
    shown_of_addresses: usize,
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
                    self.shown_of_addresses += address.len();
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
    use super::{bytes, most_open, parse};
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
        assert!(depth(&parse(&format!("{} deep", ">".repeat(15)))) <= 10);
        assert!(depth(&parse(&">".repeat(5_000))) <= 10);
        assert!(depth(&parse(&format!("{} deep", ">".repeat(500)))) <= 10);
    }

    #[test]
    fn case_1_where_too_many_quotes_and_items_are_open_it_is_shown_as_it_is() {
        for (line, open) in [
            ("", 0),
            ("a > b", 0),
            ("> a", 1),
            (">>a", 2),
            ("  > - 12) *  + a", 8),
            ("-a", 0),
            ("-----", 0),
            ("1.5", 0),
            ("-", 1),
            ("\t\t- a", 5),
            ("                    a", 0),
        ] {
            assert_eq!(most_open(line), open, "{line}");
        }
        for mark in [">", "> ", "- > ", "1. ", "+ - "] {
            let text = format!("A line.\n\n{} a\n{}", mark.repeat(40), "a\n".repeat(100));
            assert_eq!(parse(&text), [Block::Code { text: text.clone() }]);
        }
        assert!(matches!(parse(&format!("{} a", ">".repeat(15)))[..], [Block::Quote { .. }]));
    }

    #[test]
    fn case_1_a_line_that_ends_otherwise_is_a_line() {
        for end in ["\n", "\r", "\r\n"] {
            let text = format!("a{end}{}a{end}{}", "- ".repeat(6_000), format!("a{end}").repeat(6_000));
            assert_eq!(parse(&text), [Block::Code { text: text.clone() }], "{end:?}");
        }
    }

    #[test]
    fn case_1_items_within_items_of_former_lines_are_not_without_end() {
        let line = |n: usize| format!("{}{}a\n", "\t".repeat(16 * n), "-\t".repeat(16));
        let text = format!("x\n{}", (0..40).map(line).collect::<String>());
        assert_eq!(parse(&text), [Block::Code { text: text.clone() }]);
        let list = "- one\n    - two\n        - three\n            1. four\n".repeat(20);
        assert!(matches!(parse(&list)[..], [Block::List { .. }]));
    }

    #[test]
    fn case_1_an_address_that_links_share_does_not_make_a_text_longer_than_twice() {
        let text = format!("[a]: <{}>\n\n{}", "x".repeat(300), "[a] *b* ".repeat(330));
        assert_eq!(parse(&text), [Block::Code { text: text.clone() }]);
        let few = format!("[a]: <{}>\n\n[a]", "x".repeat(300));
        assert!(matches!(parse(&few)[..], [Block::Paragraph { .. }]));
    }

    #[test]
    fn case_1_the_bytes_of_blocks_are_about_those_that_travel() {
        let texts = [
            "Since **09:40** the `mq-1` is *stuck*.\n\n- one\n- two\n\n> quoted",
            &"*a* ".repeat(900),
            "a log\n",
        ];
        for text in texts {
            let (about, written) = (bytes(&parse(text)), serde_json::to_string(&parse(text)).unwrap().len());
            assert!(about >= written / 2 && about <= written * 2, "{about} for {written}: {text}");
        }
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
