//! Every parser, on inputs drawn from its seeds, and on those that once broke one.
//!
//! `SEED=7 PARSER=texts cargo test --workspace --test parsers` draws others, for one of them. `make fuzz` looks further.

#![allow(
    clippy::unwrap_used,
    reason = "this is a test from end to end: what is not as expected has to stop it"
)]

use libtest_mimic::{Arguments, Trial};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;
use tests::parsers::{self, Parser, bodies, draw, worst};
use tests::world::Chance;

/// How many times longer a text of Markdown may take than one of plain words. The slowest takes 60 times as long; the machine may be
/// busy meanwhile; and what once was too slow took 2 400 times as long.
const WORST_OF_PLAIN: u32 = 400;

fn main() {
    let arguments = Arguments::from_args();
    let only = std::env::var("PARSER").ok();
    if let Some(only) = only.as_deref().filter(|only| parsers::ALL.iter().all(|parser| parser.name != *only))
    {
        let names: Vec<_> = parsers::ALL.iter().map(|parser| parser.name).collect();
        eprintln!("PARSER={only}: there is no such parser; there are {}", names.join(", "));
        std::process::exit(2);
    }
    let asked = |parser: &&Parser| only.as_deref().is_none_or(|only| only == parser.name);
    let drawn = parsers::ALL.iter().filter(asked).map(|parser| {
        Trial::test(format!("parsers::whatever_is_drawn_for_{}_is_read_or_refused", parser.name), || {
            run(parser);
            Ok(())
        })
    });
    let others: [(&str, fn()); 3] = [
        ("what_once_broke_a_parser_is_kept_and_tried_again", found),
        ("every_endpoint_is_among_the_bodies", every_endpoint),
        ("case_1_no_markdown_takes_much_longer_than_plain_words", markdown_takes_its_time),
    ];
    let others = others.map(|(name, test)| {
        Trial::test(format!("parsers::{name}"), move || {
            test();
            Ok(())
        })
    });
    libtest_mimic::run(&arguments, drawn.chain(others).collect()).exit();
}

/// Draws inputs, the same for the same seed, and gives them to a parser.
fn run(parser: &Parser) {
    let seed = std::env::var("SEED").unwrap_or_else(|_| "1".to_owned());
    let mut chance = Chance::named(&format!("{} {seed}", parser.name));
    let seeds = (parser.seeds)();
    assert!(!seeds.is_empty());
    let began = Instant::now();
    for _ in 0..parser.often {
        one(parser, &draw::input(&mut chance, parser, &seeds));
    }
    println!("{}: {} inputs in {:?}", parser.name, parser.often, began.elapsed());
}

/// Gives one input to a parser; says how to repeat it if that breaks it.
fn one(parser: &Parser, input: &[u8]) {
    let read = catch_unwind(AssertUnwindSafe(|| (parser.read)(input)));
    if let Err(panic) = read {
        let file = std::env::temp_dir().join(format!("{}-broke", parser.name));
        std::fs::write(&file, input).unwrap();
        println!("the parser `{}` broke on {:?}", parser.name, String::from_utf8_lossy(input));
        println!("it is in {}: put it into tests/fuzz/found/{}/ and mend", file.display(), parser.name);
        std::panic::resume_unwind(panic);
    }
}

fn found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/found");
    let mut kept = 0;
    for parser in parsers::ALL {
        let Ok(files) = std::fs::read_dir(folder.join(parser.name)) else { continue };
        for file in files {
            one(parser, &std::fs::read(file.unwrap().path()).unwrap());
            kept += 1;
        }
    }
    assert!(kept > 0, "none is kept in {}", folder.display());
}

fn every_endpoint() {
    let named = |declaration: &shared::api::Declaration| (declaration.method, declaration.path);
    let bodies: Vec<_> = bodies::ALL.iter().map(|body| named(&body.declaration)).collect();
    let endpoints: Vec<_> = shared::api::ENDPOINTS.iter().map(named).collect();
    assert_eq!(bodies, endpoints);
}

/// The largest text that a case takes, of every kind that is known to be slow to parse, held against plain words of the same
/// size on the same machine.
fn markdown_takes_its_time() {
    const LARGEST: usize = 32 * 1024;
    let time = |text: &str| {
        let once = || {
            let began = Instant::now();
            std::hint::black_box(edge::prose::parse(text));
            began.elapsed()
        };
        (0..5).map(|_| once()).min().unwrap()
    };
    let plain = time(&"A line of plain words that somebody wrote.\n".repeat(LARGEST / 43));
    let mut slow = Vec::new();
    for (name, text) in worst::worst(LARGEST - 64) {
        assert!(text.len() <= LARGEST, "{name} is too long: {}", text.len());
        let took = time(&text);
        println!(
            "{took:>12.1?} {:>5} times plain words: {name}",
            took.as_micros() / plain.as_micros().max(1)
        );
        if took > plain * WORST_OF_PLAIN {
            slow.push((name, took));
        }
        one(parsers::named("markdown"), text.as_bytes());
    }
    assert!(slow.is_empty(), "plain words take {plain:?}; {slow:?}");
}
