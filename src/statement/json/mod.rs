//! JSON, as the interfaces of banks and the programs between them give it: Plaid, Open Banking UK, the Berlin
//! Group's NextGenPSD2 and those that go by its names, Monzo, Starling, Teller, and lists of any flat objects.
//!
//! ```text
//! {"transactionAmount": {"amount": "-12.50", "currency": "EUR"}, "bookingDate": "2026-03-31", ...}
//! 2026-03-31  -12.50 EUR
//! ```
//!
//! An entry is told by the names in it (`shapes.tsv`), wherever it stands: pages that follow each other, one
//! document a line and wrappers of any kind are read alike. A list of no known shape goes through the reading of
//! delimited text, its names as headers. Numbers are read as the decimals that are written, never as floats.
//! Of a time the day is the one that is written, whatever its zone.
//!
//! A row is numbered by the line its object begins on; where two begin on one line, every row by its place.

use crate::issue::{Expected, Issue, IssueCode, Read, Severity};
use crate::statement::{Format, Progress, Readings, Statement, StatementError, csv};

mod account;
mod entries;
mod find;
mod flat;
mod instead;
mod lines;
mod name;
mod rows;
mod scan;
mod settle;
mod shape;
mod table;
#[cfg(test)]
mod tests;
mod value;

use entries::{EntriesReading, are_read};
use find::Found;
use instead::Instead;
use scan::Scanner;
use shape::Shapes;
use table::TableReading;
use value::Document;

/// Whether a text begins as a JSON document does; an MT940 envelope begins with `{1:`.
pub(super) fn looks_like_json(text: &str) -> bool {
    let text =
        text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}');
    let Some(inside) = text.strip_prefix(['{', '[']) else {
        return false;
    };
    let inside = inside.trim_start();
    inside.is_empty() || inside.starts_with(['"', '{', '[', '}', ']', '/'])
}

/// Bytes that are looked through where one row would be read.
const BYTES_A_ROW: usize = 256;

/// A JSON file while it is being read: it is gone through twice, first for what stands where.
pub(super) struct JsonReading {
    bytes: usize,
    encoding: &'static str,
    state: State,
}

enum State {
    /// The text is gone through.
    Scan(Box<Scanning>),
    /// Entries of known shapes.
    Entries(Box<EntriesReading>),
    /// A list of flat objects.
    Table(Box<TableReading>),
    /// A list with nothing in it.
    Nothing(Vec<Issue>),
}

struct Scanning {
    text: String,
    shapes: Shapes,
    scanner: Scanner,
    issues: Vec<Issue>,
}

/// How far a step came.
pub(super) enum Step {
    /// So far.
    Further(Progress),
    /// To another document, which stands in a text of this one, with what was wrong with the bytes.
    Wrapped(String, Vec<Issue>),
}

impl JsonReading {
    /// Before the first value of the text.
    ///
    /// Errors: that it is too large.
    pub(super) fn open(
        text: String,
        encoding: &'static str,
        issues: Vec<Issue>,
    ) -> Result<JsonReading, StatementError> {
        if u32::try_from(text.len()).is_err() {
            let issue = Issue::new(IssueCode::FileTooLarge, Severity::Failed);
            return Err(issue.expected(Expected::AtMostBytes(u64::from(u32::MAX))));
        }
        Ok(JsonReading {
            bytes: text.len(),
            encoding,
            state: State::Scan(Box::new(Scanning {
                text,
                shapes: Shapes::new(),
                scanner: Scanner::new(true),
                issues,
            })),
        })
    }

    /// How the text is encoded.
    pub(super) fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// Reads up to `rows` more entries, or looks through as many bytes as they may have.
    ///
    /// Errors: there are no entries in the text, or the server's refusal.
    pub(super) fn advance(
        &mut self,
        rows: usize,
        readings: Readings<'_>,
    ) -> Result<Step, StatementError> {
        let progress = match &mut self.state {
            State::Scan(scanning) => {
                let Scanning {
                    text,
                    shapes,
                    scanner,
                    ..
                } = &mut **scanning;
                let more = scanner.advance(text, shapes, rows.saturating_mul(BYTES_A_ROW));
                let looked_at = match scanner.is_folding() {
                    true => scanner.bytes_read() / 2,
                    false => self.bytes / 2,
                };
                if !more && let Some(wrapped) = self.settle(readings)? {
                    return Ok(wrapped);
                }
                return Ok(Step::Further(Progress {
                    rows: 0,
                    bytes_read: looked_at,
                    bytes_total: self.bytes,
                    done: matches!(self.state, State::Nothing(_)),
                }));
            }
            State::Entries(reading) => reading.advance(rows),
            State::Table(reading) => reading.advance(rows),
            State::Nothing(_) => Progress {
                rows: 0,
                bytes_read: 1,
                bytes_total: 1,
                done: true,
            },
        };
        // The other half of the way.
        let behind = progress.bytes_read as u128 * self.bytes as u128;
        let behind = behind / (progress.bytes_total as u128).max(1);
        let behind = usize::try_from(behind).unwrap_or(self.bytes);
        Ok(Step::Further(Progress {
            bytes_read: behind.saturating_add(self.bytes).div_ceil(2),
            bytes_total: self.bytes,
            ..progress
        }))
    }

    /// Settles how the text is read, once it is gone through.
    fn settle(&mut self, readings: Readings<'_>) -> Result<Option<Step>, StatementError> {
        let nothing = State::Nothing(Vec::new());
        let State::Scan(scanning) = std::mem::replace(&mut self.state, nothing) else {
            return Ok(None);
        };
        let Scanning {
            text,
            shapes,
            scanner,
            issues,
        } = *scanning;
        let is_folded = scanner.is_folding();
        let mut scan = scanner.finish(&text);
        let document = Document {
            text: &text,
            scan: &scan,
        };
        if is_folded {
            let found = Found::in_document(&document, &shapes);
            if are_read(&text, &mut scan, &shapes, &found) {
                let reading = EntriesReading::new(text, scan, shapes, found, self.encoding, issues);
                self.state = State::Entries(Box::new(reading));
                return Ok(None);
            }
            if !found.entries.is_empty() {
                // What only looked like entries is unfolded.
                self.state = State::Scan(Box::new(Scanning {
                    text,
                    shapes,
                    scanner: Scanner::new(false),
                    issues,
                }));
                return Ok(None);
            }
        }
        let document = Document {
            text: &text,
            scan: &scan,
        };
        self.state = match Instead::of(&document, self.encoding, &issues, readings)? {
            Instead::Table(table) => State::Table(Box::new(table)),
            Instead::Wrapped(inner) => return Ok(Some(Step::Wrapped(inner, issues))),
            Instead::Nothing => State::Nothing(issues),
        };
        Ok(None)
    }

    /// Checks the balances and gives what was read.
    pub(super) fn finish(&mut self) -> Read<Statement> {
        let issues = match &mut self.state {
            State::Entries(reading) => return reading.finish(),
            State::Table(reading) => return reading.finish(),
            State::Scan(scanning) => &mut scanning.issues,
            State::Nothing(issues) => issues,
        };
        let mut read = csv::empty(Format::Json, self.encoding, std::mem::take(issues));
        let empty = Issue::new(IssueCode::StatementEmpty, Severity::Note);
        read.issues.push(empty);
        read
    }
}
