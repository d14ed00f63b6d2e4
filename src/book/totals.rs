//! Sums of transactions, one set a currency: currencies are never added.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::ledger::Index;
use crate::money::{Currency, Money, Total};
use crate::order::{Arrange as _, Gather as _};

use super::{Book, CountsAs};

/// What some rows of one currency come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The currency, where a file names one.
    pub currency: Option<Currency>,
    /// How many rows.
    pub count: u32,
    /// How many of them are purchases.
    pub purchases: u32,
    /// How many of them are refunds.
    pub refund_count: u32,
    /// How many of them are income.
    pub incomes: u32,
    /// Purchases, as a magnitude.
    pub gross: Total,
    /// Refunds, as a magnitude.
    pub refunds: Total,
    /// Income, signed: below zero where more was taken back.
    pub income: Total,
    /// Every row, signed.
    pub signed: Total,
}

impl Totals {
    /// Purchases less refunds; below zero when refunds exceed them.
    pub fn spending(&self) -> Total {
        let mut spending = self.gross;
        spending.add_total(self.refunds.negated());
        spending
    }

    /// Income less spending.
    pub fn kept(&self) -> Total {
        let mut kept = self.income;
        kept.add_total(self.spending().negated());
        kept
    }

    /// Purchases, as money.
    pub fn gross_money(&self) -> Money {
        self.gross.in_currency(self.currency)
    }

    /// Refunds, as money.
    pub fn refunds_money(&self) -> Money {
        self.refunds.in_currency(self.currency)
    }

    /// Purchases less refunds, as money.
    pub fn spending_money(&self) -> Money {
        self.spending().in_currency(self.currency)
    }

    /// Income, as money.
    pub fn income_money(&self) -> Money {
        self.income.in_currency(self.currency)
    }

    /// Every row, signed, as money.
    pub fn signed_money(&self) -> Money {
        self.signed.in_currency(self.currency)
    }

    pub(super) fn add(&mut self, book: &Book, at: Index) {
        let parts = book.parts(at);
        if parts.len() == 0 {
            return self.add_one(book, at);
        }
        // One row, whose parts may count as this and that.
        let before = *self;
        for part in parts {
            self.add_one(book, part);
        }
        self.count = before.count + 1;
        self.purchases = self.purchases.min(before.purchases + 1);
        self.refund_count = self.refund_count.min(before.refund_count + 1);
        self.incomes = self.incomes.min(before.incomes + 1);
    }

    fn add_one(&mut self, book: &Book, at: Index) {
        let amount = book.ledger.amount_at(at);
        self.count += 1;
        self.signed.add(amount);
        match book.counts_as(at) {
            CountsAs::Purchase => {
                self.purchases += 1;
                self.gross.add(amount.negated());
            }
            CountsAs::Refund => {
                self.refund_count += 1;
                self.refunds.add(amount);
            }
            CountsAs::Income => {
                self.incomes += 1;
                self.income.add(amount);
            }
            CountsAs::Transfer | CountsAs::Repayment | CountsAs::Savings | CountsAs::Nothing => {}
        }
    }
}

impl Book {
    /// What the rows come to, a set for each currency, that of most rows first.
    pub fn totals(&self, rows: &[Index]) -> Vec<Totals> {
        let mut by_slot: Vec<Totals> = self
            .ledger
            .currencies()
            .iter()
            .map(|currency| Totals {
                currency: *currency,
                ..Totals::default()
            })
            .gather();
        for at in rows {
            let slot = self
                .ledger
                .currency_slots()
                .get(at.place())
                .copied()
                .unwrap_or(0);
            if let Some(totals) = by_slot.get_mut(usize::from(slot)) {
                totals.add(self, *at);
            }
        }
        by_slot.retain(|totals| totals.count > 0);
        by_slot.arrange_by_key(|totals| (std::cmp::Reverse(totals.count), totals.currency));
        by_slot
    }

    /// Those of the rows that are in a currency.
    pub fn in_currency(&self, rows: &[Index], currency: Option<Currency>) -> Vec<Index> {
        rows.iter()
            .copied()
            .filter(|at| self.ledger.currency_at(*at) == currency)
            .gather()
    }

    /// SHA-256 in hexadecimal over one line a row, `id amount currency`, in order: anyone can recompute it.
    pub fn digest(&self, rows: &[Index]) -> String {
        let mut hasher = Sha256::new();
        let mut line = String::new();
        for at in rows {
            line.clear();
            let money = Money::new(self.ledger.amount_at(*at), self.ledger.currency_at(*at));
            // Writing to a String cannot fail.
            let _ = writeln!(line, "{} {money}", self.ledger.id(*at));
            hasher.update(line.as_bytes());
        }
        let mut hex = String::with_capacity(64);
        for byte in hasher.finalize() {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}
