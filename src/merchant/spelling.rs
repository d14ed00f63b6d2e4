//! Words as a bank shouts them to a name as people write it.

use super::outline::is_joining;
use super::words::Words;

/// The words from `start` to `end` as a name: `MARLOWS` is Marlows, `joe's bar and grill` is Joe's Bar and Grill.
pub(super) fn name_of(words: &Words<'_>, start: usize, end: usize) -> Option<Box<str>> {
    let mut name = String::new();
    for at in start..end {
        if !name.is_empty() {
            name.push_str(match words.get(at).mark {
                b'&' => " & ",
                _ if words.is_hyphened(at) => "-",
                _ => " ",
            });
        }
        write_word(
            words.printed(at),
            words.folded(at),
            name.is_empty(),
            &mut name,
        );
    }
    let says_something = name.chars().any(char::is_alphabetic);
    says_something.then(|| name.into_boxed_str())
}

fn write_word(printed: &str, folded: &str, is_first: bool, out: &mut String) {
    let mixed = printed.chars().any(char::is_lowercase) && printed.chars().any(char::is_uppercase);
    let letters = printed.chars().filter(|char| is_kept(*char));
    if mixed || is_initials(folded) {
        let shout = !mixed;
        for char in letters {
            match shout {
                true => out.extend(char.to_uppercase()),
                false => out.push(char),
            }
        }
        return;
    }
    if is_joining(folded) && !is_first {
        out.extend(letters.flat_map(char::to_lowercase));
        return;
    }
    let mut upper = true;
    let mut written = 0;
    for char in letters {
        if upper {
            out.extend(char.to_uppercase());
        } else {
            out.extend(char.to_lowercase());
        }
        written += 1;
        // After an apostrophe only the second letter is one of a name: O'Neill, but Joe's.
        upper = is_apostrophe(char) && written == 2 && printed.chars().count() > 4;
    }
}

/// Whether it is read letter by letter: `KFC`, `BMW`, `H&M`.
fn is_initials(folded: &str) -> bool {
    if matches!(
        folded,
        "ATM" | "BBC" | "DIY" | "EU" | "NHS" | "TV" | "UK" | "USA"
    ) {
        return true;
    }
    let vowel = folded.contains(['A', 'E', 'I', 'O', 'U', 'Y']);
    folded.contains('&')
        || (folded.len() <= 5 && !vowel && folded != "ST" && folded != "DR" && folded != "MR")
}

fn is_kept(char: char) -> bool {
    char.is_alphanumeric()
        || char == '&'
        || is_apostrophe(char)
        || ('\u{300}'..='\u{36f}').contains(&char)
}

fn is_apostrophe(char: char) -> bool {
    matches!(char, '\'' | '\u{2019}' | '`' | '\u{b4}')
}
