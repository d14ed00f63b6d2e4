//! What is taken out of a file step by step: its rows, and what was wrong with them.

use crate::issue::{Issue, IssueCode, Severity};
use crate::order::Arrange as _;
use crate::text::TextId;

use super::csv::fold;
use super::{Skipped, Statement, StatementError};

/// How many issues of rows are told one by one; those beyond are only counted among the skipped.
///
/// A file that has more is read the wrong way, and a person reads none of a thousand.
pub(super) const MAX_ISSUES: usize = 1_000;

/// The statement so far.
#[derive(Default)]
pub(super) struct Taken {
    /// Its rows, those skipped, and every text of them.
    pub(super) statement: Statement,
    /// What was wrong.
    pub(super) issues: Vec<Issue>,
    scratch: String,
}

impl Taken {
    /// The entries so far, read or left out.
    pub(super) fn entries_seen(&self) -> usize {
        self.statement.rows.len() + self.statement.skipped.len()
    }

    /// Notes what is wrong and gone on with, while there is room.
    pub(super) fn doubt(&mut self, issue: Issue) {
        if self.issues.len() < MAX_ISSUES {
            self.issues.push(issue);
        }
    }

    /// Notes an entry that gave no row.
    pub(super) fn refuse(&mut self, line: u32, issue: Issue) {
        skip(&mut self.statement.skipped, &mut self.issues, line, issue);
    }

    /// Keeps texts as one, blanks folded; nothing where all are empty.
    pub(super) fn text(&mut self, parts: &[&str]) -> Option<TextId> {
        self.scratch.clear();
        for part in parts {
            fold(part, false, &mut self.scratch);
        }
        (!self.scratch.is_empty()).then(|| self.statement.texts.intern(&self.scratch))
    }

    /// Keeps a descriptor: the words of an entry, else the first of the others that says something.
    pub(super) fn descriptor(&mut self, words: &[&str], others: &[&str]) -> TextId {
        let own = self.text(words);
        let said = own.or_else(|| others.iter().find_map(|other| self.text(&[other])));
        said.unwrap_or_else(|| self.statement.texts.intern(""))
    }
}

/// Notes a row that gave no entry, with its issue while there is room for it.
pub(super) fn skip(skipped: &mut Vec<Skipped>, issues: &mut Vec<Issue>, line: u32, issue: Issue) {
    skipped.push(Skipped {
        line,
        code: issue.code,
    });
    if issues.len() < MAX_ISSUES {
        issues.push(issue.at_row(line));
    }
}

/// Puts what is wrong in the order of the file.
pub(super) fn in_order(issues: &mut [Issue]) {
    issues.arrange_by_key(|issue| issue.at.row);
}

/// What only all rows of a statement tell: that there are none, or that the currency of some is not known.
pub(super) fn doubt_of_all(statement: &Statement, unknown: Severity) -> Option<Issue> {
    if statement.rows.is_empty() && statement.skipped.is_empty() {
        return Some(Issue::new(IssueCode::StatementEmpty, Severity::Note));
    }
    let is_unknown = statement.rows.iter().any(|row| row.currency.is_none());
    is_unknown.then(|| Issue::new(IssueCode::CurrencyUnknown, unknown))
}

/// That a text has the marks of a format and nothing of a statement.
pub(super) fn without_statement() -> StatementError {
    Box::new(Issue::new(
        IssueCode::FileWithoutTransactions,
        Severity::Failed,
    ))
}
