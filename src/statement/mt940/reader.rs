//! From fields to accounts and entries.

use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Currency, Money};
use crate::statement::lines::Place;
use crate::statement::taken::Taken;
use crate::statement::{Facts, Payment, Row};
use crate::text::TextId;

use super::account::{Accounts, Message, Stated, read_own};
use super::balance::{Balance, NoAmount, NoBalance, read_amount, read_balance, split_code};
use super::details::{Details, original};
use super::entry::{Entry, NoEntry, read_entry};
use super::field::{Field, Part, Parts};

/// What the fields so far have said.
#[derive(Default)]
pub(super) struct Reader {
    taken: Taken,
    accounts: Accounts,
    message: Message,
    /// The account of the statement before, for entries that stand behind its end.
    account_before: Option<(Option<Box<str>>, Option<Currency>)>,
    /// Whether the envelope at hand is an MT942's.
    is_interim: bool,
    /// The line of a statement that has an opening balance and no closing one.
    unclosed: Option<u32>,
    /// Where the next field begins.
    place: Place,
    /// The line of the last field.
    line: u32,
    /// Whether the end of the text was reached.
    is_done: bool,
}

/// Fields that one entry of a step stands for at most, for files of fields that are none.
const FIELDS_AN_ENTRY: usize = 16;

/// An entry that its details may still follow.
struct Open<'a> {
    entry: Entry<'a>,
    line: u32,
    details: Option<&'a str>,
    /// The text of `:NS:`.
    lines: Option<&'a str>,
}

impl<'a> Open<'a> {
    /// Whether the entry goes on in a field, which is taken.
    fn takes(&mut self, field: Field<'a>) -> bool {
        let details = match field.tag {
            "86" => &mut self.details,
            "NS" => &mut self.lines,
            // Details under a wrong tag, as DAB writes them.
            "25" if self.details.is_none() && begins_with_kind(field.text) => &mut self.details,
            _ => return false,
        };
        details.get_or_insert(field.text);
        true
    }
}

impl Reader {
    /// Before the first field, with what is wrong already.
    pub(super) fn new(text: &str, issues: Vec<Issue>) -> Reader {
        let mut reader = Reader {
            place: Place::begin(text),
            ..Reader::default()
        };
        reader.taken.before = issues;
        reader
    }

    /// Reads on in the text for so many entries, up to where one ends.
    pub(super) fn advance(&mut self, text: &str, entries: usize) {
        let wanted = self.entries_seen().saturating_add(entries);
        let mut fields = entries.saturating_mul(FIELDS_AN_ENTRY);
        let mut parts = Parts::from(text, self.place);
        let mut open: Option<Open<'_>> = None;
        loop {
            self.place = parts.place;
            let part = parts.next();
            if let (Some(open), Some(Part::Field(field))) = (&mut open, part)
                && open.takes(field)
            {
                self.line = field.line;
                fields = fields.saturating_sub(1);
                continue;
            }
            if let Some(open) = open.take() {
                self.end_entry(&open);
            }
            let Some(part) = part else {
                return self.end();
            };
            if self.entries_seen() >= wanted || fields == 0 {
                return;
            }
            fields = fields.saturating_sub(1);
            match part {
                Part::Field(field) => {
                    self.line = field.line;
                    match field.tag {
                        "61" => open = self.begin_entry(field),
                        _ => self.message_field(field),
                    }
                }
                Part::Envelope(head) => {
                    self.end_message();
                    self.is_interim = head.contains("I942") || head.contains("O942");
                }
                Part::End => self.end_message(),
            }
        }
    }

    /// The entries so far, read or left out.
    pub(super) fn entries_seen(&self) -> usize {
        self.taken.entries_seen()
    }

    /// How many bytes are read.
    pub(super) fn bytes_read(&self) -> usize {
        self.place.at
    }

    /// Whether nothing is left to read.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// Whether an account was seen, or the begin of a statement, which is of one.
    pub(super) fn has_account(&self) -> bool {
        !self.accounts.is_empty() || self.message.is_begun()
    }

    /// Ends what the text ends in.
    fn end(&mut self) {
        self.is_done = true;
        self.end_message();
        if let Some(opening) = self.unclosed {
            self.taken.doubt(
                Issue::new(IssueCode::FileCutOff, Severity::Warning)
                    .at_row(self.line.max(opening))
                    .expected(Expected::ClosingTag(":62F:".into())),
            );
        }
    }

    /// What was read, and what was wrong with it.
    pub(super) fn taken(&mut self) -> &mut Taken {
        self.taken.statement.accounts = self.accounts.list();
        &mut self.taken
    }

    /// A field of the statement.
    fn message_field(&mut self, field: Field<'_>) {
        match field.tag {
            "20" | "940" | "942" => {
                self.end_message();
                self.message.is_interim |= field.tag == "942";
            }
            "25" | "25P" => {
                if self.message.identifier.is_some() {
                    self.end_message();
                }
                self.take_account(field.text);
            }
            "34F" => {
                // Only an MT942 has the least amount that it reports.
                self.message.is_interim = true;
                self.lend_currency(field.text.trim());
            }
            "60F" | "60M" => {
                if self.message.opening.is_some() || self.message.has_entries() {
                    self.end_message();
                }
                self.message.opening = self.balance(field);
            }
            "62F" | "62M" => self.message.closing = self.balance(field),
            "90D" | "90C" => self.take_stated(field),
            _ => {}
        }
    }

    /// `:25:`.
    fn take_account(&mut self, text: &str) {
        let own = read_own(text);
        let message = &mut self.message;
        (message.bank, message.identifier) = (own.bank, own.identifier);
        message.currency = own.currency;
    }

    /// The currency at the begin of a field, where the statement has none yet.
    fn lend_currency(&mut self, text: &str) {
        if self.message.currency.is_none() {
            let code = split_code(text).map(|(code, _)| code);
            self.message.currency = code.and_then(Currency::from_code);
        }
    }

    fn balance(&mut self, field: Field<'_>) -> Option<Balance> {
        let column = format!(":{}:", field.tag);
        let issue = match read_balance(field.text, field.line) {
            Ok(balance) => {
                self.message.currency = self.message.currency.or(Some(balance.currency));
                return Some(balance);
            }
            Err(NoBalance::Currency(found)) => {
                Issue::new(IssueCode::CurrencyUnreadable, Severity::Warning)
                    .found(found)
                    .expected(Expected::CurrencyCode)
            }
            Err(NoBalance::Amount(found, why)) => Issue::new(amount_code(why), Severity::Warning)
                .found(found)
                .expected(Expected::DecimalComma),
            Err(NoBalance::Mark) => {
                Issue::new(IssueCode::SignAmbiguous, Severity::Warning).found(field.text)
            }
        };
        self.taken
            .doubt(issue.at_row(field.line).at_column(&column));
        None
    }

    /// `:90D:2EUR25,24`.
    fn take_stated(&mut self, field: Field<'_>) {
        let text = field.text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (count, rest) = text.split_at(digits);
        self.lend_currency(rest);
        let amount = split_code(rest).map(|(_, amount)| read_amount(amount.trim()));
        if let (Ok(count), Some(Ok(sum))) = (count.parse(), amount) {
            let stated = Stated {
                count,
                sum,
                line: field.line,
            };
            self.message.stated[usize::from(field.tag == "90C")] = Some(stated);
        }
    }

    fn begin_entry<'a>(&mut self, field: Field<'a>) -> Option<Open<'a>> {
        let refused = |code| Issue::new(code, Severity::RowSkipped).at_column(":61:");
        let issue = match read_entry(field.text) {
            // The decimals may be missing.
            Ok(entry) if entry.ends_in_amount && field.is_last => {
                refused(IssueCode::FileCutOff).expected(Expected::ClosingTag(":62F:".into()))
            }
            Ok(entry) => {
                return Some(Open {
                    entry,
                    line: field.line,
                    details: None,
                    lines: None,
                });
            }
            Err(NoEntry::DateMissing) => refused(IssueCode::DateMissing),
            Err(NoEntry::Date(found)) => refused(IssueCode::DateUnreadable)
                .found(found)
                .expected(Expected::Date("YYMMDD")),
            Err(NoEntry::Mark(found)) => refused(IssueCode::SignAmbiguous).found(found),
            Err(NoEntry::AmountMissing) => refused(IssueCode::AmountMissing),
            Err(NoEntry::Amount(found, why)) => refused(amount_code(why))
                .found(found)
                .expected(Expected::DecimalComma),
        };
        self.continue_account();
        self.accounts.position(&mut self.message);
        self.taken.refuse(field.line, issue);
        None
    }

    /// An entry behind the end of a statement is of the account before.
    fn continue_account(&mut self) {
        if !self.message.is_begun()
            && let Some((identifier, currency)) = self.account_before.clone()
        {
            self.message.identifier = identifier;
            self.message.currency = currency;
        }
    }

    /// Makes a row of the entry at hand.
    fn end_entry(&mut self, open: &Open<'_>) {
        self.continue_account();
        let entry = &open.entry;
        let pending = self.message.is_interim || self.is_interim || entry.is_expected;
        let posting_date = entry.booked.unwrap_or(entry.value);
        let account = self.accounts.position(&mut self.message);
        self.message.count(entry.amount, posting_date, pending);
        let currency = self.message.currency;
        let details = match (open.details, open.lines) {
            (Some(text), _) => Details::read(text),
            (None, Some(lines)) => Details::read_lines(lines),
            (None, None) => Details::default(),
        };
        let row = Row {
            line: open.line,
            account,
            posting_date,
            amount: entry.amount,
            currency,
            descriptor: self.descriptor(entry, &details),
            pending,
            balance: None,
            facts: self.facts(entry, &details).boxed(),
        };
        self.taken.statement.rows.push(row);
    }

    /// Who and what for; an entry without either has the lines below it, its reference or its type.
    fn descriptor(&mut self, entry: &Entry<'_>, details: &Details) -> TextId {
        let name = match details.purpose.contains(details.name.as_str()) {
            true => "",
            false => details.name.as_str(),
        };
        let others = [entry.supplement, &details.kind, entry.reference, entry.kind];
        self.taken.descriptor(&[name, &details.purpose], &others)
    }

    fn facts(&mut self, entry: &Entry<'_>, details: &Details) -> Facts {
        let own = self.message.identifier.as_deref();
        // Triodos writes the person's own account where others have the other party's.
        let account = details.account.as_str();
        let account = if own == Some(account) { "" } else { account };
        let sign = |money: Money| {
            if entry.amount.is_negative() {
                money.negated()
            } else {
                money
            }
        };
        let order = original(entry.supplement).or(details.original);
        let order = order.filter(|(currency, _)| Some(*currency) != self.message.currency);
        let reference = match entry.reference {
            "" => details.reference.as_str(),
            reference => reference,
        };
        // Words say more than a number, and a type of SWIFT more than "other".
        let is_worded = details.kind.bytes().any(|byte| !byte.is_ascii_digit());
        let is_other = matches!(entry.kind, "" | "MSC");
        let kind = if is_worded || (is_other && !details.kind.is_empty()) {
            details.kind.as_str()
        } else {
            entry.kind
        };
        let mut text = |value: &str| self.taken.text(&[value]);
        let payment = Payment {
            end_to_end_id: text(&details.end_to_end),
            mandate_id: text(&details.mandate),
            is_reversal: entry.is_reversal,
            ..Payment::default()
        };
        Facts {
            value_date: Some(entry.value),
            payee: text(&details.name),
            counterparty_account: text(account),
            reference: text(reference),
            bank_id: text(entry.bank_reference),
            bank_code: text(kind),
            original: order.map(|(currency, amount)| sign(Money::new(amount, Some(currency)))),
            payment: payment.boxed(),
            ..Facts::default()
        }
    }

    /// Ends the statement at hand, if one has begun.
    fn end_message(&mut self) {
        let message = std::mem::take(&mut self.message);
        if !message.is_begun() {
            // `:20:` and an envelope say what the fields behind them are of.
            self.message.is_interim = message.is_interim;
            return;
        }
        self.account_before = Some((message.identifier.clone(), message.currency));
        self.unclosed = message
            .opening
            .filter(|_| message.closing.is_none())
            .map(|opening| opening.line);
        self.accounts.finish(message, &mut self.taken.issues);
    }
}

fn amount_code(why: NoAmount) -> IssueCode {
    match why {
        NoAmount::Unreadable => IssueCode::AmountUnreadable,
        NoAmount::TooLarge => IssueCode::AmountTooLarge,
    }
}

/// Whether a text begins as structured details do: `166?00`.
fn begins_with_kind(text: &str) -> bool {
    matches!(
        text.trim_start().as_bytes(),
        [
            b'0'..=b'9',
            b'0'..=b'9',
            b'0'..=b'9',
            b'?',
            b'0'..=b'9',
            b'0'..=b'9',
            ..
        ]
    )
}
