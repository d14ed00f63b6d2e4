//! Whether two descriptors may be two wordings of one entry.
//!
//! ```text
//! CARD PAYMENT TO TESCO STORES 6148 ON 03 MAR   TESCO STORES-6148 LEEDS GBR
//!                 tesco stores                  tesco stores leeds
//! -> alike: the first words agree
//! ```

use std::cmp::Ordering;

/// How near two wordings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// No telling word in common.
    Unlike,
    /// One of the first telling words is the same, or an abbreviation of the other.
    Alike,
    /// The same letters.
    Same,
}

/// Words that banks put around a name, as their products and channels want it.
const AROUND: &[&str] = &[
    "ach",
    "and",
    "apple",
    "auth",
    "authorised",
    "authorized",
    "bcc",
    "card",
    "cash",
    "cd",
    "check",
    "chip",
    "contactless",
    "credit",
    "crd",
    "date",
    "deb",
    "debit",
    "debitk",
    "direct",
    "ec",
    "eft",
    "fpo",
    "from",
    "google",
    "inc",
    "karte",
    "kartenzahlung",
    "lastschrift",
    "ltd",
    "on",
    "online",
    "pay",
    "payment",
    "pending",
    "pos",
    "ppd",
    "purchase",
    "recurring",
    "ref",
    "retail",
    "sale",
    "sepa",
    "signature",
    "sq",
    "sumup",
    "the",
    "to",
    "tst",
    "visa",
    "visit",
    "web",
    "www",
    "zettle",
];

/// How many of the first telling words are compared: what follows are towns and countries.
const FIRST_WORDS: usize = 3;

/// A word is an abbreviation of another where it has this many letters of it.
const ABBREVIATION: usize = 3;

/// How near two wordings are.
pub(super) fn likeness(left: &str, right: &str) -> Likeness {
    if left == right
        || letters(left).cmp(letters(right)) == Ordering::Equal && letters(left).next().is_some()
    {
        return Likeness::Same;
    }
    let (left, right) = (telling(left), telling(right));
    let agree = |left: &[String], right: &[String]| {
        left.iter()
            .any(|word| right.iter().any(|other| is_short_of(word, other)))
    };
    // The first word of one is anywhere in the other: a second one may be a town already.
    let (l, r) = (left.len().min(1), right.len().min(1));
    match agree(&left[..l], &right) || agree(&left, &right[..r]) {
        true => Likeness::Alike,
        false => Likeness::Unlike,
    }
}

/// The letters of a text, in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|letter| letter.is_alphabetic())
        .flat_map(char::to_lowercase)
}

/// The first words of a text that tell something, in lower case.
fn telling(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| word.chars().filter(|letter| letter.is_alphabetic()).count() >= ABBREVIATION)
        .filter(|word| !word.chars().any(|letter| letter.is_ascii_digit()))
        .filter(|word| !AROUND.contains(word))
        .take(FIRST_WORDS)
        .map(|word| word.replace('\'', ""))
        .collect()
}

/// Whether one is the other cut short, or the other without its vowels: `amzn` of `amazon`.
fn is_short_of(left: &str, right: &str) -> bool {
    let begins = |short: &str, long: &str| short.len() >= ABBREVIATION && long.starts_with(short);
    if begins(left, right) || begins(right, left) {
        return true;
    }
    let (left, right) = (bones(left), bones(right));
    begins(&left, &right) && left.len() > ABBREVIATION
        || begins(&right, &left) && right.len() > ABBREVIATION
        || left == right && left.len() >= ABBREVIATION
}

/// A word without the vowels after its first letter.
fn bones(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    first
        .into_iter()
        .chain(letters.filter(|letter| !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')))
        .collect()
}

/// The references in a text: runs of six or more letters and digits of which four are digits, in upper case.
pub(super) fn references(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter_map(|word| {
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            // A date is no reference.
            let is_date = word.len() == 8
                && digits == 8
                && (word.starts_with("20") || word[4..].starts_with("20"));
            (word.len() >= REFERENCE && digits >= REFERENCE_DIGITS && !is_date)
                .then(|| word.to_ascii_uppercase())
        })
}

/// The shortest reference: order numbers and authorisations have six and more.
const REFERENCE: usize = 6;
/// How many of its characters are digits at least, so that no word is one.
const REFERENCE_DIGITS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banks_reword_what_they_print() {
        for (left, right) in [
            (
                "CARD PAYMENT TO TESCO STORES 6148 ON 03 MAR",
                "TESCO STORES-6148 LEEDS GBR",
            ),
            ("AMZN Mktp US*2K4AB1", "Amazon.com*2K4AB1 SEATTLE WA"),
            ("PENDING - SQ *BLUE HERON", "SQ *BLUE HERON COFFEE LEEDS"),
        ] {
            assert_eq!(likeness(left, right), Likeness::Alike, "{left} {right}");
        }
        assert_eq!(likeness("LIDL GB LEEDS", "Lidl GB Leeds 2"), Likeness::Same);
        assert_eq!(
            likeness("LIDL GB LEEDS", "BOOTS 2214 LEEDS"),
            Likeness::Unlike
        );
        assert_eq!(
            likeness("TESCO STORES LONDON", "COSTA COFFEE LONDON"),
            Likeness::Unlike
        );
    }

    #[test]
    fn a_reference_has_digits_and_is_no_date() {
        let found: Vec<String> =
            references("Transfer to SAV ...4417 transaction#: 9016352741 03/12 20260312").collect();
        assert_eq!(found, ["9016352741"]);
    }
}
