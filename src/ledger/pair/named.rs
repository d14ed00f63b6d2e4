//! What the words of a transfer say of the account on its other side.

use crate::text::letters;

/// How many of a number's last characters name an account: what banks print of it.
pub(super) const TAIL: usize = 4;
/// How many characters a number has at least that is printed whole.
pub(super) const FULL: usize = 8;

/// The letters of what a row says, with the digits of a masked number, so that other references do not show.
pub(super) fn spoken(text: &str) -> String {
    let mut said = String::new();
    for word in text
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| word.len() > 1)
    {
        if !said.is_empty() {
            said.push(' ');
        }
        said.push_str(&letters::lower(word));
    }
    if let Some(tail) = masked_tail(text) {
        said.push(' ');
        said.push_str(tail);
    }
    said
}

/// The words of an account's name that tell it from others.
pub(super) fn name_words(name: &str) -> Vec<String> {
    const EVERY: &[&str] = &[
        "account", "bank", "card", "checking", "credit", "current", "konto", "loan", "savings",
    ];
    let lower = letters::lower(name);
    let words = lower.split(|letter: char| !letter.is_alphabetic());
    words
        .filter(|word| word.len() >= 4 && !EVERY.contains(word))
        .map(str::to_owned)
        .collect()
}

pub(super) fn digits_and_letters(text: &str) -> String {
    let kept = text.chars().filter(|letter| letter.is_ascii_alphanumeric());
    kept.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Whether a printed number is an account's: its end, or its end with the bank's number before it.
pub(super) fn is_number_of(printed: &str, own: &str) -> bool {
    !own.is_empty() && (own.ends_with(printed) || own.len() >= FULL && printed.ends_with(own))
}

/// The runs of digits that are long enough to be an account's whole number.
pub(super) fn whole_numbers(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|letter: char| !letter.is_ascii_digit());
    runs.filter(|run| run.len() >= FULL)
}

/// The last digits of an account that a text prints masked: `...4417`, `XX4417`, `*4417`, `ending 4417`.
pub(super) fn masked_tail(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if run == TAIL {
            let before = text.get(..at).unwrap_or_default().trim_end();
            let lower: String = before
                .chars()
                .rev()
                .take(9)
                .collect::<String>()
                .to_ascii_lowercase();
            let is_masked = ["..", "xx", "*", "…", "gnidne", "ni gnidne"]
                .iter()
                .any(|mask| lower.starts_with(mask));
            if is_masked {
                return text.get(at..at + TAIL);
            }
        }
        at += run.max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_names_an_account() {
        assert_eq!(
            masked_tail("Online Transfer to SAV ...4417 transaction#: 9016352741"),
            Some("4417")
        );
        assert_eq!(masked_tail("PAYMENT TO CARD ENDING IN 4417"), Some("4417"));
        assert_eq!(masked_tail("TESCO STORES 6148 LEEDS"), None);
    }
}
