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

use std::sync::Arc;

use crate::issue::{Issue, IssueCode, Read, Severity};
use crate::statement::taken::{Taken, without_statement};
use crate::statement::{Choice, Format, Progress, Readings, Statement, StatementError};

mod account;
mod correction;
mod element;
mod entry;
mod header;
mod number;
mod reader;
mod rows;
mod sign;
mod tag;
#[cfg(test)]
mod tests;

pub(super) use element::entity;
pub(super) use header::{declared_encoding, looks_like_ofx};
use reader::Reader;

/// An OFX file while it is being read.
pub(super) struct OfxReading {
    text: String,
    reader: Reader,
    encoding: &'static str,
    /// What was said of files.
    readings: Vec<(Arc<str>, Choice)>,
}

impl OfxReading {
    /// Looks for a statement in the text, as far as its second entry.
    ///
    /// Errors: the server's refusal where there is nothing else, or that there is no statement in the text.
    pub(super) fn open(
        text: String,
        encoding: &'static str,
        issues: Vec<Issue>,
        readings: Readings<'_>,
    ) -> Result<OfxReading, StatementError> {
        let mut reader = Reader::new(&text);
        reader.rows.taken.before = issues;
        reader.advance(&text, 1);
        let reading = OfxReading {
            text,
            reader,
            encoding,
            readings: readings.to_vec(),
        };
        match reading.reader.is_done {
            true => reading.checked(),
            false => Ok(reading),
        }
    }

    /// Itself, where anything of a statement was seen.
    fn checked(self) -> Result<OfxReading, StatementError> {
        let issues = &self.reader.rows.taken.issues;
        let is_refusal = |issue: &&Issue| issue.code == IssueCode::ServerRefused;
        let refused = issues.iter().find(is_refusal);
        if self.reader.entries_seen() == 0
            && let Some(refused) = refused
        {
            let mut refused = refused.clone();
            refused.severity = Severity::Failed;
            return Err(refused);
        }
        if self.reader.accounts.is_empty() {
            return Err(without_statement());
        }
        Ok(self)
    }

    /// Reads up to `rows` more entries.
    pub(super) fn advance(&mut self, rows: usize) -> Progress {
        if !self.reader.is_done {
            self.reader.advance(&self.text, rows);
        }
        let reader = &self.reader;
        Progress::of(reader.entries_seen(), reader.at, &self.text, reader.is_done)
    }

    /// Checks the balances and gives what was read.
    ///
    /// Shape: one account for each statement in the file, at least one; rows in the order of the file.
    pub(super) fn finish(&mut self) -> Read<Statement> {
        let Reader { accounts, rows, .. } = &mut self.reader;
        accounts.lend_currency(&mut rows.taken.statement.rows);
        let signs = rows.settle(&accounts.witnesses(), &self.readings);
        accounts.turn_balances(&signs.owed);
        let dialect = signs.dialect(rows.decimal_mark());
        let Taken {
            statement, issues, ..
        } = &mut rows.taken;
        statement.dialect = dialect;
        statement.open = signs.open.into_iter().collect();
        statement.shape = signs.shape;
        statement.accounts = accounts.finish(&statement.rows, issues);
        rows.taken
            .finish(Format::Ofx, self.encoding, Some(Severity::Warning))
    }
}
