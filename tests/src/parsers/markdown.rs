//! Markdown: from what somebody wrote to the blocks that are shown.

use shared::case::draft::CaseText;
use shared::case::prose::{Block, Span};

/// How deep blocks may nest: eight quotes or lists, the items of lists between them, and what stands in the innermost.
const DEEPEST: usize = 18;

/// Parses a text that a case can hold. What comes of it nests no deeper than a reader's machine can follow, and is no larger
/// than the text, the addresses of its links (as much again), and a frame for each run of it.
pub fn read(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let Ok(text) = CaseText::parse(&text) else { return };
    let blocks = edge::prose::parse(text.as_str());
    assert!(depth(&blocks) <= DEEPEST, "{} deep: {text}", depth(&blocks));
    let written = serde_json::to_string(&blocks).unwrap();
    let (most, length) = (most_bytes(text.as_str().len()), written.len());
    assert!(length <= most, "{length} bytes of {}: {text}", text.as_str().len());
    let again: Vec<Block> = serde_json::from_str(&written).unwrap();
    assert_eq!(again, blocks);
}

/// The most bytes that a text of so many may become on its way to the reader.
fn most_bytes(length: usize) -> usize {
    const RUNS: usize = 4_000;
    const FRAME: usize = 60;
    2 * (length + length) + FRAME * (1 + RUNS.min(length))
}

/// Markdown of every kind.
pub fn seeds() -> Vec<Vec<u8>> {
    [
        "Since **09:40** the queue `mq-1` is *stuck*.\n\n```\nERR 42\n```\n",
        "# Heading\n\n1. one\n2. two\n   - deep\n\n> quoted\n>> twice\n\n---\n",
        "[here](javascript:alert(2)) ![there](https://x.example \"title\") <b>raw</b> <https://x.example>\n",
        "[a]: https://x.example/long\n\n[a][a] [a] ![a][]\n",
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n~~gone~~ &amp; &#x41; \\* line  \nbroken\n",
        "    indented\n\n<div>\n*html*\n</div>\n\nSetext\n===\n",
        "* * *\n- [ ] task\n- [x] done\n\n[^1]: note\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

/// How deep blocks nest, found without nesting calls.
fn depth(blocks: &[Block]) -> usize {
    let mut deepest = 0;
    let mut left: Vec<(usize, &Block)> = blocks.iter().map(|block| (1, block)).collect();
    while let Some((depth, block)) = left.pop() {
        deepest = deepest.max(depth);
        match block {
            Block::Quote { blocks } => left.extend(blocks.iter().map(|block| (depth + 1, block))),
            Block::List { items, .. } => {
                left.extend(items.iter().flatten().map(|block| (depth + 2, block)));
            }
            Block::Paragraph { spans } | Block::Heading { spans } => joined(spans),
            Block::Code { .. } => {}
        }
    }
    deepest
}

/// Runs that look alike are one run.
fn joined(spans: &[Span]) {
    assert!(spans.windows(2).all(|pair| pair[0].style != pair[1].style), "{spans:?}");
}
