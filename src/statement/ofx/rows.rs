//! Entries to rows: one at a time, and then what only the whole file can tell.
//!
//! A `NAME` cut at 32 characters, a mark before three digits and a sign that contradicts its type are each
//! open in one entry and plain from the habit of all.

use rust_decimal::Decimal;

use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Amount, Currency, Exact, Money};
use crate::statement::shared::{repeated_ids, take_out};
use crate::statement::taken::Taken;
use crate::statement::{Facts, Mcc, Readings, Row, Skipped};
use crate::text::{TextId, Texts};

use super::correction::{Correction, corrected};
use super::element::readable;
use super::entry::{Entry, Joint, NAME_CHARACTERS, Words};
use super::number::{Mark, NoAmount, read_amount, read_day};
use super::sign::{self, SignsSettled, Witness};

/// The rows of a file and what was wrong with them.
#[derive(Default)]
pub(super) struct Rows {
    /// The entries, and what was wrong with them.
    pub(super) taken: Taken,
    words: Words,
    buffer: String,
    /// Names that are full and their memos, as written.
    names: Texts,
    open_joints: Vec<OpenJoint>,
    /// Whether some `MEMO` stands beside a short `NAME`, and so goes on from none.
    memos_stand_alone: bool,
    open_marks: Vec<OpenMark>,
    /// Whether `.` and whether `,` was seen as what can only be a decimal mark.
    decimal_marks: [bool; 2],
    /// Whether some `FITID` is a text that was seen before.
    ids_to_check: bool,
    corrections: Vec<Correction>,
}

/// A descriptor whose `NAME` is full.
struct OpenJoint {
    row: usize,
    name: TextId,
    memo: TextId,
    spaced: bool,
}

/// An amount whose only mark may set off thousands.
struct OpenMark {
    row: usize,
    mark: u8,
    written: Box<str>,
}

impl Rows {
    /// Notes a line that gave no row.
    pub(super) fn skip(&mut self, line: u32, code: IssueCode) {
        self.taken.statement.skipped.push(Skipped { line, code });
    }

    fn refuse(&mut self, line: u32, issue: Issue) {
        self.skip(line, issue.code);
        self.taken.issues.push(issue.at_row(line));
    }

    /// Makes a row of an entry, or says why it is none.
    pub(super) fn take(&mut self, entry: &Entry<'_>, account: u16) {
        let line = entry.line;
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
        let Some(posting_date) = read_day(entry.posted).or_else(|| read_day(entry.used)) else {
            let issue = match entry.posted {
                "" => issue(IssueCode::DateMissing),
                posted => issue(IssueCode::DateUnreadable)
                    .found(posted)
                    .expected(Expected::Date("YYYYMMDD")),
            };
            return self.refuse(line, issue.at_column("DTPOSTED"));
        };
        if !entry.posted.is_empty() && read_day(entry.posted).is_none() {
            // `DTUSER` stands in for it.
            self.taken.issues.push(
                Issue::new(IssueCode::DateUnreadable, Severity::Warning)
                    .at_row(line)
                    .at_column("DTPOSTED")
                    .found(entry.posted)
                    .expected(Expected::Date("YYYYMMDD")),
            );
        }
        self.note_mark(entry, reading.mark);
        let currency = self.currency(entry, line);
        let row = self.taken.statement.rows.len();
        self.corrections.extend(Correction::of(entry, row));
        let descriptor = self.descriptor(row, entry);
        let facts = self.facts(entry, reading.amount.to_decimal(), descriptor);
        self.taken.statement.rows.push(Row {
            line,
            account,
            posting_date,
            amount: reading.amount,
            currency,
            descriptor,
            pending: entry.pending,
            balance: None,
            facts: facts.boxed(),
        });
    }

    /// Remembers what an entry says of the decimal mark of its file.
    fn note_mark(&mut self, entry: &Entry<'_>, mark: Option<Mark>) {
        match mark {
            Some(Mark::Decimal(mark)) => self.decimal_marks[usize::from(mark == b',')] = true,
            Some(Mark::Open(mark)) => self.open_marks.push(OpenMark {
                row: self.taken.statement.rows.len(),
                mark,
                written: entry.amount.into(),
            }),
            None => {}
        }
    }

    /// The entry's own currency; the account's is put in once the file has named it.
    fn currency(&mut self, entry: &Entry<'_>, line: u32) -> Option<Currency> {
        if entry.currency.is_empty() {
            return None;
        }
        let currency = Currency::from_code(entry.currency);
        if currency.is_none() {
            self.taken.issues.push(
                Issue::new(IssueCode::CurrencyUnreadable, Severity::Warning)
                    .at_row(line)
                    .at_column("CURSYM")
                    .found(entry.currency)
                    .expected(Expected::CurrencyCode),
            );
        }
        currency
    }

    /// The descriptor of an entry; one that waits for the habit of the file has none until then.
    fn descriptor(&mut self, row: usize, entry: &Entry<'_>) -> TextId {
        let name = entry.full_name();
        let (descriptor, joint) = self.words.descriptor(name, entry.memo, " ");
        match joint {
            Joint::Open => {
                self.open_joints.push(OpenJoint {
                    row,
                    name: self.names.intern(name),
                    memo: self.names.intern(entry.memo),
                    spaced: entry.memo_spaced,
                });
                return TextId(0);
            }
            // A name whose last character was a blank lost it.
            Joint::Apart(letters) => self.memos_stand_alone |= letters + 1 < NAME_CHARACTERS,
            Joint::Either => {}
        }
        // An entry with no words at all has its type: `ATM`, `CHECK`.
        match descriptor {
            "" => self
                .taken
                .statement
                .texts
                .intern(readable(entry.kind, &mut self.buffer)),
            words => self.taken.statement.texts.intern(words),
        }
    }

    fn facts(&mut self, entry: &Entry<'_>, amount: Decimal, descriptor: TextId) -> Facts {
        let bank_id = (!entry.id.is_empty()).then(|| {
            let known = self.taken.statement.texts.len();
            let id = self
                .taken
                .statement
                .texts
                .intern(readable(entry.id, &mut self.buffer));
            self.ids_to_check |= self.taken.statement.texts.len() == known;
            id
        });
        let mut text = |value: &str| {
            (!value.is_empty()).then(|| {
                self.taken
                    .statement
                    .texts
                    .intern(readable(value, &mut self.buffer))
            })
        };
        let name = entry.full_name();
        let payee = match (entry.payee, entry.memo) {
            ("", "") if !name.is_empty() => Some(descriptor),
            // A name that fills its field, or did but for a blank, may be cut, and is then no one's name.
            ("", _) if name.len() + 1 >= NAME_CHARACTERS && entry.long_name.is_empty() => None,
            ("", _) => text(name),
            (payee, _) => text(payee),
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
            payment: None,
        }
    }

    /// Settles what only the whole file can tell.
    pub(super) fn settle(&mut self, witnesses: &[Witness], readings: Readings<'_>) -> SignsSettled {
        self.settle_joints();
        self.settle_marks();
        let signs = self.settle_signs(witnesses, readings);
        self.settle_corrections();
        if self.ids_to_check {
            let repeated = repeated_ids(&self.taken.statement, "FITID");
            self.taken.issues.extend(repeated);
        }
        signs
    }

    /// Takes out what the bank itself took back, so that nothing counts twice.
    fn settle_corrections(&mut self) {
        let out = corrected(
            &std::mem::take(&mut self.corrections),
            &self.taken.statement.rows,
            &self.taken.statement.texts,
        );
        take_out(&mut self.taken, &out, Some("CORRECTFITID"));
    }

    /// A full `NAME` goes on in its `MEMO` unless memos of this file stand alone.
    fn settle_joints(&mut self) {
        for open in std::mem::take(&mut self.open_joints) {
            let apart = self.memos_stand_alone || open.spaced;
            let between = if apart { " " } else { "" };
            let (name, memo) = (self.names.get(open.name), self.names.get(open.memo));
            let (words, _) = self.words.descriptor(name, memo, between);
            self.taken.statement.rows[open.row].descriptor =
                self.taken.statement.texts.intern(words);
        }
    }

    /// A mark before three digits is the decimal one, as OFX has it, unless the other mark is.
    fn settle_marks(&mut self) {
        let [point, comma] = self.decimal_marks;
        let mut warned = false;
        for open in std::mem::take(&mut self.open_marks) {
            let (this, other) = if open.mark == b',' {
                (comma, point)
            } else {
                (point, comma)
            };
            let row = &mut self.taken.statement.rows[open.row];
            if other && !this {
                row.amount = Amount::new(row.amount.mantissa(), 0).unwrap_or(row.amount);
            } else if !this && !warned && row.currency.is_none_or(|known| known.minor_units() < 3) {
                warned = true;
                self.taken.issues.push(
                    Issue::new(IssueCode::DecimalMarkAmbiguous, Severity::Warning)
                        .at_row(row.line)
                        .at_column("TRNAMT")
                        .found(&open.written),
                );
            }
        }
    }

    /// Takes the amounts the way the file, or the person, says; what is still open is told.
    fn settle_signs(&mut self, witnesses: &[Witness], readings: Readings<'_>) -> SignsSettled {
        let signs = sign::settle(
            &mut self.taken.statement.rows,
            &self.taken.statement.texts,
            witnesses,
            readings,
        );
        if let Some(open) = &signs.open
            && let (None, Some(shown)) = (open.chosen, open.shown.first())
        {
            let issue = Issue::new(open.code, Severity::Warning).at_row(shown.line);
            self.taken
                .issues
                .push(issue.at_column(&open.column).found(&shown.printed[0]));
        }
        signs
    }

    /// The decimal mark, where some amount proves it.
    pub(super) fn decimal_mark(&self) -> Option<u8> {
        match self.decimal_marks {
            [true, _] => Some(b'.'),
            [false, true] => Some(b','),
            [false, false] => None,
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
    let value = amount.over(rate)?.round_dp(places);
    let back = value.times(rate)?.round_dp(amount.scale());
    (back == amount).then(|| Money::from_decimal(value, Some(currency)))
}
