//! QIF, the interchange format of Quicken, as banks and other programs write it.
//!
//! ```text
//! !Type:Bank
//! D31/3'26
//! T-12.50
//! PGREEN GROCER
//! LGroceries
//! ^
//! 2026-03-31  -12.50  "GREEN GROCER"  bank category Groceries
//! ```
//!
//! Source: Intuit's "Quicken Interchange Format (QIF) files". It says neither the order of day and month nor
//! the decimal mark nor the currency: order and mark are settled over the whole file by the evidence that CSV
//! is read by, and the currency stays open.
//! Lists of categories, classes, securities, prices and memorized payments are passed over.

use crate::issue::{Issue, IssueCode, Read, Severity};
use crate::order::Arrange as _;
use crate::statement::{Format, Readings, Statement, StatementError};

mod account;
mod entry;
mod evidence;
mod reader;
mod record;
#[cfg(test)]
mod tests;

pub(super) use evidence::looks_like_qif;
use reader::Reader;

/// Reads a whole file.
///
/// Shape: an account for each that has entries, in the order of the file.
/// Errors: that no list of entries is in the text.
pub(super) fn read_qif(
    text: &str,
    encoding: &'static str,
    readings: Readings<'_>,
) -> Result<Read<Statement>, StatementError> {
    let mut reader = Reader::new(text);
    reader.read(text, readings);
    let (statement, mut issues) = reader.into_parts();
    let statement = Statement {
        format: Some(Format::Qif),
        encoding,
        ..statement
    };
    if statement.accounts.is_empty() {
        return Err(Box::new(Issue::new(
            IssueCode::FileWithoutTransactions,
            Severity::Failed,
        )));
    }
    if statement.rows.is_empty() {
        if statement.skipped.is_empty() {
            issues.push(Issue::new(IssueCode::StatementEmpty, Severity::Note));
        }
    } else {
        issues.push(Issue::new(IssueCode::CurrencyUnknown, Severity::Note));
    }
    issues.arrange_by_key(|issue| issue.at.row);
    Ok(Read {
        value: statement,
        issues,
    })
}
