//! One entry of a statement, as the file holds it and before anything is matched.

use crate::calendar::Day;
use crate::money::{Amount, Currency, Money};
use crate::text::{TextId, Texts};

/// One entry of a statement. Texts are ids into the [`Statement`](super::Statement)'s own pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file the entry begins on, counted from 1 as an editor shows it.
    pub line: u32,
    /// Which of the statement's accounts, by position.
    pub account: u16,
    /// The day the bank booked it (OFX `DTPOSTED`).
    pub posting_date: Day,
    /// Signed; negative leaves the account.
    pub amount: Amount,
    /// The row's own currency where it names one, else the account's.
    pub currency: Option<Currency>,
    /// What the bank printed, blanks folded, nothing else changed.
    pub descriptor: TextId,
    /// Whether the bank has not booked it yet.
    pub pending: bool,
    /// The balance after it, where the file gives one.
    pub balance: Option<Amount>,
    /// What few files give.
    pub facts: Option<Box<Facts>>,
}

/// What a file may say of an entry beyond date, amount and descriptor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The day it counts for interest.
    pub value_date: Option<Day>,
    /// The day the purchase happened (OFX `DTUSER`).
    pub transaction_date: Option<Day>,
    /// The other party's name as printed in a field of its own.
    pub payee: Option<TextId>,
    /// The other party's account.
    pub counterparty_account: Option<TextId>,
    /// A reference given by one of the parties.
    pub reference: Option<TextId>,
    /// The bank's id of the entry (OFX `FITID`); counts only within its account, and not blindly there.
    pub bank_id: Option<TextId>,
    /// The bank's own type or transaction code (OFX `TRNTYPE`).
    pub bank_code: Option<TextId>,
    /// The bank's own category.
    pub bank_category: Option<TextId>,
    /// Merchant category code, ISO 18245.
    pub mcc: Option<Mcc>,
    /// The amount in the currency of the purchase, signed like the booked one.
    pub original: Option<Money>,
    /// What only a payment message says.
    pub payment: Option<Box<Payment>>,
}

/// What the message of a payment says beyond other statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Payment {
    /// The reference that the payer gave and that stays with the payment to its end.
    pub end_to_end_id: Option<TextId>,
    /// The mandate of a direct debit.
    pub mandate_id: Option<TextId>,
    /// The bank's id of the pending entry that it settles.
    pub pending_id: Option<TextId>,
    /// What was charged for it, as a magnitude.
    pub charges: Option<Money>,
    /// Whether it takes back an entry before it.
    pub is_reversal: bool,
    /// The payments in it, where it is a batch of several.
    pub details: Box<[Detail]>,
}

/// One payment of a batch that was booked as one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Its own amount, signed; the entry's counts.
    pub amount: Option<Money>,
    /// The other party's name.
    pub payee: Option<TextId>,
    /// The other party's account.
    pub counterparty_account: Option<TextId>,
    /// What the bank printed of it.
    pub descriptor: Option<TextId>,
    /// A reference given by one of the parties.
    pub reference: Option<TextId>,
    /// See [`Payment::end_to_end_id`].
    pub end_to_end_id: Option<TextId>,
    /// The mandate of a direct debit.
    pub mandate_id: Option<TextId>,
}

impl Facts {
    /// Itself in a box, or nothing where it says nothing.
    pub fn boxed(self) -> Option<Box<Facts>> {
        (self != Facts::default()).then(|| Box::new(self))
    }

    /// The texts a person may look for, beside the descriptor.
    pub fn texts(&self) -> impl Iterator<Item = TextId> {
        let payment = self.payment.as_deref();
        let of_payment = payment.map(|payment| [payment.end_to_end_id, payment.mandate_id]);
        let details = payment.map_or(&[][..], |payment| &payment.details);
        [self.payee, self.counterparty_account, self.reference]
            .into_iter()
            .chain(of_payment.into_iter().flatten())
            .chain(details.iter().flat_map(Detail::texts))
            .flatten()
    }

    /// Takes over what another file says of the same row: what is missing here, and of two texts the one that sorts
    /// first, so that no order of files shows.
    pub fn meet(&mut self, other: &Facts, texts: &Texts) {
        fn text(known: &mut Option<TextId>, other: Option<TextId>, texts: &Texts) {
            *known = match (*known, other) {
                (Some(known), Some(other)) if texts.get(other) < texts.get(known) => Some(other),
                (known, other) => known.or(other),
            };
        }
        fn least<T: Ord>(known: Option<T>, other: Option<T>) -> Option<T> {
            match (known, other) {
                (Some(known), Some(other)) => Some(known.min(other)),
                (known, other) => known.or(other),
            }
        }
        self.value_date = least(self.value_date, other.value_date);
        self.transaction_date = least(self.transaction_date, other.transaction_date);
        self.mcc = least(self.mcc, other.mcc);
        self.original = match (self.original, other.original) {
            (Some(known), Some(other)) => {
                let key = |money: &Money| (money.currency(), money.amount());
                Some(if key(&other) < key(&known) {
                    other
                } else {
                    known
                })
            }
            (known, other) => known.or(other),
        };
        text(&mut self.payee, other.payee, texts);
        text(
            &mut self.counterparty_account,
            other.counterparty_account,
            texts,
        );
        text(&mut self.reference, other.reference, texts);
        text(&mut self.bank_id, other.bank_id, texts);
        text(&mut self.bank_code, other.bank_code, texts);
        text(&mut self.bank_category, other.bank_category, texts);
        if self.payment.is_none() {
            self.payment.clone_from(&other.payment);
        }
    }

    /// Itself with every text in another pool.
    pub fn rebased(&self, text: &dyn Fn(TextId) -> TextId) -> Facts {
        Facts {
            payee: self.payee.map(text),
            counterparty_account: self.counterparty_account.map(text),
            reference: self.reference.map(text),
            bank_id: self.bank_id.map(text),
            bank_code: self.bank_code.map(text),
            bank_category: self.bank_category.map(text),
            payment: self.payment.as_deref().map(|payment| {
                Box::new(Payment {
                    end_to_end_id: payment.end_to_end_id.map(text),
                    mandate_id: payment.mandate_id.map(text),
                    pending_id: payment.pending_id.map(text),
                    details: payment
                        .details
                        .iter()
                        .map(|detail| detail.rebased(text))
                        .collect(),
                    ..*payment
                })
            }),
            ..*self
        }
    }
}

impl Payment {
    /// Itself in a box, or nothing where it says nothing.
    pub fn boxed(self) -> Option<Box<Payment>> {
        (self != Payment::default()).then(|| Box::new(self))
    }
}

impl Detail {
    fn texts(&self) -> [Option<TextId>; 6] {
        [
            self.payee,
            self.counterparty_account,
            self.descriptor,
            self.reference,
            self.end_to_end_id,
            self.mandate_id,
        ]
    }

    fn rebased(&self, text: &dyn Fn(TextId) -> TextId) -> Detail {
        Detail {
            amount: self.amount,
            payee: self.payee.map(text),
            counterparty_account: self.counterparty_account.map(text),
            descriptor: self.descriptor.map(text),
            reference: self.reference.map(text),
            end_to_end_id: self.end_to_end_id.map(text),
            mandate_id: self.mandate_id.map(text),
        }
    }
}

/// A merchant category code of ISO 18245: four digits, leading zero kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mcc(u16);

impl Mcc {
    /// Reads up to four digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Mcc> {
        let text = text.trim();
        let digits =
            (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Mcc)).flatten()
    }

    /// The code as a number, for ranges.
    pub fn number(self) -> u16 {
        self.0
    }
}

impl std::fmt::Display for Mcc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.0)
    }
}
