//! From elements to accounts and rows: which account an element speaks of, and what an entry amounts to.

use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Currency, Money};
use crate::statement::{AccountKind, Facts, Mcc, Row, Skipped, Statement, StatementAccount};
use crate::text::TextId;

use rust_decimal::Decimal;

use super::balance::Balances;
use super::element::{Element, Elements, Lines, readable};
use super::entry::{Entry, Joint, NAME_CHARACTERS, Words};
use super::number::{Mark, NoAmount, read_amount, read_date, read_day};
use super::tag::Tag;

/// What the elements so far have said.
pub(super) struct Reader<'a> {
    lines: Lines<'a>,
    pub(super) statement: Statement,
    pub(super) issues: Vec<Issue>,
    /// Balances and stated days, one for each account.
    pub(super) balances: Vec<Balances>,
    /// Accounts of a list of accounts, which has no entries.
    pub(super) listed: Vec<StatementAccount>,
    entry: Option<Entry<'a>>,
    within: Within,
    in_list: bool,
    status: Status<'a>,
    bank: &'a str,
    words: Words,
    buffer: String,
    /// Descriptors that wait for the habit of the whole file.
    open_joints: Vec<OpenJoint<'a>>,
    /// Whether some `MEMO` stands beside a short `NAME`, and so goes on from none.
    memos_stand_alone: bool,
    /// Rows whose only mark may set off thousands.
    open_marks: Vec<(usize, u8)>,
    /// Whether `.` and whether `,` was seen as what can only be a decimal mark.
    decimal_marks: [bool; 2],
    /// Whether some `FITID` is a text that was seen before.
    ids_to_check: bool,
    trade: Option<usize>,
    markup_broken: Option<(usize, &'static str)>,
}

/// A descriptor whose `NAME` is full.
struct OpenJoint<'a> {
    row: usize,
    name: &'a str,
    memo: &'a str,
    spaced: bool,
}

/// The aggregate that gives the elements in it their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Nothing,
    Account,
    Counterparty,
    Bank,
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

impl<'a> Reader<'a> {
    /// Before the first element.
    pub(super) fn new(text: &'a str, statement: Statement) -> Reader<'a> {
        Reader {
            lines: Lines::new(text),
            statement,
            issues: Vec::new(),
            balances: Vec::new(),
            listed: Vec::new(),
            entry: None,
            within: Within::Nothing,
            in_list: false,
            status: Status::default(),
            bank: "",
            words: Words::default(),
            buffer: String::new(),
            open_joints: Vec::new(),
            memos_stand_alone: false,
            open_marks: Vec::new(),
            decimal_marks: [false; 2],
            ids_to_check: false,
            trade: None,
            markup_broken: None,
        }
    }

    /// Reads every element of the text.
    pub(super) fn read(&mut self, text: &'a str) {
        let mut root_open = false;
        for element in Elements::new(text) {
            let tag = Tag::of(element.name);
            match tag {
                Tag::Unknown => {}
                Tag::Root => root_open = !element.closing,
                _ if element.closing => self.close(tag),
                _ => self.open(tag, element),
            }
        }
        self.leave();
        if let Some(entry) = self.entry.take() {
            if entry.amount_cut || entry.amount.is_empty() {
                let line = self.lines.line_at(entry.offset);
                self.skip(line, IssueCode::FileCutOff);
            } else {
                self.take(entry);
            }
            self.cut_off(entry.offset, "</STMTTRN>");
        } else if root_open {
            self.cut_off(text.len(), "</OFX>");
        }
        self.settle();
    }

    fn cut_off(&mut self, offset: usize, missing: &str) {
        let line = self.lines.line_at(offset);
        self.issues.push(
            Issue::new(IssueCode::FileCutOff, Severity::Warning)
                .at_row(line)
                .expected(Expected::ClosingTag(missing.into())),
        );
    }

    /// Begins an aggregate, or takes the value of a field.
    fn open(&mut self, tag: Tag, element: Element<'a>) {
        match tag {
            Tag::Entry | Tag::PendingEntry => {
                self.end_entry("</STMTTRN>");
                self.leave();
                self.entry = Some(Entry::at(element.offset, tag == Tag::PendingEntry));
            }
            Tag::Statement(kind) => {
                self.end_entry("</STMTTRN>");
                self.leave();
                self.in_list = false;
                self.begin_account(kind);
            }
            Tag::AccountList => self.in_list = true,
            Tag::Account => self.begin_account_facts(element),
            Tag::Ledger | Tag::Available | Tag::EntryList => {
                self.end_entry("</STMTTRN>");
                self.enter(match tag {
                    Tag::Ledger => Within::Ledger,
                    Tag::Available => Within::Available,
                    _ => Within::Nothing,
                });
            }
            Tag::Counterparty => self.enter(Within::Counterparty),
            Tag::Bank => self.enter(Within::Bank),
            Tag::Status => self.enter(Within::Status),
            Tag::Balance => self.enter(Within::Balance),
            Tag::Currency => self.enter(Within::Currency),
            Tag::OriginalCurrency => self.enter(Within::OriginalCurrency),
            Tag::Payee => self.enter(Within::Payee),
            Tag::Trade => {
                self.trade.get_or_insert(element.offset);
                let line = self.lines.line_at(element.offset);
                self.skip(line, IssueCode::EntriesLeftOut);
            }
            Tag::Position => {
                self.trade.get_or_insert(element.offset);
            }
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
                self.end_entry("</STMTTRN>");
                self.leave();
            }
            Tag::AccountList => {
                self.leave();
                self.in_list = false;
            }
            Tag::Account
            | Tag::Counterparty
            | Tag::Bank
            | Tag::Status
            | Tag::Ledger
            | Tag::Available
            | Tag::Balance
            | Tag::Currency
            | Tag::OriginalCurrency
            | Tag::Payee => self.leave(),
            _ => {}
        }
    }

    fn enter(&mut self, within: Within) {
        self.leave();
        self.within = within;
    }

    /// Ends the aggregate at hand, closed or not.
    fn leave(&mut self) {
        if std::mem::replace(&mut self.within, Within::Nothing) == Within::Status {
            let status = std::mem::take(&mut self.status);
            let failed = status.severity.eq_ignore_ascii_case("ERROR")
                || (status.severity.is_empty() && !status.code.bytes().all(|byte| byte == b'0'));
            if failed {
                let said = match status.message {
                    "" => status.code,
                    message => message,
                };
                let said = readable(said, &mut self.buffer);
                self.issues
                    .push(Issue::new(IssueCode::ServerRefused, Severity::Warning).found(said));
            }
        }
    }

    /// Ends an entry that was not closed before what cannot stand in one.
    fn end_entry(&mut self, missing: &'static str) {
        if let Some(entry) = self.entry.take() {
            self.markup_broken.get_or_insert((entry.offset, missing));
            self.take(entry);
        }
    }

    fn begin_account(&mut self, kind: Option<AccountKind>) {
        self.statement.accounts.push(StatementAccount {
            kind,
            bank: boxed(self.bank, &mut self.buffer),
            ..StatementAccount::default()
        });
        self.balances.push(Balances::default());
    }

    /// `BANKACCTFROM` and its kin: of the statement at hand, or of the next one where none has begun.
    fn begin_account_facts(&mut self, element: Element<'a>) {
        if self.entry.is_some() {
            return self.enter(Within::Counterparty);
        }
        self.enter(Within::Account);
        let kind = element
            .name
            .as_bytes()
            .first()
            .is_some_and(|letter| letter.eq_ignore_ascii_case(&b'C'))
            .then_some(AccountKind::Card);
        if self.in_list {
            // `DESC` may have begun it.
            if self
                .listed
                .last()
                .is_none_or(|account| account.identifier.is_some())
            {
                self.listed.push(StatementAccount::default());
            }
            if let Some(account) = self.listed.last_mut() {
                account.kind = kind;
            }
            return;
        }
        let begun = self.statement.accounts.last();
        if begun.is_none_or(|account| account.identifier.is_some()) {
            self.begin_account(kind);
        }
    }

    /// The account at hand; where no statement has begun, one without facts.
    fn account(&mut self) -> (&mut StatementAccount, &mut Balances) {
        if self.statement.accounts.is_empty() {
            self.begin_account(None);
        }
        let at = self.statement.accounts.len() - 1;
        self.balances.resize_with(at + 1, Balances::default);
        (&mut self.statement.accounts[at], &mut self.balances[at])
    }

    fn entry_field(&mut self, tag: Tag, element: Element<'a>) {
        let within = self.within;
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
        // The first one counts; what repeats a field is not read over it.
        if field.is_empty() {
            *field = element.value;
        }
    }

    fn statement_field(&mut self, tag: Tag, element: Element<'a>) {
        let value = element.value;
        match (tag, self.within) {
            (Tag::Code, Within::Status) => self.status.code = value,
            (Tag::Severity, Within::Status) => self.status.severity = value,
            (Tag::Message, Within::Status) => self.status.message = value,
            (Tag::BankName, _) => self.bank = value,
            (Tag::BankId, Within::Account)
            | (Tag::Identifier, Within::Account)
            | (Tag::AccountKind, Within::Account) => {
                self.account_field(tag, value);
            }
            (Tag::Description, Within::Nothing | Within::Account) if self.in_list => {
                let name = boxed(value, &mut self.buffer);
                self.listed.push(StatementAccount {
                    name,
                    ..StatementAccount::default()
                });
            }
            (Tag::DefaultCurrency, _) if !value.is_empty() => {
                let currency = Currency::from_code(value);
                if currency.is_none() {
                    let line = self.lines.line_at(element.offset);
                    self.issues.push(
                        Issue::new(IssueCode::CurrencyUnreadable, Severity::Warning)
                            .at_row(line)
                            .at_column("CURDEF")
                            .found(value)
                            .expected(Expected::CurrencyCode),
                    );
                }
                self.account().0.currency = currency;
            }
            (Tag::Start, _) => self.account().1.start = read_date(value),
            (Tag::End, _) => self.account().1.end = read_date(value),
            (Tag::BalanceAmount, Within::Ledger) if !value.is_empty() => {
                let closing = read_amount(value).ok().map(|reading| reading.amount);
                if closing.is_none() {
                    let line = self.lines.line_at(element.offset);
                    self.issues.push(
                        Issue::new(IssueCode::AmountUnreadable, Severity::Warning)
                            .at_row(line)
                            .at_column("BALAMT")
                            .found(value)
                            .expected(Expected::Number),
                    );
                }
                self.account().1.closing = closing;
            }
            (Tag::AsOf, Within::Ledger) => self.account().1.as_of = read_date(value),
            (Tag::Name, Within::Balance) => {
                let is_opening = super::balance::names_opening(value);
                self.account().1.next_is_opening = is_opening;
            }
            (Tag::Value, Within::Balance) => {
                let amount = read_amount(value).ok().map(|reading| reading.amount);
                let balances = self.account().1;
                if std::mem::take(&mut balances.next_is_opening) {
                    balances.opening = amount;
                }
            }
            _ => {}
        }
    }

    fn account_field(&mut self, tag: Tag, value: &'a str) {
        if value.is_empty() {
            return;
        }
        let text = match tag {
            Tag::Identifier => {
                let kept = value.chars().filter(|letter| !letter.is_whitespace());
                Some(kept.collect::<String>().into_boxed_str())
            }
            Tag::BankId => boxed(value, &mut self.buffer),
            _ => None,
        };
        let account = match self.listed.last_mut() {
            Some(account) if self.in_list => account,
            _ => self.account().0,
        };
        match tag {
            Tag::Identifier => account.identifier = text,
            // The bank's name, where the sign-on gave it, says more than its number.
            Tag::BankId if account.bank.is_none() => account.bank = text,
            Tag::AccountKind => account.kind = account_kind(value).or(account.kind),
            _ => {}
        }
    }

    fn skip(&mut self, line: u32, code: IssueCode) {
        self.statement.skipped.push(Skipped { line, code });
    }

    fn refuse(&mut self, line: u32, issue: Issue) {
        self.skip(line, issue.code);
        self.issues.push(issue.at_row(line));
    }

    /// Makes a row of an entry, or says why it is none.
    fn take(&mut self, entry: Entry<'a>) {
        let line = self.lines.line_at(entry.offset);
        let issue = |code| Issue::new(code, Severity::RowSkipped);
        if entry.amount.is_empty() {
            return self.refuse(line, issue(IssueCode::AmountMissing).at_column("TRNAMT"));
        }
        let reading = match read_amount(entry.amount) {
            Ok(reading) => reading,
            Err(why) => {
                let code = match why {
                    NoAmount::Unreadable => IssueCode::AmountUnreadable,
                    NoAmount::TooLarge => IssueCode::AmountTooLarge,
                };
                let issue = issue(code)
                    .at_column("TRNAMT")
                    .found(entry.amount)
                    .expected(Expected::DecimalPoint);
                return self.refuse(line, issue);
            }
        };
        let Some(posting_date) = read_day(entry.posted).or_else(|| {
            entry
                .posted
                .is_empty()
                .then(|| read_day(entry.used))
                .flatten()
        }) else {
            let issue = match entry.posted {
                "" => issue(IssueCode::DateMissing),
                posted => issue(IssueCode::DateUnreadable)
                    .found(posted)
                    .expected(Expected::Date("YYYYMMDD")),
            };
            return self.refuse(line, issue.at_column("DTPOSTED"));
        };
        let row = self.statement.rows.len();
        match reading.mark {
            Some(Mark::Decimal(mark)) => self.decimal_marks[usize::from(mark == b',')] = true,
            Some(Mark::Open(mark)) => self.open_marks.push((row, mark)),
            None => {}
        }
        let account_currency = self.account().0.currency;
        let own_currency = match entry.currency {
            "" => None,
            code => Currency::from_code(code),
        };
        let account = u16::try_from(self.statement.accounts.len() - 1).unwrap_or(u16::MAX);
        let descriptor = self.descriptor(row, &entry);
        let facts = self.facts(&entry, reading.amount.to_decimal(), descriptor);
        self.statement.rows.push(Row {
            line,
            account,
            posting_date,
            amount: reading.amount,
            currency: own_currency.or(account_currency),
            descriptor,
            pending: entry.pending,
            balance: None,
            facts: facts.boxed(),
        });
    }

    /// The descriptor of an entry; one that waits for the habit of the file is the empty text until then.
    fn descriptor(&mut self, row: usize, entry: &Entry<'a>) -> TextId {
        let name = entry.full_name();
        let (descriptor, joint) = self.words.descriptor(name, entry.memo, " ");
        match joint {
            Joint::Open => {
                self.open_joints.push(OpenJoint {
                    row,
                    name,
                    memo: entry.memo,
                    spaced: entry.memo_spaced,
                });
                return TextId(0);
            }
            // A name whose last character was a blank lost it.
            Joint::Apart(letters) => self.memos_stand_alone |= letters + 1 < NAME_CHARACTERS,
            Joint::Either => {}
        }
        // Entries with no words at all have their type: `ATM`, `CHECK`.
        match descriptor {
            "" => self.statement.texts.intern(entry.kind),
            words => self.statement.texts.intern(words),
        }
    }

    fn facts(&mut self, entry: &Entry<'a>, amount: Decimal, descriptor: TextId) -> Facts {
        let bank_id = (!entry.id.is_empty()).then(|| {
            let known = self.statement.texts.len();
            let id = self
                .statement
                .texts
                .intern(readable(entry.id, &mut self.buffer));
            self.ids_to_check |= self.statement.texts.len() == known;
            id
        });
        let mut text = |value: &str| {
            (!value.is_empty()).then(|| {
                self.statement
                    .texts
                    .intern(readable(value, &mut self.buffer))
            })
        };
        let name = match entry.payee {
            "" => entry.full_name(),
            payee => payee,
        };
        // A name that fills its field may be cut, and is then no one's name.
        let payee = match entry.memo {
            "" if entry.payee.is_empty() && !name.is_empty() => Some(descriptor),
            _ if name.len() >= NAME_CHARACTERS
                && entry.payee.is_empty()
                && entry.long_name.is_empty() =>
            {
                None
            }
            _ => text(name),
        };
        Facts {
            value_date: read_day(entry.available),
            transaction_date: read_day(entry.used),
            payee,
            counterparty_account: text(entry.counterparty),
            reference: match entry.check {
                "" => text(entry.reference),
                check => text(check),
            },
            bank_id,
            bank_code: text(entry.kind),
            bank_category: None,
            mcc: Mcc::parse(entry.industry),
            original: original(entry, amount),
        }
    }

    /// Settles what only the whole file can tell.
    fn settle(&mut self) {
        for open in std::mem::take(&mut self.open_joints) {
            let between = match self.memos_stand_alone || open.spaced {
                true => " ",
                false => "",
            };
            let (words, _) = self.words.descriptor(open.name, open.memo, between);
            self.statement.rows[open.row].descriptor = self.statement.texts.intern(words);
        }
        let [point, comma] = self.decimal_marks;
        for (row, mark) in std::mem::take(&mut self.open_marks) {
            // The other mark is the decimal one, so that this one sets off thousands.
            if (mark == b',' && point && !comma) || (mark == b'.' && comma && !point) {
                let row = &mut self.statement.rows[row];
                let whole = crate::money::Amount::new(row.amount.mantissa(), 0);
                row.amount = whole.unwrap_or(row.amount);
            }
        }
        if let Some(offset) = self.trade {
            let line = Lines::line_at(&mut self.lines, offset);
            self.issues
                .push(Issue::new(IssueCode::EntriesLeftOut, Severity::RowSkipped).at_row(line));
        }
        if let Some((_, missing)) = self.markup_broken {
            self.issues.push(
                Issue::new(IssueCode::MarkupBroken, Severity::Note)
                    .found("<STMTTRN>")
                    .expected(Expected::ClosingTag(missing.into())),
            );
        }
        if self.ids_to_check {
            self.report_repeated_ids();
        }
    }

    /// Says once for each account that its ids are not relied on.
    fn report_repeated_ids(&mut self) {
        let mut ids: Vec<(u16, TextId, u32)> = self
            .statement
            .rows
            .iter()
            .filter_map(|row| Some((row.account, row.facts.as_ref()?.bank_id?, row.line)))
            .collect();
        ids.sort_unstable();
        let mut said = None;
        for pair in ids.windows(2) {
            let [(account, id, _), (next_account, next_id, line)] = *pair else {
                continue;
            };
            if (account, id) == (next_account, next_id) && said != Some(account) {
                said = Some(account);
                self.issues.push(
                    Issue::new(IssueCode::BankIdRepeated, Severity::Note)
                        .at_row(line)
                        .at_column("FITID")
                        .found(self.statement.texts.get(id)),
                );
            }
        }
    }
}

/// The amount in the currency of the purchase: the booked one by the rate, where that gives the booked one
/// back to its last place.
///
/// Source: OFX 1.6 section 5.2: `CURRATE` is the ratio of `CURDEF` to `CURSYM`.
fn original(entry: &Entry<'_>, amount: Decimal) -> Option<Money> {
    let currency = Currency::from_code(entry.original_currency)?;
    let rate = read_amount(entry.original_rate).ok()?.amount.to_decimal();
    let places = u32::from(currency.minor_units());
    let value = amount.checked_div(rate)?.round_dp(places);
    let back = value.checked_mul(rate)?.round_dp(amount.scale());
    (back == amount).then(|| Money::from_decimal(value, Some(currency)))
}

/// Source: OFX 1.6 section 11.3.1.1, account types.
fn account_kind(name: &str) -> Option<AccountKind> {
    const KINDS: [(&str, AccountKind); 8] = [
        ("CHECKING", AccountKind::Current),
        ("SAVINGS", AccountKind::Savings),
        ("MONEYMRKT", AccountKind::Savings),
        ("CD", AccountKind::Savings),
        ("CREDITLINE", AccountKind::Loan),
        ("LOAN", AccountKind::Loan),
        ("CREDITCARD", AccountKind::Card),
        ("CASH", AccountKind::Cash),
    ];
    KINDS
        .into_iter()
        .find(|(written, _)| written.eq_ignore_ascii_case(name))
        .map(|(_, kind)| kind)
}

fn boxed(value: &str, buffer: &mut String) -> Option<Box<str>> {
    (!value.is_empty()).then(|| readable(value, buffer).into())
}
