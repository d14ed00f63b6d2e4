//! What readers of several formats do alike.

use crate::calendar::{Date, Day, Period};
use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Amount, Money, Total};
use crate::order::{Arrange as _, Gather as _};
use crate::text::{TextId, Texts, contains};

use super::taken::{Taken, skip};
use super::{Row, Statement};

/// The positions of a file's accounts, by what names them.
#[derive(Default)]
pub(super) struct ByName {
    names: Texts,
    positions: Vec<Option<u16>>,
}

impl ByName {
    /// The position of a name, beside a word that tells it from the same name elsewhere; to be filled in for a new one.
    pub(super) fn place(&mut self, beside: &str, name: Option<&str>) -> &mut Option<u16> {
        let mut key = beside.to_owned();
        if let Some(name) = name {
            key.push('/');
            key.push_str(name);
        }
        let id = self.names.intern(&key);
        self.positions.resize(self.names.len(), None);
        &mut self.positions[id.0 as usize]
    }
}

/// The parts as one text, without those that another one says.
pub(super) fn joined(texts: &mut Texts, parts: &[Option<TextId>]) -> Option<TextId> {
    let mut kept: Vec<TextId> = Vec::new();
    for part in parts.iter().flatten() {
        let text = texts.get(*part);
        let is_said = |other: &TextId| says(texts.get(*other), text);
        if kept.iter().any(is_said) {
            continue;
        }
        kept.retain(|other| !says(text, texts.get(*other)));
        kept.push(*part);
    }
    if let [only] = kept.as_slice() {
        return Some(*only);
    }
    let mut joined = String::new();
    for part in &kept {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(texts.get(*part));
    }
    (!joined.is_empty()).then(|| texts.intern(&joined))
}

/// Whether a text says all that another one says, which is not looked for where no bank would write so much.
fn says(text: &str, part: &str) -> bool {
    const LONGEST: usize = 1_024;
    part.len() <= LONGEST && contains(text, part)
}

/// The bank's ids of rows: each with its account before it and its row behind it, in order.
pub(super) fn ids_of(rows: &[Row]) -> Vec<(u16, TextId, u32)> {
    let mut ids = Vec::new();
    for (at, row) in (0u32..).zip(rows) {
        if let Some(id) = row.facts.as_ref().and_then(|facts| facts.bank_id) {
            ids.push((row.account, id, at));
        }
    }
    ids.arrange();
    ids
}

/// Takes out rows that count no longer, and says so beside their ids, which stand in `column` where it has a name.
pub(super) fn take_out(taken: &mut Taken, is_out: &[bool], column: Option<&str>) {
    let Statement {
        rows,
        texts,
        skipped,
        ..
    } = &mut taken.statement;
    let mut at = 0;
    rows.retain(|row| {
        at += 1;
        let is_out = is_out.get(at - 1) == Some(&true);
        if is_out {
            let id = row.facts.as_ref().and_then(|facts| facts.bank_id);
            let mut issue = Issue::new(IssueCode::RowNotTransaction, Severity::RowSkipped)
                .found(id.map_or("", |id| texts.get(id)));
            issue.at.column = column.map(Into::into);
            skip(skipped, &mut taken.issues, row.line, issue);
        }
        !is_out
    });
}

/// Says once for each account that its ids, which stand in `column`, are not relied on.
pub(super) fn repeated_ids(statement: &Statement, column: &str) -> Vec<Issue> {
    let mut said = None;
    let mut issues = Vec::new();
    for pair in ids_of(&statement.rows).windows(2) {
        let [(account, id, _), (next_account, next_id, at)] = *pair else {
            continue;
        };
        if (account, id) == (next_account, next_id) && said != Some(account) {
            said = Some(account);
            issues.push(
                Issue::new(IssueCode::BankIdRepeated, Severity::Note)
                    .at_row(statement.rows[at as usize].line)
                    .at_column(column)
                    .found(statement.texts.get(id)),
            );
        }
    }
    issues
}

/// From the first of some days to the last, in whatever order they are.
pub(super) fn span(days: &[Option<Date>]) -> Option<(Date, Date)> {
    let mut span: Option<(Date, Date)> = None;
    for day in days.iter().copied().flatten() {
        let (first, last) = span.unwrap_or((day, day));
        span = Some((first.min(day), last.max(day)));
    }
    span
}

/// For each account the days from the first of its rows to the last.
pub(super) fn periods_of(rows: &[Row], accounts: usize) -> Vec<Option<Period>> {
    let mut days: Vec<Option<(Day, Day)>> = vec![None; accounts];
    for row in rows {
        if let Some(days) = days.get_mut(usize::from(row.account)) {
            let day = row.posting_date;
            let (first, last) = days.unwrap_or((day, day));
            *days = Some((first.min(day), last.max(day)));
        }
    }
    let days = days.into_iter();
    let periods = days.map(|days| {
        let (first, last) = days?;
        Period::inclusive(first.to_date(), last.to_date())
    });
    periods.gather()
}

/// What a balance and the booked ones of some rows come to.
pub(super) fn reached(opening: Amount, rows: &[Row]) -> Total {
    let mut total = Total::of(opening);
    for row in rows.iter().filter(|row| !row.pending) {
        total.add(row.amount);
    }
    total
}

/// That a stated balance is not what the rows come to.
pub(super) fn closing_disagrees(stated: Amount, reached: Money) -> Issue {
    disagrees(
        IssueCode::ClosingBalanceDisagrees,
        &stated.to_string(),
        Expected::Balance(reached),
    )
}

/// That a stated sum is not what the entries add up to.
pub(super) fn sum_disagrees(stated: Amount, reached: Money) -> Issue {
    disagrees(
        IssueCode::EntryTotalDisagrees,
        &stated.to_string(),
        Expected::Balance(reached),
    )
}

/// That there are other than the stated number of entries.
pub(super) fn count_disagrees(stated: u64, counted: u64) -> Issue {
    disagrees(
        IssueCode::EntryCountDisagrees,
        &stated.to_string(),
        Expected::Entries(counted),
    )
}

/// That something else is stated than was reached.
pub(super) fn disagrees(code: IssueCode, stated: &str, expected: Expected) -> Issue {
    let issue = Issue::new(code, Severity::Warning).found(stated);
    issue.expected(expected)
}
