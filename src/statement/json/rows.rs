//! Entries to rows: the sign, the day, the words and the facts of each.

use std::borrow::Cow;

use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Amount, Currency, Money};
use crate::statement::camt::is_placeholder;
use crate::statement::csv::fold;
use crate::statement::shared::joined;
use crate::statement::taken::Taken;
use crate::statement::{Detail, Facts, Mcc, Payment, Row};
use crate::text::{TextId, Texts};

use super::find::List;
use super::shape::{Fact, Object, Place};
use super::value::{read_amount, read_day};

/// The rows of a file and what was wrong with them.
#[derive(Default)]
pub(super) struct Rows {
    /// The entries, and what was wrong with them.
    pub(super) taken: Taken,
    /// Rows that stand in place of those before them with the same id.
    pub(super) modified: Vec<usize>,
    /// The first line where half of a surrogate pair stands for a character.
    pub(super) undecodable: Option<u32>,
    line: u32,
    scratch: String,
}

/// What is known of an entry before its fields are read.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// The line it begins on, or its place.
    pub(super) line: u32,
    /// Its account, by position.
    pub(super) account: u16,
    /// The number of its account.
    pub(super) own: Option<&'a str>,
}

/// The other party as one side of a payment names it.
#[derive(Clone, Copy, Default)]
struct Party {
    name: Option<TextId>,
    account: Option<TextId>,
}

/// What a bank says of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Booked,
    Pending,
    Dropped,
}

impl Status {
    /// Source: the statuses of the interfaces in `shapes.tsv`, and ExternalEntryStatus1Code of ISO 20022.
    fn of(said: &str) -> Status {
        let letters = said.bytes().filter(u8::is_ascii_alphabetic);
        let word: String = letters
            .map(|letter| char::from(letter.to_ascii_lowercase()))
            .collect();
        match word.as_str() {
            "pending" | "pdng" | "pend" | "held" | "upcoming" | "futr" | "future" | "retrying"
            | "authorised" | "authorized" | "processing" | "true" => Status::Pending,
            "declined" | "rejected" | "rjct" | "failed" | "reverted" | "reversed" | "cancelled"
            | "canceled" | "canc" | "cncl" | "accountcheck" | "info" | "information"
            | "expired" => Status::Dropped,
            _ => Status::Booked,
        }
    }
}

impl Rows {
    /// Makes a row of an entry, or says why it is none.
    pub(super) fn take(&mut self, object: &Object<'_, '_>, list: List, known: Known<'_>) {
        self.line = known.line;
        match self.row(object, list, known) {
            Ok(row) => {
                if list == List::Modified {
                    self.modified.push(self.taken.statement.rows.len());
                }
                self.taken.statement.rows.push(row);
            }
            Err(issue) => self.taken.refuse(known.line, issue),
        }
    }

    fn row(&mut self, object: &Object<'_, '_>, list: List, known: Known<'_>) -> Result<Row, Issue> {
        let said = |fact| object.said(fact);
        let refuse = |code, fact: Fact| {
            let issue = Issue::new(code, Severity::RowSkipped);
            at(issue, object, fact)
        };
        let status = said(Fact::Status).map_or(Status::Booked, |status| Status::of(&status));
        let is_dropped = status == Status::Dropped || said(Fact::Refused).is_some();
        if is_dropped || matches!(list, List::Information | List::Removed) {
            let fact = match said(Fact::Refused) {
                Some(_) => Fact::Refused,
                None if is_dropped => Fact::Status,
                None => Fact::Words,
            };
            return Err(refuse(IssueCode::RowNotTransaction, fact));
        }
        // In a currency that is not known an amount could only be counted as another's.
        let currency = match said(Fact::Currency) {
            None => None,
            Some(code) => Some(Currency::from_code(code.trim()).ok_or_else(|| {
                let issue = refuse(IssueCode::CurrencyUnreadable, Fact::Currency);
                issue.expected(Expected::CurrencyCode)
            })?),
        };
        let (amount, fact) = amount(object, [Fact::Amount, Fact::Minor, Fact::Scaled], currency);
        let amount = amount.map_err(|code| {
            let issue = refuse(code, fact);
            match code {
                IssueCode::AmountUnreadable => issue.expected(Expected::DecimalPoint),
                _ => issue,
            }
        })?;
        let amount = match said(Fact::Direction).map(|word| is_out(&word)) {
            Some(Some(out)) => signed(amount, out),
            // A magnitude goes nowhere without its direction.
            Some(None) => return Err(refuse(IssueCode::SignAmbiguous, Fact::Direction)),
            None if object.shape.is_directed => {
                return Err(refuse(IssueCode::SignAmbiguous, Fact::Amount));
            }
            None if object.shape.has_rule("turned") => amount.negated(),
            None => amount,
        };
        let value_date = said(Fact::Value).and_then(|text| read_day(&text));
        let made = said(Fact::Made).and_then(|text| read_day(&text));
        let posting_date = match said(Fact::Posted) {
            None => made.or(value_date).ok_or(IssueCode::DateMissing),
            Some(text) => read_day(&text).ok_or(IssueCode::DateUnreadable),
        };
        let posting_date = posting_date.map_err(|code| {
            let issue = refuse(code, Fact::Posted);
            match code {
                IssueCode::DateUnreadable => issue.expected(Expected::Date("YYYY-MM-DD")),
                _ => issue,
            }
        })?;
        let unsettled = object.shape.has_rule("unsettled-pending") && value_date.is_none();
        let party = self.party(object, amount.is_negative(), known.own);
        let facts = Facts {
            value_date,
            transaction_date: made,
            payee: party.name,
            counterparty_account: party.account,
            reference: self.text(said(Fact::Reference)),
            bank_id: self.text(said(Fact::Id)),
            bank_code: self.code(object),
            bank_category: self.text(said(Fact::Category)),
            mcc: said(Fact::Mcc).and_then(|code| Mcc::parse(&code)),
            original: original(object, currency, amount),
            payment: self.payment(object, amount.is_negative(), currency),
        };
        let descriptor = self.words(object, party.name);
        let said_at_all = [descriptor, facts.payee, facts.reference, facts.bank_code];
        let descriptor = said_at_all.into_iter().flatten().next();
        Ok(Row {
            line: known.line,
            account: known.account,
            posting_date,
            amount,
            currency,
            descriptor: descriptor.unwrap_or_else(|| self.taken.statement.texts.intern("")),
            pending: status == Status::Pending || list == List::Pending || unsettled,
            balance: self.balance(object, currency),
            facts: facts.boxed(),
        })
    }

    /// Keeps a text, blanks folded; nothing for what stands for nothing.
    fn text<T: AsRef<str>>(&mut self, said: Option<T>) -> Option<TextId> {
        let said = said?;
        self.scratch.clear();
        fold(said.as_ref(), false, &mut self.scratch);
        if self.undecodable.is_none() && self.scratch.contains('\u{FFFD}') {
            self.undecodable = Some(self.line);
        }
        let is_said = !self.scratch.is_empty() && !is_placeholder(&self.scratch);
        is_said.then(|| self.taken.statement.texts.intern(&self.scratch))
    }

    /// The words of an entry: what the bank printed, the other party before it where it stands apart.
    fn words(&mut self, object: &Object<'_, '_>, payee: Option<TextId>) -> Option<TextId> {
        let mut parts = vec![payee.filter(|_| object.shape.has_rule("named"))];
        for said in object.parts(Fact::Words) {
            parts.push(self.text(Some(said)));
        }
        joined(&mut self.taken.statement.texts, &parts)
    }

    /// The bank's own code, or else the parts of a common one.
    fn code(&mut self, object: &Object<'_, '_>) -> Option<TextId> {
        let own = object.said(Fact::Code).map(Cow::into_owned);
        let code = own.unwrap_or_else(|| {
            let parts = object.parts(Fact::CodeParts);
            parts.fold(String::new(), |mut code, part| {
                if !code.is_empty() {
                    code.push('/');
                }
                code.push_str(&part);
                code
            })
        });
        self.text(Some(code))
    }

    fn balance(&mut self, object: &Object<'_, '_>, currency: Option<Currency>) -> Option<Amount> {
        let kind = object.said(Fact::BalanceType);
        if kind.is_some_and(|kind| !is_booked_balance(&kind)) {
            return None;
        }
        let facts = [Fact::Balance, Fact::BalanceMinor, Fact::Nothing];
        match amount(object, facts, currency) {
            (Ok(balance), _) => {
                let direction = object.said(Fact::BalanceDirection);
                let out = direction.and_then(|word| is_out(&word));
                Some(out.map_or(balance, |out| signed(balance, out)))
            }
            (Err(IssueCode::AmountMissing), _) => None,
            (Err(code), fact) => {
                let issue = Issue::new(code, Severity::Warning);
                let issue = at(issue, object, fact);
                let line = self.line;
                self.taken
                    .doubt(issue.expected(Expected::DecimalPoint).at_row(line));
                None
            }
        }
    }

    /// The other party: who gets what goes out, and who pays what comes in.
    fn party(&mut self, object: &Object<'_, '_>, out: bool, own: Option<&str>) -> Party {
        let both = self.side(object, [Fact::Payee, Fact::With]);
        let paid = self.side(object, [Fact::PayeeOut, Fact::WithOut]);
        let payer = self.side(object, [Fact::PayeeIn, Fact::WithIn]);
        let (near, far) = if out { (paid, payer) } else { (payer, paid) };
        let is_own = |party: &Party, texts: &Texts| {
            let account = party.account.map(|account| texts.get(account));
            account.is_some() && account == own
        };
        // The far side is the other party only where it is known to be another's.
        let is_far = (near.name.is_none() && near.account.is_none())
            || is_own(&near, &self.taken.statement.texts);
        let side =
            match is_far && far.account.is_some() && !is_own(&far, &self.taken.statement.texts) {
                true => far,
                false => near,
            };
        Party {
            name: both.name.or(side.name),
            account: both.account.or(side.account),
        }
    }

    fn side(&mut self, object: &Object<'_, '_>, [name, account]: [Fact; 2]) -> Party {
        let name = self.text(object.said(name));
        let number = object.said(account);
        let number = number.map(|number| number.replace(char::is_whitespace, ""));
        Party {
            name,
            account: self.text(number),
        }
    }

    fn payment(
        &mut self,
        object: &Object<'_, '_>,
        out: bool,
        currency: Option<Currency>,
    ) -> Option<Box<Payment>> {
        let said = |fact| object.said(fact);
        let charges = said(Fact::Charges).and_then(|text| read_amount(&text).ok());
        let details = match object.reached(Fact::Details) {
            Some(list) if list != object.place.node => object.document.children(list).collect(),
            _ => Vec::new(),
        };
        let details = details.into_iter().map(|(_, node)| {
            let place = Place {
                node,
                around: Some(object.place.node),
            };
            self.detail(&Object { place, ..*object }, out, currency)
        });
        let details = details.collect();
        Payment {
            end_to_end_id: self.text(said(Fact::EndToEnd)),
            mandate_id: self.text(said(Fact::Mandate)),
            pending_id: self.text(said(Fact::Before)),
            charges: charges
                .filter(|charges| !charges.is_zero())
                .map(|charges| Money::new(charges.abs(), currency)),
            is_reversal: false,
            details,
        }
        .boxed()
    }

    /// One payment of a batch.
    fn detail(&mut self, object: &Object<'_, '_>, out: bool, currency: Option<Currency>) -> Detail {
        let said = |fact| object.said(fact);
        let amount = said(Fact::Amount).and_then(|text| read_amount(&text).ok());
        let named = said(Fact::Currency).and_then(|code| Currency::from_code(&code));
        let party = self.party(object, out, None);
        Detail {
            amount: amount.map(|amount| Money::new(signed(amount, out), named.or(currency))),
            payee: party.name,
            counterparty_account: party.account,
            descriptor: self.words(object, party.name),
            reference: self.text(said(Fact::Reference)),
            end_to_end_id: self.text(said(Fact::EndToEnd)),
            mandate_id: self.text(said(Fact::Mandate)),
        }
    }
}

/// Names the field that a fact stands in as the file writes it, with what stands there.
fn at(issue: Issue, object: &Object<'_, '_>, fact: Fact) -> Issue {
    let Some(value) = object.find(fact) else {
        return issue.at_column(match fact {
            Fact::Posted => "date",
            fact => fact.name(),
        });
    };
    let name = value
        .checked_sub(1)
        .map_or("", |name| object.document.raw(name));
    let said = object.document.words(value).unwrap_or_default();
    issue.at_column(name).found(&said)
}

/// An amount in major units, in minor units, or in units of a stated scale, and the fact that has it.
pub(super) fn amount(
    object: &Object<'_, '_>,
    [major, minor, scaled]: [Fact; 3],
    currency: Option<Currency>,
) -> (Result<Amount, IssueCode>, Fact) {
    let said = |fact| object.said(fact);
    if let Some(text) = said(major) {
        return (read_amount(&text), major);
    }
    let (text, scale, fact) = match (said(minor), said(scaled)) {
        (Some(text), _) => {
            let places = currency.map_or(2, Currency::minor_units);
            (text, Some(places), minor)
        }
        (None, Some(text)) => {
            let scale = said(Fact::Scale).map_or(Ok(0), |scale| scale.trim().parse());
            (text, scale.ok(), scaled)
        }
        (None, None) => {
            let fact = [major, minor, scaled];
            let fact = fact.into_iter().find(|fact| object.shape.knows(*fact));
            return (Err(IssueCode::AmountMissing), fact.unwrap_or(major));
        }
    };
    let amount = read_amount(&text).and_then(|units| {
        let whole = units.rescaled(0).ok_or(IssueCode::AmountUnreadable)?;
        let scale = scale.ok_or(IssueCode::AmountUnreadable)?;
        Amount::new(whole.mantissa(), scale).ok_or(IssueCode::AmountTooLarge)
    });
    (amount, fact)
}

/// The amount in the currency of the purchase, where that is another one than the account's.
fn original(object: &Object<'_, '_>, currency: Option<Currency>, booked: Amount) -> Option<Money> {
    let code = object.said(Fact::OriginalCurrency)?;
    let foreign = Currency::from_code(code.trim()).filter(|foreign| Some(*foreign) != currency)?;
    let facts = [Fact::Original, Fact::OriginalMinor, Fact::Nothing];
    let (amount, _) = amount(object, facts, Some(foreign));
    let amount = amount.ok().filter(|amount| !amount.is_zero())?;
    Some(Money::new(
        signed(amount, booked.is_negative()),
        Some(foreign),
    ))
}

/// Whether a word says that money goes out; nothing for a word that says neither.
pub(super) fn is_out(word: &str) -> Option<bool> {
    match word.trim().to_ascii_lowercase().as_str() {
        "debit" | "dbit" | "out" | "d" | "dr" | "outgoing" => Some(true),
        "credit" | "crdt" | "in" | "c" | "cr" | "incoming" => Some(false),
        _ => None,
    }
}

/// Whether a balance is one of booked entries, so that they prove it.
///
/// Source: balance types of the Berlin Group and of Open Banking UK, and ExternalBalanceType1Code.
pub(super) fn is_booked_balance(kind: &str) -> bool {
    const OTHERS: [&str; 7] = [
        "avail", "expect", "forward", "credit", "avbl", "xpcd", "fwav",
    ];
    let kind = kind.to_ascii_lowercase();
    !OTHERS.iter().any(|other| kind.contains(other))
}

/// A magnitude with the sign of its direction.
pub(super) fn signed(amount: Amount, out: bool) -> Amount {
    match out {
        true => amount.abs().negated(),
        false => amount.abs(),
    }
}
