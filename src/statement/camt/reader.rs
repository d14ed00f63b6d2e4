//! From elements to statements and entries: which of them a field speaks of.
//!
//! The text is read in steps; between them nothing is kept but where the next one begins, the elements that
//! are open and what they have said so far.

use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::Currency;
use crate::statement::Skipped;
use crate::statement::lines::Lines;
use crate::statement::shared::repeated_ids;
use crate::statement::sheet::attribute;

use super::account::{Accounts, Balance, StatementParts};
use super::entry::{Details, Entry};
use super::markup::{self, Piece, letter, piece_at};
use super::rows::{Place, Rows};
use super::tag::Tag;
use super::value::read_amount;

/// What the elements so far have said.
#[derive(Default)]
pub(super) struct Reader {
    /// The accounts.
    pub(super) accounts: Accounts,
    /// The entries.
    pub(super) rows: Rows,
    /// Where the next step begins.
    pub(super) at: usize,
    /// Whether the end was reached.
    pub(super) is_done: bool,
    /// The elements that are open, the innermost last.
    pub(super) open: Vec<Tag>,
    /// The text of the innermost one so far.
    pub(super) buffer: String,
    /// `Ccy` of the last amount.
    pub(super) currency: String,
    /// The statement at hand.
    pub(super) parts: Option<StatementParts>,
    /// The entry at hand.
    pub(super) entry: Option<Entry>,
    /// The balance at hand.
    pub(super) balance: Option<Balance>,
    /// The `BkTxCd` at hand: domain, family and subfamily.
    pub(super) code: String,
    /// The bank's own code beside it.
    pub(super) own_code: String,
    lines: Lines,
    broken: u32,
    is_broken_told: bool,
}

/// How often the reading goes on behind markup that is none; a file that breaks more often is no XML.
const MOST_BREAKS: u32 = 64;

/// How far up an element is looked for whose end tag does not fit the innermost one.
const FARTHEST_END: usize = 64;

/// The most elements that may be open in each other.
const DEEPEST: usize = 512;

impl Reader {
    /// Reads up to so many more entries.
    pub(super) fn advance(&mut self, text: &str, entries: usize) {
        let goal = self.entries_seen().saturating_add(entries);
        while !self.is_done && self.entries_seen() < goal {
            let offset = self.at;
            match piece_at(text, offset) {
                Some((piece, end)) => {
                    self.at = end;
                    self.take(piece, text, offset);
                }
                None => self.go_on_behind(text, offset),
            }
        }
    }

    /// Entries that are behind the reader.
    pub(super) fn entries_seen(&self) -> usize {
        self.rows.taken.entries_seen()
    }

    /// Goes on at the next `<` behind markup that cannot be read.
    fn go_on_behind(&mut self, text: &str, offset: usize) {
        self.broken += 1;
        let from = offset.saturating_add(1);
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        match memchr::memchr(b'<', rest).filter(|_| self.broken <= MOST_BREAKS) {
            Some(next) => {
                self.at = from + next;
                let line = self.lines.line_at(text, offset);
                self.note_broken(line, text.get(offset..).unwrap_or_default(), Tag::Unknown);
            }
            None => self.end(text),
        }
    }

    fn take(&mut self, piece: Piece<'_>, text: &str, offset: usize) {
        match piece {
            Piece::Open(tag) => self.begin(tag, text, offset),
            Piece::Empty(tag) => {
                self.begin(tag, text, offset);
                self.close(Tag::of(tag.name), text, offset);
            }
            Piece::Close(name) => self.close(Tag::of(name), text, offset),
            Piece::Text(said) if self.is_read() => self.buffer.push_str(said),
            Piece::Reference(named) if self.is_read() => self.refer(named),
            Piece::End => self.end(text),
            _ => {}
        }
    }

    /// Whether the innermost element is one whose text counts.
    fn is_read(&self) -> bool {
        self.open.last().is_some_and(|tag| *tag != Tag::Unknown)
    }

    /// Puts in what an entity stands for; one that is not known stays as written.
    fn refer(&mut self, named: &str) {
        match letter(named) {
            Some(letter) => self.buffer.push(letter),
            None => {
                self.buffer.push('&');
                self.buffer.push_str(named);
                self.buffer.push(';');
            }
        }
    }

    fn begin(&mut self, start: markup::Tag<'_>, text: &str, offset: usize) {
        let name = start.name;
        self.buffer.clear();
        if name.is_empty() || name.contains('<') {
            let line = self.lines.line_at(text, offset);
            return self.note_broken(line, name, Tag::Unknown);
        }
        let tag = Tag::of(name);
        if tag.is_amount() {
            self.currency.clear();
            let currency = attribute(start.attributes, "Ccy").unwrap_or_default();
            self.currency.push_str(currency.trim());
        }
        match tag {
            Tag::Statement => {
                self.leave_entry(text, offset);
                self.finish_statement();
                self.parts = Some(StatementParts {
                    first_row: self.rows.taken.statement.rows.len(),
                    ..StatementParts::default()
                });
            }
            Tag::Entry => {
                self.leave_entry(text, offset);
                self.entry = Some(Entry {
                    line: self.lines.line_at(text, offset),
                    ..Entry::default()
                });
            }
            Tag::Details => {
                if let Some(entry) = &mut self.entry {
                    entry.details.push(Details::default());
                }
            }
            Tag::Balance => {
                self.balance = Some(Balance {
                    line: self.lines.line_at(text, offset),
                    ..Balance::default()
                });
            }
            Tag::BankCode => {
                self.code.clear();
                self.own_code.clear();
            }
            _ => {}
        }
        if self.open.len() < DEEPEST {
            self.open.push(tag);
        }
    }

    fn close(&mut self, tag: Tag, text: &str, offset: usize) {
        let depth = self.open.len();
        if self.open.last() != Some(&tag) {
            // Some element in between is not closed, or this one was never opened.
            let near = depth.saturating_sub(FARTHEST_END);
            let found = self.open.get(near..).unwrap_or_default();
            let found = found.iter().rposition(|open| *open == tag);
            let Some(at) = found.filter(|_| tag != Tag::Unknown) else {
                return;
            };
            let line = self.lines.line_at(text, offset);
            self.note_broken(line, "", tag);
            self.open.truncate(near + at + 1);
            self.buffer.clear();
        }
        let said = std::mem::take(&mut self.buffer);
        let line = match tag {
            Tag::Count | Tag::Sum => self.lines.line_at(text, offset),
            _ => 0,
        };
        self.field(&said, line);
        self.buffer = said;
        self.buffer.clear();
        self.open.pop();
        match tag {
            Tag::Entry => self.take_entry(),
            Tag::Statement => {
                self.take_entry();
                self.finish_statement();
            }
            Tag::Balance => {
                if let (Some(parts), Some(balance)) = (&mut self.parts, self.balance.take()) {
                    parts.take_balance(balance);
                }
            }
            _ => {}
        }
    }

    /// Ends an entry that was not closed before what cannot stand in one.
    fn leave_entry(&mut self, text: &str, offset: usize) {
        if self.entry.is_some() {
            let line = self.lines.line_at(text, offset);
            self.note_broken(line, "<Ntry>", Tag::Entry);
            self.take_entry();
        }
    }

    /// Makes a row of the entry at hand.
    fn take_entry(&mut self) {
        let Some(entry) = self.entry.take() else {
            return;
        };
        let parts = self.parts.get_or_insert_default();
        if parts.position.is_none() && parts.account.currency.is_none() {
            parts.account.currency = Currency::from_code(&entry.currency);
        }
        let amount = read_amount(&entry.amount).ok();
        let currency = Currency::from_code(&entry.currency);
        parts.count(amount, entry.direction, currency);
        let account = self.accounts.position(parts);
        let own = parts.account.identifier.as_deref();
        let place = Place {
            account,
            currency: parts.account.currency,
            own: own.and_then(|own| self.rows.taken.statement.texts.find(own)),
            made: parts.made,
        };
        self.rows.take(&entry, &place);
    }

    fn finish_statement(&mut self) {
        self.balance = None;
        if let Some(parts) = self.parts.take() {
            let rows = self
                .rows
                .taken
                .statement
                .rows
                .get(parts.first_row..)
                .unwrap_or_default();
            let issues = self.accounts.finish_statement(parts, rows);
            for issue in issues {
                self.rows.taken.doubt(issue);
            }
        }
    }

    /// The end of the file: what is still open is cut off.
    fn end(&mut self, text: &str) {
        self.is_done = true;
        self.at = text.len();
        let innermost = |tag: Tag| self.open.contains(&tag);
        let missing = match (self.entry.is_some(), innermost(Tag::Statement)) {
            (true, _) => Some(Tag::Entry),
            (_, true) => Some(Tag::Statement),
            _ => (!self.open.is_empty()).then_some(Tag::Unknown),
        };
        if let Some(tag) = missing {
            let line = match &self.entry {
                Some(entry) => entry.line,
                None => self.lines.line_at(text, text.len()),
            };
            let lost = self
                .entry
                .take_if(|entry| read_amount(&entry.amount).is_err());
            let severity = match lost {
                Some(_) => Severity::RowSkipped,
                None => Severity::Warning,
            };
            if lost.is_some() {
                self.rows.taken.statement.skipped.push(Skipped {
                    line,
                    code: IssueCode::FileCutOff,
                });
            }
            self.rows.taken.doubt(
                Issue::new(IssueCode::FileCutOff, severity)
                    .at_row(line)
                    .expected(Expected::ClosingTag(tag.closing().into())),
            );
        }
        self.take_entry();
        self.finish_statement();
        for issue in repeated_ids(&self.rows.taken.statement, "AcctSvcrRef") {
            self.rows.taken.doubt(issue);
        }
    }

    /// Says once that something is not closed.
    fn note_broken(&mut self, line: u32, found: &str, tag: Tag) {
        if std::mem::replace(&mut self.is_broken_told, true) {
            return;
        }
        let shown = found.get(..found.len().min(80)).unwrap_or_default();
        let shown = match shown {
            "" => tag.closing(),
            shown => shown,
        };
        self.rows.taken.doubt(
            Issue::new(IssueCode::MarkupBroken, Severity::Note)
                .at_row(line)
                .found(shown),
        );
    }
}
