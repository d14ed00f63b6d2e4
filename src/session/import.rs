//! Reading files into the book in bounded steps, so that progress can be shown and the work be cancelled.

use std::sync::Arc;

use super::history::{Cause, Declared, Deed};
use super::source::{Incoming, Kept, Source};
use super::{FileId, FileRecord, Refusal, Session};
use crate::book::Book;
use crate::issue::{Issue, Read};
use crate::money::Currency;
use crate::order::Gather as _;
use crate::statement::{Choice, Handed, Reading, Statement};

mod file;
mod record;

use record::in_file;

/// The largest file that is read: its bytes, its rows and their copy must fit the 4 GiB of a wasm memory.
pub const MAX_FILE_BYTES: usize = 1 << 30;

/// The most bytes of files, all together, that are kept to be read again: a file that would go beyond is not kept.
///
/// Some 350,000 rows of CSV. What is larger is read once and cannot be read another way, nor be taken out alone.
pub const KEPT_BYTES: usize = 32 << 20;

/// The most bytes of a file of rates that are read: the bank's longest, since 1999, has a tenth of that.
const RATES_BYTES: usize = 16 << 20;

/// How many rows one step reads: about 5 ms of work, so that a cancel is heard at once.
const ROWS_A_STEP: usize = 4096;

/// Files being read.
pub(super) struct Import {
    /// Those that are still to be read, the next one last.
    waiting: Vec<(FileId, Option<Incoming>)>,
    files: u32,
    reading: Option<(FileId, Arc<str>, Reading)>,
    read: Option<(FileId, Arc<str>, Read<Statement>)>,
    bytes: (u64, u64),
    rows: u32,
    first_record: usize,
    changed: bool,
    /// How files of a shape are read.
    readings: Vec<(Arc<str>, Choice)>,
    purpose: Purpose,
    /// What files that are not kept said.
    again: Vec<(FileId, Read<Statement>)>,
}

/// What files are read for.
enum Purpose {
    /// They are new: what was declared before them, and what followed from that where they cannot be read again.
    Add {
        before: Declared,
        version: u64,
        shelf: Option<Box<Shelf>>,
    },
    /// They are all there are, read again aside for what is to be declared; put in place at the end.
    Follow {
        target: Declared,
        cause: Cause,
        aside: Option<Box<Shelf>>,
    },
    /// All is as it should be, and only to be said.
    Say,
}

/// What follows from what is declared: the book, and what is remembered of the files.
#[derive(Default)]
pub(super) struct Shelf {
    book: Book,
    files: Vec<Arc<FileRecord>>,
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
    /// Given up: a file cannot be read again, and all stays as it was.
    GivenUp(Refusal),
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
        self.begin(files, currency, false);
    }

    /// The same, for someone who can be asked: rows of a file that leaves its reading open stay out until it is
    /// settled with [`Session::begin_settle`].
    pub fn begin_asking(&mut self, files: Vec<(Arc<str>, Incoming)>, currency: Option<Currency>) {
        self.begin(files, currency, true);
    }

    /// Begins to read rows that were handed in, as from a file of that name; otherwise as files are.
    pub fn begin_rows(&mut self, name: Arc<str>, rows: Handed, currency: Option<Currency>) {
        self.begin(
            vec![(name, Incoming::Rows(Arc::new(rows)))],
            currency,
            false,
        );
    }

    fn begin(&mut self, files: Vec<(Arc<str>, Incoming)>, currency: Option<Currency>, asks: bool) {
        self.cancel_import();
        let mut waiting = Vec::new();
        let currency = currency.or(self.currency);
        // What cannot be read again is put back as it is; of what files in a file come to, nothing is known yet.
        let may_grow = files.iter().any(|(_, incoming)| incoming.holds_files());
        for (name, incoming) in files {
            waiting.push(self.take_in(name, incoming, currency, asks));
        }
        let is_kept = !may_grow && self.sources.iter().all(|source| source.is_whole());
        let shelf = (!is_kept).then(|| {
            Box::new(Shelf {
                book: Book::of(self.book.ledger().clone()),
                files: self.files.clone(),
            })
        });
        let purpose = Purpose::Add {
            before: self.declared.clone(),
            version: self.version,
            shelf,
        };
        let readings = self.declared.readings.clone();
        let first_record = self.files.len();
        self.import = Some(Import::new(waiting, readings, purpose, first_record));
    }

    /// Begins to read all files anew for what is to be declared.
    pub(super) fn begin_following(
        &mut self,
        target: Declared,
        cause: Cause,
    ) -> Result<(), Refusal> {
        let readings = target.readings.clone();
        if target.gives_rows_of(&self.declared) {
            self.declare(target, cause, None);
            self.import = Some(Import::new(Vec::new(), readings, Purpose::Say, 0));
            return Ok(());
        }
        let source = |id: &FileId| self.sources.iter().find(|source| source.id == *id);
        let mut again = Vec::new();
        for source in target.files.iter().filter_map(source) {
            if !source.is_whole() {
                let said = self.again(source.id, &target);
                let said = said.ok_or_else(|| Refusal::NotKept(Arc::clone(&source.name)))?;
                again.push((source.id, said));
            }
        }
        let waiting: Vec<_> = target.files.iter().map(|id| (*id, None)).gather();
        let mut aside = Box::<Shelf>::default();
        aside.book.set_said(&target.edits.accounts);
        let purpose = Purpose::Follow {
            target,
            cause,
            aside: Some(aside),
        };
        let mut import = Import::new(waiting, readings, purpose, 0);
        import.again = again;
        self.import = Some(import);
        Ok(())
    }

    /// Puts what followed from a step's other side in place of what follows now.
    pub(super) fn exchange(&mut self, mut shelf: Box<Shelf>, target: Declared, way: super::Way) {
        self.swap(&mut shelf);
        self.step_taken(target, way, Some(shelf));
        self.follow();
        self.import = Some(Import::new(Vec::new(), Vec::new(), Purpose::Say, 0));
    }

    fn swap(&mut self, shelf: &mut Shelf) {
        std::mem::swap(&mut self.book, &mut shelf.book);
        std::mem::swap(&mut self.files, &mut shelf.files);
    }

    /// Leaves out the file being read and those after it; the ones before it stay.
    pub fn cancel_import(&mut self) {
        let Some(import) = self.import.take() else {
            return;
        };
        if matches!(import.purpose, Purpose::Add { .. }) {
            if import.changed {
                self.settle();
            }
            self.conclude(import.purpose);
        }
    }

    /// Does a bounded piece of the import; `None` when nothing is being read.
    pub fn step_import(&mut self) -> Option<ImportStep> {
        let mut import = self.import.take()?;
        // What is read again is read into a book of its own, so that answers stay those of the present one.
        let mut aside = match &mut import.purpose {
            Purpose::Follow { aside, .. } => aside.take(),
            Purpose::Add { .. } | Purpose::Say => None,
        };
        if let Some(aside) = &mut aside {
            self.swap(aside);
        }
        let step = self.step(&mut import);
        if let Some(mut aside) = aside {
            self.swap(&mut aside);
            if let Purpose::Follow { aside: held, .. } = &mut import.purpose {
                *held = Some(aside);
            }
        }
        if let Some(step) = step {
            if !matches!(step, ImportStep::GivenUp(_)) {
                self.import = Some(import);
            }
            return Some(step);
        }
        let first_record = import.first_record;
        self.conclude(import.purpose);
        Some(ImportStep::Done(Imported { first_record }))
    }

    /// The next piece; `None` when nothing is left to read.
    fn step(&mut self, import: &mut Import) -> Option<ImportStep> {
        if let Some((id, name, read)) = import.read.take() {
            self.file_read(id, &name, read, &import.readings);
            self.has_read(id, &import.purpose);
            import.changed = true;
            let next = match import.waiting.is_empty() {
                true => Stage::Categorising,
                false => Stage::Reading,
            };
            return Some(import.working(&name, next));
        }
        if let Some((id, name, mut reading)) = import.reading.take() {
            let progress = reading.advance(ROWS_A_STEP);
            import.rows = progress.rows;
            import.bytes = (progress.bytes_read as u64, progress.bytes_total as u64);
            if !progress.done {
                import.reading = Some((id, Arc::clone(&name), reading));
                return Some(import.working(&name, Stage::Reading));
            }
            // What is said is what comes next, so that it stands while it is done.
            match reading.finish() {
                Ok(read) => import.read = Some((id, Arc::clone(&name), read)),
                Err(issue) => {
                    if let Some(given_up) = self.refuse(import, id, &name, issue) {
                        return Some(given_up);
                    }
                    return Some(import.working(&name, Stage::Reading));
                }
            }
            return Some(import.working(&name, Stage::Matching));
        }
        if let Some((id, mut given)) = import.waiting.pop() {
            let name = self.source(id).map(|source| Arc::clone(&source.name));
            let name = name.unwrap_or_default();
            import.rows = 0;
            import.bytes = (0, 0);
            if let Some(at) = import.again.iter().position(|(known, _)| *known == id) {
                let (_, read) = import.again.remove(at);
                import.rows = read.value.rows.len() as u32;
                import.read = Some((id, Arc::clone(&name), read));
                return Some(import.working(&name, Stage::Matching));
            }
            let opened = match self.take_apart(import, id, &mut given) {
                None if let Some(table) = self.rates_in(id, given.as_ref()) => {
                    self.files.push(Arc::new(FileRecord {
                        id,
                        name: Arc::clone(&name),
                        row_count: table.days() as u32,
                        rates: Some(Arc::new(table)),
                        ..FileRecord::default()
                    }));
                    self.has_read(id, &import.purpose);
                    return Some(import.working(&name, Stage::Reading));
                }
                Some(Ok(())) => return Some(import.working(&name, Stage::Reading)),
                Some(Err(issue)) => Err(issue),
                None => self.open(id, given, &import.readings, &mut import.bytes.1),
            };
            match opened {
                Ok(reading) => import.reading = Some((id, Arc::clone(&name), reading)),
                Err(issue) => {
                    if let Some(given_up) = self.refuse(import, id, &name, issue) {
                        return Some(given_up);
                    }
                }
            }
            return Some(import.working(&name, Stage::Reading));
        }
        if std::mem::take(&mut import.changed) && matches!(import.purpose, Purpose::Add { .. }) {
            self.settle();
        }
        None
    }

    /// Notes a file of which nothing can be read; where it could be before, reading anew is given up.
    fn refuse(
        &mut self,
        import: &Import,
        id: FileId,
        name: &Arc<str>,
        issue: Issue,
    ) -> Option<ImportStep> {
        // The file has changed where it is, or is gone.
        if matches!(import.purpose, Purpose::Follow { .. }) && !self.was_refused(id) {
            return Some(ImportStep::GivenUp(Refusal::NotKept(Arc::clone(name))));
        }
        if let Some(source) = self.sources.iter_mut().find(|source| source.id == id) {
            source.kept = Kept::Refused(issue.clone());
        }
        self.file_refused(id, name, issue);
        self.has_read(id, &import.purpose);
        None
    }

    /// A new file is declared as soon as it is read, or refused.
    fn has_read(&mut self, id: FileId, purpose: &Purpose) {
        if matches!(purpose, Purpose::Add { .. }) {
            self.declared.files.push(id);
            self.changed();
        }
    }

    /// What is done once everything is read, or stopped.
    fn conclude(&mut self, purpose: Purpose) {
        match purpose {
            Purpose::Add {
                before,
                version,
                shelf,
            } => {
                // A file may name an account better, and its rows with it.
                self.declared.choices = self.book.ledger().choices().clone();
                let new = self.declared.files.get(before.files.len()..);
                let new = new.unwrap_or_default().iter();
                let new: Vec<_> = new.filter_map(|id| self.source(*id)).gather();
                // What was refused adds nothing; where all was, its lines are what can be taken back.
                let is_read = |source: &&&Source| !matches!(source.kept, Kept::Refused(_));
                let read = new.iter().filter(is_read).count();
                let name = new.iter().find(is_read).or(new.first());
                let name = name.map(|source| Arc::clone(&source.name));
                let is_kept = self.sources.iter().all(|source| source.is_whole());
                let shelf = shelf.filter(|_| !is_kept);
                match name.filter(|_| self.sample.is_none()) {
                    Some(name) => {
                        let deed = match read {
                            0 => Deed::Refuse(new.len() as u64, name),
                            _ => Deed::Import(read as u64, name),
                        };
                        self.done(deed, before, shelf, version);
                    }
                    None => self.drop_unreachable(),
                }
            }
            Purpose::Follow {
                target,
                cause,
                mut aside,
            } => {
                if let Some(aside) = &mut aside {
                    self.swap(aside);
                }
                let is_kept = self.sources.iter().all(|source| source.is_whole());
                self.declare(target, cause, aside.filter(|_| !is_kept));
            }
            Purpose::Say => {}
        }
    }

    /// Declares what the rows that are here follow from, and notes how it came to that.
    fn declare(&mut self, target: Declared, cause: Cause, shelf: Option<Box<Shelf>>) {
        match cause {
            Cause::Deed(deed) => {
                let before = std::mem::replace(&mut self.declared, target);
                let version = self.version;
                self.changed();
                self.done(deed, before, shelf, version);
            }
            Cause::Step(way) => self.step_taken(target, way, shelf),
        }
        self.follow();
    }
}

impl Import {
    fn new(
        mut waiting: Vec<(FileId, Option<Incoming>)>,
        readings: Vec<(Arc<str>, Choice)>,
        purpose: Purpose,
        first_record: usize,
    ) -> Box<Import> {
        waiting.reverse();
        Box::new(Import {
            files: waiting.len() as u32,
            waiting,
            reading: None,
            read: None,
            bytes: (0, 0),
            rows: 0,
            first_record,
            changed: false,
            readings,
            purpose,
            again: Vec::new(),
        })
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
