//! Whether two descriptors may be two wordings of one entry.
//!
//! ```text
//! CARD PAYMENT TO TESCO STORES 6148 ON 03 MAR   TESCO STORES-6148 LEEDS GBR
//!                 tesco stores                  tesco stores leeds
//! -> alike: the first words agree
//! ```

use std::cmp::Ordering;

use crate::calendar::{Date, Day};
use crate::order::{AddAll as _, Gather as _};
use crate::text::letters;

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

/// Whether the first telling word of what was paid stands anywhere in the words of what came back.
pub(super) fn named_in(paid: &str, back: &str) -> bool {
    let Some(name) = telling(paid).into_iter().next() else {
        return false;
    };
    let words = back.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    let words = words.map(|word| letters::lower(&word.replace('\'', "")));
    words
        .filter(|word| word.len() >= ABBREVIATION && !AROUND.contains(&word.as_str()))
        .any(|word| is_short_of(&name, &word))
}

/// What the words and numbers of a row's wordings tell of where it was and what it was for.
#[derive(Clone, Debug, Default)]
pub(super) struct Telling {
    /// In lower case, without what banks put around a name.
    words: Vec<String>,
    /// Of four and more characters, in upper case: branches, and orders cut short.
    numbers: Vec<String>,
    references: Vec<String>,
}

/// Words that say that money comes back, which the purchase has not.
const BACK: &[&str] = &[
    "chargeback",
    "erstattung",
    "gutschrift",
    "refund",
    "return",
    "returned",
    "reversal",
    "rueckerstattung",
    "storno",
];

impl Telling {
    /// What several wordings of one row tell together.
    pub(super) fn of(texts: &[&str]) -> Telling {
        let mut told = Telling::default();
        for text in texts {
            for word in text.split(|letter: char| !letter.is_alphanumeric()) {
                let digits = word.bytes().filter(u8::is_ascii_digit).count();
                let is_year = word.len() == 4 && word.starts_with("20");
                if digits == 0 && word.len() >= ABBREVIATION {
                    let word = letters::lower(word);
                    let known = AROUND.contains(&word.as_str())
                        || BACK.contains(&word.as_str())
                        || MONTHS.contains(&word.as_str())
                        || told.words.contains(&word);
                    if !known {
                        told.words.push(word);
                    }
                } else if digits > 0 && word.len() >= 4 && !is_year {
                    let word = letters::upper(word);
                    if !told.numbers.contains(&word) {
                        told.numbers.push(word);
                    }
                }
            }
            told.references.add_all(references(text));
        }
        told
    }

    /// Whether both print one reference.
    pub(super) fn shares_reference(&self, other: &Telling) -> bool {
        // An old field may have cut one short.
        let same = |left: &str, right: &str| left.starts_with(right) || right.starts_with(left);
        let mut own = self.references.iter();
        own.any(|reference| other.references.iter().any(|known| same(reference, known)))
    }

    /// Whether both print references, none of them the same.
    pub(super) fn is_of_another_reference(&self, other: &Telling) -> bool {
        !self.references.is_empty() && !other.references.is_empty() && !self.shares_reference(other)
    }

    /// Whether each has a word that the other lacks: two towns, two branches.
    pub(super) fn is_elsewhere(&self, other: &Telling) -> bool {
        let lacks = |words: &[String], of: &[String]| {
            words
                .iter()
                .any(|word| !of.iter().any(|known| is_short_of(word, known)))
        };
        lacks(&self.words, &other.words) && lacks(&other.words, &self.words)
    }

    /// How many words and numbers they share.
    pub(super) fn shared(&self, other: &Telling) -> usize {
        let words = self.words.iter().filter(|word| other.words.contains(word));
        let same = |left: &String, right: &String| {
            left.starts_with(right.as_str()) || right.starts_with(left.as_str())
        };
        let numbers = self
            .numbers
            .iter()
            .filter(|number| other.numbers.iter().any(|known| same(number, known)));
        words.count() + numbers.count()
    }
}

/// The letters of a text, in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|letter| letter.is_alphabetic())
        .flat_map(letters::lower_letter)
}

/// The first words of a text that tell something, in lower case.
fn telling(text: &str) -> Vec<String> {
    let lower = letters::lower(text);
    lower
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| word.chars().filter(|letter| letter.is_alphabetic()).count() >= ABBREVIATION)
        .filter(|word| !word.chars().any(|letter| letter.is_ascii_digit()))
        .filter(|word| !AROUND.contains(word))
        .take(FIRST_WORDS)
        .map(|word| word.replace('\'', ""))
        .gather()
}

/// Whether one is the other cut short, or the other without its vowels: `amzn` of `amazon`.
fn is_short_of(left: &str, right: &str) -> bool {
    // Either way they begin alike, and most words do not.
    if left.as_bytes().first() != right.as_bytes().first() {
        return false;
    }
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

/// How far a day that a text prints may lie before its booking: what is further is no day of purchase.
const PRINTED_WITHIN: i32 = 20;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The day of purchase that a text prints, near the day of its row: `ON 03 MAR`, `AUTHORIZED ON 03/31`,
/// `2026-03-31T12:04`.
pub(super) fn printed_day(text: &str, near: Day) -> Option<Day> {
    let year = near.to_date().year();
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .gather();
    let number = |word: &str, digits: usize| {
        (word.len() == digits)
            .then(|| word.parse::<i16>().ok())
            .flatten()
    };
    let mut found: Option<Day> = None;
    let mut take = |year: i16, month: i16, day: i16| {
        let date = i8::try_from(month)
            .ok()
            .zip(i8::try_from(day).ok())
            .and_then(|(month, day)| Date::new(year, month, day));
        let Some(day) = date.map(Day::from_date) else {
            return;
        };
        let apart = |day: Day| (day.0 - near.0).abs();
        if apart(day) <= PRINTED_WITHIN && found.is_none_or(|known| apart(day) < apart(known)) {
            found = Some(day);
        }
    };
    for (n, word) in words.iter().enumerate() {
        let next = words.get(n + 1).copied().unwrap_or_default();
        let after = words.get(n + 2).copied().unwrap_or_default();
        if let (Some(year), Some(month)) = (number(word, 4), number(next, 2)) {
            let day: String = after.chars().take(2).collect();
            if let Some(day) = number(&day, 2) {
                take(year, month, day);
            }
            continue;
        }
        let Some(first) = number(word, 2) else {
            continue;
        };
        let month = next.get(..3).filter(|_| next.len() == 3).and_then(|name| {
            MONTHS
                .iter()
                .position(|known| name.eq_ignore_ascii_case(known))
        });
        // A year that turned between the purchase and its booking is the one before.
        for year in [year, year - 1, year + 1] {
            match (month, number(next, 2)) {
                (Some(month), _) => take(year, month as i16 + 1, first),
                (None, Some(second)) => {
                    take(year, first, second);
                    take(year, second, first);
                }
                _ => {}
            }
        }
    }
    found
}

/// How many telling words two texts share, the town behind the shop included.
pub(super) fn shared_words(left: &str, right: &str) -> usize {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| !letter.is_alphabetic());
        words
            .filter(|word| word.len() > 2)
            .map(letters::lower)
            .gather()
    };
    let right = words(right);
    words(left)
        .iter()
        .filter(|word| right.contains(word))
        .count()
}

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
    fn a_day_that_is_printed_is_found_near_the_booking() {
        let day = |text: &str| Day::from_date(crate::calendar::parse_iso(text).unwrap());
        for text in [
            "CARD PAYMENT TO TESCO ON 30 DEC",
            "PURCHASE AUTHORIZED ON 12/30 TESCO",
            "TESCO 2025-12-30T12:04",
        ] {
            assert_eq!(
                printed_day(text, day("2026-01-02")),
                Some(day("2025-12-30")),
                "{text}"
            );
        }
        assert_eq!(printed_day("STORE 12 31 99", day("2026-06-02")), None);
    }

    #[test]
    fn a_reference_has_digits_and_is_no_date() {
        let found: Vec<String> =
            references("Transfer to SAV ...4417 transaction#: 9016352741 03/12 20260312").collect();
        assert_eq!(found, ["9016352741"]);
    }
}
