//! Transactions and decisions.

use serde::Serialize;

use super::tree::read;
use super::{AccountReport, FileReport, Issue, Money, PartShown, PaymentDetail, WholeShown};

/// The whole report of the contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LedgerReport {
    /// Every file, with its rows.
    pub files: Vec<FileReport>,
    /// Every account.
    pub accounts: Vec<AccountReport>,
    /// What all files together say once.
    pub transactions: Vec<Transaction>,
    /// Every match that was made.
    pub decisions: Vec<Decision>,
    /// Every issue of every file.
    pub issues: Vec<Issue>,
}

/// A transaction of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    /// Stable: the same rows give the same id in any order of import.
    pub id: String,
    /// The account's id.
    pub account: String,
    /// ISO 8601.
    pub posting_date: String,
    /// ISO 8601.
    pub value_date: Option<String>,
    /// ISO 8601.
    pub transaction_date: Option<String>,
    /// Signed; negative leaves the account.
    pub amount: Money,
    /// The amount in the currency of the purchase.
    pub original: Option<Money>,
    /// As printed.
    pub descriptor: String,
    /// The business it was resolved to.
    pub merchant: Option<String>,
    /// Who stands between.
    pub intermediary: Option<String>,
    /// PFC v2 detailed code; `null` needs review.
    pub category: Option<String>,
    /// The person's own category, below that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_category: Option<String>,
    /// The category's display group.
    pub group: String,
    /// The person's own group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_group: Option<String>,
    /// From `0` to `1`.
    pub confidence: String,
    /// What decided the category.
    pub reason: Reason,
    /// The best guesses where it needs review.
    pub guesses: Vec<Guess>,
    /// What it counts as: `purchase`, `refund`, `income`, `transfer`, `repayment`, `savings`.
    pub counts_as: String,
    /// Whether the bank has not booked it yet.
    pub pending: bool,
    /// The other leg of an own transfer or card repayment.
    pub transfer_of: Option<String>,
    /// The purchase it refunds.
    pub refund_of: Option<String>,
    /// The balance after it, where its file gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<Money>,
    /// The other party's name, where its file has it in a field of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterparty: Option<String>,
    /// The other party's account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterparty_account: Option<String>,
    /// A reference given by one of the parties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The reference that stays with a payment to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_to_end_id: Option<String>,
    /// The mandate of a direct debit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mandate_id: Option<String>,
    /// The bank's id of the entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_id: Option<String>,
    /// The bank's own type or transaction code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_code: Option<String>,
    /// The bank's own category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_category: Option<String>,
    /// Merchant category code, ISO 18245.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mcc: Option<String>,
    /// What was charged for it, as a magnitude.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charges: Option<Money>,
    /// What the person noted on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Their tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Its parts, where the person split it; they add up to it, and figures by category count them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<PartShown>>,
    /// For a part that is counted alone: the transaction it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<WholeShown>,
    /// Where it was read.
    pub sources: Vec<Source>,
    /// The payments of a batch that was booked as one entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Vec<PaymentDetail>>,
}

/// What decided a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// `rule`, `correction`, `phrase`, `brand`, `mcc`, `bankCategory`, `word`, `learned`, `pair`, `split` or `nothing`.
    pub kind: String,
    /// The rule, phrase, brand, code or word; for `learned` the descriptor of the corrected row it is like.
    pub detail: Option<String>,
    /// The id of that row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// A category that may be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Guess {
    /// PFC v2 detailed code.
    pub category: String,
    /// From `0` to `1`.
    pub confidence: String,
}

/// Where a transaction was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The file's name.
    pub file: String,
    /// The line, counted from 1.
    pub row: u32,
}

/// A match that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Stable: the same match has the same id in any order of import.
    pub id: String,
    /// `duplicate`, `pending`, `transfer`, `repayment`, `refund`, `reimbursement`, `reading`, `correction`, `rule`.
    pub kind: String,
    /// The transactions it is about; a row that is another one again comes first, and is not among the transactions.
    pub transactions: Vec<String>,
    /// Why.
    pub reason: DecisionReason,
    /// From `0` to `1`.
    pub confidence: String,
    /// `engine` or `user`.
    pub by: String,
    /// What the person said: `open`, `confirmed`, `undone`, `made`.
    pub verdict: String,
    /// The day they said it, ISO 8601, where their page told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
}

/// Why a match was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionReason {
    /// Kebab-case: `same-row`, `same-id`, `same-balance`, `reworded`, `posted`, `posted-other-amount`, `never-posted`,
    /// `opposite-amounts`, `implied-rate`, `with-fee`, `same-reference`, `names-account`, `words-only`,
    /// `same-merchant`, `part-of-purchase`, `reversal`, `person`.
    pub kind: String,
    /// Days between the two, where that spoke.
    pub days_apart: Option<u32>,
    /// How many rows it speaks of, for duplicates of a whole file.
    pub rows: u32,
    /// How many of the second currency one of the first was worth.
    pub rate: Option<String>,
    /// What was taken on the way.
    pub fee: Option<Money>,
}

/// A page of the transactions table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RowsPage {
    /// How many rows the filter leaves.
    pub total: u64,
    /// How many rows there are without it.
    pub of: u64,
    /// Rows passed over.
    pub offset: u64,
    /// The rows.
    pub rows: Vec<Transaction>,
    /// Totals of all rows the filter leaves, one a currency.
    pub totals: Vec<RowsTotal>,
    /// All of them in the currency of most rows, at the rates of the last row's day; absent of one currency, and where
    /// the person gave no rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combined: Option<super::Combined>,
    /// What waits for the person, where the rows that need review are asked for by money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<RowsWaiting>,
}

/// What waits for a word of the person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowsWaiting {
    /// How many merchants it is of; rows that name none are told apart by what the bank printed.
    pub merchants: u64,
    /// What the rows come to as magnitudes, one sum a currency.
    pub sums: Vec<Money>,
}

/// What the filtered rows come to in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RowsTotal {
    /// Purchases less refunds, as a signed sum.
    pub spending: Money,
    /// How many rows that is.
    pub spending_count: u64,
    /// Income.
    pub income: Money,
    /// How many rows that is.
    pub income_count: u64,
    /// Rows between own accounts, not counted.
    pub transfer_count: u64,
}

read! {
    LedgerReport { files, accounts, transactions, decisions, issues }
    Transaction {
        id, account, posting_date, value_date, transaction_date, amount, original, descriptor,
        merchant, intermediary, category, own_category, group, own_group, confidence, reason,
        guesses, counts_as, pending, transfer_of, refund_of, balance, counterparty,
        counterparty_account, reference, end_to_end_id, mandate_id, bank_id, bank_code,
        bank_category, mcc, charges, note, tags, parts, part_of, sources, details,
    }
    Reason { kind, detail, example }
    Guess { category, confidence }
    Source { file, row }
    Decision { id, kind, transactions, reason, confidence, by, verdict, day }
    DecisionReason { kind, days_apart, rows, rate, fee }
    RowsPage { total, of, offset, rows, totals, combined, waiting }
    RowsWaiting { merchants, sums }
    RowsTotal { spending, spending_count, income, income_count, transfer_count }
}
