//! Matches to be reviewed, and accounts with their days.

use serde::Serialize;

use super::tree::{Read, Reading, Tree, read};
use super::{AccountReport, Chart, Decision, Money, Period, Transaction};

/// Which matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionsOf {
    /// Matches to pass over.
    pub offset: u64,
    /// Matches to give, at most 500.
    pub limit: u64,
    /// Only those of this transaction.
    pub transaction: Option<String>,
}

/// What the person says of a match, or that two transactions are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decide {
    /// As a [`Decision`] has it.
    pub kind: String,
    /// As a [`Decision`] has them.
    pub transactions: Vec<String>,
    /// `confirmed`, `undone`, `open`, or `made` for one of the person's own.
    ///
    /// Of one row that a file repeats, `duplicate` and `undone` say that there are two purchases.
    pub verdict: String,
    /// The day it is said, ISO 8601.
    pub today: Option<String>,
    /// Of a row that a file repeats: the file that has the other purchase, by its name.
    pub file: Option<String>,
}

/// A page of matches: those that wait for the person first, then the largest amount first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionsPage {
    /// How many there are.
    pub total: u64,
    /// How many wait for the person.
    pub needs_review: u64,
    /// Matches passed over.
    pub offset: u64,
    /// The matches.
    pub decisions: Vec<DecisionShown>,
}

/// A match with its first rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionShown {
    /// The match.
    pub decision: Decision,
    /// Whether it waits for the person.
    pub needs_review: bool,
    /// Its first rows, in its order, at most three.
    pub rows: Vec<Transaction>,
    /// The file whose rows were here already.
    pub file: Option<String>,
}

/// Every account with its days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AccountsPanel {
    /// In the order they were met.
    pub accounts: Vec<AccountDays>,
}

/// An account with the days its files cover.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AccountDays {
    /// The account.
    pub account: AccountReport,
    /// The bank, by name or id.
    pub bank: Option<String>,
    /// The files that have rows of it.
    pub files: Vec<AccountFile>,
    /// The months from its first to its last, oldest first.
    pub months: Vec<AccountMonth>,
    /// The days that no file covers, between those that some do.
    pub gaps: Vec<Period>,
    /// Where stated balances differ by something else than the rows between them.
    pub breaks: Vec<BalanceBreak>,
    /// The balance by day, where it follows from a stated one.
    pub balances: Vec<DayBalance>,
    /// The balance at the end of each month, as far back as a chart shows; absent with fewer than two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chart: Option<Chart>,
}

/// A file that has rows of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AccountFile {
    /// What it is known by in this session.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A month of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountMonth {
    /// Its days.
    pub period: Period,
    /// `covered`, `partly` or `gap`.
    pub cover: String,
    /// The balance after its last row, where it is known.
    pub balance: Option<Money>,
}

/// The balance at the end of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DayBalance {
    /// ISO 8601.
    pub date: String,
    /// The balance.
    pub balance: Money,
}

/// Stated balances that differ by something else than the rows between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BalanceBreak {
    /// From the day of the one to the day of the other.
    pub period: Period,
    /// What is missing: negative where something that left is.
    pub missing: Money,
}

read! {
    Decide { kind, transactions, verdict, today, file }
    DecisionsPage { total, needs_review, offset, decisions }
    DecisionShown { decision, needs_review, rows, file }
    AccountsPanel { accounts }
    AccountDays { account, bank, files, months, gaps, breaks, balances, chart }
    AccountFile { id, name }
    AccountMonth { period, cover, balance }
    DayBalance { date, balance }
    BalanceBreak { period, missing }
}

impl Read for DecisionsOf {
    fn read(mut tree: Tree, reading: &mut Reading) -> DecisionsOf {
        DecisionsOf {
            offset: reading.field_or_default(&mut tree, "offset"),
            limit: reading.field_or_default(&mut tree, "limit"),
            transaction: reading.field(&mut tree, "transaction"),
        }
    }
}
