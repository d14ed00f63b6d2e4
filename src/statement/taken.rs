//! What is taken out of a file step by step: its rows, and what was wrong with them.

use crate::issue::{Issue, IssueCode, Read, Severity};
use crate::order::{AddAll as _, Arrange as _};
use crate::text::TextId;

use super::csv::fold;
use super::{Format, Skipped, Statement, StatementError};

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
    /// What was wrong before anything was read; told last.
    pub(super) before: Vec<Issue>,
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

    /// Whether something is wrong in this way.
    pub(super) fn has(&self, code: IssueCode) -> bool {
        self.issues.iter().any(|issue| issue.code == code)
    }

    /// Gives what was read, and says what only all rows tell: that there are none, or that the currency of some is not
    /// known, where that is still to be said. What is wrong is in the order of the file.
    pub(super) fn finish(
        &mut self,
        format: Format,
        encoding: &'static str,
        unknown: Option<Severity>,
    ) -> Read<Statement> {
        let statement = &mut self.statement;
        statement.format = Some(format);
        statement.encoding = encoding;
        let is_unknown = statement.rows.iter().any(|row| row.currency.is_none());
        let doubt = match unknown.filter(|_| is_unknown) {
            _ if statement.rows.is_empty() && statement.skipped.is_empty() => {
                Some((IssueCode::StatementEmpty, Severity::Note))
            }
            unknown => unknown.map(|severity| (IssueCode::CurrencyUnknown, severity)),
        };
        let doubt = doubt.map(|(code, severity)| Issue::new(code, severity));
        self.issues.add_all(doubt);
        self.issues.arrange_by_key(|issue| issue.at.row);
        self.issues.append(&mut self.before);
        Read {
            value: std::mem::take(statement),
            issues: std::mem::take(&mut self.issues),
        }
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

/// That a text has the marks of a format and nothing of a statement.
pub(super) fn without_statement() -> StatementError {
    Issue::new(IssueCode::FileWithoutTransactions, Severity::Failed)
}

/// Why an amount is none: digits and a point that are too many are still a number.
pub(super) fn unread_amount(text: &str) -> IssueCode {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_number {
        IssueCode::AmountTooLarge
    } else {
        IssueCode::AmountUnreadable
    }
}
