//! One person's sitting: the book, the files it came from, the import under way, the conversation.
//!
//! A session works in bounded steps and asks nothing of its surroundings but a decoder of text, so it runs
//! the same in a worker, on the command line and in tests. Nothing here waits, and nothing here knows a clock:
//! `today` comes with each request.

use std::sync::Arc;

use crate::book::{Book, Criteria, Filter, Flow, RateTable, Totals};
use crate::calendar::{Date, Day, Period, week_start};
use crate::category::Rules;
use crate::insight::{self, Known, Overview};
use crate::issue::Issue;
use crate::ledger::{AccountId, Index};
use crate::money::Currency;
use crate::order::Arrange as _;
use crate::question::{self, Answer, Asker, Browser, Conversation};
use crate::statement::{Decode, Dialect, Format, Skipped, StatementAccount};

mod again;
mod categorise;
mod correct;
mod decide;
mod edit;
mod history;
mod import;
mod queue;
mod reading;
mod sample;
mod source;

pub use categorise::Labeller;
pub use correct::{Correction, Preview, Scope};
pub use decide::Reviewed;
pub use history::{Deed, Named, Way};
pub use import::{ImportStep, Imported, KEPT_BYTES, MAX_FILE_BYTES, Stage};
pub use queue::Waiting;
pub use reading::{Question, Side, SideRow};
pub use sample::Sample;
pub use source::Incoming;

use history::{Declared, History};
use import::Import;
use source::Source;

/// The locale where a request names none: weeks begin on Monday, days come first.
pub const DEFAULT_LOCALE: &str = "en-GB";

/// How many answers are kept to be opened: more than a person scrolls back to in one sitting.
const ANSWERS_KEPT: usize = 200;

/// One person's sitting.
pub struct Session {
    book: Book,
    decoder: Box<dyn Decode>,
    files: Vec<Arc<FileRecord>>,
    import: Option<Box<Import>>,
    currency: Option<Currency>,
    sample: Option<Sample>,
    asker: Asker,
    conversation: Conversation,
    answers: Vec<(u64, u64, Arc<Answer>)>,
    answer_count: u64,
    shown: Option<(RowsQuery, Arc<Rows>)>,
    known: Option<Arc<Known>>,
    reviewed: Option<Arc<Vec<Reviewed>>>,
    sources: Vec<Source>,
    kept_bytes: usize,
    declared: Declared,
    history: History,
    /// The day of what the person says next.
    said_on: Option<Day>,
    last_file: u32,
    /// Which rows there are: the same number, the same rows.
    version: u64,
    last_version: u64,
}

/// A file of this sitting; another time the same file is another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileId(pub u32);

/// `f1`, `f2`, … on the wire.
impl std::fmt::Display for FileId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "f{}", self.0)
    }
}

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such file, choice or step.
    Unknown,
    /// This file was too large to be kept, and cannot be read again.
    NotKept(Arc<str>),
    /// Two rows of two accounts, currencies or directions are not one.
    NotOne,
    /// Two rows that both leave, both come in or are of one account make no such pair.
    NotPaired,
    /// The parts of a transaction do not add up to it.
    NotWhole,
    /// Another account is called that.
    NameTaken,
    /// Two accounts in two currencies are not one.
    OtherCurrency,
}

/// What is remembered of a file.
#[derive(Debug, Default)]
pub struct FileRecord {
    /// What it is known by here.
    pub id: FileId,
    /// Its name, as the person knows it.
    pub name: Arc<str>,
    /// Its place in the ledger's files; `None` where it could not be read.
    pub in_ledger: Option<u16>,
    /// What kind of file it is.
    pub format: Option<Format>,
    /// WHATWG label.
    pub encoding: Option<&'static str>,
    /// How a delimited file was read.
    pub dialect: Option<Dialect>,
    /// Its accounts as it speaks of them, with the ledger's, which are none while its rows stay out.
    pub accounts: Vec<(Option<AccountId>, StatementAccount)>,
    /// How many entries it holds.
    pub row_count: u32,
    /// How many of them were new.
    pub added: u32,
    /// How many were here already.
    pub already: u32,
    /// Rows that gave no entry.
    pub skipped: Vec<Skipped>,
    /// What was wrong, each naming the file.
    pub issues: Vec<Issue>,
    /// What tells files of the same making.
    pub shape: Arc<str>,
    /// What it leaves open, with both readings.
    pub questions: Vec<Question>,
    /// Whether its rows stay out until that is settled.
    pub waits: bool,
    /// What it holds where it is a file of exchange rates.
    pub rates: Option<Arc<RateTable>>,
}

/// Which rows the table shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowsQuery {
    /// The days they lie in.
    pub period: Option<Period>,
    /// What they have to meet.
    pub criteria: Criteria,
    /// Only those that an answer counted.
    pub answer: Option<u64>,
    /// Oldest first instead of newest first.
    pub oldest_first: bool,
    /// The largest amounts first, whatever their sign; of what needs review, by the money of the merchant.
    pub largest_first: bool,
}

/// The rows the table shows, and what they come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// In the order asked for.
    pub rows: Vec<Index>,
    /// A set for each currency.
    pub totals: Vec<Totals>,
    /// What waits for the person, where the rows that need review are asked for by money.
    pub waiting: Option<Waiting>,
}

impl Session {
    /// A session without files.
    pub fn new(decoder: Box<dyn Decode>) -> Session {
        Session {
            book: Book::new(),
            decoder,
            files: Vec::new(),
            import: None,
            currency: None,
            sample: None,
            asker: Asker::new(),
            conversation: Conversation::default(),
            answers: Vec::new(),
            answer_count: 0,
            shown: None,
            known: None,
            reviewed: None,
            sources: Vec::new(),
            kept_bytes: KEPT_BYTES,
            declared: Declared::default(),
            history: History::default(),
            said_on: None,
            last_file: 0,
            version: 0,
            last_version: 0,
        }
    }

    /// The transactions with what they mean.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The files, in the order they were read.
    pub fn files(&self) -> &[Arc<FileRecord>] {
        &self.files
    }

    /// The sample household, where that is what is open.
    pub fn sample(&self) -> Option<Sample> {
        self.sample
    }

    /// Notes the day on which the person says what is begun next.
    pub fn on(&mut self, day: Option<Day>) -> &mut Session {
        self.said_on = day;
        self
    }

    /// Forgets every file, row and answer.
    pub fn erase(&mut self) {
        self.book = Book::new();
        self.files.clear();
        self.import = None;
        self.sample = None;
        self.declared = Declared::default();
        self.history = History::default();
        self.sources.clear();
        self.changed();
        self.asker.learn(&self.book);
        self.forget();
        self.shown = None;
        self.known = None;
        self.reviewed = None;
    }

    /// Begins a new conversation: the next question inherits nothing.
    pub fn forget(&mut self) {
        self.conversation = Conversation::default();
        self.answers.clear();
    }

    /// The recurring payments and findings of a day, worked out once until the book changes.
    pub fn known(&mut self, today: Date) -> Arc<Known> {
        match &self.known {
            Some(known) if known.today() == today => Arc::clone(known),
            _ => {
                let known = Arc::new(Known::new(today));
                self.known = Some(Arc::clone(&known));
                known
            }
        }
    }

    /// The overview of one month and currency.
    pub fn overview(
        &mut self,
        today: Date,
        locale: &str,
        period: Option<Period>,
        currency: Option<Option<Currency>>,
    ) -> Overview {
        let known = self.known(today);
        let streams = known.streams(&self.book);
        let week_start = week_start(locale);
        insight::overview(&self.book, streams, today, week_start, period, currency)
    }

    /// Answers a question, and keeps the answer to be opened under the number that comes with it.
    ///
    /// `browser` is what the browser around was found to enforce, where there is one.
    pub fn ask(
        &mut self,
        question: &str,
        today: Date,
        locale: &str,
        browser: Option<&Browser>,
    ) -> (u64, Arc<Answer>) {
        let known = self.known(today);
        self.asker.give(self.rates());
        let answer = question::ask(
            &self.asker,
            &self.book,
            &known,
            &mut self.conversation,
            question,
            locale,
            browser,
        );
        self.answer_count += 1;
        let answer = Arc::new(answer);
        if self.answers.len() == ANSWERS_KEPT {
            self.answers.remove(0);
        }
        let kept = (self.answer_count, self.version, Arc::clone(&answer));
        self.answers.push(kept);
        (self.answer_count, answer)
    }

    /// An answer that is still kept, and whose rows are still the ones there are.
    pub fn answer(&self, number: u64) -> Option<Arc<Answer>> {
        let mut kept = self.answers.iter();
        let (_, _, answer) =
            kept.find(|(kept, version, _)| (*kept, *version) == (number, self.version))?;
        Some(Arc::clone(answer))
    }

    /// Questions to begin with, from this person's own data.
    pub fn openers(&self, today: Date) -> Vec<String> {
        question::openers(&self.book, today)
    }

    /// The rows a query leaves, worked out once for all pages of it.
    ///
    /// Errors: `None` for an answer that is no longer kept.
    pub fn rows(&mut self, query: &RowsQuery) -> Option<Arc<Rows>> {
        if let Some((shown, rows)) = &self.shown
            && shown == query
        {
            return Some(Arc::clone(rows));
        }
        let mut rows = match query.answer {
            Some(number) => self.answer(number)?.included.clone(),
            None => {
                let filter = Filter {
                    flow: Flow::Any,
                    period: query.period,
                    include: query.criteria.clone(),
                    exclude: Criteria::default(),
                };
                self.book.select(&filter).rows
            }
        };
        if !query.oldest_first {
            rows.reverse();
        }
        let mut waiting = None;
        if query.largest_first && query.criteria.needs_review {
            waiting = Some(self.queue(&mut rows));
        } else if query.largest_first {
            let ledger = self.book.ledger();
            rows.arrange_by_key(|at| std::cmp::Reverse(ledger.amount_at(*at).abs()));
        }
        let totals = self.book.totals(&rows);
        let rows = Arc::new(Rows {
            rows,
            totals,
            waiting,
        });
        self.shown = Some((query.clone(), Arc::clone(&rows)));
        Some(rows)
    }

    /// What changes once the book has changed.
    fn settle(&mut self) {
        if self.book.rules().text() != &*self.declared.rules {
            self.book.set_rules(Rules::parse(&self.declared.rules));
        }
        self.book.set_said(&self.declared.edits.accounts);
        self.book.set_marks(&self.declared.edits.marks);
        self.book.refresh();
        self.asker.learn(&self.book);
        self.shown = None;
        self.known = None;
        self.reviewed = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::date;
    use crate::native::EncodingRs;

    #[test]
    fn what_is_known_is_kept_until_the_day_or_the_book_changes() {
        let mut session = Session::new(Box::new(EncodingRs));
        let day = date(2026, 3, 22).unwrap();
        let empty = session.known(day);
        assert!(empty.streams(session.book()).is_empty());
        session.begin_sample();
        while session.step_import().is_some() {}
        let known = session.known(day);
        assert!(!known.streams(session.book()).is_empty());
        session.ask("What subscriptions do I have?", day, DEFAULT_LOCALE, None);
        assert!(Arc::ptr_eq(&known, &session.known(day)));
        let next = date(2026, 3, 23).unwrap();
        assert_eq!(session.known(next).today(), next);
        session.erase();
        assert!(session.known(next).findings(session.book()).is_empty());
    }
}
