//! One file: taken in, taken apart where it holds others, opened.

use std::sync::Arc;

use super::super::reading::{self, HEAD_BYTES};
use super::super::source::{Incoming, Kept, Source};
use super::super::{FileId, Session};
use super::{Import, MAX_FILE_BYTES, RATES_BYTES, in_file};
use crate::book::RateTable;
use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::Currency;
use crate::order::Gather as _;
use crate::statement::{Choice, Hints, Reading, StatementError};

impl Session {
    /// Keeps a file as far as there is room for it; gives back what is not kept.
    pub(super) fn take_in(
        &mut self,
        name: Arc<str>,
        incoming: Incoming,
        currency: Option<Currency>,
        asks: bool,
    ) -> (FileId, Option<Incoming>) {
        self.last_file += 1;
        let id = FileId(self.last_file);
        let held: usize = self.sources.iter().map(Source::size).sum();
        let fits = held.saturating_add(incoming.kept()) <= self.kept_bytes;
        let (kept, given) = match (fits, incoming) {
            (true, incoming) => (Kept::Whole(incoming), None),
            (false, Incoming::Bytes(bytes)) => {
                let head = reading::head(&bytes).to_vec();
                (Kept::Head(head), Some(Incoming::Bytes(bytes)))
            }
            (false, other) => (Kept::Head(Vec::new()), Some(other)),
        };
        self.sources.push(Source {
            id,
            name,
            currency,
            asks,
            kept,
            left_out: Vec::new(),
        });
        (id, given)
    }

    /// Puts the files in a file in its place, each under its name in it; `None` for one that holds no files.
    pub(super) fn take_apart(
        &mut self,
        import: &mut Import,
        id: FileId,
        given: &mut Option<Incoming>,
    ) -> Option<Result<(), StatementError>> {
        let place = self.sources.iter().position(|source| source.id == id)?;
        let incoming = match (given, &mut self.sources[place].kept) {
            (Some(given), _) => given,
            (None, Kept::Whole(incoming)) => incoming,
            (None, Kept::Head(_) | Kept::Refused(_)) => return None,
        };
        let unpacked = match incoming.unpacked(self.decoder.as_ref())? {
            Ok(unpacked) => unpacked,
            Err(issue) => return Some(Err(issue)),
        };
        let Source {
            name,
            currency,
            asks,
            ..
        } = self.sources.remove(place);
        let mut parts = Vec::new();
        for part in unpacked.parts {
            let name = match part.name {
                Some(of_part) => format!("{name}/{of_part}").into(),
                None => Arc::clone(&name),
            };
            parts.push(self.take_in(name, Incoming::Bytes(part.bytes), currency, asks));
        }
        let first = parts.first().map(|(id, _)| *id);
        if let Some(first) = self
            .sources
            .iter_mut()
            .find(|source| Some(source.id) == first)
        {
            let issues = unpacked.issues.into_iter();
            first.left_out = issues.map(|issue| in_file(&name, issue)).gather();
        }
        import.files += (parts.len() as u32).saturating_sub(1);
        for part in parts.into_iter().rev() {
            import.waiting.push(part);
        }
        Some(Ok(()))
    }

    /// The rates of a file that holds exchange rates.
    pub(super) fn rates_in(&self, id: FileId, given: Option<&Incoming>) -> Option<RateTable> {
        let incoming = match (given, &self.source(id)?.kept) {
            (Some(given), _) => given,
            (None, Kept::Whole(incoming)) => incoming,
            (None, _) => return None,
        };
        match incoming {
            Incoming::Bytes(bytes) => RateTable::read(bytes),
            Incoming::Held(file) if RateTable::is_one(&file.head(HEAD_BYTES)) => {
                RateTable::read(&file.head(RATES_BYTES))
            }
            Incoming::Held(_) | Incoming::Rows(_) => None,
        }
    }

    pub(super) fn was_refused(&self, id: FileId) -> bool {
        let source = self.source(id);
        source.is_some_and(|source| matches!(source.kept, Kept::Refused(_)))
    }

    pub(super) fn source(&self, id: FileId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    pub(super) fn open(
        &self,
        id: FileId,
        given: Option<Incoming>,
        readings: &[(Arc<str>, Choice)],
        bytes_total: &mut u64,
    ) -> Result<Reading, Issue> {
        let Some(source) = self.source(id) else {
            return Err(Issue::new(IssueCode::FileEmpty, Severity::Failed));
        };
        let incoming = match (given, &source.kept) {
            (Some(given), _) => given,
            (None, Kept::Whole(incoming)) => incoming.clone(),
            (None, Kept::Refused(issue)) => return Err(issue.clone()),
            (None, Kept::Head(head)) => Incoming::Bytes(head.clone()),
        };
        *bytes_total = incoming.size();
        let most = MAX_FILE_BYTES as u64;
        match incoming {
            _ if *bytes_total > most => {
                let issue = Issue::new(IssueCode::FileTooLarge, Severity::Failed);
                Err(issue.expected(Expected::AtMostBytes(most)))
            }
            Incoming::Held(file) => Reading::held(&file, source.currency, readings),
            Incoming::Rows(rows) => Ok(Reading::handed(&rows, source.currency)),
            Incoming::Bytes(bytes) => {
                let hints = Hints {
                    name: &source.name,
                    decoder: self.decoder.as_ref(),
                    currency: source.currency,
                };
                Reading::open_as(bytes, hints, readings)
            }
        }
    }
}
