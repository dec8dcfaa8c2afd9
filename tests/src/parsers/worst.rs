//! Markdown that takes its parser long.

/// What is said over and over, each with a name.
const REPEATED: &[(&str, &str)] = &[
    ("open brackets", "["),
    ("open images", "!["),
    ("links never closed", "[a]("),
    ("angles never closed", "[a](<"),
    ("stars", "*"),
    ("stars and letters", "*a "),
    ("stars of two kinds", "*a_"),
    ("underscores", "_a_"),
    ("quotes", ">"),
    ("quotes with text", "> a\n> "),
    ("list marks", "- "),
    ("numbers", "1. "),
    ("backticks", "`"),
    ("fences", "```\n"),
    ("entities", "&amp;"),
    ("half entities", "&a"),
    ("numeric entities", "&#x41;"),
    ("angles", "<"),
    ("tags never closed", "<a "),
    ("comments never closed", "<!--"),
    ("declarations never closed", "<!A "),
    ("instructions never closed", "<?"),
    ("cdata never closed", "<![CDATA["),
    ("tables", "|a|b|\n|-|-|\n"),
    ("definitions never ended", "[a]: <"),
    ("footnotes", "[^a]: b\n"),
    ("headings", "# a\n"),
    ("underlined", "a\n=\n"),
    ("rules", "* * *\n"),
    ("backslashes", "\\"),
    ("hard breaks", "a  \n"),
    ("tabs", "\t"),
    ("empty lines", "\n"),
    ("nested of everything", "> - **[`a`](b)**\n"),
    ("math and strikes", "~~a$b"),
];

/// All that ends a line (CommonMark 0.31.2 §2.1).
const LINE_ENDS: [&str; 3] = ["\n", "\r", "\r\n"];

/// Texts of so many bytes that parsers of Markdown are known to take long over, each with a name, and each with
/// every end of a line.
pub fn worst(bytes: usize) -> Vec<(&'static str, String)> {
    let fill = |piece: &str| piece.repeat(bytes / piece.len());
    let repeated = REPEATED.iter().map(|(name, piece)| (*name, fill(piece)));
    let texts = repeated.chain(nested(bytes)).chain(shared(bytes));
    let ended = |(name, text): (&'static str, String)| {
        LINE_ENDS.map(|end| (name, text.replace('\n', end).chars().take(bytes).collect()))
    };
    texts.flat_map(ended).collect()
}

/// What stands in something that stands in something, and what follows it.
fn nested(bytes: usize) -> Vec<(&'static str, String)> {
    let mirrored = |open: &str, close: &str| {
        let times = bytes / (open.len() + close.len());
        format!("{}{}", open.repeat(times), close.repeat(times))
    };
    let before_lines =
        |mark: &str, times: usize| format!("{} a\n{}", mark.repeat(times), "a\n".repeat(bytes));
    let deeper = |line: fn(usize) -> String, most: usize| {
        (1..most).map(line).collect::<String>() + &"a\n".repeat(bytes)
    };
    vec![
        ("links in links", mirrored("[", "](a)")),
        ("brackets closed", mirrored("[", "]")),
        ("stars in stars", mirrored("*a ", " a*")),
        ("strong in strong", mirrored("**x ", " x**")),
        ("deep quotes, many lines", before_lines(">", bytes / 4)),
        ("quotes as deep as they may be, many lines", before_lines(">", 24)),
        ("items as deep as they may be, many lines", before_lines("1. ", 24)),
        ("deep items, many lines", before_lines("1. ", bytes / 12)),
        ("deep quotes and items, many lines", before_lines("- > ", bytes / 16)),
        ("ever deeper quotes", deeper(|n| format!("{}a\n", ">".repeat(n)), 250)),
        ("ever deeper items", deeper(|n| format!("{}- a\n", "  ".repeat(n)), 125)),
        ("items as deep as they may be by their columns", deeper(|n| format!("{}- a\n", "  ".repeat(n)), 24)),
        (
            "many items in ever deeper lines",
            deeper(|n| format!("{}{}a\n", "\t".repeat(16 * n), "-\t".repeat(16)), 40),
        ),
    ]
}

/// What refers to something said once, what is never closed, what is wide.
fn shared(bytes: usize) -> Vec<(&'static str, String)> {
    let address = format!("[a]: <{}>\n\n", "x".repeat(bytes / 2));
    vec![
        ("a shared address", address.clone() + &"[a]".repeat(bytes)),
        ("a shared address, as images", address + &"![a]".repeat(bytes)),
        (
            "a shared address of quotation marks",
            format!("[a]: <{}>\n\n{}", "\"".repeat(300), "[a] *b* ".repeat(bytes)),
        ),
        ("definitions", (0..bytes / 12).map(|n| format!("[{n}]: x\n")).collect()),
        ("code never closed", (1..250).map(|n| format!("a{}", "`".repeat(n))).collect()),
        ("attributes", format!("<a {}", "b='c' ".repeat(bytes))),
        ("a wide table", format!("{}\n{}\n", "|a".repeat(bytes / 4), "|-".repeat(bytes / 4))),
        ("spaces", " ".repeat(bytes - 1) + "a"),
    ]
}
