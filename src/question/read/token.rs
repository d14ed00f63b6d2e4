//! The words of a question: lower case, without accents, plural and possessive endings; numbers and dates as such.
//!
//! `How much at Sainsbury’s since 03/02?` has the words `how much at sainsbury since`, then a date by its parts.

use rust_decimal::Decimal;

use crate::calendar::{Date, parse_iso};
use crate::money::{Currency, Exact};
use crate::order::Gather as _;
use crate::text::letters;

/// A word, number or date of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Folded for comparing; empty for what is no word.
    pub(crate) text: String,
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it begins in the question, in bytes.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters.
    Word,
    /// `200`, `47.99`, `1,000`, `2k`; whether it stands for a place (`3rd`).
    Number { value: Decimal, ordinal: bool },
    /// A date with its year first.
    Date(Date),
    /// `03/02` or `03/02/2026`: which is the day is the locale's.
    Parts(i16, i16, Option<i16>),
    /// `£`, `$`, `€`.
    Currency(Option<Currency>),
}

impl Token {
    /// The number, if it is one that counts something.
    pub(crate) fn number(&self) -> Option<Decimal> {
        match self.kind {
            Kind::Number { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Whether it is this word.
    #[inline(never)]
    pub(crate) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    /// Whether it is one of these words, which have a blank between them: lists of words would weigh more.
    #[inline(never)]
    pub(crate) fn is_any(&self, words: &str) -> bool {
        self.kind == Kind::Word && words.split(' ').any(|word| word == self.text)
    }
}

/// The tokens of a question, in order; marks between them are left out.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some(&(start, letter)) = letters.peek() {
        if letter.is_ascii_digit() {
            let end = end_of_number(text, start);
            while letters.next_if(|(at, _)| *at < end).is_some() {}
            let word_end = end_of_word(text, end);
            let suffix = text.get(end..word_end).unwrap_or_default();
            let used = push_number(&mut tokens, text, start, end, suffix);
            while letters.next_if(|(at, _)| *at < used).is_some() {}
        } else if letter.is_alphanumeric() {
            let end = end_of_word(text, start);
            while letters.next_if(|(at, _)| *at < end).is_some() {}
            let folded = folded(text.get(start..end).unwrap_or_default());
            if !folded.is_empty() {
                tokens.push(Token {
                    text: folded,
                    kind: Kind::Word,
                    start,
                    end,
                });
            }
        } else {
            letters.next();
            if letter == '%' {
                tokens.push(Token {
                    text: "percent".to_owned(),
                    kind: Kind::Word,
                    start,
                    end: start + 1,
                });
            }
            if let Some(currency) = currency_of(letter) {
                tokens.push(Token {
                    text: String::new(),
                    kind: Kind::Currency(currency),
                    start,
                    end: start + letter.len_utf8(),
                });
            }
        }
    }
    tokens
}

/// A word as it is compared: lower case, no accents, no possessive, singular.
pub(crate) fn folded(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars().filter(|letter| !is_invisible(*letter)) {
        match letter {
            '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}' => plain.push('\''),
            _ => letters::lower_letter(letter).for_each(|lower| push_plain(&mut plain, lower)),
        }
    }
    let owned = plain.strip_suffix("'s").unwrap_or(&plain);
    singular(&owned.replace('\'', ""))
}

/// The words of a name, compared as the words of a question are.
pub(crate) fn words_of(name: &str) -> Vec<String> {
    tokens(name)
        .into_iter()
        .map(|token| match token.kind {
            Kind::Word => token.text,
            _ => letters::lower(name.get(token.start..token.end).unwrap_or_default()),
        })
        .filter(|word| !word.is_empty())
        .gather()
}

/// The fewest letters of a plural: `gas`, `bus` and `yes` are none.
const SHORTEST_PLURAL: usize = 4;

fn singular(word: &str) -> String {
    if word.len() < SHORTEST_PLURAL || !word.is_ascii() {
        return word.to_owned();
    }
    for (ending, instead) in [
        ("ies", "y"),
        ("ie", "y"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("sses", "ss"),
    ] {
        if let Some(stem) = word.strip_suffix(ending) {
            return [stem, instead].concat();
        }
    }
    let kept = ["ss", "us", "is"]
        .iter()
        .any(|ending| word.ends_with(ending));
    match word.strip_suffix('s') {
        Some(stem) if !kept => stem.to_owned(),
        _ => word.to_owned(),
    }
}

fn push_plain(out: &mut String, letter: char) {
    let plain = match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        // Marks that stand on the letter before.
        '\u{0300}'..='\u{036f}' => return,
        'ß' => {
            out.push('s');
            's'
        }
        other => other,
    };
    out.push(plain);
}

/// Marks of direction and width, which are nothing to read.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn end_of_word(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let inner = matches!(letter, '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}')
            && next.is_some_and(char::is_alphanumeric);
        let mark = is_invisible(letter) || ('\u{0300}'..='\u{036f}').contains(&letter);
        if letter.is_alphanumeric() || inner || mark {
            end = at + letter.len_utf8();
        } else {
            break;
        }
    }
    start + end
}

/// Digits with marks between digits.
fn end_of_number(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while let Some(byte) = bytes.get(end) {
        let inner = matches!(byte, b'.' | b',' | b'/' | b'-')
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !byte.is_ascii_digit() && !inner {
            break;
        }
        end += 1;
    }
    end
}

/// Adds what a run of digits is; gives where reading goes on.
fn push_number(
    tokens: &mut Vec<Token>,
    text: &str,
    start: usize,
    end: usize,
    suffix: &str,
) -> usize {
    let digits = text.get(start..end).unwrap_or_default();
    let mut push = |kind, text: &str, end| {
        tokens.push(Token {
            text: text.to_owned(),
            kind,
            start,
            end,
        });
    };
    if let Some(date) = parse_iso(digits) {
        push(Kind::Date(date), "", end);
        return end;
    }
    if let Some((first, second, year)) = parts_of(digits) {
        push(Kind::Parts(first, second, year), "", end);
        return end;
    }
    if let Some((from, to)) = digits.split_once('-') {
        // `1-5 March`
        if let (Some(from), Some(to)) = (plain_number(from), plain_number(to)) {
            let ordinal = false;
            push(
                Kind::Number {
                    value: from,
                    ordinal,
                },
                "",
                end,
            );
            push(Kind::Word, "to", end);
            push(Kind::Number { value: to, ordinal }, "", end);
        }
        return end;
    }
    let Some(value) = plain_number(digits) else {
        return end;
    };
    let lower = letters::lower(suffix);
    let (value, ordinal, used) = match lower.as_str() {
        "st" | "nd" | "rd" | "th" => (value, true, end + suffix.len()),
        "k" => (
            value.near_times(Decimal::ONE_THOUSAND),
            false,
            end + suffix.len(),
        ),
        _ => (value, false, end),
    };
    push(Kind::Number { value, ordinal }, "", used);
    used
}

/// `3/2`, `03.02.2026`, `3-2-26`: three parts, or two with a slash.
fn parts_of(digits: &str) -> Option<(i16, i16, Option<i16>)> {
    let mark = digits.chars().find(|letter| !letter.is_ascii_digit())?;
    let parts: Vec<&str> = digits.split(mark).gather();
    let short = |part: &&str| (1..=2).contains(&part.len());
    match parts.as_slice() {
        [first, second] if mark == '/' && short(first) && short(second) => {
            Some((first.parse().ok()?, second.parse().ok()?, None))
        }
        [first, second, year]
            if mark != ',' && short(first) && short(second) && matches!(year.len(), 2 | 4) =>
        {
            let year: i16 = year.parse().ok()?;
            // Two digits are of this century: nobody has statements of 1926.
            let year = if year < 100 { year + 2000 } else { year };
            Some((first.parse().ok()?, second.parse().ok()?, Some(year)))
        }
        _ => None,
    }
}

/// A number with a decimal point or comma, and thousands marks.
fn plain_number(digits: &str) -> Option<Decimal> {
    let last = digits.rfind(['.', ',']);
    let decimals = last.map(|at| digits.len() - at - 1);
    let same_marks =
        digits.matches(['.', ',']).count() > 1 && !(digits.contains('.') && digits.contains(','));
    let mut plain = String::new();
    for (at, letter) in digits.char_indices() {
        match letter {
            '0'..='9' => plain.push(letter),
            // Three digits after a mark are thousands, but for a number such as `0.125`.
            _ if Some(at) == last && decimals != Some(3) && !same_marks => plain.push('.'),
            '.' | ',' => {}
            _ => return None,
        }
    }
    Decimal::from_str_exact(&plain).ok()
}

fn currency_of(letter: char) -> Option<Option<Currency>> {
    Some(match letter {
        '£' => Currency::from_code("GBP"),
        '€' => Currency::from_code("EUR"),
        '¥' => Currency::from_code("JPY"),
        '₹' => Currency::from_code("INR"),
        // Of many countries: the sign names no currency.
        '$' => None,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn endings_are_folded_alike() {
        assert_eq!(words("What's Sainsbury’s?"), ["what", "sainsbury"]);
        assert_eq!(
            words("sainsburys groceries movies"),
            ["sainsbury", "grocery", "movy"]
        );
        assert_eq!(words("that wasn't taxes"), ["that", "wasnt", "tax"]);
        assert_eq!(
            words("CAFÉ gro\u{200b}ceries \u{202e}"),
            ["cafe", "grocery"]
        );
    }

    #[test]
    fn numbers_and_dates_are_read() {
        let kinds: Vec<_> = tokens("£1,234.50 2k 3rd 2026-03-02 3/4 03.04.26 1-5")
            .into_iter()
            .map(|token| token.kind)
            .collect();
        let number = |text: &str, ordinal| Kind::Number {
            value: Decimal::from_str_exact(text).unwrap(),
            ordinal,
        };
        assert_eq!(
            kinds,
            [
                Kind::Currency(Currency::from_code("GBP")),
                number("1234.50", false),
                number("2000", false),
                number("3", true),
                Kind::Date(parse_iso("2026-03-02").unwrap()),
                Kind::Parts(3, 4, None),
                Kind::Parts(3, 4, Some(2026)),
                number("1", false),
                Kind::Word,
                number("5", false),
            ]
        );
    }
}
