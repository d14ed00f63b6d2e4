//! OFX 1.x (SGML) and 2.x (XML), as banks write it: `.ofx`, `.qfx`, `.qbo`, with or without a header.
//!
//! ```text
//! <STMTTRN><TRNTYPE>POS<DTPOSTED>20260331120000[-5:EST]<TRNAMT>-12.50<FITID>7<NAME>GREEN GROCER
//! 2026-03-31  -12.50  "GREEN GROCER"  bank id 7  bank code POS
//! ```
//!
//! The reader is lenient by design: half of the files in the wild break the rules of SGML and XML alike
//! (tags never closed, closed twice or closed in the wrong order, a bare `&`, aggregates out of order).
//! What counts is a field's name and its text, and which entry or account it stands in.

use crate::issue::{Issue, IssueCode, Read, Severity};
use crate::order::Arrange as _;
use crate::statement::{Format, Statement, StatementError};

mod account;
mod correction;
mod element;
mod entry;
mod header;
mod number;
mod reader;
mod rows;
mod tag;
#[cfg(test)]
mod tests;

pub(in crate::statement) use element::entity;
pub(crate) use header::{declared_encoding, looks_like_ofx};
use reader::Reader;

/// Reads a whole file.
///
/// Shape: one account for each statement in the file, at least one; rows in the order of the file.
/// Errors: the server's refusal where there is nothing else, or that there is no statement in the text.
pub(crate) fn read_ofx(
    text: &str,
    encoding: &'static str,
) -> Result<Read<Statement>, StatementError> {
    let mut reader = Reader::new(text);
    reader.read(text);
    let Reader { accounts, rows, .. } = reader;
    let mut issues = rows.issues;
    let statement = Statement {
        format: Some(Format::Ofx),
        encoding,
        accounts: accounts.finish(&rows.rows, &mut issues),
        rows: rows.rows,
        skipped: rows.skipped,
        texts: rows.texts,
        ..Statement::default()
    };
    let is_empty = statement.rows.is_empty() && statement.skipped.is_empty();
    if is_empty
        && let Some(refused) = issues
            .iter()
            .find(|issue| issue.code == IssueCode::ServerRefused)
    {
        return Err(Box::new(Issue {
            severity: Severity::Failed,
            ..refused.clone()
        }));
    }
    if statement.accounts.is_empty() {
        return Err(Box::new(Issue::new(
            IssueCode::FileWithoutTransactions,
            Severity::Failed,
        )));
    }
    if is_empty {
        issues.push(Issue::new(IssueCode::StatementEmpty, Severity::Note));
    }
    if statement.rows.iter().any(|row| row.currency.is_none()) {
        issues.push(Issue::new(IssueCode::CurrencyUnknown, Severity::Warning));
    }
    issues.arrange_by_key(|issue| issue.at.row);
    Ok(Read {
        value: statement,
        issues,
    })
}
