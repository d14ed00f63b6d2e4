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
use crate::statement::{Format, Statement, StatementAccount, StatementError};

mod balance;
mod element;
mod entry;
mod header;
mod number;
mod reader;
mod rows;
mod tag;
#[cfg(test)]
mod tests;

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
    let Reader {
        accounts,
        balances,
        listed,
        rows,
        ..
    } = reader;
    let mut issues = rows.issues;
    let mut statement = Statement {
        format: Some(Format::Ofx),
        encoding,
        accounts,
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
    name_accounts(&mut statement, listed);
    if statement.accounts.is_empty() {
        return Err(Box::new(Issue::new(
            IssueCode::FileWithoutTransactions,
            Severity::Failed,
        )));
    }
    if is_empty {
        issues.push(Issue::new(IssueCode::StatementEmpty, Severity::Note));
    }
    let Statement { accounts, rows, .. } = &mut statement;
    for (at, (account, balances)) in accounts.iter_mut().zip(balances).enumerate() {
        // Accounts follow each other, and so do their rows.
        let first = rows.partition_point(|row| usize::from(row.account) < at);
        let end = rows.partition_point(|row| usize::from(row.account) <= at);
        issues.extend(balances.settle(account, &rows[first..end]));
    }
    if rows.iter().any(|row| row.currency.is_none()) {
        issues.push(Issue::new(IssueCode::CurrencyUnknown, Severity::Warning));
    }
    issues.sort_by_key(|issue| issue.at.row);
    Ok(Read {
        value: statement,
        issues,
    })
}

/// Gives the accounts the names of a list of accounts; where the file is nothing but such a list, its
/// accounts are the statement's.
fn name_accounts(statement: &mut Statement, listed: Vec<StatementAccount>) {
    if statement.accounts.is_empty() {
        statement.accounts = listed;
        return;
    }
    for account in &mut statement.accounts {
        let known = listed
            .iter()
            .find(|known| known.identifier.is_some() && known.identifier == account.identifier);
        if let Some(known) = known {
            account.name = account.name.take().or_else(|| known.name.clone());
        }
    }
}
