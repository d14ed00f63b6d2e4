//! What an entry was for: the text of `:86:` in each of its forms.
//!
//! ```text
//! 105?00CARD?20SVWZ+ORDER 4711?32GREEN GROCER    name "GREEN GROCER", purpose "ORDER 4711"
//! /NAME/GREEN GROCER/REMI/ORDER 4711             the same
//! GREEN GROCER ORDER 4711                        purpose "GREEN GROCER ORDER 4711"
//! ```

use crate::money::{Amount, Currency};
use crate::statement::csv::fold;

use super::balance::{read_amount, split_code};
use super::word::{Meaning, Notation, begins_with_word, has_slash_words, pieces};

/// What an entry says of itself; empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Details {
    /// What the payment is for, or all there is.
    pub(super) purpose: String,
    /// The other party's name.
    pub(super) name: String,
    /// The other party's account.
    pub(super) account: String,
    /// The end-to-end reference.
    pub(super) end_to_end: String,
    /// A reference of one of the parties.
    pub(super) reference: String,
    /// The mandate of a direct debit.
    pub(super) mandate: String,
    /// The kind of transaction in words, else its number.
    pub(super) kind: String,
    /// The amount of the order, where the text gives it.
    pub(super) original: Option<(Currency, Amount)>,
}

/// Characters of a line that is full and goes on in the middle of a word.
///
/// Source: MT940, field 86: `6*65x`.
const LINE: usize = 65;
/// Characters of a subfield that is full. Source: DFÜ-Abkommen, Anlage 3, 8.2.1.
const SUBFIELD: usize = 27;

impl Details {
    /// Reads the text of `:86:`.
    pub(super) fn read(text: &str) -> Details {
        let mut details = Details::default();
        if let Some(mark) = mark_of(text) {
            details.take_subfields(&joined(text, 0), mark);
        } else {
            let first = text.trim_start();
            if has_slash_words(first) {
                // Rabobank's lines are a character shorter.
                details.take_words(&joined(first, LINE - 1), Notation::Slash);
            } else {
                let whole = joined(first, LINE);
                if whole.contains("SVWZ+") {
                    details.take_words(&whole, Notation::Plus);
                } else {
                    details.take_words(&whole, Notation::Colon);
                    details.purpose.clear();
                }
            }
            if details.purpose.is_empty() {
                fold(&joined(first, LINE), false, &mut details.purpose);
            }
        }
        details.original = original(text);
        details
    }

    /// Reads the lines of `:NS:`, each with two digits that say what it is.
    ///
    /// Source: the MultiCash description of the field: 01 to 14 purpose, 15 and 16 name, 17 kind, 34 account.
    pub(super) fn read_lines(text: &str) -> Details {
        let mut details = Details::default();
        for line in text.lines() {
            let line = line.trim_start_matches(super::field::is_blank);
            let number = line.get(..2).and_then(|digits| digits.parse::<u8>().ok());
            let (Some(number), Some(text)) = (number, line.get(2..)) else {
                continue;
            };
            let into = match number {
                1..=14 => &mut details.purpose,
                15 | 16 => &mut details.name,
                17 => &mut details.kind,
                34 => &mut details.account,
                _ => continue,
            };
            fold(text, false, into);
        }
        details
    }

    /// `?00` to `?63` behind the number of the kind of transaction.
    fn take_subfields(&mut self, text: &str, mark: u8) {
        let mut purpose = Joined::default();
        let mut name = Joined::default();
        let mut accounts = [""; 2];
        let (mut begin, mut code) = (0, None);
        let bytes = text.as_bytes();
        for at in 0..=bytes.len() {
            let next = match bytes.get(at) {
                Some(byte) if *byte == mark => subfield_code(&bytes[at + 1..]),
                Some(_) => None,
                None => Some(0),
            };
            let Some(next) = next else {
                continue;
            };
            let piece = text.get(begin..at).unwrap_or_default();
            match code {
                None | Some(0) if !piece.trim().is_empty() => {
                    self.kind.clear();
                    fold(piece, false, &mut self.kind);
                }
                Some(20..=29 | 60..=63) => purpose.push(piece),
                Some(32 | 33) => name.push(piece),
                Some(31) => accounts[1] = piece,
                Some(38) => accounts[0] = piece,
                _ => {}
            }
            code = Some(next);
            begin = at + 3;
        }
        fold(&name.text, false, &mut self.name);
        self.take_words(&purpose.text, Notation::Plus);
        for account in accounts {
            if !account.trim().is_empty() {
                self.account.clear();
                fold(account, false, &mut self.account);
                break;
            }
        }
    }

    /// Takes what stands behind each code word; the first one of a kind counts, but for the purpose.
    fn take_words(&mut self, text: &str, notation: Notation) {
        for (meaning, piece) in pieces(text, notation) {
            let piece = match notation {
                Notation::Slash => {
                    piece.trim_matches(|letter: char| letter == '/' || letter.is_whitespace())
                }
                _ => piece.trim(),
            };
            let into = match meaning {
                Meaning::Purpose => {
                    let purpose = piece.strip_prefix("USTD//").unwrap_or(piece);
                    fold(purpose, false, &mut self.purpose);
                    continue;
                }
                Meaning::Counterparty => {
                    let mut parts = piece.split('/');
                    let account = parts.next().unwrap_or_default();
                    first(account, &mut self.account);
                    first(parts.nth(1).unwrap_or_default(), &mut self.name);
                    continue;
                }
                Meaning::Account => {
                    // What follows an account in free text is no part of it.
                    let account = piece.split([' ', '/']).next().unwrap_or_default();
                    first(account, &mut self.account);
                    continue;
                }
                Meaning::Name => &mut self.name,
                Meaning::EndToEnd => &mut self.end_to_end,
                Meaning::Reference => &mut self.reference,
                Meaning::Mandate => &mut self.mandate,
                Meaning::Kind => &mut self.kind,
                Meaning::Other => continue,
            };
            if !piece.eq_ignore_ascii_case("NOTPROVIDED") {
                first(piece, into);
            }
        }
    }
}

/// Keeps a text where there is none yet.
fn first(text: &str, into: &mut String) {
    if into.is_empty() {
        fold(text, false, into);
    }
}

/// Subfields of one text, each full one going on in the next.
#[derive(Default)]
struct Joined {
    text: String,
    is_full: bool,
}

impl Joined {
    fn push(&mut self, piece: &str) {
        // A code word begins a text of its own, even behind a full subfield.
        if !self.text.is_empty() && (!self.is_full || begins_with_word(piece)) {
            self.text.push(' ');
        }
        self.text.push_str(piece);
        self.is_full = piece.chars().count() >= SUBFIELD;
    }
}

/// The mark before each subfield: what stands behind the three digits of the kind of transaction.
///
/// Source: DFÜ-Abkommen, Anlage 3, 8.2.1: any character, `?` with most banks; Triodos has `>`.
fn mark_of(text: &str) -> Option<u8> {
    let bytes = text.trim_start().as_bytes();
    let behind = match bytes {
        [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', rest @ ..] => rest,
        rest => rest,
    };
    let [mark, rest @ ..] = behind else {
        return None;
    };
    let has_number = behind.len() < bytes.len();
    let is_mark = mark.is_ascii_punctuation() && !matches!(mark, b'/' | b'.' | b',' | b'-' | b':');
    let is_subfield = subfield_code(rest).is_some();
    (is_mark && is_subfield && (has_number || *mark == b'?')).then_some(*mark)
}

/// The number of a subfield, by the two digits behind its mark.
fn subfield_code(behind: &[u8]) -> Option<u8> {
    let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] = behind else {
        return None;
    };
    let code = (tens - b'0') * 10 + (ones - b'0');
    matches!(code, 0 | 10 | 20..=39 | 60..=79).then_some(code)
}

/// The lines of a text as one: a line of so many characters goes on in the next, others end in a blank.
fn joined(text: &str, full: usize) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut is_full = true;
    for line in text.split(['\n', '\r']) {
        if line.is_empty() {
            continue;
        }
        if !is_full {
            whole.push(' ');
        }
        whole.push_str(line);
        is_full = line.chars().count() >= full;
    }
    whole
}

/// The amount of the order: `/OCMT/EUR11,85/`.
pub(super) fn original(text: &str) -> Option<(Currency, Amount)> {
    let (_, rest) = text.split_once("/OCMT/")?;
    let (code, rest) = split_code(rest.trim_start())?;
    let end = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        .count();
    let amount = read_amount(rest.get(..end)?).ok()?;
    Some((Currency::from_code(code)?, amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subfields_are_joined_where_they_are_full() {
        let text = "105?00Basislastschrift?10931?20EREF+1046450041914\r\n\
            ?21KREF+2025112686347345587700?22000000001754\r\n\
            ?23MREF+5VYJ2258F7ZQG?26SVWZ+1046450041914/. eBay S?27.a r.l., Ihr Einkauf bei eB\r\n\
            ?28ay S.a r.l., EREF: 10464?30PPLXLUL2?31LU89751000135104200E\
            ?32PayPal Europe S.a.r.l. et C?33ie S.C.A?34992?60 MREF: X";
        let details = Details::read(text);
        assert_eq!(details.kind, "Basislastschrift");
        assert_eq!(details.name, "PayPal Europe S.a.r.l. et Cie S.C.A");
        assert_eq!(details.account, "LU89751000135104200E");
        assert_eq!(details.end_to_end, "1046450041914");
        assert_eq!(details.reference, "2025112686347345587700000000001754");
        assert_eq!(details.mandate, "5VYJ2258F7ZQG");
        assert_eq!(
            details.purpose,
            "1046450041914/. eBay S.a r.l., Ihr Einkauf bei eBay S.a r.l.,"
        );
    }

    #[test]
    fn any_mark_sets_off_subfields() {
        let details = Details::read("000>100133967858\n>20 HUUR>21 KANTOOR - FEB 2010\n");
        assert_eq!(details.purpose, "HUUR KANTOOR - FEB 2010");
        assert_eq!(details.kind, "000");
        let question = Details::read("WHAT?20 EUROS");
        assert_eq!(question.purpose, "WHAT?20 EUROS");
    }

    #[test]
    fn words_in_slashes_are_told_apart() {
        let details = Details::read(
            "/TRTP/SEPA OVERBOEKING/CNTP/NL32INGB0000012345/INGBNL2A/ING BANK N.V.///\
             REMI/USTD//FACTUUR 1/EREF/NOTPROVIDED/MARF/M7",
        );
        assert_eq!(details.name, "ING BANK N.V.");
        assert_eq!(details.account, "NL32INGB0000012345");
        assert_eq!(details.purpose, "FACTUUR 1");
        assert_eq!(
            (details.end_to_end.as_str(), details.mandate.as_str()),
            ("", "M7")
        );
        assert_eq!(details.kind, "SEPA OVERBOEKING");
    }

    #[test]
    fn free_text_is_kept_whole() {
        let details = Details::read("REK: NL65INGB0123456789/NAAM: PICQER\nFACTUUR  2");
        assert_eq!(
            details.purpose,
            "REK: NL65INGB0123456789/NAAM: PICQER FACTUUR 2"
        );
        assert_eq!(details.account, "NL65INGB0123456789");
        let order = Details::read("/OCMT/USD2853,12/\r\nPAYMENT OF INVOICES");
        assert_eq!(order.purpose, "/OCMT/USD2853,12/ PAYMENT OF INVOICES");
        let (currency, amount) = order.original.unwrap();
        assert_eq!(
            (currency.code(), amount.to_string().as_str()),
            ("USD", "2853.12")
        );
    }
}
