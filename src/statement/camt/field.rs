//! What each field says, by the elements it stands in.

use crate::money::{Amount, Currency, Money};

use super::account::{StatementParts, account_kind};
use super::entry::{Amounts, Details, Direction, Entry, Party, Written};
use super::reader::Reader;
use super::rows::Rows;
use super::tag::Tag;
use super::value::{folded, read_amount, read_date, without_blanks};

impl Reader {
    /// Takes the text of the element that ends; `line` is its own where it is a total.
    pub(super) fn field(&mut self, said: &str, line: u32) {
        let said = said.trim();
        let inside = |tag: Tag| self.open.contains(&tag);
        // An end of a code has no text of its own and still counts.
        let is_code = self.open.last() == Some(&Tag::BankCode);
        if said.is_empty() && !is_code {
            return;
        }
        if self.entry.is_some() {
            self.entry_field(said);
        } else if inside(Tag::Balance) {
            self.balance_field(said);
        } else {
            self.statement_field(said, line);
        }
    }

    fn statement_field(&mut self, said: &str, line: u32) {
        let Some(parts) = &mut self.parts else {
            return;
        };
        let account = &mut parts.account;
        match below(&self.open, Tag::Statement) {
            [Tag::Account, Tag::Id, Tag::Iban | Tag::Bban | Tag::Upic]
            | [
                Tag::Account,
                Tag::Id,
                Tag::Other | Tag::ProprietaryAccount,
                Tag::Id,
            ] => {
                let number = without_blanks(said);
                self.rows.number(&number);
                account.identifier = Some(number.into());
            }
            [Tag::Account, Tag::Name] => account.name = Some(folded(said).into()),
            [Tag::Account, Tag::Type, Tag::Code] => account.kind = account_kind(said),
            [Tag::Account, Tag::Currency] => account.currency = Currency::from_code(said),
            [Tag::Account, Tag::Servicer, Tag::Institution, bank @ ..] => match bank {
                [Tag::Name] | [Tag::NameAndAddress, Tag::Name] => {
                    account.bank = Some(folded(said).into());
                }
                // The bank's name, where there is one, says more than its number.
                [Tag::Bic] if account.bank.is_none() => account.bank = Some(said.into()),
                _ => {}
            },
            [Tag::Created] => parts.made = read_date(said),
            [Tag::Span, Tag::From] => parts.from = read_date(said),
            [Tag::Span, Tag::To] => parts.to = read_date(said),
            [Tag::Summary, total, field] => summary_field(parts, *total, *field, said, line),
            _ => {}
        }
    }

    fn balance_field(&mut self, said: &str) {
        let Some(balance) = &mut self.balance else {
            return;
        };
        match below(&self.open, Tag::Balance) {
            [Tag::Type, Tag::Code]
            | [
                Tag::Type,
                Tag::CodeOrProprietary,
                Tag::Code | Tag::Proprietary,
            ] => {
                balance.code = said.to_owned();
            }
            [Tag::Amount] => {
                balance.amount = read_amount(said).ok();
                balance.currency = Currency::from_code(&self.currency);
            }
            [Tag::Direction] => balance.direction = Direction::of(said),
            [Tag::Date] | [Tag::Date, Tag::Date | Tag::DateTime] => {
                balance.date = read_date(said);
            }
            _ => {}
        }
    }

    fn entry_field(&mut self, said: &str) {
        let Some(entry) = &mut self.entry else {
            return;
        };
        let open = self.open.as_slice();
        let Some(at) = open
            .iter()
            .rposition(|tag| matches!(tag, Tag::Entry | Tag::Details))
        else {
            return;
        };
        let (level, path) = (open.get(at), open.get(at + 1..).unwrap_or_default());
        if let [Tag::BankCode, path @ ..] = path {
            match path {
                [Tag::Domain, Tag::Code]
                | [Tag::Domain, Tag::Family, Tag::Code | Tag::SubFamily]
                    if said != "*" =>
                {
                    if !self.code.is_empty() {
                        self.code.push('/');
                    }
                    self.code.push_str(said);
                }
                [Tag::Code] | [Tag::Proprietary] | [Tag::Proprietary, Tag::Code] => {
                    self.own_code = said.to_owned();
                }
                [] => {
                    let code = match self.code.as_str() {
                        "" => &self.own_code,
                        code => code,
                    };
                    let code = self.rows.text(code);
                    match (level, entry.details.last_mut()) {
                        (Some(Tag::Details), Some(details)) => details.code = code,
                        _ => entry.code = code,
                    }
                }
                _ => {}
            }
            return;
        }
        let currency = self.currency.as_str();
        if path == [Tag::MerchantCategory] || open.last() == Some(&Tag::MerchantCategory) {
            entry.merchant_category = said.to_owned();
            return;
        }
        match (level, entry.details.last_mut()) {
            (Some(Tag::Details), Some(details)) => {
                details_field(details, path, said, currency, &mut self.rows);
            }
            _ => own_field(entry, path, said, currency, &mut self.rows),
        }
    }
}

/// The elements that are open in the innermost one of a tag.
fn below(open: &[Tag], tag: Tag) -> &[Tag] {
    let at = open.iter().rposition(|inner| *inner == tag);
    at.and_then(|at| open.get(at + 1..)).unwrap_or_default()
}

/// A field of the entry itself.
fn own_field(entry: &mut Entry, path: &[Tag], said: &str, currency: &str, rows: &mut Rows) {
    match path {
        [Tag::Amount] => {
            entry.amount = said.to_owned();
            entry.currency = currency.to_owned();
        }
        [Tag::Direction] => entry.direction = Direction::of(said),
        [Tag::Reversal] => entry.is_reversal = matches!(said, "true" | "TRUE" | "True" | "1"),
        [Tag::Status] | [Tag::Status, Tag::Code | Tag::Proprietary] => {
            entry.status = said.to_owned();
        }
        [Tag::BookingDate] | [Tag::BookingDate, Tag::Date | Tag::DateTime] => {
            entry.booked = written(said);
        }
        [Tag::ValueDate] | [Tag::ValueDate, Tag::Date | Tag::DateTime] => {
            entry.value = written(said);
        }
        [Tag::EntryReference] => entry.reference = rows.text(said),
        [Tag::ServicerReference] => entry.bank_id = rows.text(said),
        [Tag::EntryText] => go_on(&mut entry.text, said),
        [Tag::EntryDetails, Tag::Batch, Tag::PaymentOrder] | [Tag::Batch, Tag::PaymentOrder] => {
            entry.order = rows.text(said);
        }
        [Tag::Amounts, kind, Tag::Amount] => {
            amounts_field(&mut entry.amounts, *kind, money(said, currency));
        }
        [Tag::Charges, Tag::TotalCharges] => entry.charges.total = money(said, currency),
        [Tag::Charges, Tag::Amount] | [Tag::Charges, Tag::Record, Tag::Amount] => {
            if let Some(record) = money(said, currency) {
                entry.charges.add(record);
            }
        }
        _ => {}
    }
}

/// A field of one payment in the entry.
fn details_field(details: &mut Details, path: &[Tag], said: &str, currency: &str, rows: &mut Rows) {
    match path {
        [Tag::Amount] => details.amount = money(said, currency),
        [Tag::Direction] => details.direction = Direction::of(said),
        [Tag::Amounts, kind, Tag::Amount] => {
            amounts_field(&mut details.amounts, *kind, money(said, currency));
        }
        [Tag::Charges, Tag::TotalCharges] => details.charges.total = money(said, currency),
        [Tag::Charges, Tag::Amount] | [Tag::Charges, Tag::Record, Tag::Amount] => {
            if let Some(record) = money(said, currency) {
                details.charges.add(record);
            }
        }
        [Tag::References, Tag::EndToEnd] => details.end_to_end_id = rows.text(said),
        [Tag::References, Tag::Mandate] => details.mandate_id = rows.text(said),
        [Tag::References, Tag::Cheque] => details.cheque = rows.text(said),
        [Tag::References, Tag::ServicerReference] => details.bank_id = rows.text(said),
        [Tag::Parties, side, rest @ ..] => party_field(details, *side, rest, said, rows),
        [Tag::Remittance, Tag::Unstructured]
        | [Tag::Remittance, Tag::Structured, Tag::RemittanceText] => {
            go_on(&mut details.remittance, said);
        }
        [
            Tag::Remittance,
            Tag::Structured,
            Tag::CreditorReference,
            Tag::Reference,
        ] => {
            details.reference = rows.text(said);
        }
        [Tag::Remittance, Tag::Structured, Tag::Document, Tag::Number]
            if details.reference.is_none() =>
        {
            details.reference = rows.text(said);
        }
        [Tag::Dates, Tag::TransactionTime] => details.made = read_date(said),
        [Tag::Dates, Tag::AcceptanceTime] if details.made.is_none() => {
            details.made = read_date(said);
        }
        [Tag::DetailsText] => go_on(&mut details.text, said),
        _ => {}
    }
}

/// A field of `RltdPties`.
fn party_field(details: &mut Details, side: Tag, path: &[Tag], said: &str, rows: &mut Rows) {
    let party: &mut Party = match side {
        Tag::Debtor | Tag::DebtorAccount | Tag::UltimateDebtor => &mut details.debtor,
        Tag::Creditor | Tag::CreditorAccount | Tag::UltimateCreditor => &mut details.creditor,
        _ => return,
    };
    match (side, path) {
        (Tag::DebtorAccount | Tag::CreditorAccount, path) => match path {
            [Tag::Id, Tag::Iban | Tag::Bban | Tag::Upic]
            | [Tag::Id, Tag::Other | Tag::ProprietaryAccount, Tag::Id] => {
                party.account = rows.number(said);
            }
            [Tag::Name] => party.account_name = rows.text(said),
            _ => {}
        },
        (_, [Tag::Name] | [Tag::Party, Tag::Name] | [Tag::Agent, Tag::Institution, Tag::Name]) => {
            let name = rows.text(said);
            match side {
                Tag::Debtor | Tag::Creditor => party.name = name,
                _ => party.ultimate = name,
            }
        }
        _ => {}
    }
}

fn amounts_field(amounts: &mut Amounts, kind: Tag, money: Option<Money>) {
    match kind {
        Tag::Instructed => amounts.instructed = money,
        Tag::Transacted => amounts.transacted = money,
        Tag::CounterValue => amounts.counter = money,
        _ => {}
    }
}

fn summary_field(parts: &mut StatementParts, total: Tag, field: Tag, said: &str, line: u32) {
    let [all, into, out] = &mut parts.summary;
    let stated = match total {
        Tag::AllEntries => all,
        Tag::CreditEntries => into,
        Tag::DebitEntries => out,
        _ => return,
    };
    match field {
        Tag::Count => stated.count = said.parse().ok().map(|count| (count, line)),
        Tag::Sum => stated.sum = read_amount(said).ok().map(|sum: Amount| (sum, line)),
        _ => {}
    }
}

fn money(said: &str, currency: &str) -> Option<Money> {
    Some(Money::new(
        read_amount(said).ok()?,
        Currency::from_code(currency),
    ))
}

fn written(said: &str) -> Written {
    Written {
        date: read_date(said),
        text: said.to_owned(),
    }
}

/// A text that goes on where the element is repeated.
fn go_on(text: &mut String, said: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(said);
}
