//! The conversation: imports and questions in the order they came.

use std::rc::Rc;

use super::Face;
use crate::order::Gather as _;
use crate::wire::{
    Answer, ExcludedRows, Failure, FileReport, ImportProgress, ImportReport, Says, Transaction,
};

/// One entry of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The id of the request that made it.
    pub id: u64,
    /// What it is.
    pub what: What,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Files that are read, or were.
    Import(Import),
    /// A question with its answer.
    Question(Question),
    /// The engine stopped, or never came: what it held is gone.
    Stopped {
        /// How many questions were not answered.
        unanswered: u64,
    },
}

/// Files that are read, or were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The files' names; empty for the sample.
    pub names: Vec<String>,
    /// How far it is.
    pub progress: Option<ImportProgress>,
    /// What came of it.
    pub report: Face<Rc<Came>>,
    /// Whether it was stopped before its last file.
    pub stopped: bool,
    /// The ids of its files that are not in any more.
    pub out: Rc<Vec<String>>,
}

/// What came of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// The report of each.
    pub files: Vec<Rc<FileReport>>,
    /// The sample's name, where they are the sample.
    pub sample: Option<String>,
    /// How many transactions there are now.
    pub transactions: u64,
    /// How many of them need review.
    pub needs_review: u64,
}

impl Came {
    pub(super) fn of(report: ImportReport) -> Came {
        Came {
            files: report.files.into_iter().map(Rc::new).gather(),
            sample: report.sample.map(|sample| sample.name),
            transactions: report.transactions,
            needs_review: report.needs_review,
        }
    }
}

/// What was done last with the files, and how to take it back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undo {
    /// The import below which it stands.
    pub entry: u64,
    /// What can be taken back.
    pub undo: Option<Says>,
    /// What can be done again.
    pub redo: Option<Says>,
    /// Whether files are being read again.
    pub busy: bool,
    /// Why they were not.
    pub failed: Option<Failure>,
}

/// A question with its answer and workings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The words.
    pub words: String,
    /// The answer.
    pub answer: Face<Rc<Answer>>,
    /// How it was worked out.
    pub workings: Workings,
    /// Whether the page around asked it on the person's behalf.
    pub by_host: bool,
    /// Whether the answer is to be shared, or was.
    pub share: Share,
}

/// How far the sharing of an answer is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Share {
    /// Nobody has asked for it.
    #[default]
    No,
    /// The page around waits for it, by the id of its request.
    Wanted(String),
    /// The person is asked; with the id where the page around had asked for it.
    Offered(Option<String>),
    /// It came to this, by its name in the tables.
    Came(&'static str),
}

/// The rows behind an answer, as far as they were fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workings {
    /// Whether they are shown.
    pub open: bool,
    /// Whether a page of them is under way.
    pub waiting: bool,
    /// Why they did not come.
    pub failed: Option<Failure>,
    /// How many rows were counted in all; `None` before the first page.
    pub total: Option<u64>,
    /// The counted rows so far.
    pub rows: Rc<Vec<Transaction>>,
    /// What was left out.
    pub excluded: Rc<Vec<ExcludedRows>>,
    /// The digest.
    pub digest: String,
}

impl Workings {
    /// Whether there are rows that were not fetched yet.
    pub fn has_more(&self) -> bool {
        self.total
            .is_none_or(|total| (self.rows.len() as u64) < total)
    }

    /// The rows as tab-separated text: day, merchant, descriptor, amount, currency; with ASCII signs.
    pub fn copied(&self) -> String {
        self.rows.iter().fold(String::new(), |mut out, row| {
            let merchant = row.merchant.as_deref().unwrap_or_default();
            let currency = row.amount.currency.as_deref().unwrap_or_default();
            let cells = [
                &row.posting_date,
                merchant,
                &row.descriptor,
                &row.amount.amount,
                currency,
            ];
            for (at, cell) in cells.iter().enumerate() {
                if at > 0 {
                    out.push('\t');
                }
                for letter in cell.chars() {
                    let is_blank = matches!(letter, '\t' | '\n' | '\r');
                    out.push(if is_blank { ' ' } else { letter });
                }
            }
            out.push('\n');
            out
        })
    }
}

impl Entry {
    /// The question, where it is one.
    pub fn question(&self) -> Option<&Question> {
        match &self.what {
            What::Question(question) => Some(question),
            What::Import(_) | What::Stopped { .. } => None,
        }
    }

    pub(super) fn question_mut(&mut self) -> Option<&mut Question> {
        match &mut self.what {
            What::Question(question) => Some(question),
            What::Import(_) | What::Stopped { .. } => None,
        }
    }

    pub(super) fn import_mut(&mut self) -> Option<&mut Import> {
        match &mut self.what {
            What::Import(import) => Some(import),
            What::Question(_) | What::Stopped { .. } => None,
        }
    }

    /// The id of its element.
    pub fn element(&self) -> String {
        format!("entry-{}", self.id)
    }
}
