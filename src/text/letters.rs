//! Capitals and small letters beyond ASCII.
//!
//! The standard library's own tables of them are lists of every pair, 25 KB that say what runs of pairs say in 3 KB.
//! A test compares every letter with the standard library.

use std::sync::LazyLock;

use crate::order::Arrange as _;

/// A run of pairs on each line: the first capital, how many, from one to the next, from capital to small letter; all
/// decimal. `lower` is a run whose small letters have other capitals, `upper` is small letters whose capitals have other
/// small ones. Lines without columns: a letter, then the several that are its capital.
/// Source: Unicode 17, `UnicodeData.txt` and `SpecialCasing.txt`.
const TABLE: &str = include_str!("letters.tsv");

/// A letter in the other case.
struct Other {
    letter: char,
    first: char,
    /// What the other case has behind its first letter, mostly nothing.
    rest: &'static str,
}

static LOWER_AND_UPPER: LazyLock<[Vec<Other>; 2]> = LazyLock::new(|| {
    let dotted = Other {
        letter: 'İ',
        first: 'i',
        rest: "\u{307}",
    };
    let (mut lower, mut upper) = (vec![dotted], Vec::new());
    for line in TABLE.lines() {
        let mut fields = line.split('\t');
        let mut number = || -> i32 {
            let field = fields.next().unwrap_or_default();
            field.parse().unwrap_or_default()
        };
        let (first, count, step, apart) = (number(), number(), number(), number());
        let only = fields.next();
        for letter in (0..count).map(|nth| first + nth * step) {
            if only != Some("upper") {
                lower.push(other(letter, letter + apart));
            }
            match only {
                Some("lower") => {}
                Some(_) => upper.push(other(letter, letter + apart)),
                None => upper.push(other(letter + apart, letter)),
            }
        }
        let mut letters = line.chars();
        if let (0, Some(letter), Some(first)) = (count, letters.next(), letters.next()) {
            let rest = letters.as_str();
            upper.push(Other {
                letter,
                first,
                rest,
            });
        }
    }
    let mut both = [lower, upper];
    for letters in &mut both {
        letters.arrange_by_key(|other| other.letter);
    }
    both
});

fn other(letter: i32, first: i32) -> Other {
    let letter_of = |number| u32::try_from(number).ok().and_then(char::from_u32);
    Other {
        letter: letter_of(letter).unwrap_or_default(),
        first: letter_of(first).unwrap_or_default(),
        rest: "",
    }
}

/// The small letter of a letter, or the letter itself; with one exception it is one.
pub(crate) fn lower_letter(letter: char) -> impl Iterator<Item = char> {
    let (first, rest) = match letter.is_ascii() {
        true => (letter.to_ascii_lowercase(), ""),
        false => in_other(0, letter),
    };
    std::iter::once(first).chain(rest.chars())
}

/// The capital of a letter, or the letter itself: up to three.
pub(crate) fn upper_letter(letter: char) -> impl Iterator<Item = char> {
    let (first, rest) = match letter.is_ascii() {
        true => (letter.to_ascii_uppercase(), ""),
        false => in_other(1, letter),
    };
    std::iter::once(first).chain(rest.chars())
}

fn in_other(case: usize, letter: char) -> (char, &'static str) {
    let others = &LOWER_AND_UPPER[case];
    match others.binary_search_by(|other| other.letter.cmp(&letter)) {
        Ok(at) => (others[at].first, others[at].rest),
        Err(_) => (letter, ""),
    }
}

/// A text in small letters.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        match letter {
            'Σ' if ends_word(&text[..at], &text[at + letter.len_utf8()..]) => out.push('ς'),
            _ => out.extend(lower_letter(letter)),
        }
    }
    out
}

/// A text in capitals.
pub(crate) fn upper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        out.extend(upper_letter(letter));
    }
    out
}

/// Whether a sigma between these is the last letter of a word of several, which has a small letter of its own.
fn ends_word(before: &str, after: &str) -> bool {
    let is_letter = |letter: Option<char>| {
        letter.is_some_and(|letter| letter.is_lowercase() || letter.is_uppercase())
    };
    is_letter(before.chars().rev().find(|letter| !is_within(*letter)))
        && !is_letter(after.chars().find(|letter| !is_within(*letter)))
}

/// Whether a word goes on across this mark: an apostrophe, a point, an accent.
fn is_within(mark: char) -> bool {
    matches!(
        mark,
        '\'' | '.'
            | ':'
            | '^'
            | '`'
            | '¨'
            | '\u{ad}'
            | '¯'
            | '´'
            | '·'
            | '¸'
            | '‘'
            | '’'
            | '\u{300}'..='\u{36f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_the_other_case_that_the_standard_library_gives_it() {
        for letter in '\0'..=char::MAX {
            assert!(lower_letter(letter).eq(letter.to_lowercase()), "{letter:?}");
            assert!(upper_letter(letter).eq(letter.to_uppercase()), "{letter:?}");
        }
    }

    #[test]
    fn texts_are_those_of_the_standard_library() {
        for text in [
            "",
            "Tesco 14",
            "STRAẞE, Straße",
            "İstanbul DIŞI",
            "ΟΔΟΣ ΑΓΟΡΑΣ, Σ. ΣΟΦΟΣ'Σ Σ",
            "ΣΑΣ.ΑΣ ά̈Σ·",
            "ŒUVRE ﬁn ǅ",
            "МАГАЗИН Ёлка 現金",
        ] {
            assert_eq!(lower(text), text.to_lowercase());
            assert_eq!(upper(text), text.to_uppercase());
        }
    }
}
