//! Words as a bank shouts them to a name as people write it.

use crate::text::letters;

use super::outline::is_joining;
use super::words::Words;

/// LIMIT: the characters of a name beyond these are left out; no bank's field for a name is as long.
const MAX_NAME: usize = 64;
/// Capitals beside small letters are initials up to this many.
const MEANT: usize = 4;
/// From this many letters on, a name that begins with `MC` is a Mc.
const SON_OF: usize = 6;

/// The words from `start` to `end` as a name: `MARLOWS` is Marlows, `joe's bar and grill` is Joe's Bar and Grill.
pub(super) fn name_of(words: &Words<'_>, start: usize, end: usize) -> Option<Box<str>> {
    // Roomy enough for most: a name that grows is copied.
    let mut name = String::with_capacity(words.letters(start, end) + 2 * (end - start.min(end)));
    // Beside as many words that are not shouted, capitals are meant: `AMC Theaters`.
    let is_small = |at: usize| words.printed(at).contains(|char: char| char.is_lowercase());
    let is_shouted = 2 * (start..end).filter(|&at| is_small(at)).count() < end - start.min(end);
    for at in start..end {
        if !name.is_empty() {
            name.push_str(match words.get(at).mark {
                b'&' => " & ",
                _ if words.is_hyphened(at) => "-",
                _ => " ",
            });
        }
        let (printed, folded) = (words.printed(at), words.folded(at));
        let is_meant = !is_shouted && folded.len() <= MEANT && !is_small(at) && !is_joining(folded);
        match is_meant {
            true => name.extend(printed.chars().filter(|char| is_kept(*char))),
            false => write_word(printed, folded, name.is_empty(), &mut name),
        }
    }
    if let Some((cut, _)) = name.char_indices().nth(MAX_NAME) {
        name.truncate(cut);
        name.truncate(name.trim_end().len());
    }
    let letters = name.chars().filter(|char| char.is_alphabetic()).count();
    let is_letter_alone = letters == 1 && name.chars().count() == 1;
    (letters > 0 && !is_letter_alone).then(|| name.into_boxed_str())
}

fn write_word(printed: &str, folded: &str, is_first: bool, out: &mut String) {
    let mixed = match printed.is_ascii() {
        true => {
            let has = |is: fn(&u8) -> bool| printed.as_bytes().iter().any(is);
            has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)
        }
        false => printed.chars().any(char::is_lowercase) && printed.chars().any(char::is_uppercase),
    };
    if !mixed && printed.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let from = out.len();
        out.push_str(printed);
        let (head, tail) = out
            .get_mut(from..)
            .and_then(|word| word.split_at_mut_checked(1))
            .unwrap_or_default();
        let initials = is_initials(folded);
        match initials || is_first || !is_joining(folded) {
            true => head.make_ascii_uppercase(),
            false => head.make_ascii_lowercase(),
        }
        match initials {
            true => tail.make_ascii_uppercase(),
            false => tail.make_ascii_lowercase(),
        }
        if is_son_of(folded)
            && let Some(after) = tail.get_mut(1..2)
        {
            after.make_ascii_uppercase();
        }
        return;
    }
    let letters = printed.chars().filter(|char| is_kept(*char));
    if mixed {
        out.extend(letters);
        return;
    }
    if is_initials(folded) {
        letters.for_each(|char| push_upper(char, out));
        return;
    }
    if is_joining(folded) && !is_first {
        letters.for_each(|char| push_lower(char, out));
        return;
    }
    let mut upper = true;
    for (written, char) in (1..).zip(letters) {
        match upper {
            true => push_upper(char, out),
            false => push_lower(char, out),
        }
        // After an apostrophe only the second letter is one of a name: O'Neill, but Joe's.
        upper = written == 2
            && (is_apostrophe(char) && printed.chars().count() > 4 || is_son_of(folded));
    }
}

fn push_upper(char: char, out: &mut String) {
    match char.is_ascii() {
        true => out.push(char.to_ascii_uppercase()),
        false => out.extend(letters::upper_letter(char)),
    }
}

fn push_lower(char: char, out: &mut String) {
    match char.is_ascii() {
        true => out.push(char.to_ascii_lowercase()),
        false => out.extend(letters::lower_letter(char)),
    }
}

fn is_son_of(folded: &str) -> bool {
    folded.len() >= SON_OF && folded.starts_with("MC")
}

/// Whether it is read letter by letter: `KFC`, `BMW`, `H&M`.
fn is_initials(folded: &str) -> bool {
    if matches!(
        folded,
        "ATM" | "BBC" | "DIY" | "EU" | "NHS" | "TV" | "UK" | "USA"
    ) {
        return true;
    }
    let has = |letters: &[u8]| folded.bytes().any(|byte| letters.contains(&byte));
    let all = |letters: &[u8]| folded.bytes().all(|byte| letters.contains(&byte));
    has(b"&")
        || (folded.len() == 2 && all(b"AEIOU"))
        || (folded.len() <= 5 && !has(b"AEIOUY") && !SHORTENED.contains(&folded))
}

/// Words that are shortened, and so are no initials.
const SHORTENED: [&str; 28] = [
    "BLDG", "BLVD", "CNTR", "CTR", "DPT", "DR", "GRND", "HWY", "JR", "LN", "LTD", "MGMT", "MKT",
    "MR", "MRS", "MS", "PHRM", "PKWY", "PTY", "PVT", "RD", "SCHL", "SHP", "SR", "ST", "STN", "SVC",
    "SVCS",
];

fn is_kept(char: char) -> bool {
    char.is_alphanumeric()
        || char == '&'
        || is_apostrophe(char)
        || ('\u{300}'..='\u{36f}').contains(&char)
}

fn is_apostrophe(char: char) -> bool {
    matches!(char, '\'' | '\u{2019}' | '`' | '\u{b4}')
}
