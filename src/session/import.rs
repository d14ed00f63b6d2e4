//! Reading files into the book in bounded steps, so that progress can be shown and the work be cancelled.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::issue::{Expected, Issue, IssueCode, Read, Severity};
use crate::ledger::AccountId;
use crate::money::Currency;
use crate::statement::{
    self, Decode, Handed, Held, Hints, Reading, Statement, StatementAccount, StatementError,
    Unpacked,
};

use super::{FileRecord, Session};

/// The largest file that is read: its bytes, its rows and their copy must fit the 4 GiB of a wasm memory.
pub const MAX_FILE_BYTES: usize = 1 << 30;

/// How many rows one step reads: about 5 ms of work, so that a cancel is heard at once.
const ROWS_A_STEP: usize = 4096;

/// Files being read.
pub(super) struct Import {
    waiting: VecDeque<(Arc<str>, Incoming)>,
    /// What is left of the files in the file that was taken last, and what was left out of it.
    parts: VecDeque<(Arc<str>, Incoming)>,
    left_out: Vec<Issue>,
    currency: Option<Currency>,
    files: u32,
    reading: Option<(Arc<str>, Reading)>,
    read: Option<(Arc<str>, Read<Statement>)>,
    bytes: (u64, u64),
    rows: u32,
    first_record: usize,
    changed: bool,
}

/// What is to be read.
pub enum Incoming {
    /// A file, all of it.
    Bytes(Vec<u8>),
    /// A file that stays where it is, of which a large one is read in pieces.
    Held(Held),
    /// Rows that no file holds.
    Rows(Handed),
}

impl Incoming {
    /// What it holds, where it is a file that holds files; else itself.
    fn unpacked(self, decoder: &dyn Decode) -> Result<Result<Unpacked, StatementError>, Incoming> {
        match self {
            _ if self.size() > MAX_FILE_BYTES as u64 => Err(self),
            Incoming::Bytes(bytes) if statement::holds_files(&bytes) => {
                Ok(statement::unpack(bytes, decoder))
            }
            Incoming::Held(file) => statement::unpack_held(&file).ok_or(Incoming::Held(file)),
            other => Err(other),
        }
    }

    fn size(&self) -> u64 {
        match self {
            Incoming::Bytes(bytes) => bytes.len() as u64,
            Incoming::Held(file) => file.size(),
            Incoming::Rows(_) => 0,
        }
    }
}

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading rows of a file.
    Reading,
    /// Meeting a file's rows with the ledger.
    Matching,
    /// Naming, categorising and pairing.
    Categorising,
}

impl Stage {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Reading => "reading",
            Stage::Matching => "matching",
            Stage::Categorising => "categorising",
        }
    }
}

/// How far an import is, or that it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportStep {
    /// Still at it.
    Working {
        /// The file.
        file: Arc<str>,
        /// Which file, counted from 0.
        file_index: u32,
        /// How many files.
        files: u32,
        /// What is being done.
        stage: Stage,
        /// Rows of the file so far.
        rows: u32,
        /// Bytes of the file behind the reader.
        bytes_read: u64,
        /// Bytes of the file.
        bytes_total: u64,
    },
    /// Done.
    Done(Imported),
}

/// An import that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Where its files begin in [`Session::files`].
    pub first_record: usize,
}

impl Session {
    /// The currency that imports from now on take where a file names none.
    pub fn set_currency(&mut self, currency: Option<Currency>) {
        self.currency = currency;
    }

    /// Begins to read files; whatever is being read is cancelled first.
    ///
    /// Shape: `currency` is taken where a file names none; else the one of [`Session::set_currency`].
    pub fn begin_import(&mut self, files: Vec<(Arc<str>, Incoming)>, currency: Option<Currency>) {
        self.begin(files.into(), currency);
    }

    /// Begins to read rows that were handed in, as from a file of that name; otherwise as files are.
    pub fn begin_rows(&mut self, name: Arc<str>, rows: Handed, currency: Option<Currency>) {
        self.begin(VecDeque::from([(name, Incoming::Rows(rows))]), currency);
    }

    fn begin(&mut self, waiting: VecDeque<(Arc<str>, Incoming)>, currency: Option<Currency>) {
        self.cancel_import();
        self.import = Some(Import {
            files: waiting.len() as u32,
            waiting,
            parts: VecDeque::new(),
            left_out: Vec::new(),
            currency: currency.or(self.currency),
            reading: None,
            read: None,
            bytes: (0, 0),
            rows: 0,
            first_record: self.files.len(),
            changed: false,
        });
    }

    /// Whether files are being read.
    pub fn is_importing(&self) -> bool {
        self.import.is_some()
    }

    /// Leaves out the file being read and those after it; the ones before it stay.
    pub fn cancel_import(&mut self) {
        if let Some(import) = self.import.take()
            && import.changed
        {
            self.settle();
        }
    }

    /// Does a bounded piece of the import; `None` when nothing is being read.
    pub fn step_import(&mut self) -> Option<ImportStep> {
        let mut import = self.import.take()?;
        if let Some((name, read)) = import.read.take() {
            self.file_read(&name, read);
            import.changed = true;
            let step = import.working(&name, Stage::Matching);
            self.import = Some(import);
            return Some(step);
        }
        if let Some((name, mut reading)) = import.reading.take() {
            let progress = reading.advance(ROWS_A_STEP);
            import.rows = progress.rows;
            import.bytes = (progress.bytes_read as u64, progress.bytes_total as u64);
            if progress.done {
                let mut read = reading.finish();
                read.issues.append(&mut import.left_out);
                import.read = Some((Arc::clone(&name), read));
            } else {
                import.reading = Some((Arc::clone(&name), reading));
            }
            let step = import.working(&name, Stage::Reading);
            self.import = Some(import);
            return Some(step);
        }
        let next = import.parts.pop_front();
        if let Some((name, incoming)) = next.or_else(|| import.waiting.pop_front()) {
            import.rows = 0;
            import.bytes = (0, incoming.size());
            let opened = match incoming.unpacked(self.decoder.as_ref()) {
                Ok(unpacked) => unpacked.map(|unpacked| import.take_parts(&name, unpacked)),
                Err(incoming) => self.open(&name, incoming, import.currency).map(|reading| {
                    import.reading = Some((Arc::clone(&name), reading));
                }),
            };
            if let Err(issue) = opened {
                self.file_refused(&name, *issue);
            }
            let step = import.working(&name, Stage::Reading);
            self.import = Some(import);
            return Some(step);
        }
        if import.changed {
            import.changed = false;
            let name = self
                .files
                .last()
                .map(|file| Arc::clone(&file.name))
                .unwrap_or_default();
            let step = import.working(&name, Stage::Categorising);
            self.settle();
            self.import = Some(import);
            return Some(step);
        }
        Some(ImportStep::Done(Imported {
            first_record: import.first_record,
        }))
    }

    fn open(
        &self,
        name: &str,
        incoming: Incoming,
        currency: Option<Currency>,
    ) -> Result<Reading, Box<Issue>> {
        if incoming.size() > MAX_FILE_BYTES as u64 {
            let most = Expected::AtMostBytes(MAX_FILE_BYTES as u64);
            let issue = Issue::new(IssueCode::FileTooLarge, Severity::Failed).expected(most);
            return Err(Box::new(issue));
        }
        let bytes = match incoming {
            Incoming::Bytes(bytes) => bytes,
            Incoming::Held(file) => return Reading::held(&file, currency),
            Incoming::Rows(rows) => return Ok(Reading::handed(&rows, currency)),
        };
        Reading::open(
            bytes,
            Hints {
                name,
                decoder: self.decoder.as_ref(),
                currency,
            },
        )
    }

    fn file_refused(&mut self, name: &Arc<str>, issue: Issue) {
        self.files.push(FileRecord {
            name: Arc::clone(name),
            issues: vec![in_file(name, issue)],
            ..FileRecord::default()
        });
    }

    fn file_read(&mut self, name: &Arc<str>, read: Read<Statement>) {
        let Read {
            value: mut statement,
            mut issues,
        } = read;
        self.known = None;
        let added = self.book.add(name, &statement);
        self.say_currency_held(&added.accounts, &mut statement.accounts, &mut issues);
        self.files.push(FileRecord {
            name: Arc::clone(name),
            in_ledger: Some(added.file),
            format: statement.format,
            encoding: Some(statement.encoding).filter(|label| !label.is_empty()),
            dialect: statement.dialect,
            accounts: added
                .accounts
                .iter()
                .copied()
                .zip(statement.accounts)
                .collect(),
            row_count: statement.rows.len() as u32,
            added: added.added,
            already: added.already,
            skipped: statement.skipped,
            issues: issues
                .into_iter()
                .map(|issue| in_file(name, issue))
                .collect(),
        });
    }
}

impl Session {
    /// Where an account is here already, its currency stands, and not the one that this file was to take.
    fn say_currency_held(
        &self,
        ids: &[AccountId],
        stated: &mut [StatementAccount],
        issues: &mut [Issue],
    ) {
        let assumed = ids.iter().zip(stated);
        for (id, stated) in assumed.filter(|(_, stated)| stated.is_currency_assumed) {
            let account = self.book.ledger().account(*id);
            let held = account.and_then(|account| account.currency);
            if held == stated.currency {
                continue;
            }
            stated.currency = held;
            let said = issues
                .iter_mut()
                .filter(|issue| issue.code == IssueCode::CurrencyAssumed);
            for issue in said {
                *issue = match held {
                    Some(held) => issue.clone().found(held.code()),
                    None => Issue::new(IssueCode::CurrencyUnknown, Severity::Note),
                };
            }
        }
    }
}

impl Import {
    /// Reads the files in a file next, each under its name in it.
    fn take_parts(&mut self, name: &Arc<str>, unpacked: Unpacked) {
        let in_archive = |issue| in_file(name, issue);
        self.left_out = unpacked.issues.into_iter().map(in_archive).collect();
        for part in unpacked.parts {
            let name = match part.name {
                Some(of_part) => format!("{name}/{of_part}").into(),
                None => Arc::clone(name),
            };
            self.parts.push_back((name, Incoming::Bytes(part.bytes)));
        }
    }

    fn working(&self, name: &Arc<str>, stage: Stage) -> ImportStep {
        let behind = self.waiting.len() as u32 + 1;
        ImportStep::Working {
            file: Arc::clone(name),
            file_index: self.files.saturating_sub(behind),
            files: self.files,
            stage,
            rows: self.rows,
            bytes_read: self.bytes.0,
            bytes_total: self.bytes.1,
        }
    }
}

fn in_file(name: &Arc<str>, mut issue: Issue) -> Issue {
    // What was left out of an archive names that.
    issue.at.file.get_or_insert_with(|| Arc::clone(name));
    issue
}
