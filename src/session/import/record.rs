//! What is remembered of a file once it is read, or refused.

use std::sync::Arc;

use super::super::reading;
use super::super::{FileId, FileRecord, Session};
use crate::issue::{Issue, IssueCode, Read, Severity};
use crate::ledger::AccountId;
use crate::statement::{Choice, Hints, Statement, StatementAccount};

impl Session {
    pub(super) fn file_refused(&mut self, id: FileId, name: &Arc<str>, issue: Issue) {
        self.files.push(Arc::new(FileRecord {
            id,
            name: Arc::clone(name),
            issues: vec![in_file(name, issue)],
            ..FileRecord::default()
        }));
    }

    pub(super) fn file_read(
        &mut self,
        id: FileId,
        name: &Arc<str>,
        read: Read<Statement>,
        readings: &[(Arc<str>, Choice)],
    ) {
        let Read {
            value: mut statement,
            mut issues,
        } = read;
        self.known = None;
        let source = self.source(id);
        if let Some(source) = source {
            issues.extend_from_slice(&source.left_out);
        }
        let asks = source.is_some_and(|source| source.asks);
        let is_open = statement.open.iter().any(|open| open.chosen.is_none());
        let questions = match (statement.open.is_empty(), source) {
            (false, Some(source)) => {
                let hints = Hints {
                    name,
                    decoder: self.decoder.as_ref(),
                    currency: source.currency,
                };
                reading::questions(&source.head(), &statement, readings, hints)
            }
            _ => Vec::new(),
        };
        let waits = asks && is_open;
        let added = match waits {
            true => None,
            false => Some(self.book.add(name, &statement)),
        };
        let ids = added.as_ref().map_or(&[][..], |added| &added.accounts);
        self.say_currency_held(ids, &mut statement.accounts, &mut issues);
        let mut accounts = Vec::new();
        for (place, stated) in statement.accounts.into_iter().enumerate() {
            accounts.push((ids.get(place).copied(), stated));
        }
        for issue in &mut issues {
            name_in(name, issue);
        }
        self.files.push(Arc::new(FileRecord {
            id,
            name: Arc::clone(name),
            in_ledger: added.as_ref().map(|added| added.file),
            format: statement.format,
            encoding: Some(statement.encoding).filter(|label| !label.is_empty()),
            dialect: statement.dialect,
            accounts,
            row_count: statement.rows.len() as u32,
            added: added.as_ref().map_or(0, |added| added.added),
            already: added.as_ref().map_or(0, |added| added.already),
            skipped: statement.skipped,
            issues,
            shape: Arc::from(statement.shape),
            questions,
            waits,
            rates: None,
        }));
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

pub(super) fn in_file(name: &Arc<str>, mut issue: Issue) -> Issue {
    name_in(name, &mut issue);
    issue
}

fn name_in(name: &Arc<str>, issue: &mut Issue) {
    // What was left out of an archive names that.
    issue.at.file.get_or_insert_with(|| Arc::clone(name));
}
