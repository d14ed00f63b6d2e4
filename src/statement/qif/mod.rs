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

use std::sync::Arc;

use crate::issue::{Issue, Read, Severity};
use crate::statement::taken::without_statement;
use crate::statement::{Choice, Format, Progress, Readings, Statement, StatementError};

mod account;
mod entry;
mod evidence;
mod reader;
mod record;
#[cfg(test)]
mod tests;

use evidence::Look;
pub(super) use evidence::looks_like_qif;
use reader::Reader;

/// A QIF file while it is being read: it is gone through twice, first for how its dates and amounts are to be read.
pub(super) struct QifReading {
    text: String,
    pass: Pass,
    encoding: &'static str,
    issues: Vec<Issue>,
    /// What was said of files.
    readings: Vec<(Arc<str>, Choice)>,
}

enum Pass {
    Look(Look),
    Read(Box<Reader>),
}

impl QifReading {
    /// Looks for a list of entries in the text.
    ///
    /// Errors: that there is none.
    pub(super) fn open(
        text: String,
        encoding: &'static str,
        issues: Vec<Issue>,
        readings: Readings<'_>,
    ) -> Result<QifReading, StatementError> {
        let mut look = Look::new(&text);
        while !look.has_entries() {
            if look.is_done() {
                return Err(without_statement());
            }
            look.advance(&text, 1);
        }
        Ok(QifReading {
            text,
            pass: Pass::Look(look),
            encoding,
            issues,
            readings: readings.to_vec(),
        })
    }

    /// Reads up to `rows` more records.
    pub(super) fn advance(&mut self, rows: usize) -> Progress {
        match &mut self.pass {
            Pass::Look(look) if look.is_done() => self.settle(),
            Pass::Look(look) => look.advance(&self.text, rows),
            Pass::Read(reader) if reader.is_done() => {}
            Pass::Read(reader) => reader.advance(&self.text, rows),
        }
        let bytes_total = self.text.len();
        let (rows, both, done) = match &self.pass {
            Pass::Look(look) => (0, look.bytes_read(), false),
            Pass::Read(reader) => (
                reader.entries_seen(),
                bytes_total.saturating_add(reader.bytes_read()),
                reader.is_done(),
            ),
        };
        Progress {
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
            bytes_read: both.div_ceil(2).min(bytes_total),
            bytes_total,
            done,
        }
    }

    /// Goes from the first time through the text to the second.
    fn settle(&mut self) {
        if let Pass::Look(look) = &mut self.pass {
            let evidence = std::mem::take(look).settled();
            let reader = Reader::new(&self.text, evidence, &self.readings);
            self.pass = Pass::Read(Box::new(reader));
        }
    }

    /// Gives what was read.
    ///
    /// Shape: an account for each that has entries, in the order of the file.
    pub(super) fn finish(&mut self) -> Read<Statement> {
        self.settle();
        let Pass::Read(reader) = &mut self.pass else {
            return Read::default();
        };
        let taken = reader.taken();
        taken.before = std::mem::take(&mut self.issues);
        taken.finish(Format::Qif, self.encoding, Some(Severity::Note))
    }
}
