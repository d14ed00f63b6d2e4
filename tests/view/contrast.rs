//! Recomputes the contrast of the look's tokens from the style sheet: text 4.5, marks and borders 3.

#![expect(
    clippy::float_arithmetic,
    clippy::disallowed_methods,
    reason = "colours are measured in floats, on one machine, by a test"
)]

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../../www/style.css");

/// Colour by token, one for each scheme.
pub(crate) fn tokens(scheme: usize) -> BTreeMap<&'static str, [f64; 3]> {
    let lines = STYLE.lines().filter_map(|line| {
        let (name, value) = line
            .trim()
            .strip_prefix("--")?
            .split_once(": light-dark(#")?;
        let (light, dark) = value.split_once(", #")?;
        let hex = if scheme == 0 { light } else { dark.get(..6)? };
        Some((name, rgb(hex)))
    });
    lines.collect()
}

fn rgb(hex: &str) -> [f64; 3] {
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0)
}

/// Without the gamma of sRGB.
pub(crate) fn linear(colour: [f64; 3]) -> [f64; 3] {
    colour.map(|part| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    })
}

/// WCAG 2.2, relative luminance.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = linear(colour);
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn ratio(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

const GROUNDS: [&str; 3] = ["surface", "page", "ledger"];

#[test]
fn text_and_marks_keep_their_contrast_in_both_schemes() {
    let text = ["ink", "ink-2", "ink-3", "verdigris", "bronze", "madder"];
    let on = [
        ("on-verd", "verdigris"),
        ("on-bubble", "bubble"),
        ("ink-2", "bronze-sf"),
        ("ink-2", "madder-sf"),
        ("ink", "verd-soft"),
        ("page", "ink"),
    ];
    let marks = ["line-ctl", "focus", "bar-quiet", "bar-key"];
    for scheme in 0..2 {
        let tokens = tokens(scheme);
        let check = |fore: &str, ground: &str, least: f64| {
            let ratio = ratio(tokens[fore], tokens[ground]);
            assert!(
                ratio >= least,
                "{fore} on {ground}, scheme {scheme}: {ratio:.2}"
            );
        };
        for ground in GROUNDS {
            text.iter().for_each(|fore| check(fore, ground, 4.5));
            marks.iter().for_each(|mark| check(mark, ground, 3.0));
        }
        on.iter()
            .for_each(|(fore, ground)| check(fore, ground, 4.5));
        let categories: Vec<_> = tokens
            .keys()
            .filter(|name| name.starts_with("c-"))
            .collect();
        assert_eq!(categories.len(), 12);
        categories
            .iter()
            .for_each(|name| check(name, "surface", 3.0));
    }
}
