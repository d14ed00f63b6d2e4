//! What is said of files: their reports, how they were read, and which of them wait.

use crate::phrase::{self, Phrase};
use crate::session::{FileRecord, Session};

use super::convert::{by_name, checked_name};
use super::convert_row::rows_of_file;
use super::*;

/// The most issues of a file that an `import` reply gives; the `ledger` reply gives all.
const ISSUES_SHOWN: usize = 200;

/// How much of a file's report is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    Summary,
    Whole,
}

pub(super) fn file_report(session: &Session, file: &FileRecord, detail: Detail) -> FileReport {
    let first = file.accounts.first();
    let stated = first.map(|(_, stated)| stated);
    let shown = match detail {
        Detail::Summary => ISSUES_SHOWN,
        Detail::Whole => usize::MAX,
    };
    FileReport {
        id: format!("f{}", file.id.0),
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

/// How files were read that left it open, as decisions; none while their rows stay out.
pub(super) fn readings(session: &Session) -> Vec<Decision> {
    let ledger = session.book().ledger();
    let files = session.files().iter();
    let taken = files.filter_map(|file| Some((file, file.in_ledger?)));
    taken
        .flat_map(|(file, number)| {
            file.questions.iter().map(move |question| {
                let rows = ledger.rows_of_file(number).into_iter();
                let ids: Vec<_> = rows.map(|(_, at)| ledger.id(at).to_string()).collect();
                Decision {
                    id: format!("f{}-{}", file.id.0, question.code.name()),
                    kind: "reading".to_owned(),
                    reason: DecisionReason {
                        kind: question.taken.name(),
                        days_apart: None,
                        rows: ids.len() as u32,
                        rate: None,
                        fee: None,
                    },
                    transactions: ids,
                    confidence: question.confidence().to_string(),
                    by: by_name(question).to_owned(),
                    verdict: if question.chosen { "made" } else { "open" }.to_owned(),
                    day: None,
                }
            })
        })
        .collect()
}

/// What no figure counts, because it waits for the person.
pub(super) fn waiting(session: &Session) -> Vec<Says> {
    let waiting = session.files().iter().filter(|file| file.waits);
    let said = waiting.map(|file| {
        let phrase = Phrase::new("note-waiting")
            .with("file", phrase::Argument::text(&file.name))
            .with("count", phrase::Argument::Count(u64::from(file.row_count)));
        Says::from(&phrase)
    });
    said.collect()
}
