//! What people wrote, as elements: no HTML is ever made from it.

use leptos::prelude::*;
use shared::case::prose::{Block, Span, Style};

/// Blocks of text.
pub(super) fn prose(blocks: &[Block]) -> AnyView {
    blocks.iter().map(block).collect_view().into_any()
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Paragraph { spans } => view! { <p>{line(spans)}</p> }.into_any(),
        Block::Heading { spans } => view! { <h3>{line(spans)}</h3> }.into_any(),
        Block::Quote { blocks } => view! { <blockquote>{prose(blocks)}</blockquote> }.into_any(),
        Block::List { ordered: true, items } => view! { <ol>{list(items)}</ol> }.into_any(),
        Block::List { ordered: false, items } => view! { <ul>{list(items)}</ul> }.into_any(),
        Block::Code { text } => view! { <pre>{text.clone()}</pre> }.into_any(),
    }
}

fn list(items: &[Vec<Block>]) -> AnyView {
    items.iter().map(|item| view! { <li>{prose(item)}</li> }.into_any()).collect_view().into_any()
}

fn line(spans: &[Span]) -> AnyView {
    spans.iter().map(span).collect_view().into_any()
}

fn span(span: &Span) -> AnyView {
    let text = span.text.clone();
    match span.style {
        Style::Plain => text.into_any(),
        Style::Emphasis => view! { <em>{text}</em> }.into_any(),
        Style::Strong => view! { <strong>{text}</strong> }.into_any(),
        Style::Code => view! { <code>{text}</code> }.into_any(),
    }
}
