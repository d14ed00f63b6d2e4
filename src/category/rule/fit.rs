//! What a rule asks of a row, and whether a row is that.

use crate::ledger::TransactionId;
use crate::money::Amount;

use super::Rule;

/// What a row has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum When {
    Merchant(Box<str>),
    Text { words: Box<str>, open: bool },
    Amount(Option<Amount>, Option<Amount>),
    Account(Box<str>),
    Out(bool),
    Row(TransactionId),
}

/// What rules ask of a row, but for its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowFacts<'a> {
    pub(crate) amount: Amount,
    /// The account's name and number, folded.
    pub(crate) account: (&'a str, &'a str),
    /// The merchant's name as the engine has it and as it is shown, folded.
    pub(crate) names: [&'a str; 2],
}

impl Rule {
    /// Whether a descriptor's words, folded and with a blank at both ends, are those it asks for.
    pub(crate) fn takes_words(&self, padded: &str) -> bool {
        self.when.iter().all(|when| match when {
            When::Text { words, open } => {
                let fits = |at: usize| *open || padded[at + words.len()..].starts_with(' ');
                let mut found = padded.match_indices(&**words);
                found.any(|(at, _)| padded[..at].ends_with(' ') && fits(at))
            }
            _ => true,
        })
    }

    /// Whether it asks for one of these merchants, or for none.
    pub(crate) fn takes_merchant<'a>(&self, mut names: impl Iterator<Item = &'a str>) -> bool {
        self.when.iter().all(|when| match when {
            When::Merchant(name) => names.any(|shown| shown == &**name),
            _ => true,
        })
    }

    /// Whether a row is what it asks for, its words and the row itself being looked at already.
    pub(crate) fn takes(&self, row: &RowFacts<'_>) -> bool {
        self.when.iter().all(|when| match when {
            When::Merchant(name) => row.names.contains(&&**name),
            When::Amount(least, most) => {
                let amount = row.amount.abs();
                least.is_none_or(|least| amount >= least) && most.is_none_or(|most| amount <= most)
            }
            When::Account(name) => &**name == row.account.0 || &**name == row.account.1,
            When::Out(out) => *out == row.amount.is_negative(),
            When::Text { .. } | When::Row(_) => true,
        })
    }
}
