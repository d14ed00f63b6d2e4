//! What an import says of its files.

use serde::Serialize;

use super::tree::read;
use super::{Issue, Money, Period, Says};

/// What was read, file by file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// The files of this import, in order; all there are where files were read again.
    pub files: Vec<FileReport>,
    /// Every account there is now.
    pub accounts: Vec<AccountReport>,
    /// Transactions there are now.
    pub transactions: u64,
    /// Of these, how many need review.
    pub needs_review: u64,
    /// For the sample household: its name and the day it is there.
    pub sample: Option<SampleReport>,
    /// Questions to begin with, from this person's own data.
    pub suggestions: Vec<String>,
    /// What was done last, and `undo` takes back.
    pub undo: Option<Says>,
    /// What was taken back last, and `redo` does again.
    pub redo: Option<Says>,
}

/// The sample household.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SampleReport {
    /// Its name.
    pub name: String,
    /// The day it is there.
    pub today: String,
}

/// What was read from one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileReport {
    /// What it is known by in this session: `f1`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `csv`, `xlsx`, `xls`, `ods`, `spreadsheetxml`, `html`, `camt`, `mt940`, `ofx`, `qif`, `json`, or `rows` of a host;
    /// `null` where it could not be read.
    pub format: Option<String>,
    /// WHATWG label; `null` where there were no bytes.
    pub encoding: Option<String>,
    /// How a delimited file was read.
    pub dialect: Option<Dialect>,
    /// Its (first) account.
    pub account: Option<String>,
    /// Its (first) account's currency.
    pub currency: Option<String>,
    /// The days it covers.
    pub period: Option<Period>,
    /// Balance before the first row.
    pub opening: Option<Money>,
    /// Balance after the last row.
    pub closing: Option<Money>,
    /// `agrees`, `disagrees` or `nothingToCheck`.
    pub checked: String,
    /// What its rows were compared with.
    pub checked_by: Vec<CheckedBy>,
    /// The bank, by its name or id.
    pub bank: Option<String>,
    /// How many entries it holds.
    pub row_count: u64,
    /// How many of them were new to the ledger.
    pub added: u64,
    /// How many were here already.
    pub already: u64,
    /// The entries as the file holds them; only in the `ledger` reply, else empty.
    pub rows: Vec<StatementRow>,
    /// Rows that gave no entry.
    pub skipped: Vec<Skipped>,
    /// What was wrong; at most 200 in an `import` reply.
    pub issues: Vec<Issue>,
    /// How many issues there are in all.
    pub issue_count: u64,
    /// What it leaves open, with both readings.
    pub questions: Vec<Question>,
    /// Whether its rows stay out of the ledger until those are settled.
    pub waits: bool,
}

/// Something of a file that its rows were compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedBy {
    /// `running-balance`, `opening-and-closing` or `counts-and-sums`.
    pub what: String,
    /// How often it agreed.
    pub agree: u32,
    /// How often it was compared.
    pub of: u32,
}

/// What a file leaves open, read both ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The code of the issue that says so: `date-order-ambiguous`.
    pub code: String,
    /// The column's header, or the field's tag.
    pub column: String,
    /// The choice that is read by: the person's, else the likelier.
    pub taken: String,
    /// Who chose it: `user` or `engine`.
    pub by: String,
    /// The two readings, the likelier first.
    pub sides: Vec<Side>,
}

/// One of two readings of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// For `settle`: `dayFirst`, `monthFirst`, `decimalPoint`, `decimalComma`, `positiveIn`, `positiveOut`, or
    /// `column3` for the third column.
    pub choice: String,
    /// At most three rows that show the difference, the same on both sides.
    pub rows: Vec<SideRow>,
    /// What would follow, as a template.
    pub follows: Says,
    /// The same in the invariant English.
    pub sentence: String,
}

/// A row as one of two readings has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SideRow {
    /// The line, counted from 1.
    pub row: u32,
    /// What is printed there.
    pub printed: String,
    /// The first of its characters that are read differently, counted from 0.
    pub marked_from: u32,
    /// The one after the last of them.
    pub marked_to: u32,
    /// ISO 8601, where a row is read there.
    pub posting_date: Option<String>,
    /// Signed; negative leaves the account.
    pub amount: Option<Money>,
    /// As printed.
    pub descriptor: String,
}

/// An entry as the file holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatementRow {
    /// The line, counted from 1.
    pub row: u32,
    /// ISO 8601.
    pub posting_date: String,
    /// ISO 8601.
    pub value_date: Option<String>,
    /// ISO 8601.
    pub transaction_date: Option<String>,
    /// Signed; negative leaves the account.
    pub amount: Money,
    /// As printed.
    pub descriptor: String,
    /// Whether the bank has not booked it yet.
    pub pending: bool,
    /// The balance after it.
    pub balance: Option<Money>,
    /// The other party's name, where the file has it in a field of its own.
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
    /// The amount in the currency of the purchase, signed like the booked one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<Money>,
    /// The payments of a batch that was booked as one entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Vec<PaymentDetail>>,
}

/// One payment of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentDetail {
    /// Its own amount, signed; the entry's counts.
    pub amount: Option<Money>,
    /// As printed.
    pub descriptor: Option<String>,
    /// The other party's name.
    pub counterparty: Option<String>,
    /// The other party's account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterparty_account: Option<String>,
    /// A reference given by one of the parties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The reference that stays with the payment to its end.
    pub end_to_end_id: Option<String>,
    /// The mandate of a direct debit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mandate_id: Option<String>,
}

/// A row that gave no entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The line, counted from 1.
    pub row: u32,
    /// The code of the issue that says why.
    pub code: String,
}

/// How a delimited file was read, with the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dialect {
    /// One character; empty for a sheet, which has none.
    pub delimiter: String,
    /// The header's line, counted from 1.
    pub header: Option<u32>,
    /// The columns.
    pub columns: Vec<Column>,
    /// `DD/MM/YYYY` or the like.
    pub date_order: String,
    /// `.` or `,`.
    pub decimal_mark: Option<String>,
    /// `signed`, `inverted`, `twoColumns` or `directionColumn`.
    pub sign: String,
    /// What spoke for it.
    pub evidence: Vec<Evidence>,
    /// Codes of what the file leaves open.
    pub open: Vec<String>,
    /// How sure the reading is, from `0` to `1`: as its weakest part.
    pub confidence: String,
}

/// One thing that spoke for a reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Kebab-case.
    pub what: String,
    /// In how many rows.
    pub rows: u32,
}

/// A column and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// As printed.
    pub header: String,
    /// camelCase role.
    pub role: String,
}

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountReport {
    /// `a1`.
    pub id: String,
    /// What the person sees.
    pub name: String,
    /// `current`, `savings`, `card`, `loan` or `cash`.
    pub kind: String,
    /// ISO 4217.
    pub currency: Option<String>,
    /// All but the last four characters hidden.
    pub identifier: Option<String>,
    /// The last balance that is known.
    pub balance: Option<Money>,
    /// The day of that balance.
    pub balance_date: Option<String>,
    /// Whether a file states it, or it follows from one that is stated and the rows after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance_stated: Option<bool>,
    /// From its first row to its last.
    pub period: Option<Period>,
    /// How many transactions it has.
    pub transactions: u64,
}

read! {
    ImportReport { files, accounts, transactions, needs_review, sample, suggestions, undo, redo }
    SampleReport { name, today }
    FileReport {
        id, name, format, encoding, dialect, account, currency, period, opening, closing, checked,
        checked_by, bank,
        row_count, added, already, rows, skipped, issues, issue_count, questions, waits,
    }
    CheckedBy { what, agree, of }
    Question { code, column, taken, by, sides }
    Side { choice, rows, follows, sentence }
    SideRow { row, printed, marked_from, marked_to, posting_date, amount, descriptor }
    StatementRow {
        row, posting_date, value_date, transaction_date, amount, descriptor, pending, balance,
        counterparty, counterparty_account, reference, end_to_end_id, mandate_id, bank_id, bank_code,
        bank_category, mcc, charges, original, details,
    }
    PaymentDetail {
        amount, descriptor, counterparty, counterparty_account, reference, end_to_end_id, mandate_id,
    }
    Skipped { row, code }
    Dialect { delimiter, header, columns, date_order, decimal_mark, sign, evidence, open, confidence }
    Evidence { what, rows }
    Column { header, role }
    AccountReport {
        id, name, kind, currency, identifier, balance, balance_date, balance_stated, period,
        transactions,
    }
}
