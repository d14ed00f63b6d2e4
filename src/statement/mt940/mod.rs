//! MT940 and MT942, the customer statements of SWIFT, as banks hand them out: `.sta`, `.mta`, `.940`, `.txt`.
//!
//! ```text
//! :60F:C240304EUR100,00
//! :61:2403050305DR12,50NMSCNONREF//7
//! :86:105?00CARD?20SVWZ+ORDER 4711?32GREEN GROCER
//! 2024-03-05  -12.50 EUR  "GREEN GROCER ORDER 4711"  bank id 7  bank code CARD
//! ```
//!
//! Source: SWIFT Standards MT category 9, MT940 and MT942; for what stands in `:86:`, Anlage 3 of the German
//! DFÜ-Abkommen (`?00` to `?63`, `SVWZ+`) and the Dutch banks' code words (`/NAME/`, `/REMI/`).
//! The reader is lenient: blanks around tags, lines of any length, types of two letters, no `-` at the end.
//! Statements of one account are one account, and each one is checked against its own balances.

use crate::issue::{Issue, Read, Severity};
use crate::statement::taken::without_statement;
use crate::statement::{Format, Progress, Statement, StatementError};

mod account;
mod balance;
mod details;
mod entry;
mod field;
mod reader;
#[cfg(test)]
mod tests;
mod word;

use field::is_tagged;
use reader::Reader;

/// Lines at the begin of a file that are looked at.
const HEAD_LINES: usize = 200;

/// Whether a text is MT940 or MT942, by the tags its lines begin with.
pub(super) fn looks_like_mt940(text: &str) -> bool {
    const TAGS: [&str; 13] = [
        ":20:", ":25:", ":28C:", ":28:", ":34F:", ":60F:", ":60M:", ":61:", ":86:", ":62F:",
        ":62M:", ":90D:", ":90C:",
    ];
    let text = text.trim_start_matches(field::is_blank);
    if text.starts_with("{1:F") || text.starts_with(":NS:") {
        return true;
    }
    let has_lf = text.contains('\n');
    let lines = || {
        text.split(if has_lf { '\n' } else { '\r' })
            .take(HEAD_LINES)
    };
    let tags = TAGS
        .iter()
        .filter(|tag| lines().any(|line| is_tagged(line, tag)));
    tags.count() >= 2
}

/// An MT940 file while it is being read.
pub(super) struct Mt940Reading {
    text: String,
    reader: Reader,
    encoding: &'static str,
}

impl Mt940Reading {
    /// Looks for a statement in the text, as far as its first account.
    ///
    /// Errors: that there is no statement in the text.
    pub(super) fn open(
        text: String,
        encoding: &'static str,
        issues: Vec<Issue>,
    ) -> Result<Mt940Reading, StatementError> {
        let mut reader = Reader::new(&text, issues);
        while !reader.has_account() {
            if reader.is_done() {
                return Err(without_statement());
            }
            reader.advance(&text, 1);
        }
        Ok(Mt940Reading {
            text,
            reader,
            encoding,
        })
    }

    /// Reads up to `rows` more entries.
    pub(super) fn advance(&mut self, rows: usize) -> Progress {
        if !self.reader.is_done() {
            self.reader.advance(&self.text, rows);
        }
        let reader = &self.reader;
        let entries = reader.entries_seen();
        Progress::of(entries, reader.bytes_read(), &self.text, reader.is_done())
    }

    /// Gives what was read.
    ///
    /// Shape: statements of one account are one account; rows in the order of the file.
    pub(super) fn finish(&mut self) -> Read<Statement> {
        let taken = self.reader.taken();
        taken.finish(Format::Mt940, self.encoding, Some(Severity::Warning))
    }
}
