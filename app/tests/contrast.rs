//! The colours can be told apart: text on its grounds, and shapes and the focus ring beside them, in both themes.
//!
//! The roles are read from `style/tokens.css`, so a token that is changed there is checked here. Contrast is WCAG 2's.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../style/tokens.css");
const SURFACES: [&str; 3] = ["page", "panel", "raised"];
const STATES: [&str; 4] = ["good", "warn", "bad", "info"];
const THEMES: [&str; 2] = ["light", "dark"];

/// The relative luminance of each role, per theme.
type Palette = BTreeMap<String, [f64; 2]>;

fn palette() -> Palette {
    TOKENS.lines().filter_map(role).collect()
}

/// Reads `--name: light-dark(oklch(L C H), oklch(L C H));`.
fn role(line: &str) -> Option<(String, [f64; 2])> {
    let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
    let (light, dark) = value.strip_suffix(");")?.split_once("), ")?;
    Some((name.to_owned(), [luminance(light)?, luminance(dark)?]))
}

/// The relative luminance of `oklch(L C H)`, out-of-gamut channels clipped as a screen does.
fn luminance(colour: &str) -> Option<f64> {
    let numbers = colour.trim_end_matches(')').strip_prefix("oklch(")?;
    let mut numbers = numbers.split(' ').map(|number| number.parse::<f64>().ok());
    let (lightness, chroma, hue) = (numbers.next()??, numbers.next()??, numbers.next()??.to_radians());
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    let red = 4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s;
    let green = -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s;
    let blue = -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s;
    let clipped = [red, green, blue].map(|channel| channel.clamp(0.0, 1.0));
    Some(0.2126 * clipped[0] + 0.7152 * clipped[1] + 0.0722 * clipped[2])
}

/// Every pair of roles whose contrast is below `least`, as sentences.
fn too_close<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, least: f64) -> Vec<String> {
    let palette = palette();
    let mut faults = Vec::new();
    for (front, back) in pairs {
        let (Some(one), Some(other)) = (palette.get(front), palette.get(back)) else {
            faults.push(format!("no role {front}, or no {back}"));
            continue;
        };
        for ((one, other), theme) in one.iter().zip(other).zip(THEMES) {
            let contrast = (one.max(*other) + 0.05) / (one.min(*other) + 0.05);
            if contrast < least {
                faults.push(format!("{front} on {back}, {theme}: {contrast:.2}, not {least}"));
            }
        }
    }
    faults
}

#[test]
fn text_can_be_read_on_every_surface() {
    let texts =
        ["text", "text-soft", "text-faint", "accent-text", "good-text", "warn-text", "bad-text", "info-text"];
    let pairs = texts.iter().flat_map(|text| SURFACES.map(|surface| (*text, surface)));
    assert_eq!(too_close(pairs, 4.5), [""; 0]);
}

#[test]
fn text_can_be_read_on_the_fills_it_stands_on() {
    let fills = STATES.map(|state| (format!("{state}-text"), format!("{state}-fill")));
    let quiet = STATES.map(|state| format!("{state}-fill"));
    let pairs = fills.iter().map(|(text, fill)| (text.as_str(), fill.as_str()));
    let pairs =
        pairs.chain(quiet.iter().flat_map(|fill| [("text", fill.as_str()), ("text-soft", fill.as_str())]));
    assert_eq!(too_close(pairs.chain([("on-accent", "accent")]), 4.5), [""; 0]);
}

#[test]
fn shapes_and_the_focus_ring_can_be_seen() {
    let lines = STATES.map(|state| format!("{state}-line"));
    let shapes = lines.iter().map(String::as_str).chain(["accent", "line-strong"]);
    let pairs = shapes.flat_map(|shape| SURFACES.map(|surface| (shape, surface)));
    assert_eq!(too_close(pairs, 3.0), [""; 0]);
}

#[test]
fn every_role_has_both_themes() {
    let roles = palette();
    let expected =
        ["page", "panel", "raised", "line", "line-strong", "text", "text-soft", "text-faint", "accent"];
    let expected = expected.into_iter().chain(["accent-text", "on-accent"]).map(str::to_owned);
    let states =
        STATES.iter().flat_map(|state| ["text", "line", "fill"].map(|part| format!("{state}-{part}")));
    assert_eq!(expected.chain(states).filter(|role| !roles.contains_key(role)).collect::<Vec<_>>(), [""; 0]);
}
