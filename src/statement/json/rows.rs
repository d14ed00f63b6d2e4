//! Entries to rows: the sign, the day, the words and the facts of each.

use std::borrow::Cow;

use crate::issue::{Expected, Issue, IssueCode, Severity};
use crate::money::{Amount, Currency, Money};
use crate::statement::camt::is_placeholder;
use crate::statement::csv::fold;
use crate::statement::shared::joined;
use crate::statement::taken::{MAX_ISSUES, skip};
use crate::statement::{Detail, Facts, Mcc, Payment, Row, Skipped};
use crate::text::{TextId, Texts};

use super::find::{Entry, List};
use super::shape::{Fact, Place, Shape};
use super::value::{Document, read_amount, read_day};

/// The rows of a file and what was wrong with them.
#[derive(Default)]
pub(super) struct Rows {
    /// The entries that could be read.
    pub(super) rows: Vec<Row>,
    /// The lines of those that could not.
    pub(super) skipped: Vec<Skipped>,
    /// What was wrong.
    pub(super) issues: Vec<Issue>,
    /// Every text of the rows.
    pub(super) texts: Texts,
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
    /// The object around it.
    pub(super) around: Option<u32>,
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
    pub(super) fn take(
        &mut self,
        document: Document<'_>,
        shape: &Shape,
        entry: Entry,
        known: Known<'_>,
    ) {
        let place = Place {
            node: entry.node,
            around: known.around,
        };
        self.line = known.line;
        match self.row(document, shape, entry.list, place, known) {
            Ok(row) => {
                if entry.list == List::Modified {
                    self.modified.push(self.rows.len());
                }
                self.rows.push(row);
            }
            Err(issue) => skip(&mut self.skipped, &mut self.issues, known.line, *issue),
        }
    }

    fn row(
        &mut self,
        document: Document<'_>,
        shape: &Shape,
        list: List,
        place: Place,
        known: Known<'_>,
    ) -> Result<Row, Box<Issue>> {
        let said = |fact| shape.said(document, place, fact);
        let refuse = |code, fact: Fact| {
            let issue = Issue::new(code, Severity::RowSkipped);
            Box::new(at(issue, document, shape, place, fact))
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
                Box::new(issue.expected(Expected::CurrencyCode))
            })?),
        };
        let (amount, fact) = amount(
            document,
            shape,
            place,
            [Fact::Amount, Fact::Minor, Fact::Scaled],
            currency,
        );
        let amount = amount.map_err(|code| {
            let issue = refuse(code, fact);
            match code {
                IssueCode::AmountUnreadable => Box::new(issue.expected(Expected::DecimalPoint)),
                _ => issue,
            }
        })?;
        let amount = match said(Fact::Direction).map(|word| is_out(&word)) {
            Some(Some(out)) => signed(amount, out),
            // A magnitude goes nowhere without its direction.
            Some(None) => return Err(refuse(IssueCode::SignAmbiguous, Fact::Direction)),
            None if shape.is_directed => {
                return Err(refuse(IssueCode::SignAmbiguous, Fact::Amount));
            }
            None if shape.has_rule("turned") => amount.negated(),
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
                IssueCode::DateUnreadable => Box::new(issue.expected(Expected::Date("YYYY-MM-DD"))),
                _ => issue,
            }
        })?;
        let unsettled = shape.has_rule("unsettled-pending") && value_date.is_none();
        let party = self.party(document, shape, place, amount.is_negative(), known.own);
        let facts = Facts {
            value_date,
            transaction_date: made,
            payee: party.name,
            counterparty_account: party.account,
            reference: self.text(said(Fact::Reference)),
            bank_id: self.text(said(Fact::Id)),
            bank_code: self.code(document, shape, place),
            bank_category: self.text(said(Fact::Category)),
            mcc: said(Fact::Mcc).and_then(|code| Mcc::parse(&code)),
            original: original(document, shape, place, currency, amount),
            payment: self.payment(document, shape, place, amount.is_negative(), currency),
        };
        let descriptor = self.words(document, shape, place, party.name);
        let said_at_all = [descriptor, facts.payee, facts.reference, facts.bank_code];
        let descriptor = said_at_all.into_iter().flatten().next();
        Ok(Row {
            line: known.line,
            account: known.account,
            posting_date,
            amount,
            currency,
            descriptor: descriptor.unwrap_or_else(|| self.texts.intern("")),
            pending: status == Status::Pending || list == List::Pending || unsettled,
            balance: self.balance(document, shape, place, currency),
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
        is_said.then(|| self.texts.intern(&self.scratch))
    }

    /// The words of an entry: what the bank printed, the other party before it where it stands apart.
    fn words(
        &mut self,
        document: Document<'_>,
        shape: &Shape,
        place: Place,
        payee: Option<TextId>,
    ) -> Option<TextId> {
        let mut parts = vec![payee.filter(|_| shape.has_rule("named"))];
        for said in shape.parts(document, place, Fact::Words) {
            parts.push(self.text(Some(said)));
        }
        joined(&mut self.texts, &parts)
    }

    /// The bank's own code, or else the parts of a common one.
    fn code(&mut self, document: Document<'_>, shape: &Shape, place: Place) -> Option<TextId> {
        let own = shape.said(document, place, Fact::Code).map(Cow::into_owned);
        let code = own.unwrap_or_else(|| {
            let parts = shape.parts(document, place, Fact::CodeParts);
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

    fn balance(
        &mut self,
        document: Document<'_>,
        shape: &Shape,
        place: Place,
        currency: Option<Currency>,
    ) -> Option<Amount> {
        let kind = shape.said(document, place, Fact::BalanceType);
        if kind.is_some_and(|kind| !is_booked_balance(&kind)) {
            return None;
        }
        let facts = [Fact::Balance, Fact::BalanceMinor, Fact::Nothing];
        match amount(document, shape, place, facts, currency) {
            (Ok(balance), _) => {
                let direction = shape.said(document, place, Fact::BalanceDirection);
                let out = direction.and_then(|word| is_out(&word));
                Some(out.map_or(balance, |out| signed(balance, out)))
            }
            (Err(IssueCode::AmountMissing), _) => None,
            (Err(code), fact) => {
                let issue = Issue::new(code, Severity::Warning);
                let issue = at(issue, document, shape, place, fact);
                self.doubt(issue.expected(Expected::DecimalPoint));
                None
            }
        }
    }

    /// The other party: who gets what goes out, and who pays what comes in.
    fn party(
        &mut self,
        document: Document<'_>,
        shape: &Shape,
        place: Place,
        out: bool,
        own: Option<&str>,
    ) -> Party {
        let both = self.side(document, shape, place, [Fact::Payee, Fact::With]);
        let paid = self.side(document, shape, place, [Fact::PayeeOut, Fact::WithOut]);
        let payer = self.side(document, shape, place, [Fact::PayeeIn, Fact::WithIn]);
        let (near, far) = if out { (paid, payer) } else { (payer, paid) };
        let is_own = |party: &Party, texts: &Texts| {
            let account = party.account.map(|account| texts.get(account));
            account.is_some() && account == own
        };
        // The far side is the other party only where it is known to be another's.
        let is_far = (near.name.is_none() && near.account.is_none()) || is_own(&near, &self.texts);
        let side = match is_far && far.account.is_some() && !is_own(&far, &self.texts) {
            true => far,
            false => near,
        };
        Party {
            name: both.name.or(side.name),
            account: both.account.or(side.account),
        }
    }

    fn side(
        &mut self,
        document: Document<'_>,
        shape: &Shape,
        place: Place,
        [name, account]: [Fact; 2],
    ) -> Party {
        let name = self.text(shape.said(document, place, name));
        let number = shape.said(document, place, account);
        let number = number.map(|number| number.replace(char::is_whitespace, ""));
        Party {
            name,
            account: self.text(number),
        }
    }

    fn payment(
        &mut self,
        document: Document<'_>,
        shape: &Shape,
        place: Place,
        out: bool,
        currency: Option<Currency>,
    ) -> Option<Box<Payment>> {
        let said = |fact| shape.said(document, place, fact);
        let charges = said(Fact::Charges).and_then(|text| read_amount(&text).ok());
        let details = match shape.reached(document, place.node, Fact::Details) {
            Some(list) if list != place.node => document.children(list).collect(),
            _ => Vec::new(),
        };
        let details = details.into_iter().map(|(_, node)| {
            let place = Place {
                node,
                around: Some(place.node),
            };
            self.detail(document, shape, place, out, currency)
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
    fn detail(
        &mut self,
        document: Document<'_>,
        shape: &Shape,
        place: Place,
        out: bool,
        currency: Option<Currency>,
    ) -> Detail {
        let said = |fact| shape.said(document, place, fact);
        let amount = said(Fact::Amount).and_then(|text| read_amount(&text).ok());
        let named = said(Fact::Currency).and_then(|code| Currency::from_code(&code));
        let party = self.party(document, shape, place, out, None);
        Detail {
            amount: amount.map(|amount| Money::new(signed(amount, out), named.or(currency))),
            payee: party.name,
            counterparty_account: party.account,
            descriptor: self.words(document, shape, place, party.name),
            reference: self.text(said(Fact::Reference)),
            end_to_end_id: self.text(said(Fact::EndToEnd)),
            mandate_id: self.text(said(Fact::Mandate)),
        }
    }

    /// Notes a field that is gone on without.
    fn doubt(&mut self, issue: Issue) {
        if self.issues.len() < MAX_ISSUES {
            self.issues.push(issue.at_row(self.line));
        }
    }
}

/// Names the field that a fact stands in as the file writes it, with what stands there.
fn at(issue: Issue, document: Document<'_>, shape: &Shape, place: Place, fact: Fact) -> Issue {
    let Some(value) = shape.find(document, place, fact) else {
        return issue.at_column(match fact {
            Fact::Posted => "date",
            fact => fact.name(),
        });
    };
    let name = value.checked_sub(1).map_or("", |name| document.raw(name));
    let said = document.words(value).unwrap_or_default();
    issue.at_column(name).found(&said)
}

/// An amount in major units, in minor units, or in units of a stated scale, and the fact that has it.
pub(super) fn amount(
    document: Document<'_>,
    shape: &Shape,
    place: Place,
    [major, minor, scaled]: [Fact; 3],
    currency: Option<Currency>,
) -> (Result<Amount, IssueCode>, Fact) {
    let said = |fact| shape.said(document, place, fact);
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
            let fact = fact.into_iter().find(|fact| shape.knows(*fact));
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
fn original(
    document: Document<'_>,
    shape: &Shape,
    place: Place,
    currency: Option<Currency>,
    booked: Amount,
) -> Option<Money> {
    let code = shape.said(document, place, Fact::OriginalCurrency)?;
    let foreign = Currency::from_code(code.trim()).filter(|foreign| Some(*foreign) != currency)?;
    let facts = [Fact::Original, Fact::OriginalMinor, Fact::Nothing];
    let (amount, _) = amount(document, shape, place, facts, Some(foreign));
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
