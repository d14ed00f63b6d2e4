//! The pass over the bytes: each record to a row, by the settled layout.

use super::Skipped;
use super::account::Accounts;
use super::amount;
use super::cell::{Cache, cell_text, contains, fold, is_folded};
use super::date;
use super::dated::{DatedAmount, DatedAmounts};
use super::layout::{Fact, Layout};
use super::record::{Cell, Cursor, next_record};
use super::sign::Sign;
use super::words::{self, Direction, State, Summary};
use crate::issue::{Issue, IssueCode, Severity};
use crate::money::{Amount, Currency, Money};
use crate::statement::taken::skip;
use crate::statement::{Facts, Mcc, Payment, Row};
use crate::text::{TextId, Texts};

/// The rows read so far, and what the reader keeps between two of them.
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    pub(super) texts: Texts,
    pub(super) skipped: Vec<Skipped>,
    pub(super) issues: Vec<Issue>,
    pub(super) accounts: Accounts,
    pub(super) dated: DatedAmounts,
    cells: Vec<Cell>,
    scratch: String,
    last_account: (Vec<u8>, Option<Currency>, u16),
    states: Cache<Option<State>>,
    told: Vec<Option<Option<Direction>>>,
    summaries: Vec<(TextId, Summary)>,
    /// Whether the line above the rows says that they are pending.
    pub(super) section_pending: bool,
    /// Whether the line above the first row says so.
    begins_pending: bool,
    /// Whether the record above is a row, or goes on with one.
    pub(super) is_row_above: bool,
}

/// A record of the file.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    /// The text it stands in.
    pub(super) text: &'a str,
    /// How it is read.
    pub(super) layout: &'a Layout,
    /// Where its cells are.
    pub(super) cells: &'a [Cell],
    /// The line it begins on.
    pub(super) line: u32,
}

impl<'a> Record<'a> {
    /// A cell's text, trimmed; empty where the record is short.
    pub(super) fn cell(&self, column: usize) -> &'a str {
        cell_text(self.text, self.cells, column)
    }

    /// A cell's bytes: those of its text, without looking whether letters are cut.
    #[inline(always)]
    pub(super) fn bytes(&self, column: usize) -> &'a [u8] {
        let place = self.cells.get(column).map(|cell| cell.start..cell.end);
        let bytes = place.and_then(|place| self.text.as_bytes().get(place));
        bytes.unwrap_or_default()
    }

    /// The texts of all cells.
    pub(super) fn printed(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let text = self.text;
        let cells = self.cells.iter();
        cells.map(|cell| text.get(cell.start..cell.end).unwrap_or_default())
    }
}

impl Rows {
    /// No rows yet.
    pub(super) fn new(accounts: Accounts, bytes: usize, pending: bool) -> Rows {
        Rows {
            rows: Vec::with_capacity(likely_rows(bytes)),
            texts: Texts::default(),
            skipped: Vec::new(),
            issues: Vec::new(),
            accounts,
            dated: DatedAmounts::default(),
            cells: Vec::new(),
            scratch: String::new(),
            last_account: (Vec::new(), None, u16::MAX),
            states: Cache::default(),
            told: Vec::new(),
            summaries: Vec::new(),
            section_pending: pending,
            begins_pending: pending,
            is_row_above: false,
        }
    }

    /// Makes room for the rows of a file of so many bytes.
    pub(super) fn expect(&mut self, bytes: usize) {
        self.rows = Vec::with_capacity(likely_rows(bytes));
    }

    /// How many entries there are so far.
    pub(super) fn read(&self) -> usize {
        self.rows.len()
    }

    /// Whether a date fits the other order of day and month only.
    pub(super) fn contradicts_order(&self) -> bool {
        self.dated.contradicts
    }

    /// Forgets the rows, as before the first.
    pub(super) fn restart(&mut self) {
        self.rows.clear();
        self.texts = Texts::default();
        self.skipped.clear();
        self.issues.clear();
        self.accounts.restart();
        self.dated.restart();
        self.last_account = (Vec::new(), None, u16::MAX);
        self.told.clear();
        self.summaries.clear();
        self.section_pending = self.begins_pending;
    }

    /// Reads up to `limit` more records, none that begins at `stop` or behind; whether any are left.
    pub(super) fn advance(
        &mut self,
        text: &str,
        layout: &Layout,
        cursor: &mut Cursor,
        limit: usize,
        stop: usize,
    ) -> bool {
        let mut cells = std::mem::take(&mut self.cells);
        let mut more = true;
        for _ in 0..limit.max(1) {
            if cursor.at >= stop {
                break;
            }
            let Some(line) = next_record(text.as_bytes(), layout.delimiter, cursor, &mut cells)
            else {
                more = false;
                break;
            };
            self.record(&Record {
                text,
                layout,
                cells: &cells,
                line,
            });
            if self.dated.contradicts && layout.order.open {
                break;
            }
        }
        self.cells = cells;
        more
    }

    fn record(&mut self, record: &Record<'_>) {
        let is_long = record.cells.len() > record.layout.width
            && record.cells[record.layout.width..]
                .iter()
                .any(|cell| cell.start < cell.end);
        if is_long && self.realigned(record) {
            return;
        }
        let dated = self.dated.booked(record);
        match dated.or_else(|| self.dated.held(record)) {
            Some(dated) => self.push(record, dated),
            None => self.unread(record),
        }
    }

    pub(super) fn push(&mut self, record: &Record<'_>, dated: DatedAmount) {
        let layout = record.layout;
        let mut pending = dated.is_pending || self.section_pending;
        if let Some(column) = layout.status {
            match self.states.get(record.cell(column), words::state) {
                Some(State::Pending) => pending = true,
                Some(State::Void) => {
                    let issue = Issue::new(IssueCode::RowNotTransaction, Severity::Note)
                        .at_column(&layout.column_name(column))
                        .found(record.cell(column));
                    skip(&mut self.skipped, &mut self.issues, record.line, issue);
                    return;
                }
                _ => {}
            }
        }
        let is_note = |note: &Vec<Box<str>>| {
            let mut cells = note.iter().enumerate();
            cells.all(|(column, cell)| record.cell(column) == &**cell)
        };
        if layout.notes.iter().any(is_note) {
            self.not_an_entry(record);
            return;
        }
        let known = self.texts.len();
        let descriptor = self.descriptor(record);
        if self.texts.len() > known {
            let sums = |printed: &str| {
                let summary = words::may_be_summary(printed).then(|| words::summary(printed))?;
                summary.filter(|summary| *summary != Summary::Total)
            };
            // Without a header a word of another column may stand before it.
            let mut cells = layout.descriptor.iter();
            let in_cell = || cells.find_map(|&column| sums(record.cell(column)));
            let summary = sums(self.texts.get(descriptor));
            let is_bare = layout.header_line.is_none();
            if let Some(summary) = summary.or_else(|| is_bare.then(in_cell)?) {
                self.summaries.push((descriptor, summary));
            }
        }
        if !self.summaries.is_empty() && self.summaries.iter().any(|(text, _)| *text == descriptor)
        {
            self.not_an_entry(record);
            return;
        }
        let mut amount = dated.amount;
        if layout.sign.sign == Sign::Descriptor {
            let came = self.told(descriptor) == Some(Direction::In);
            amount = if came {
                amount.abs()
            } else {
                amount.abs().negated()
            };
        }
        let balance = layout.plan.balance.and_then(|column| {
            let mark = layout.mark.mark;
            let read = amount::parse_fast(record.bytes(column), mark.byte());
            let printed = || amount::parse(record.cell(column), mark).ok();
            let read = read.or_else(|| printed().map(|printed| printed.amount))?;
            let read = match layout.in_minor_units.1 {
                true => in_major_units(read, dated.currency)?,
                false => read,
            };
            match (layout.sign.owed, layout.sign.before) {
                (true, _) => Some(read.negated()),
                (_, true) => sum(read, amount),
                _ => Some(read),
            }
        });
        if dated.currency.is_none()
            && let Some(column) = layout.currency
        {
            self.warn_of_currency(record, column);
        }
        let account = self.account(record, dated.currency);
        let facts = if layout.facts.is_empty()
            && layout.other_dates.is_empty()
            && layout.original.is_none()
        {
            None
        } else {
            self.facts(record, &dated).boxed()
        };
        self.rows.push(Row {
            line: record.line,
            account,
            posting_date: dated.day,
            amount,
            currency: dated.currency,
            descriptor,
            pending,
            balance,
            facts,
        });
        self.is_row_above = true;
    }

    fn account(&mut self, record: &Record<'_>, currency: Option<Currency>) -> u16 {
        let layout = record.layout;
        let currency = currency.filter(|_| layout.is_by_currency);
        let cell = |column: Option<usize>| column.map(|column| record.cell(column));
        let (number, name) = (cell(layout.own_account), cell(layout.own_name));
        let key = number.or(name).unwrap_or_default();
        let (known, known_currency, at) = &self.last_account;
        // Two texts of no length are not compared: they stand nowhere, and processors are slow to look there.
        let is_known = match known.len() {
            0 => key.is_empty(),
            _ => *known == key.as_bytes(),
        };
        if *at != u16::MAX && is_known && *known_currency == currency {
            return *at;
        }
        let at = self.accounts.of(number, name, currency);
        self.last_account = (key.as_bytes().to_vec(), currency, at);
        at
    }

    /// What the bank printed: the descriptor's columns one after the other, blanks folded; where they are empty, what
    /// kind of entry it says that it is.
    #[inline]
    pub(super) fn descriptor(&mut self, record: &Record<'_>) -> TextId {
        let layout = record.layout;
        if let [column] = layout.descriptor.as_slice() {
            let cell = record.cells.get(*column).copied().unwrap_or_default();
            let printed = record.text.get(cell.start..cell.end).unwrap_or_default();
            if printed.len() > LONGEST_MUTE && !cell.doubled && is_folded(printed.as_bytes()) {
                return self.texts.intern(printed);
            }
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        for &column in &layout.descriptor {
            let cell = record.cells.get(column).copied().unwrap_or_default();
            let before = scratch.len();
            fold(
                record.text.get(cell.start..cell.end).unwrap_or_default(),
                cell.doubled,
                &mut scratch,
            );
            // The same words twice, as where a bank repeats the payee in the text, are printed once.
            let (held, new) = scratch.split_at(before);
            let new = new.trim_start();
            let is_holder = !new.is_empty() && *new == *layout.holder;
            if is_mute(new) || is_holder || (!held.is_empty() && contains(held, new)) {
                scratch.truncate(before);
            }
        }
        if let (true, Some(column)) = (scratch.is_empty(), layout.unworded) {
            let cell = record.cells.get(column).copied().unwrap_or_default();
            let printed = record.text.get(cell.start..cell.end).unwrap_or_default();
            fold(printed, cell.doubled, &mut scratch);
        }
        let id = self.texts.intern(&scratch);
        self.scratch = scratch;
        id
    }

    fn told(&mut self, descriptor: TextId) -> Option<Direction> {
        let at = descriptor.0 as usize;
        if self.told.len() <= at {
            self.told.resize(at + 1, None);
        }
        match self.told[at] {
            Some(told) => told,
            None => {
                let told = words::told_by(self.texts.get(descriptor));
                self.told[at] = Some(told);
                told
            }
        }
    }

    fn facts(&mut self, record: &Record<'_>, dated: &DatedAmount) -> Facts {
        let layout = record.layout;
        let mut facts = Facts::default();
        let order = layout.order.order;
        let day = |column: Option<usize>| {
            let cell = record.cell(column?);
            let day = date::parse_fast(cell.as_bytes(), order).or_else(|| date::parse(cell, order));
            day.filter(|day| *day != dated.day)
        };
        facts.value_date = day(layout.value_date);
        facts.transaction_date = day(layout.transaction_date);
        let mut payment = Payment::default();
        for &(fact, column) in &layout.facts {
            let cell = record.cells.get(column).copied().unwrap_or_default();
            let printed = record.text.get(cell.start..cell.end).unwrap_or_default();
            if is_mute(printed) || (fact == Fact::Payee && *printed == *layout.holder) {
                continue;
            }
            if fact == Fact::Mcc {
                facts.mcc = Mcc::parse(printed);
                continue;
            }
            self.scratch.clear();
            fold(printed, cell.doubled, &mut self.scratch);
            let id = Some(self.texts.intern(&self.scratch));
            match fact {
                Fact::Payee => facts.payee = id,
                Fact::CounterpartyAccount => facts.counterparty_account = id,
                Fact::Reference => facts.reference = id,
                Fact::EndToEndId => payment.end_to_end_id = id,
                Fact::MandateId => payment.mandate_id = id,
                Fact::BankId => facts.bank_id = id,
                Fact::BankCode => facts.bank_code = id,
                Fact::BankCategory => facts.bank_category = id,
                Fact::Mcc => {}
            }
        }
        facts.payment = payment.boxed();
        if let Some((column, Some(code))) = layout.original {
            let currency = words::currency(record.cell(code));
            let read = amount::parse(record.cell(column), layout.mark.mark).ok();
            if let (Some(currency), Some(read)) = (currency, read)
                && Some(currency) != dated.currency
                && !read.amount.is_zero()
            {
                let magnitude = read.amount.abs();
                let signed = if dated.amount.is_negative() {
                    magnitude.negated()
                } else {
                    magnitude
                };
                facts.original = Some(Money::new(signed, Some(currency)));
            }
        }
        facts
    }
}

/// A cell of more bytes than this has more in it than marks.
const LONGEST_MUTE: usize = 3;

/// Whether a cell has marks in it at most, as the `/` of wallets where nothing is to be said.
fn is_mute(cell: &str) -> bool {
    !cell.chars().any(char::is_alphanumeric)
}

/// What so many cents are; two places where no currency says otherwise.
pub(super) fn in_major_units(cents: Amount, currency: Option<Currency>) -> Option<Amount> {
    let places = currency.map_or(2, Currency::minor_units);
    Amount::new(cents.mantissa(), cents.scale().checked_add(places)?)
}

/// How many rows a file of so many bytes has, as far as memory is to be had for them beforehand.
fn likely_rows(bytes: usize) -> usize {
    (bytes / 80).min(1 << 20)
}

/// The sum of two amounts; `None` where it has more digits than can be kept.
pub(super) fn sum(left: Amount, right: Amount) -> Option<Amount> {
    let scale = left.scale().max(right.scale());
    let (left, right) = (left.rescaled(scale)?, right.rescaled(scale)?);
    Amount::new(left.mantissa().checked_add(right.mantissa())?, scale)
}
