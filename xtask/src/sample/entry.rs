//! One entry of a statement, and the table of those that happened once.

use crate::step::Outcome;
use jiff::civil::Date;

/// Whose statement an entry stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Account {
    /// The current account.
    Everyday,
    /// The credit card.
    Card,
    /// The savings account.
    Saver,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) day: Date,
    pub(super) account: Account,
    /// What the bank calls this kind of entry; empty on the card, which has codes of its own.
    pub(super) kind: String,
    pub(super) descriptor: String,
    /// The merchant category code, four digits, or empty.
    pub(super) mcc: String,
    /// Negative leaves the account.
    pub(super) amount_minor: i64,
    /// What was paid in another currency, as `9.30 EUR`, or empty.
    pub(super) original: String,
}

impl Entry {
    /// Whether the bank has yet to book it.
    pub(super) fn is_pending(&self) -> bool {
        self.kind == "Pending"
    }

    /// What was paid abroad: pounds for one of the other currency, to six places, and that currency.
    pub(super) fn rate(&self) -> Option<(String, &str)> {
        let (original, currency) = self.original.split_once(' ')?;
        let original = minor(original).unwrap_or_default().unsigned_abs();
        let millionths = self.amount_minor.unsigned_abs() * 1_000_000 / original.max(1);
        let rate = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
        Some((rate, currency))
    }
}

/// The entries of a table: date, account, type, descriptor, MCC, amount, original amount.
pub(super) fn entries(table: &str) -> Outcome<Vec<Entry>> {
    rows(table)
        .map(|row| {
            let &[day, account, kind, descriptor, mcc, amount, original] = row.as_slice() else {
                return Err(format!("not seven fields: {row:?}"));
            };
            Ok(Entry {
                day: self::day(day)?,
                account: self::account(account)?,
                kind: kind.to_owned(),
                descriptor: descriptor.to_owned(),
                mcc: mcc.to_owned(),
                amount_minor: minor(amount)?,
                original: original.to_owned(),
            })
        })
        .collect()
}

/// The rows of a table, without its comments.
pub(super) fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// `2026-03-22`.
pub(super) fn day(text: &str) -> Outcome<Date> {
    text.parse().map_err(|error| format!("{text}: {error}"))
}

/// The account of a name in a table.
pub(super) fn account(name: &str) -> Outcome<Account> {
    match name {
        "everyday" => Ok(Account::Everyday),
        "card" => Ok(Account::Card),
        "saver" => Ok(Account::Saver),
        _ => Err(format!("no account {name}")),
    }
}

/// Pence of `-12.50`.
pub(super) fn minor(text: &str) -> Outcome<i64> {
    let (pounds, pence) = text
        .split_once('.')
        .ok_or_else(|| format!("{text}: no pence"))?;
    let digits = format!("{pounds}{pence}");
    match (pence.len(), digits.parse()) {
        (2, Ok(minor)) => Ok(minor),
        _ => Err(format!("{text}: not an amount")),
    }
}

/// `-12.50` of pence.
pub(super) fn pounds(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let magnitude = minor.unsigned_abs();
    format!("{sign}{}.{:02}", magnitude / 100, magnitude % 100)
}
