//! CAMT: the account report (`camt.052`), statement (`camt.053`) and notification (`camt.054`) of ISO 20022.
//!
//! ```text
//! <Ntry><Amt Ccy="EUR">12.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2026-03-31</Dt></BookgDt> ...
//! 2026-03-31  -12.50 EUR
//! ```
//!
//! Every version is read by the names of its elements, whatever its namespace, its prefixes and the message
//! around it. One row is one `Ntry`: of a batch the payments in it are nested, and its own amount counts.

use crate::issue::{Issue, IssueCode, Read, Severity};
use crate::statement::{
    Format, Progress, Statement, StatementAccount, StatementError, bytes, detect,
};

mod account;
mod entry;
mod field;
mod markup;
mod reader;
mod rows;
mod tag;
#[cfg(test)]
mod tests;
mod value;

use reader::Reader;
pub(super) use value::is_placeholder;

/// Whether the first bytes of a file, in any encoding of ASCII, are those of a CAMT file.
pub(super) fn looks_like_camt(head: &[u8]) -> bool {
    let plain: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    let plain = plain
        .strip_prefix(b"\xEF\xBB\xBF".as_slice())
        .or_else(|| plain.strip_prefix(b"\xFF\xFE"))
        .or_else(|| plain.strip_prefix(b"\xFE\xFF"))
        .unwrap_or(&plain);
    plain.trim_ascii_start().starts_with(b"<")
        && [&b"camt.052."[..], b"camt.053.", b"camt.054.", b"BkToCstmr"]
            .into_iter()
            .any(|mark| bytes::find(plain, mark).is_some())
}

/// A CAMT file while it is being read.
pub(super) struct CamtReading {
    text: String,
    reader: Reader,
    encoding: &'static str,
}

impl CamtReading {
    /// Looks for a statement in the text.
    ///
    /// Errors: there is none in it.
    pub(super) fn open(
        text: String,
        encoding: &'static str,
        issues: Vec<Issue>,
    ) -> Result<CamtReading, StatementError> {
        if !has_statement(text.as_bytes()) {
            return Err(detect::without_transactions());
        }
        let mut reader = Reader::default();
        reader.rows.taken.issues = issues;
        Ok(CamtReading {
            text,
            reader,
            encoding,
        })
    }

    /// Reads up to `rows` more entries.
    pub(super) fn advance(&mut self, rows: usize) -> Progress {
        self.reader.advance(&self.text, rows);
        let reader = &self.reader;
        Progress::of(reader.entries_seen(), reader.at, &self.text, reader.is_done)
    }

    /// Gives what was read.
    pub(super) fn finish(&mut self) -> Read<Statement> {
        let Reader { accounts, rows, .. } = &mut self.reader;
        let taken = &mut rows.taken;
        taken.statement.accounts = accounts.finish(&taken.statement.rows);
        if taken.statement.accounts.is_empty() {
            taken.statement.accounts.push(StatementAccount::default());
        }
        let is_said = taken.has(IssueCode::CurrencyUnreadable);
        let unknown = (!is_said).then_some(Severity::Warning);
        taken.finish(Format::Camt, self.encoding, unknown)
    }
}

/// Whether an element of the text is a statement, a report, a notification or an entry.
fn has_statement(text: &[u8]) -> bool {
    [&b"Stmt"[..], b"Rpt", b"Ntfctn", b"Ntry"]
        .into_iter()
        .any(|name| {
            let mut from = 0;
            while let Some(found) = bytes::find(&text[from..], name) {
                let at = from + found;
                let before = at.checked_sub(1).and_then(|before| text.get(before));
                let after = text.get(at + name.len());
                let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
                if matches!(before, Some(b'<' | b':')) && after.is_none_or(is_end) {
                    return true;
                }
                from = at + 1;
            }
            false
        })
}
