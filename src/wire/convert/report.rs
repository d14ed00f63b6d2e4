//! What was read: files, an import, the whole ledger.

use crate::calendar;
use crate::phrase::{self, Phrase};
use crate::session::{Deed, FileId, FileRecord, Imported, Session};

use super::account::account_reports;
use super::decision::{decision, readings};
use super::rule;
use super::statement::checked_name;
use super::transaction::{rows_of_file, transaction};
use super::*;

/// The most issues of a file that an `import` reply gives; the `ledger` reply gives all.
const ISSUES_SHOWN: usize = 200;

/// How much of a file's report is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    Summary,
    Whole,
}

pub(crate) fn file_report(session: &Session, file: &FileRecord, detail: Detail) -> FileReport {
    let first = file.accounts.first();
    let stated = first.map(|(_, stated)| stated);
    let shown = match detail {
        Detail::Summary => ISSUES_SHOWN,
        Detail::Whole => usize::MAX,
    };
    FileReport {
        id: id_of_file(file.id),
        name: file.name.to_string(),
        format: match &file.rates {
            Some(_) => Some("rates".to_owned()),
            None => file.format.map(|format| format.name().to_owned()),
        },
        encoding: file.encoding.map(str::to_owned),
        dialect: file.dialect.as_ref().map(Dialect::from),
        account: first.and_then(|(id, _)| id.map(|id| id.to_string())),
        currency: stated
            .and_then(|stated| stated.currency)
            .map(|currency| currency.code().to_owned()),
        period: stated.and_then(|stated| stated.period).map(Period::from),
        opening: stated.and_then(|stated| stated.opening).map(Money::from),
        closing: stated.and_then(|stated| stated.closing).map(Money::from),
        checked: checked_name(stated.map(|stated| stated.checked).unwrap_or_default()).to_owned(),
        checked_by: stated
            .map_or(&[][..], |stated| &stated.proofs)
            .iter()
            .map(|proof| CheckedBy {
                what: proof.what.to_owned(),
                agree: proof.agree,
                of: proof.of,
            })
            .collect(),
        bank: stated.and_then(|stated| stated.bank.as_deref().map(str::to_owned)),
        row_count: u64::from(file.row_count),
        added: u64::from(file.added),
        already: u64::from(file.already),
        rows: match detail {
            Detail::Summary => Vec::new(),
            Detail::Whole => rows_of_file(session.book().ledger(), file),
        },
        skipped: file
            .skipped
            .iter()
            .map(|skipped| Skipped {
                row: skipped.line,
                code: skipped.code.name().to_owned(),
            })
            .collect(),
        issues: file.issues.iter().take(shown).map(Issue::from).collect(),
        issue_count: file.issues.len() as u64,
        questions: file.questions.iter().map(Question::from).collect(),
        waits: file.waits,
    }
}

/// What no figure counts, because it waits for the person.
pub(crate) fn waiting(session: &Session) -> Vec<Says> {
    let waiting = session.files().iter().filter(|file| file.waits);
    let said = waiting.map(|file| {
        let phrase = Phrase::new("note-waiting")
            .with("file", phrase::Argument::text(&file.name))
            .with("count", phrase::Argument::Count(u64::from(file.row_count)));
        Says::from(&phrase)
    });
    said.collect()
}

/// A file's id: `f` and its number.
pub(crate) fn id_of_file(file: FileId) -> String {
    format!("f{}", file.0)
}

/// The file of an id.
pub(crate) fn file_of(id: &str) -> Option<FileId> {
    id.strip_prefix('f')?.parse().ok().map(FileId)
}

impl ImportReport {
    /// What an import came to: its files, and how things stand after it.
    pub(crate) fn of(session: &Session, imported: Imported) -> ImportReport {
        let book = session.book();
        let files = session.files().iter().skip(imported.first_record);
        let sample = session.sample();
        let last_day = book.ledger().covered().map(calendar::Period::last);
        let today = sample.map(|sample| sample.today).or(last_day);
        let said = |deed: &Deed, undone| Says::from(&deed.phrase(undone));
        ImportReport {
            files: files
                .map(|file| file_report(session, file, Detail::Summary))
                .collect(),
            accounts: account_reports(book.ledger()),
            transactions: book.ledger().len() as u64,
            needs_review: book.review_count() as u64,
            sample: sample.map(|sample| SampleReport {
                name: sample.name.to_owned(),
                today: sample.today.to_string(),
            }),
            suggestions: today
                .map(|today| session.openers(today))
                .unwrap_or_default(),
            undo: session.to_undo().map(|deed| said(deed, false)),
            redo: session.to_redo().map(|deed| said(deed, true)),
        }
    }
}

impl LedgerReport {
    /// All there is.
    pub(crate) fn of(session: &Session) -> LedgerReport {
        let book = session.book();
        let files = session.files();
        let decisions = book.decisions();
        LedgerReport {
            files: files
                .iter()
                .map(|file| file_report(session, file, Detail::Whole))
                .collect(),
            accounts: account_reports(book.ledger()),
            transactions: book
                .ledger()
                .indices()
                .filter_map(|at| transaction(book, at))
                .collect(),
            decisions: decisions
                .iter()
                .map(decision)
                .chain(readings(session))
                .chain(rule::decisions(book))
                .collect(),
            issues: files
                .iter()
                .flat_map(|file| &file.issues)
                .map(Issue::from)
                .chain(rule::unread(book.rules()))
                .collect(),
        }
    }
}
