//! What a column's header says it holds.

use std::sync::LazyLock;

use crate::money::Currency;
use crate::order::HashMap;
use crate::text::letters;

use super::shipped::shipped;
#[cfg(test)]
use super::words::rows;
use super::words::{each_phrase, has_phrase, normal};

const WRITTEN: &str = include_str!("header_words.tsv");
const WORDS: &str = shipped!(WRITTEN);

/// What a header may stand for; finer than [`Role`](crate::statement::Role), which columns end up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Date,
    PostingDate,
    ValueDate,
    TransactionDate,
    Amount,
    Net,
    OriginalAmount,
    Outflow,
    Inflow,
    Direction,
    Fee,
    Currency,
    OriginalCurrency,
    Balance,
    Descriptor,
    Payee,
    CounterpartyAccount,
    OwnAccount,
    Reference,
    EndToEndId,
    MandateId,
    BankId,
    BankCode,
    BankCategory,
    Mcc,
    Status,
    /// An amount that the bank holds for a row it has not booked.
    Held,
    Ignored,
}

impl Meaning {
    const NAMES: [(&'static str, Meaning); 28] = [
        ("date", Meaning::Date),
        ("posting_date", Meaning::PostingDate),
        ("value_date", Meaning::ValueDate),
        ("transaction_date", Meaning::TransactionDate),
        ("amount", Meaning::Amount),
        ("net", Meaning::Net),
        ("original_amount", Meaning::OriginalAmount),
        ("outflow", Meaning::Outflow),
        ("inflow", Meaning::Inflow),
        ("direction", Meaning::Direction),
        ("fee", Meaning::Fee),
        ("currency", Meaning::Currency),
        ("original_currency", Meaning::OriginalCurrency),
        ("balance", Meaning::Balance),
        ("descriptor", Meaning::Descriptor),
        ("payee", Meaning::Payee),
        ("counterparty_account", Meaning::CounterpartyAccount),
        ("own_account", Meaning::OwnAccount),
        ("reference", Meaning::Reference),
        ("end_to_end_id", Meaning::EndToEndId),
        ("mandate_id", Meaning::MandateId),
        ("bank_id", Meaning::BankId),
        ("bank_code", Meaning::BankCode),
        ("bank_category", Meaning::BankCategory),
        ("mcc", Meaning::Mcc),
        ("status", Meaning::Status),
        ("held", Meaning::Held),
        ("ignored", Meaning::Ignored),
    ];

    /// Whether a column that means it holds dates.
    pub(super) fn is_date(self) -> bool {
        matches!(
            self,
            Meaning::Date | Meaning::PostingDate | Meaning::ValueDate | Meaning::TransactionDate
        )
    }

    /// Whether a column that means it holds what moved.
    pub(super) fn is_amount(self) -> bool {
        matches!(
            self,
            Meaning::Amount | Meaning::Net | Meaning::Outflow | Meaning::Inflow
        )
    }
}

/// A header read: what it may mean, best first, and how sure that is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Meanings that the table lists for the whole header, or for the longest phrase in it.
    pub(super) meanings: Vec<Meaning>,
    /// Whether the whole header is a phrase of the table.
    pub(super) whole: bool,
    /// The currency it names, as in `Betrag (€)`.
    pub(super) currency: Option<Currency>,
}

impl Reading {
    /// Whether it may mean `meaning`.
    #[inline(never)]
    pub(super) fn may_be(&self, meaning: Meaning) -> bool {
        self.meanings.contains(&meaning)
    }

    /// Whether it may mean a column of dates.
    pub(super) fn is_date(&self) -> bool {
        self.meanings.iter().any(|meaning| meaning.is_date())
    }

    /// Whether it may mean a column of what moved.
    pub(super) fn is_amount(&self) -> bool {
        self.meanings.iter().any(|meaning| meaning.is_amount())
    }
}

/// Whether the whole header is a phrase of the table.
pub(super) fn is_listed(header: &str) -> bool {
    header.len() <= MAX_LENGTH && LISTED.meanings.contains_key(normal(header).as_str())
}

/// Reads a header.
pub(super) fn read(header: &str) -> Reading {
    // `CHF` or `CAD$` over a column: the amount in that currency.
    let alone = header.trim().trim_end_matches('$');
    if alone.len() == 3
        && alone.bytes().all(|byte| byte.is_ascii_uppercase())
        && let Some(currency) = Currency::from_code(alone)
    {
        return Reading {
            meanings: vec![Meaning::Amount],
            whole: false,
            currency: Some(currency),
        };
    }
    let (bare, currency) = without_currency(header);
    let text = normal(&bare);
    if text.is_empty() || text.len() > MAX_LENGTH {
        return Reading {
            currency,
            ..Reading::default()
        };
    }
    // `Zahlungspflichtige*r` and `Datum_` lose their marks; `iban_bban` becomes two words.
    if let Some(meanings) = LISTED.meanings.get(text.as_str()) {
        return Reading {
            meanings: meanings.clone(),
            whole: true,
            currency,
        };
    }
    let longest = LISTED
        .phrases
        .iter()
        .filter(|phrase| is_long_enough(phrase) && has_phrase(&text, phrase))
        .max_by_key(|phrase| phrase.len());
    Reading {
        meanings: longest
            .and_then(|phrase| LISTED.meanings.get(phrase))
            .cloned()
            .unwrap_or_default(),
        whole: false,
        currency,
    }
}

/// A header longer than this is a sentence.
const MAX_LENGTH: usize = 80;

/// Short phrases such as `in` or `ut` count only when they are the whole header.
fn is_long_enough(phrase: &str) -> bool {
    phrase.len() > 3
}

/// The header without a currency in brackets or at its end, and that currency.
fn without_currency(header: &str) -> (String, Option<Currency>) {
    let mut currency = None;
    let mut kept = String::with_capacity(header.len());
    for word in header.split([' ', '(', ')', '（', '）', '[', ']', '\u{a0}']) {
        let is_code = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_mark =
            word.chars().count() <= 3 && !word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let named = (is_code || is_mark)
            .then(|| super::words::currency(word))
            .flatten();
        // `Débit euros`: a phrase of the table may have the name in it, so it stays.
        if is_name_of_currency(word) && !kept.is_empty() {
            currency = currency.or_else(|| super::words::currency(&letters::lower(word)));
        }
        if named.is_some() && !kept.is_empty() {
            currency = named;
        } else {
            if !kept.is_empty() {
                kept.push(' ');
            }
            kept.push_str(word);
        }
    }
    (kept, currency)
}

/// Whether a word is a name of the euro, with the ending of its language.
fn is_name_of_currency(word: &str) -> bool {
    (4..=5).contains(&word.len()) && (word.as_bytes()[..4]).eq_ignore_ascii_case(b"euro")
}

/// What the table lists.
#[derive(Default)]
struct Listed {
    /// The meanings of each phrase.
    meanings: HashMap<&'static str, Vec<Meaning>>,
    /// The phrases in the order of the table.
    phrases: Vec<&'static str>,
}

static LISTED: LazyLock<Listed> = LazyLock::new(|| {
    let mut listed = Listed::default();
    each_phrase(WORDS, &mut |name, phrase| {
        listed.phrases.push(phrase);
        if let Some((_, meaning)) = Meaning::NAMES.iter().find(|(known, _)| *known == name) {
            let meanings = listed.meanings.entry(phrase).or_default();
            if !meanings.contains(meaning) {
                meanings.push(*meaning);
            }
        }
    });
    listed
});

#[cfg(test)]
mod tests {
    use super::super::words::LANGUAGES;
    use super::*;

    #[test]
    fn the_table_is_in_the_notation_it_is_compared_in() {
        for line in rows(WRITTEN) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 3, "{line}");
            assert!(
                Meaning::NAMES.iter().any(|(name, _)| *name == columns[0]),
                "{line}"
            );
            for phrase in columns[2].split('|') {
                assert_eq!(normal(phrase), phrase, "{line}");
            }
        }
    }

    #[test]
    fn every_language_has_a_word_for_every_role() {
        for language in LANGUAGES {
            for (name, meaning) in Meaning::NAMES {
                // "date" is any of three, a bank that nets fees or lists holds in a column of their own says so in few
                // languages, and only SEPA has mandates.
                if matches!(
                    meaning,
                    Meaning::Date
                        | Meaning::Net
                        | Meaning::Held
                        | Meaning::Ignored
                        | Meaning::EndToEndId
                        | Meaning::MandateId
                ) {
                    continue;
                }
                let has = |line: &str| line.starts_with(&format!("{name}\t{language}\t"));
                assert!(rows(WRITTEN).any(has), "{language}: {name}");
            }
        }
    }

    #[test]
    fn headers_are_read_whatever_their_dress() {
        for (header, meaning) in [
            ("Betrag (€)", Meaning::Amount),
            ("Beguenstigter/Zahlungspflichtiger", Meaning::Payee),
            ("Zahlungsempfänger*in", Meaning::Payee),
            ("RunningBalance", Meaning::Balance),
            ("transaction_date", Meaning::TransactionDate),
            (" Transaction Amount", Meaning::Amount),
            ("记账金额(支出)", Meaning::Outflow),
            ("Betrag (Fremdwährung)", Meaning::OriginalAmount),
            ("Soll/Haben", Meaning::Direction),
            ("Data do Balancete", Meaning::ValueDate),
        ] {
            assert_eq!(read(header).meanings.first(), Some(&meaning), "{header}");
        }
        assert_eq!(read("Betrag (EUR)").currency, Currency::from_code("EUR"));
        assert_eq!(read("Määrä EUROA").currency, Currency::from_code("EUR"));
        assert_eq!(read("Débit euros").currency, Currency::from_code("EUR"));
        assert_eq!(read("Eurocard").currency, None);
        assert_eq!(read("Price ($)").meanings, [Meaning::Ignored]);
    }
}
