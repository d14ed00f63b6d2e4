//! A document of entries, which are read one after the other.

use crate::issue::{Expected, Issue, IssueCode, Read, Severity};
use crate::order::Arrange as _;
use crate::statement::shared::repeated_ids;
use crate::statement::taken::Taken;
use crate::statement::{Format, Progress, Row, Statement, StatementAccount};

use super::account::Accounts;
use super::find::{Entry, Found};
use super::lines::Numbers;
use super::rows::{self, Known, Rows};
use super::scan::Scan;
use super::settle::{drop_empty_balances, settle_modified, settle_signs};
use super::shape::{Fact, Place, Shapes};
use super::value::{Document, read_day};

/// Entries of known shapes while they are read.
pub(super) struct EntriesReading {
    text: String,
    scan: Scan,
    /// How many nodes it has while no entry is unfolded.
    nodes: usize,
    shapes: Shapes,
    found: Found,
    /// The entries that are read.
    read: usize,
    numbers: Numbers,
    accounts: Accounts,
    rows: Rows,
    encoding: &'static str,
}

impl EntriesReading {
    /// Before the first entry.
    pub(super) fn new(
        text: String,
        scan: Scan,
        shapes: Shapes,
        found: Found,
        encoding: &'static str,
        issues: Vec<Issue>,
    ) -> EntriesReading {
        let starts = found.entries.iter();
        let starts = starts.filter_map(|entry| Some(scan.nodes.get(entry.node as usize)?.start));
        let numbers = Numbers::of(&text, starts);
        let mut rows = Rows::default();
        rows.taken.issues = issues;
        EntriesReading {
            nodes: scan.nodes.len(),
            text,
            scan,
            shapes,
            found,
            read: 0,
            numbers,
            accounts: Accounts::default(),
            rows,
            encoding,
        }
    }

    /// Reads up to `rows` more entries.
    pub(super) fn advance(&mut self, rows: usize) -> Progress {
        let mut start = 0;
        for place in self.read..self.found.entries.len().min(self.read.saturating_add(rows)) {
            self.read = place + 1;
            if let Some(&entry) = self.found.entries.get(place) {
                let node = self.scan.nodes.get(entry.node as usize);
                start = node.map_or(0, |node| node.start);
                let line = self.numbers.number(&self.text, start, place);
                self.take(entry, line);
            }
        }
        let done = self.read >= self.found.entries.len();
        Progress {
            rows: u32::try_from(self.read).unwrap_or(u32::MAX),
            bytes_read: if done {
                self.text.len()
            } else {
                start as usize
            },
            bytes_total: self.text.len(),
            done,
        }
    }

    /// Reads one entry.
    fn take(&mut self, entry: Entry, line: u32) {
        if self.scan.open.contains(&entry.node) {
            // What the file lost may be what takes it back.
            let issue = Issue::new(IssueCode::FileCutOff, Severity::RowSkipped);
            let issue = issue.expected(Expected::ClosingTag("}".into()));
            return self.rows.taken.refuse(line, issue);
        }
        let shapes = &self.shapes;
        let entry = Entry {
            node: self.scan.unfolded(&self.text, shapes, entry.node),
            ..entry
        };
        let document = Document {
            text: &self.text,
            scan: &self.scan,
        };
        let shape = shapes.get(entry.shape);
        let around = self.found.holder(entry.holder);
        let place = Place {
            node: entry.node,
            around,
        };
        let own = shape.at(&document, place).said(Fact::Account);
        let (accounts, found) = (&mut self.accounts, &self.found);
        let account = accounts.position(&document, shapes, found, own.as_deref(), entry.holder);
        let known = Known {
            line,
            account,
            own: accounts.number(account),
        };
        self.rows
            .take(&shape.at(&document, place), entry.list, known);
        self.scan.cut(self.nodes);
    }

    /// Checks the balances and gives what was read.
    pub(super) fn finish(&mut self) -> Read<Statement> {
        let EntriesReading {
            text,
            scan,
            shapes,
            found,
            accounts,
            rows,
            encoding,
            ..
        } = self;
        let document = Document { text, scan };
        let kinds = settle_signs(&document, shapes, found, accounts, rows);
        settle_modified(&document, found, rows);
        drop_empty_balances(rows);
        let undecodable = rows.undecodable;
        let taken = &mut rows.taken;
        let Taken {
            statement, issues, ..
        } = taken;
        let mut accounts = accounts.finish(&document, shapes, found, &statement.rows, issues);
        for (account, kind) in accounts.iter_mut().zip(kinds) {
            account.kind = account.kind.or(kind);
        }
        drop_own_originals(&mut statement.rows, &accounts);
        statement.accounts = accounts;
        statement.skipped.arrange_by_key(|skipped| skipped.line);
        issues.extend(repeated_ids(statement, "id"));
        let is_cut_said = taken.has(IssueCode::FileCutOff);
        if let Some(line) = undecodable.filter(|_| !taken.has(IssueCode::TextUndecodable)) {
            let issue = Issue::new(IssueCode::TextUndecodable, Severity::Warning).found("\u{FFFD}");
            taken.issues.push(issue.at_row(line));
        }
        taken.issues.extend(scan.damage(text, is_cut_said));
        let is_said = taken.has(IssueCode::CurrencyUnreadable);
        let unknown = (!is_said).then_some(Severity::Note);
        taken.finish(Format::Json, encoding, unknown)
    }
}

/// Takes out what an entry that names no currency says to have cost in the account's own: only the account tells which.
fn drop_own_originals(rows: &mut [Row], accounts: &[StatementAccount]) {
    for row in rows.iter_mut().filter(|row| row.currency.is_none()) {
        let account = accounts.get(usize::from(row.account));
        let own = account.and_then(|account| account.currency);
        if let Some(facts) = row.facts.as_mut()
            && facts
                .original
                .is_some_and(|original| original.currency() == own)
        {
            facts.original = None;
        }
    }
}

/// Whether some of the first entries have a day and an amount that can be read: names alone may deceive.
pub(super) fn are_read(text: &str, scan: &mut Scan, shapes: &Shapes, found: &Found) -> bool {
    const LOOKED_AT: usize = 50;
    let nodes = scan.nodes.len();
    found.entries.iter().take(LOOKED_AT).any(|entry| {
        let node = scan.unfolded(text, shapes, entry.node);
        let document = Document { text, scan };
        let shape = shapes.get(entry.shape);
        let place = Place {
            node,
            around: found.holder(entry.holder),
        };
        let object = shape.at(&document, place);
        let facts = [Fact::Amount, Fact::Minor, Fact::Scaled];
        let (amount, _) = rows::amount(&object, facts, None);
        let mut days = [Fact::Posted, Fact::Made, Fact::Value].into_iter();
        let is_read = amount.is_ok()
            && days.any(|fact| {
                let said = object.said(fact);
                said.is_some_and(|said| read_day(&said).is_some())
            });
        scan.cut(nodes);
        is_read
    })
}
