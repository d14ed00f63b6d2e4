//! What single words mean wherever they stand in a table: directions, states, months, currencies.

use std::sync::LazyLock;

use crate::money::Currency;
use crate::order::HashMap;
use crate::text::letters;

use super::shipped::shipped;

const WRITTEN: &str = include_str!("words.tsv");
const WORDS: &str = shipped!(WRITTEN);
/// Marks that stand for a currency, in lower case, with its code of ISO 4217; without one where several share the mark.
///
/// Source: Unicode CLDR 46, currency symbols; Chinese names as Chinese banks print them.
const CURRENCY_MARKS: &str = include_str!("currency_marks.tsv");

/// The longest cell, in bytes, that is looked at for a word, and for a phrase such as the title of a balance; what is
/// longer is a descriptor. The longest phrase of `words.tsv` has 47.
pub(super) const LONGEST_WORD: usize = 40;
pub(super) const LONGEST_PHRASE: usize = 60;

/// Which way money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Into the account.
    In,
    /// Out of the account.
    Out,
}

/// What a status column says of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is on the books.
    Booked,
    /// It is not yet.
    Pending,
    /// It never will be.
    Void,
}

/// A row of the table that is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Summary {
    /// The balance before the first entry.
    Opening,
    /// The balance after the last.
    Closing,
    /// A sum.
    Total,
    /// A sum whose row has a date, as entries have.
    Turnover,
}

/// Lower case, every run of marks and blanks one blank.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for letter in text.chars() {
        if matches!(letter, 'ı' | 'İ') {
            // Turkish has an i with and one without a dot; capitals of either are written by programs of any language.
            out.push('i');
        } else if letter.is_alphanumeric() {
            if letter.is_uppercase() && before.is_lowercase() {
                out.push(' ');
            }
            out.extend(letters::lower_letter(letter));
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        before = letter;
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether `phrase` stands in `text` as whole words; both normal.
pub(super) fn has_phrase(text: &str, phrase: &str) -> bool {
    let is_wide = phrase
        .chars()
        .next()
        .is_some_and(|first| first >= '\u{2E80}');
    if is_wide {
        return text.contains(phrase);
    }
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + phrase.len()..].chars().next();
        before.is_none_or(|letter| letter == ' ') && behind.is_none_or(|letter| letter == ' ')
    })
}

/// The direction a cell names, whole.
pub(super) fn direction(cell: &str) -> Option<Direction> {
    let cell = cell.trim();
    if cell.len() > LONGEST_WORD {
        return None;
    }
    match cell {
        "+" => return Some(Direction::In),
        "-" => return Some(Direction::Out),
        _ => {}
    }
    let text = normal(cell);
    let listed = [("in", Direction::In), ("out", Direction::Out)];
    listed_as(&text, &listed)
}

/// The state a cell names, whole or as its words.
pub(super) fn state(cell: &str) -> Option<State> {
    if cell.len() > LONGEST_PHRASE {
        return None;
    }
    let text = normal(cell);
    let listed = [
        ("void", State::Void),
        ("pending", State::Pending),
        ("booked", State::Booked),
    ];
    listed_as(&text, &listed)
}

/// Which way a descriptor says the money went beyond doubt.
pub(super) fn told_by(descriptor: &str) -> Option<Direction> {
    let text = normal(descriptor);
    if has_any("came", &text) {
        Some(Direction::In)
    } else if has_any("went", &text) {
        Some(Direction::Out)
    } else {
        None
    }
}

/// What a descriptor sums up, where it is such a phrase and nothing more but figures.
pub(super) fn summary(descriptor: &str) -> Option<Summary> {
    if descriptor.len() > LONGEST_PHRASE {
        return None;
    }
    let text = normal(descriptor);
    let words = text.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    if words.is_empty() {
        return None;
    }
    let listed = [
        ("opening", Summary::Opening),
        ("closing", Summary::Closing),
        ("total", Summary::Total),
        ("turnover", Summary::Turnover),
    ];
    listed_as(words, &listed)
}

/// Whether a header is nothing but a word for a card.
pub(super) fn is_card_column(header: &str) -> bool {
    is_listed("card_column", &normal(header))
}

/// Whether a header is nothing but a word for what a bank sells.
pub(super) fn is_product_column(header: &str) -> bool {
    is_listed("product_column", &normal(header))
}

/// Whether [`summary`] is worth asking: the first letters are those of one of its phrases.
pub(super) fn may_be_summary(descriptor: &str) -> bool {
    LISTED.begins.contains_key(&beginning(descriptor))
}

/// The first four bytes, marks and blanks as 0, and 0 after the end.
fn beginning(text: &str) -> [u8; 4] {
    let mut begin = [0; 4];
    for (kept, byte) in begin.iter_mut().zip(text.bytes()) {
        *kept = if byte.is_ascii_alphanumeric() || byte >= 0x80 {
            byte.to_ascii_lowercase()
        } else {
            0
        };
    }
    begin
}

/// Whether a text (a header, a line before the table) has a phrase of a kind such as `card`.
pub(super) fn says(kind: &str, text: &str) -> bool {
    has_any(kind, &normal(text))
}

/// Whether a normal text has a phrase of a kind.
fn has_any(kind: &str, text: &str) -> bool {
    let phrases = LISTED.phrases.get(kind).map_or(&[][..], Vec::as_slice);
    phrases.iter().any(|phrase| has_phrase(text, phrase))
}

/// The month a word names, 1 to 12.
pub(super) fn month(word: &str) -> Option<u16> {
    let word = normal(word);
    let mut kinds = kinds_of(&word).iter();
    kinds.find_map(|kind| kind.strip_prefix("month")?.parse().ok())
}

/// The year before the first of the era that a word names.
pub(super) fn era(word: &str) -> Option<u16> {
    let mut kinds = kinds_of(&normal(word)).iter();
    kinds.find_map(|kind| kind.strip_prefix("era")?.parse().ok())
}

/// Whether a word is a weekday's name.
pub(super) fn is_weekday(word: &str) -> bool {
    is_listed("weekday", &normal(word))
}

/// The currency a code, mark or name stands for.
pub(super) fn currency(word: &str) -> Option<Currency> {
    Currency::from_code(word).or_else(|| Currency::from_code(currency_mark(word)?))
}

/// Whether a word is a mark of one or of several currencies.
pub(super) fn is_currency_mark(word: &str) -> bool {
    currency_mark(word).is_some()
}

fn currency_mark(word: &str) -> Option<&'static str> {
    let codes = LISTED.marks.get(letters::lower(word).as_str())?;
    codes.first().copied()
}

fn is_listed(kind: &str, text: &str) -> bool {
    kinds_of(text).contains(&kind)
}

/// What the first of some kinds stands for that a text is listed as.
fn listed_as<T: Copy>(text: &str, listed: &[(&str, T)]) -> Option<T> {
    let kinds = kinds_of(text);
    let found = listed.iter().find(|(kind, _)| kinds.contains(kind));
    found.map(|(_, meaning)| *meaning)
}

/// The kinds that a text is listed as.
fn kinds_of(text: &str) -> &'static [&'static str] {
    LISTED.kinds.get(text).map_or(&[], Vec::as_slice)
}

/// What the tables list.
#[derive(Default)]
struct Listed {
    /// The kinds of each phrase.
    kinds: HashMap<&'static str, Vec<&'static str>>,
    /// The phrases of each kind.
    phrases: HashMap<&'static str, Vec<&'static str>>,
    /// The first letters of what a row says that sums up others.
    begins: HashMap<[u8; 4], ()>,
    /// The code of each mark, in lower case.
    marks: HashMap<&'static str, Vec<&'static str>>,
}

static LISTED: LazyLock<Listed> = LazyLock::new(|| {
    let mut listed = Listed::default();
    each_phrase(WORDS, &mut |kind, phrase| {
        listed.kinds.entry(phrase).or_default().push(kind);
        listed.phrases.entry(kind).or_default().push(phrase);
        if matches!(kind, "opening" | "closing" | "total" | "turnover") {
            listed.begins.insert(beginning(phrase), ());
        }
    });
    each_phrase(CURRENCY_MARKS, &mut |mark, code| {
        listed.marks.entry(mark).or_default().push(code);
    });
    listed
});

/// Goes through the phrases of a table as it ships, each with its kind.
pub(super) fn each_phrase(table: &'static str, take: &mut dyn FnMut(&'static str, &'static str)) {
    for line in table.lines() {
        if let Some((kind, phrases)) = line.split_once('\t') {
            for phrase in phrases.split('|') {
                take(kind, phrase);
            }
        }
    }
}

/// The lines of a table as it is written that are no remarks.
#[cfg(test)]
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|line| !line.starts_with("# ") && !line.is_empty())
}

/// The languages that the tables are complete in.
#[cfg(test)]
pub(super) const LANGUAGES: [&str; 18] = [
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "no", "da", "fi", "cs", "hu", "tr", "ru",
    "zh", "ja",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_word_of_every_kind() {
        let kinds = [
            "in", "out", "came", "went", "pending", "void", "booked", "opening", "closing",
            "total", "turnover", "card", "savings", "current",
        ];
        for language in LANGUAGES {
            for kind in kinds {
                let has = |line: &str| line.starts_with(&format!("{kind}\t{language}\t"));
                assert!(rows(WRITTEN).any(has), "{language}: {kind}");
            }
        }
    }

    #[test]
    fn the_table_is_in_the_notation_it_is_compared_in() {
        for line in rows(WRITTEN) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 3, "{line}");
            for phrase in columns[2]
                .split('|')
                .filter(|phrase| !matches!(*phrase, "+" | "-"))
            {
                assert_eq!(normal(phrase), phrase, "{line}");
            }
            // Columns are told without looking for words in what has a digit.
            assert!(
                !columns[2].contains(|letter: char| letter.is_ascii_digit()),
                "{line}"
            );
        }
        for line in rows(CURRENCY_MARKS) {
            let (mark, code) = line.split_once('\t').unwrap();
            assert_eq!(letters::lower(mark), mark, "{line}");
            assert!(
                !mark.contains(|letter: char| letter.is_ascii_digit()),
                "{line}"
            );
            assert!(
                code.is_empty() || Currency::from_code(code).is_some(),
                "{line}"
            );
        }
    }

    #[test]
    fn words_are_understood_whole() {
        assert_eq!(direction("Af"), Some(Direction::Out));
        assert_eq!(direction("Haben"), Some(Direction::In));
        assert_eq!(direction("Affe"), None);
        assert_eq!(summary("Saldo Anterior"), Some(Summary::Opening));
        assert_eq!(summary("TOTAL STATION 4411"), None);
        assert_eq!(summary("Total: 12.50"), Some(Summary::Total));
        assert_eq!(told_by("（退款）示例商户B"), Some(Direction::In));
        assert_eq!(state("Umsatz vorgemerkt"), Some(State::Pending));
        assert_eq!(month("März"), Some(3));
        assert_eq!(month("KASIM"), Some(11));
        assert_eq!(summary("DEVİR BAKİYESİ"), Some(Summary::Opening));
        assert_eq!(currency("人民币"), Currency::from_code("CNY"));
    }
}
