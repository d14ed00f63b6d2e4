//! From records to accounts and entries.

use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Amount, Money, Total};
use crate::statement::csv::{
    DecimalMark, NoPrinted, mark_of, marks, order_of, orders, parse_amount,
};
use crate::statement::lines::Place;
use crate::statement::taken::Taken;
use crate::statement::{
    Choice, Detail, Dialect, Facts, Open, Payment, Readings, Role, Row, choice,
};
use crate::text::{TextId, letters};

use super::account::Accounts;
use super::entry::{Entry, Way, holds, transfer_of, way_of};
use super::evidence::{Evidence, Printed};
use super::record::{Field, Kind, List, Part, Records};

/// What the records so far have said.
pub(super) struct Reader {
    evidence: Evidence,
    taken: Taken,
    accounts: Accounts,
    list: List,
    /// Whether a header began a list of entries.
    has_entries: bool,
    /// The account that the last `!Account` names.
    account: Option<Box<str>>,
    /// Whether something of an investment account was left out.
    is_left_out_told: bool,
    /// Where the next record begins.
    place: Place,
    is_done: bool,
}

impl Reader {
    /// Before the first record, with what was said of files of its shape.
    pub(super) fn new(text: &str, evidence: Evidence, readings: Readings<'_>) -> Reader {
        let mut reader = Reader {
            evidence,
            taken: Taken::default(),
            accounts: Accounts::default(),
            list: List::default(),
            has_entries: false,
            account: None,
            is_left_out_told: false,
            place: Place::begin(text),
            is_done: false,
        };
        reader.settle(readings);
        reader
    }

    /// Reads so many records more.
    pub(super) fn advance(&mut self, text: &str, count: usize) {
        let mut records = Records::from(text, self.place);
        for _ in 0..count {
            let Some(part) = records.step() else {
                self.is_done = true;
                if self.has_entries && self.accounts.is_empty() {
                    self.position();
                }
                break;
            };
            match part {
                Part::Header(header) => self.header(header),
                Part::Record {
                    line,
                    is_open,
                    is_cut,
                } => self.record(line, &records.fields, is_open, is_cut),
            }
        }
        self.place = records.place;
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

    /// What was read, and what was wrong with it.
    pub(super) fn taken(&mut self) -> &mut Taken {
        let statement = &mut self.taken.statement;
        statement.accounts = self.accounts.finish(&statement.rows);
        &mut self.taken
    }

    /// Takes up what was said of files of this shape; what is still open is told.
    fn settle(&mut self, readings: Readings<'_>) {
        let Evidence {
            order,
            mark,
            dates,
            amounts,
            shape,
            ..
        } = &mut self.evidence;
        let mut ask = |ways: [Choice; 2], column: &str, found: &[Printed]| {
            let (_, first) = found.first()?;
            let chosen = choice::chosen(readings, shape, ways);
            if chosen.is_none() {
                let issue = Issue::new(ways[0].about(), Severity::Warning);
                self.taken.doubt(issue.at_column(column).found(first));
            }
            let row = |at: usize| {
                let (line, text) = found.get(at)?;
                Some((*line, [&**text; 2], true))
            };
            self.taken.statement.open.push(Open {
                code: ways[0].about(),
                column: column.into(),
                ways,
                chosen,
                shown: choice::pick_shown(&row),
            });
            chosen
        };
        if order.open
            && let Some(choice) = ask(orders(order.order), "D", dates)
        {
            order.order = order_of(choice);
        }
        if mark.open
            && let Some(choice) = ask(marks(mark.mark), "T", amounts)
        {
            mark.mark = mark_of(choice);
        }
        self.taken.statement.shape = shape.as_str().into();
        self.taken.statement.dialect = Some(self.dialect());
    }

    /// How it is read, as of the columns of a table: each field's letter with its role.
    fn dialect(&self) -> Dialect {
        let roles = [
            ("D", Role::PostingDate),
            ("T", Role::Amount),
            ("P", Role::Payee),
            ("M", Role::Descriptor),
            ("N", Role::Reference),
            ("L", Role::BankCategory),
        ];
        let Evidence { order, mark, .. } = &self.evidence;
        let mut dialect = Dialect::of_fields(&roles);
        dialect.date_order = order.order.notation();
        dialect.decimal_mark = mark.any.then_some(match mark.mark {
            DecimalMark::Point => b'.',
            DecimalMark::Comma => b',',
        });
        dialect.evidence.push(order.evidence);
        dialect.leave_open(&self.taken.statement.open, order.evidence.1);
        if mark.proofs > 0 {
            dialect.evidence.push(("decimal-mark-proved", mark.proofs));
        }
        dialect
    }

    fn header(&mut self, header: &str) {
        if header.eq_ignore_ascii_case("clear:autoswitch") {
            // What stood before was a list, and no account whose entries follow.
            self.account = None;
        }
        if let Some(list) = List::of(header) {
            self.list = list;
            self.has_entries |= list.has_entries();
        }
    }

    fn record(&mut self, line: u32, fields: &[Field<'_>], is_open: bool, is_cut: bool) {
        match self.list {
            List::Others => {}
            List::Accounts => {
                let name = fields.iter().find(|field| field.letter == b'N');
                if let Some(name) = name {
                    self.account = Some(name.text.into());
                }
            }
            List::Entries(_) | List::Investments => {
                let entry = Entry::of(line, fields);
                let in_amount = fields
                    .last()
                    .is_some_and(|field| matches!(field.letter, b'D' | b'T' | b'U'));
                let lacks = entry.date.is_empty() || entry.written().is_empty();
                if is_open {
                    let is_lost = lacks || (is_cut && in_amount);
                    let issue = |severity| {
                        Issue::new(IssueCode::FileCutOff, severity)
                            .expected(Expected::ClosingTag("^".into()))
                    };
                    if is_lost {
                        self.position();
                        return self.taken.refuse(line, issue(Severity::RowSkipped));
                    }
                    self.taken.doubt(issue(Severity::Warning).at_row(line));
                }
                self.entry(&entry);
            }
        }
    }

    /// Makes a row of an entry, or says why it is none.
    fn entry(&mut self, entry: &Entry<'_>) {
        let line = entry.line;
        let refused = |code| Issue::new(code, Severity::RowSkipped);
        let way = match self.list {
            List::Investments => way_of(entry.number),
            _ => Some(Way::AsWritten),
        };
        let Some(way) = way else {
            self.position();
            return self.leave_out(line);
        };
        let amount = match self.amount(entry) {
            Ok(amount) => way.turned(amount),
            Err(why) => {
                let found = entry.written();
                let issue = match why {
                    NoPrinted::Blank => refused(IssueCode::AmountMissing),
                    NoPrinted::Unreadable => refused(IssueCode::AmountUnreadable)
                        .found(found)
                        .expected(self.expected_amount()),
                    NoPrinted::TooLarge => refused(IssueCode::AmountTooLarge).found(found),
                };
                self.position();
                return self.taken.refuse(line, issue.at_column("T"));
            }
        };
        let Some(posting_date) = self.evidence.day(entry.date) else {
            let issue = match entry.date {
                "" => refused(IssueCode::DateMissing),
                date => refused(IssueCode::DateUnreadable)
                    .found(date)
                    .expected(Expected::Date(self.evidence.order.order.notation())),
            };
            self.position();
            return self.taken.refuse(line, issue.at_column("D"));
        };
        if let Some(own) = self.names_opening(entry) {
            self.account = Some(own.into());
            let position = self.position();
            self.accounts.open(position, amount);
            let issue = refused(IssueCode::RowNotTransaction).found(entry.payee);
            return self.taken.refuse(line, issue.at_column("P"));
        }
        let account = self.position();
        let payment = self.payment(entry, amount);
        let row = Row {
            line,
            account,
            posting_date,
            amount,
            currency: None,
            descriptor: self.descriptor(entry),
            pending: false,
            balance: None,
            facts: self.facts(entry, payment).boxed(),
        };
        self.taken.statement.rows.push(row);
    }

    fn position(&mut self) -> u16 {
        let kind = match self.list {
            List::Entries(kind) => kind,
            _ => Kind::Investment,
        };
        self.accounts.position(kind, self.account.as_deref())
    }

    /// The amount of `T`, or of `U`, which repeats it.
    fn amount(&self, entry: &Entry<'_>) -> Result<Amount, NoPrinted> {
        let mark = self.evidence.mark.mark;
        let read = |text| parse_amount(text, mark).map(|printed| printed.amount);
        match (read(entry.amount), read(entry.amount_again)) {
            (Err(_), Ok(again)) => Ok(again),
            (Err(NoPrinted::Blank), again) => again,
            (amount, _) => amount,
        }
    }

    fn expected_amount(&self) -> Expected {
        match self.evidence.mark.mark {
            DecimalMark::Point => Expected::DecimalPoint,
            DecimalMark::Comma => Expected::DecimalComma,
        }
    }

    /// The account that an entry opens: its payee says so, and its category is the account itself.
    ///
    /// Source: "Opening Balance" in Intuit's description, which older versions of Quicken write into the first
    /// entry of each account in the language of the program.
    fn names_opening<'a>(&self, entry: &Entry<'a>) -> Option<&'a str> {
        const WORDS: [&str; 7] = [
            "opening balance",
            "anfangssaldo",
            "eröffnungssaldo",
            "solde initial",
            "saldo inicial",
            "saldo iniziale",
            "beginsaldo",
        ];
        let own = transfer_of(entry.category)?;
        let account = self.account.as_deref();
        let is_own = account.is_none_or(|account| account == own);
        let payee = letters::lower(entry.payee);
        (is_own && WORDS.contains(&payee.as_str())).then_some(own)
    }

    /// Who and what for; an entry without either has its category or its number.
    fn descriptor(&mut self, entry: &Entry<'_>) -> TextId {
        let is_in_memo = holds(entry.memo, entry.payee);
        let is_in_payee = !is_in_memo && holds(entry.payee, entry.memo);
        let words = [
            if is_in_memo { "" } else { entry.payee },
            if is_in_payee { "" } else { entry.memo },
        ];
        let category = transfer_of(entry.category).unwrap_or(entry.category);
        let others = [entry.security, category, entry.number];
        self.taken.descriptor(&words, &others)
    }

    fn facts(&mut self, entry: &Entry<'_>, payment: Payment) -> Facts {
        let transfer = transfer_of(entry.category);
        let is_split = entry.category.starts_with("--") || entry.category.starts_with('|');
        let category = match transfer {
            None if !is_split => entry.category,
            _ => "",
        };
        // A number of a cheque or a reference, or a word such as `ATM`.
        let is_number = entry.number.bytes().any(|byte| byte.is_ascii_digit());
        let (reference, code) = match is_number {
            true => (entry.number, ""),
            false => ("", entry.number),
        };
        Facts {
            payee: self.taken.text(&[entry.payee]),
            counterparty_account: self.taken.text(&[transfer.unwrap_or_default()]),
            reference: self.taken.text(&[reference]),
            bank_code: self.taken.text(&[code]),
            bank_category: self.taken.text(&[category]),
            payment: payment.boxed(),
            ..Facts::default()
        }
    }

    /// The parts of a split entry, which should add up to it.
    fn payment(&mut self, entry: &Entry<'_>, amount: Amount) -> Payment {
        let mark = self.evidence.mark.mark;
        let (mut sum, mut is_whole) = (Total::default(), !entry.splits.is_empty());
        let mut details = Vec::with_capacity(entry.splits.len());
        for split in &entry.splits {
            let read = parse_amount(split.amount, mark).map(|printed| printed.amount);
            match read {
                Ok(amount) => sum.add(amount),
                Err(_) => is_whole = false,
            }
            if matches!(read, Err(NoPrinted::Unreadable | NoPrinted::TooLarge)) {
                let issue = Issue::new(IssueCode::AmountUnreadable, Severity::Warning);
                self.taken.doubt(
                    issue
                        .at_row(split.line)
                        .at_column("$")
                        .found(split.amount)
                        .expected(self.expected_amount()),
                );
            }
            let transfer = transfer_of(split.category);
            let category = match transfer {
                None => split.category,
                Some(_) => "",
            };
            let descriptor = self.taken.text(&[category, split.memo]);
            details.push(Detail {
                amount: read.ok().map(|amount| Money::new(amount, None)),
                descriptor,
                counterparty_account: self.taken.text(&[transfer.unwrap_or_default()]),
                ..Detail::default()
            });
        }
        let mut whole = Total::default();
        whole.add(amount);
        if is_whole && sum != whole {
            self.taken.doubt(
                Issue::new(IssueCode::EntryTotalDisagrees, Severity::Warning)
                    .at_row(entry.line)
                    .at_column("T")
                    .found(entry.written())
                    .expected(Expected::Balance(sum.in_currency(None))),
            );
        }
        Payment {
            details: details.into(),
            ..Payment::default()
        }
    }

    /// Says once that trades are left out, and notes the line of each.
    fn leave_out(&mut self, line: u32) {
        let issue = Issue::new(IssueCode::EntriesLeftOut, Severity::RowSkipped);
        if std::mem::replace(&mut self.is_left_out_told, true) {
            let code = issue.code;
            let skipped = crate::statement::Skipped { line, code };
            self.taken.statement.skipped.push(skipped);
        } else {
            self.taken.refuse(line, issue);
        }
    }
}
