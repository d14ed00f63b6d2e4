//! Lone descriptors to merchants and categories, without a book: for scripts and for measuring.

use crate::category::{Categoriser, Evidence, Reason};
use crate::merchant::Reader;
use crate::money::Amount;
use crate::order::Gather as _;
use crate::statement::Mcc;

/// Names and categorises descriptors, one at a time.
#[derive(Default)]
pub struct Labeller {
    reader: Reader,
    categoriser: Categoriser,
}

impl Labeller {
    /// A labeller with the tables read.
    pub fn new() -> Labeller {
        Labeller::default()
    }

    /// One line for one line: in, descriptor, signed amount, MCC, country; out, merchant, category,
    /// confidence, reason, best guesses joined by `|`. Tabs between; all but the descriptor may be empty.
    ///
    /// ```
    /// let line = farthing::session::Labeller::new().line("TESCO STORES 6148\t-12.50\t5411\tGB");
    /// assert_eq!(line.split('\t').count(), 5);
    /// ```
    pub fn line(&self, line: &str) -> String {
        let mut cells = line.split('\t').map(str::trim);
        let descriptor = cells.next().unwrap_or_default();
        let amount = cells.next().and_then(Amount::parse_plain);
        let mcc = cells.next().and_then(Mcc::parse);
        let country = cells.next().filter(|country| !country.is_empty());
        let naming = self.reader.naming_of(descriptor, country);
        let assignment = self.categoriser.assign(&Evidence {
            naming: &naming,
            // A line without an amount is most likely money spent.
            outflow: amount.is_none_or(Amount::is_negative),
            mcc,
            bank_category: None,
            bank_code: None,
            account: None,
        });
        let guesses: Vec<_> = assignment
            .guesses
            .iter()
            .map(|(guess, _)| guess.code())
            .gather();
        let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        format!(
            "{}\t{}\t{}\t{}\t{}",
            plain(naming.merchant.as_deref().unwrap_or_default()),
            assignment.category.map_or("", |category| category.code()),
            assignment.confidence,
            plain(&reason_words(&assignment.reason)),
            guesses.join("|"),
        )
    }
}

/// The reason as `kind` or `kind: detail`.
fn reason_words(reason: &Reason) -> String {
    match reason {
        Reason::Rule(rule) => format!("rule: {rule}"),
        Reason::Correction => "correction".to_owned(),
        Reason::Learned { descriptor, .. } => format!("learned: {descriptor}"),
        Reason::Phrase(words) => format!("phrase: {words}"),
        Reason::Brand(name) => format!("brand: {name}"),
        Reason::Mcc(mcc) => format!("mcc: {mcc}"),
        Reason::BankCategory(name) => format!("bankCategory: {name}"),
        Reason::Word(word) => format!("word: {word}"),
        Reason::Nothing => "nothing".to_owned(),
    }
}
