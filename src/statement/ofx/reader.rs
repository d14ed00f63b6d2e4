//! From elements to accounts and entries: which account and which entry a field speaks of.

use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::Currency;
use crate::statement::lines::Lines;

use super::account::{Accounts, names_opening};
use super::element::{Element, Elements, readable};
use super::entry::Entry;
use super::number::{read_amount, read_date};
use super::rows::Rows;
use super::tag::Tag;

/// What the elements so far have said.
#[derive(Default)]
pub(super) struct Reader {
    /// The accounts.
    pub(super) accounts: Accounts,
    /// The entries.
    pub(super) rows: Rows,
    /// Where the next element is looked for.
    pub(super) at: usize,
    /// Whether the end of the text was reached.
    pub(super) is_done: bool,
    root_open: bool,
    lines: Lines,
    within: Within,
    buffer: String,
    /// The line of the first security trade or position.
    trade: Option<u32>,
    markup_broken: bool,
}

/// A reader with the text, and what it holds of that between two entries: nothing.
struct Step<'r, 'a> {
    reader: &'r mut Reader,
    text: &'a str,
    entry: Option<Entry<'a>>,
    status: Status<'a>,
}

/// The aggregate that gives the fields in it their meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Nothing,
    EntryList,
    Account,
    Counterparty,
    Status,
    Ledger,
    Available,
    Balance,
    Currency,
    OriginalCurrency,
    Payee,
}

/// What the server said of a request.
#[derive(Clone, Copy, Default)]
struct Status<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
}

impl Reader {
    /// Before the first element.
    pub(super) fn new(text: &str) -> Reader {
        Reader {
            lines: Lines::new(text),
            ..Reader::default()
        }
    }

    /// Reads on in the text for so many entries, up to where one ends.
    pub(super) fn advance(&mut self, text: &str, entries: usize) {
        let wanted = self.entries_seen().saturating_add(entries);
        let from = self.at;
        let mut step = Step {
            reader: self,
            text,
            entry: None,
            status: Status::default(),
        };
        for element in Elements::from(text, from) {
            let tag = Tag::of(element.name);
            if matches!(tag, Tag::Entry | Tag::PendingEntry) && !element.closing {
                step.end_entry();
                step.leave();
                if step.reader.entries_seen() >= wanted {
                    step.reader.at = element.offset;
                    return;
                }
            }
            match tag {
                Tag::Unknown => {}
                Tag::Root => step.reader.root_open = !element.closing,
                tag if element.closing => step.close(tag),
                tag => step.open(tag, &element),
            }
        }
        step.end();
    }

    /// The entries so far, read or left out.
    pub(super) fn entries_seen(&self) -> usize {
        self.rows.taken.entries_seen()
    }
}

impl<'a> Step<'_, 'a> {
    /// Ends what the text ends in.
    fn end(&mut self) {
        self.reader.is_done = true;
        self.reader.at = self.text.len();
        self.leave();
        if let Some(entry) = self.entry.take() {
            let is_lost = entry.amount_cut || (entry.amount.is_empty() && self.reader.root_open);
            let severity = if is_lost {
                self.reader.rows.skip(entry.line, IssueCode::FileCutOff);
                Severity::RowSkipped
            } else {
                self.take(entry);
                Severity::Warning
            };
            self.cut_off(entry.line, "</STMTTRN>", severity);
        } else if self.reader.root_open {
            let line = self.reader.lines.line_at(self.text, self.text.len());
            self.cut_off(line, "</OFX>", Severity::Warning);
        }
        if let Some(line) = self.reader.trade {
            self.reader
                .rows
                .taken
                .issues
                .push(Issue::new(IssueCode::EntriesLeftOut, Severity::RowSkipped).at_row(line));
        }
    }

    fn cut_off(&mut self, line: u32, missing: &str, severity: Severity) {
        self.reader.rows.taken.issues.push(
            Issue::new(IssueCode::FileCutOff, severity)
                .at_row(line)
                .expected(Expected::ClosingTag(missing.into())),
        );
    }

    /// Begins an aggregate, or takes the value of a field.
    fn open(&mut self, tag: Tag, element: &Element<'a>) {
        match tag {
            Tag::Entry | Tag::PendingEntry => {
                self.end_entry();
                self.leave();
                let line = self.reader.lines.line_at(self.text, element.offset);
                self.entry = Some(Entry::at(line, tag == Tag::PendingEntry));
            }
            Tag::Statement(kind) => {
                self.end_entry();
                self.leave();
                self.reader.accounts.begin_statement(kind);
            }
            Tag::AccountList => {
                self.leave();
                self.reader.accounts.set_in_list(true);
            }
            Tag::Account if self.entry.is_none() => {
                self.enter(tag);
                self.reader.accounts.begin_facts(element.name);
            }
            Tag::EntryList | Tag::Ledger | Tag::Available => {
                self.end_entry();
                if self.reader.within == Within::EntryList && tag != Tag::EntryList {
                    let line = self.reader.lines.line_at(self.text, element.offset);
                    self.note_broken(line, "</BANKTRANLIST>");
                }
                self.enter(tag);
                self.statement_field(tag, element);
            }
            Tag::Trade | Tag::Position => {
                let line = self.reader.lines.line_at(self.text, element.offset);
                self.reader.trade.get_or_insert(line);
                if tag == Tag::Trade {
                    self.reader.rows.skip(line, IssueCode::EntriesLeftOut);
                }
            }
            _ if tag.is_aggregate() => self.enter(tag),
            _ if self.entry.is_some() => self.entry_field(tag, element),
            _ => self.statement_field(tag, element),
        }
    }

    /// Ends an aggregate.
    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Entry | Tag::PendingEntry => {
                self.leave();
                if let Some(entry) = self.entry.take() {
                    self.take(entry);
                }
            }
            Tag::Statement(_) | Tag::EntryList => {
                self.end_entry();
                self.leave();
            }
            Tag::AccountList => {
                self.leave();
                self.reader.accounts.set_in_list(false);
            }
            _ if tag.is_aggregate() => self.leave(),
            _ => {}
        }
    }

    fn enter(&mut self, tag: Tag) {
        self.leave();
        self.reader.within = match tag {
            Tag::EntryList => Within::EntryList,
            Tag::Account | Tag::Counterparty if self.entry.is_some() => Within::Counterparty,
            Tag::Account => Within::Account,
            Tag::Status => Within::Status,
            Tag::Ledger => Within::Ledger,
            Tag::Available => Within::Available,
            Tag::Balance => Within::Balance,
            Tag::Currency => Within::Currency,
            Tag::OriginalCurrency => Within::OriginalCurrency,
            Tag::Payee => Within::Payee,
            _ => Within::Nothing,
        };
    }

    /// Ends the aggregate at hand, closed or not.
    fn leave(&mut self) {
        if std::mem::replace(&mut self.reader.within, Within::Nothing) != Within::Status {
            return;
        }
        let status = std::mem::take(&mut self.status);
        let failed = status.severity.eq_ignore_ascii_case("ERROR")
            || (status.severity.is_empty() && status.code.bytes().any(|byte| byte != b'0'));
        if failed {
            let said = match status.message {
                "" => status.code,
                message => message,
            };
            let said = readable(said, &mut self.reader.buffer);
            self.reader
                .rows
                .taken
                .issues
                .push(Issue::new(IssueCode::ServerRefused, Severity::Warning).found(said));
        }
    }

    /// Ends an entry that was not closed before what cannot stand in one.
    fn end_entry(&mut self) {
        if let Some(entry) = self.entry.take() {
            self.note_broken(entry.line, "</STMTTRN>");
            self.take(entry);
        }
    }

    /// Says once that something is not closed.
    fn note_broken(&mut self, line: u32, missing: &str) {
        if std::mem::replace(&mut self.reader.markup_broken, true) {
            return;
        }
        self.reader.rows.taken.issues.push(
            Issue::new(IssueCode::MarkupBroken, Severity::Note)
                .at_row(line)
                .found(&missing.replace('/', ""))
                .expected(Expected::ClosingTag(missing.into())),
        );
    }

    fn take(&mut self, entry: Entry<'a>) {
        let account = self.reader.accounts.position();
        self.reader.rows.take(&entry, account);
    }

    fn entry_field(&mut self, tag: Tag, element: &Element<'a>) {
        let within = self.reader.within;
        let Some(entry) = &mut self.entry else {
            return;
        };
        let field = match tag {
            Tag::EntryKind => &mut entry.kind,
            Tag::Posted => &mut entry.posted,
            Tag::Used => &mut entry.used,
            Tag::ValueDate => &mut entry.available,
            Tag::Amount => {
                entry.amount_cut = element.last;
                &mut entry.amount
            }
            Tag::Id => &mut entry.id,
            Tag::CorrectedId => &mut entry.corrected_id,
            Tag::Correction => &mut entry.correction,
            Tag::Check => &mut entry.check,
            Tag::Reference => &mut entry.reference,
            Tag::Industry => &mut entry.industry,
            Tag::Name if within == Within::Payee => &mut entry.payee,
            Tag::Name => &mut entry.name,
            Tag::LongName => &mut entry.long_name,
            Tag::Memo => {
                entry.memo_spaced = element.spaced;
                &mut entry.memo
            }
            Tag::Identifier if within == Within::Counterparty => &mut entry.counterparty,
            Tag::Symbol if within == Within::OriginalCurrency => &mut entry.original_currency,
            Tag::Symbol if within == Within::Currency => &mut entry.currency,
            Tag::Rate if within == Within::OriginalCurrency => &mut entry.original_rate,
            _ => return,
        };
        // The first one counts; what repeats a field does not replace it.
        if field.is_empty() {
            *field = element.value;
        }
    }

    fn statement_field(&mut self, tag: Tag, element: &Element<'a>) {
        let value = element.value;
        if value.is_empty() {
            return;
        }
        match (tag, self.reader.within) {
            (Tag::Code, Within::Status) => self.status.code = value,
            (Tag::Severity, Within::Status) => self.status.severity = value,
            (Tag::Message, Within::Status) => self.status.message = value,
            (Tag::BankName, _) => self.reader.accounts.set_bank(value),
            (Tag::BankId | Tag::Identifier | Tag::AccountKind, Within::Account) => {
                self.reader.accounts.set_fact(tag, value);
            }
            (Tag::Description, _) if self.reader.accounts.is_in_list() => {
                self.reader.accounts.begin_listed(value);
            }
            (Tag::DefaultCurrency, _) => {
                let currency = Currency::from_code(value);
                if currency.is_none() {
                    self.doubt(
                        IssueCode::CurrencyUnreadable,
                        element,
                        Expected::CurrencyCode,
                    );
                }
                self.reader.accounts.set_currency(currency);
            }
            (Tag::Start, _) => self.reader.accounts.balances().start = read_date(value),
            (Tag::End, _) => self.reader.accounts.balances().end = read_date(value),
            (Tag::BalanceAmount | Tag::Ledger, Within::Ledger) => {
                let closing = read_amount(value).ok().map(|reading| reading.amount);
                if closing.is_none() {
                    self.doubt(IssueCode::AmountUnreadable, element, Expected::Number);
                }
                self.reader.accounts.balances().closing = closing;
            }
            (Tag::AsOf, Within::Ledger) => self.reader.accounts.balances().as_of = read_date(value),
            (Tag::Name, Within::Balance) => {
                self.reader.accounts.balances().next_is_opening = names_opening(value);
            }
            (Tag::Value, Within::Balance) => {
                let balances = self.reader.accounts.balances();
                if std::mem::take(&mut balances.next_is_opening) {
                    balances.opening = read_amount(value).ok().map(|reading| reading.amount);
                }
            }
            _ => {}
        }
    }

    /// Warns of a field that cannot be read and is gone on without.
    fn doubt(&mut self, code: IssueCode, element: &Element<'a>, expected: Expected) {
        let line = self.reader.lines.line_at(self.text, element.offset);
        self.reader.rows.taken.issues.push(
            Issue::new(code, Severity::Warning)
                .at_row(line)
                .at_column(element.name)
                .found(element.value)
                .expected(expected),
        );
    }
}
