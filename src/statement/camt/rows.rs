//! Entries to rows: the sign, the day, the words and the facts of each.

use crate::calendar::{Date, Day};
use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Currency, Money};
use crate::statement::shared::joined;
use crate::statement::taken::Taken;
use crate::statement::{Detail, Facts, Mcc, Payment, Row};
use crate::text::TextId;

use super::entry::{Details, Direction, Entry, Party, is_foreign};
use super::value::{folded, is_placeholder, read_amount, without_blanks};

/// The rows of a file and what was wrong with them.
#[derive(Default)]
pub(super) struct Rows {
    /// The entries, and what was wrong with them.
    pub(super) taken: Taken,
}

/// The account and the statement an entry stands in.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The account, by position.
    pub(super) account: u16,
    /// Its currency.
    pub(super) currency: Option<Currency>,
    /// Its number, where it is also a text of the pool.
    pub(super) own: Option<TextId>,
    /// The day the statement was made, for pending entries without any.
    pub(super) made: Option<Date>,
}

/// Names of several parties that stand for a batch which says nothing of itself.
const NAMES_OF_A_BATCH: usize = 3;

impl Rows {
    /// Keeps a text, blanks folded; nothing for an empty one and for what stands for nothing.
    pub(super) fn text(&mut self, raw: &str) -> Option<TextId> {
        let text = folded(raw);
        (!text.is_empty() && !is_placeholder(&text))
            .then(|| self.taken.statement.texts.intern(&text))
    }

    /// Keeps the number of an account, without blanks.
    pub(super) fn number(&mut self, raw: &str) -> Option<TextId> {
        let text = without_blanks(raw);
        (!text.is_empty()).then(|| self.taken.statement.texts.intern(&text))
    }

    /// Makes a row of an entry, or says why it is none.
    pub(super) fn take(&mut self, entry: &Entry, place: &Place) {
        let line = entry.line;
        let issue = |code| Issue::new(code, Severity::RowSkipped);
        if is_note(&entry.status) {
            let issue = issue(IssueCode::RowNotTransaction)
                .at_column("Sts")
                .found(&entry.status);
            return self.taken.refuse(line, issue);
        }
        let magnitude = match read_amount(&entry.amount) {
            Ok(amount) => amount,
            Err(code) => {
                let mut issue = issue(code).at_column("Amt").found(&entry.amount);
                if code != IssueCode::AmountMissing {
                    issue = issue.expected(Expected::DecimalPoint);
                }
                return self.taken.refuse(line, issue);
            }
        };
        let Some(direction) = direction(entry) else {
            let issue = issue(IssueCode::SignAmbiguous)
                .at_column("CdtDbtInd")
                .found(&entry.amount);
            return self.taken.refuse(line, issue);
        };
        let pending = is_pending(&entry.status);
        let Some(posting_date) = self.posting_date(entry, pending, place) else {
            let issue = match entry.booked.text.as_str() {
                "" => issue(IssueCode::DateMissing),
                booked => issue(IssueCode::DateUnreadable)
                    .found(booked)
                    .expected(Expected::Date("YYYY-MM-DD")),
            };
            return self.taken.refuse(line, issue.at_column("BookgDt"));
        };
        let currency = self.currency(entry, place);
        let amount = direction.sign(magnitude);
        let (descriptor, facts) = self.facts(entry, direction, currency, place);
        self.taken.statement.rows.push(Row {
            line,
            account: place.account,
            posting_date: Day::from_date(posting_date),
            amount,
            currency,
            descriptor,
            pending,
            balance: None,
            facts: facts.boxed(),
        });
    }

    /// The day it was booked, or else the nearest to it that the entry names.
    fn posting_date(&mut self, entry: &Entry, pending: bool, place: &Place) -> Option<Date> {
        let made = || entry.details.iter().find_map(|details| details.made);
        let date = entry.booked.date.or(entry.value.date).or_else(made);
        let date = date.or(place.made.filter(|_| pending))?;
        if entry.booked.date.is_none() && !entry.booked.text.is_empty() {
            self.taken.doubt(
                Issue::new(IssueCode::DateUnreadable, Severity::Warning)
                    .at_row(entry.line)
                    .at_column("BookgDt")
                    .found(&entry.booked.text)
                    .expected(Expected::Date("YYYY-MM-DD")),
            );
        }
        Some(date)
    }

    /// The entry's own currency, or its account's where it names none.
    fn currency(&mut self, entry: &Entry, place: &Place) -> Option<Currency> {
        if entry.currency.is_empty() {
            return place.currency;
        }
        let currency = Currency::from_code(&entry.currency);
        if currency.is_none() {
            self.taken.doubt(
                Issue::new(IssueCode::CurrencyUnreadable, Severity::Warning)
                    .at_row(entry.line)
                    .at_column("Ccy")
                    .found(&entry.currency)
                    .expected(Expected::CurrencyCode),
            );
        }
        currency
    }

    /// The descriptor and the facts: those of the details are the entry's own where it has only one.
    fn facts(
        &mut self,
        entry: &Entry,
        direction: Direction,
        currency: Option<Currency>,
        place: &Place,
    ) -> (TextId, Facts) {
        // Details that are alone are the entry's own.
        let nothing = Details::default();
        let is_batch = entry.details.len() > 1;
        let (only, details) = match entry.details.as_slice() {
            [only] => (only, &[][..]),
            details => (&nothing, details),
        };
        let nested: Box<[Detail]> = details
            .iter()
            .map(|details| self.detail(details, entry, direction, currency, place))
            .collect();
        let party = counterparty(only, direction, entry.is_reversal, place.own);
        let payee = party.name.or(party.account_name);
        let remittance = self.text(&only.remittance);
        let code = entry.code.or(only.code).or_else(|| {
            let same = details.first()?.code;
            same.filter(|_| details.iter().all(|details| details.code == same))
        });
        let descriptor = match is_batch {
            true => self.words_of_batch(&entry.text, &nested),
            false => {
                let own = self.text(&only.text);
                let text = self.text(&entry.text);
                let parts = [payee, party.ultimate, remittance, own, text];
                joined(&mut self.taken.statement.texts, &parts)
            }
        };
        // An entry with no words at all has its reference or its type.
        let said = [descriptor, only.reference, entry.order, code];
        let descriptor = said.into_iter().flatten().next();
        let descriptor = descriptor.unwrap_or_else(|| self.taken.statement.texts.intern(""));
        let bank_id = entry.bank_id.or(only.bank_id);
        let original = only
            .amounts
            .foreign(currency)
            .or(entry.amounts.foreign(currency))
            .or(only.amount.filter(|money| is_foreign(money, currency)));
        let payment = Payment {
            end_to_end_id: only.end_to_end_id,
            mandate_id: only.mandate_id,
            pending_id: None,
            charges: only.charges.sum().or(entry.charges.sum()),
            is_reversal: entry.is_reversal,
            details: nested,
        };
        let facts = Facts {
            value_date: entry.value.date.map(Day::from_date),
            transaction_date: only.made.map(Day::from_date),
            payee,
            counterparty_account: party.account,
            reference: only
                .reference
                .or(only.cheque)
                .or(entry.order)
                .or(entry.reference),
            bank_id,
            bank_code: code,
            bank_category: None,
            mcc: Mcc::parse(&entry.merchant_category),
            original: original.map(|money| signed(money, direction)),
            payment: payment.boxed(),
        };
        (descriptor, facts)
    }

    fn detail(
        &mut self,
        details: &Details,
        entry: &Entry,
        direction: Direction,
        currency: Option<Currency>,
        place: &Place,
    ) -> Detail {
        let direction = details.direction.unwrap_or(direction);
        let party = counterparty(details, direction, entry.is_reversal, place.own);
        let amounts = &details.amounts;
        let amount = details.amount.or(amounts.transacted).or(amounts.instructed);
        let amount = amount.map(|money| match money.currency() {
            Some(_) => money,
            None => Money::from_decimal(money.amount(), currency),
        });
        let payee = party.name.or(party.account_name);
        let remittance = self.text(&details.remittance);
        let text = self.text(&details.text);
        Detail {
            amount: amount.map(|money| signed(money, direction)),
            payee,
            counterparty_account: party.account,
            descriptor: joined(
                &mut self.taken.statement.texts,
                &[payee, party.ultimate, remittance, text],
            ),
            reference: details.reference.or(details.cheque),
            end_to_end_id: details.end_to_end_id,
            mandate_id: details.mandate_id,
        }
    }

    /// The words of a batch: its own, or the names of the first parties in it.
    fn words_of_batch(&mut self, text: &str, nested: &[Detail]) -> Option<TextId> {
        if let Some(text) = self.text(text) {
            return Some(text);
        }
        let mut names: Vec<Option<TextId>> = Vec::new();
        for detail in nested {
            let name = detail.payee.or(detail.descriptor);
            if name.is_some() && !names.contains(&name) {
                names.push(name);
            }
            if names.len() == NAMES_OF_A_BATCH {
                break;
            }
        }
        joined(&mut self.taken.statement.texts, &names)
    }
}

/// Which way an entry goes: as it says, or as all of its details do.
fn direction(entry: &Entry) -> Option<Direction> {
    entry.direction.or_else(|| {
        let first = entry.details.first()?.direction;
        let agree = entry
            .details
            .iter()
            .all(|details| details.direction == first);
        first.filter(|_| agree)
    })
}

/// The other party: who pays what comes in, and who gets what goes out.
///
/// A reversal keeps the parties of what it reverses. A side that is the person's own account is never it.
fn counterparty(
    details: &Details,
    direction: Direction,
    is_reversal: bool,
    own: Option<TextId>,
) -> Party {
    let (first, second) = match direction {
        Direction::In => (details.debtor, details.creditor),
        Direction::Out => (details.creditor, details.debtor),
    };
    let is_own = |party: &Party| own.is_some() && party.account == own;
    let (first, second) = match is_reversal {
        true => (second, first),
        false => (first, second),
    };
    if !first.is_empty() && (!is_own(&first) || is_own(&second) || second.is_empty()) {
        return first;
    }
    // The far side alone is told only where it is known to be another's.
    let is_other = is_reversal || is_own(&first) || second.account.is_some();
    match is_other && !is_own(&second) {
        true => second,
        false => first,
    }
}

/// Whether the bank has not booked it yet.
///
/// Source: ExternalEntryStatus1Code of ISO 20022.
fn is_pending(status: &str) -> bool {
    ["PDNG", "FUTR"]
        .iter()
        .any(|code| status.eq_ignore_ascii_case(code))
}

/// Whether it is told for information only and books nothing.
fn is_note(status: &str) -> bool {
    status.eq_ignore_ascii_case("INFO")
}

/// A magnitude with the sign of the direction.
fn signed(money: Money, direction: Direction) -> Money {
    match direction {
        Direction::In => money,
        Direction::Out => money.abs().negated(),
    }
}
