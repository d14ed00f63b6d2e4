//! The parts of transactions that the person split, as rows of their own at the very end of the columns.
//!
//! They follow from what the person said and are made anew whenever rows or that change: nothing that looks for
//! rows (matching, pairing, balances) meets them.

use super::columns::NO_BALANCE;
use super::{Index, Ledger};
use crate::money::Amount;

/// Above every number of identical rows, so that a part's id is that of no row.
const FIRST_PART: u16 = 0x8000;

impl Ledger {
    /// Takes the parts away.
    pub(super) fn drop_parts(&mut self) {
        let rows = self.rows.len() - self.parts;
        self.rows.truncate(rows);
        self.parts = 0;
    }

    /// Puts parts of transactions behind every row, in place of those before; gives the place of the first.
    pub fn set_parts(&mut self, parts: &[(Index, Amount)]) -> Index {
        self.drop_parts();
        let first = Index(self.rows.len() as u32);
        let mut number = 0;
        let mut before = None;
        for (whole, amount) in parts {
            number = if before == Some(*whole) {
                number + 1
            } else {
                0
            };
            before = Some(*whole);
            self.rows
                .push_part(whole.place(), *amount, FIRST_PART | number);
        }
        self.parts = parts.len();
        first
    }
}

impl super::columns::Columns {
    fn truncate(&mut self, rows: usize) {
        self.posting.truncate(rows);
        self.amount.truncate(rows);
        self.balance.truncate(rows);
        self.scale.truncate(rows);
        self.currency.truncate(rows);
        self.account.truncate(rows);
        self.descriptor.truncate(rows);
        self.pending.truncate(rows);
        self.hidden.truncate(rows);
        self.occurrence.truncate(rows);
        self.source.truncate(rows);
        self.facts.truncate(rows);
    }

    fn push_part(&mut self, of: usize, amount: Amount, number: u16) {
        self.posting.push(self.posting[of]);
        self.amount.push(amount.mantissa());
        self.balance.push(NO_BALANCE);
        self.scale.push(amount.scale());
        self.currency.push(self.currency[of]);
        self.account.push(self.account[of]);
        self.descriptor.push(self.descriptor[of]);
        self.pending.push(self.pending[of]);
        self.hidden.push(true);
        self.occurrence.push(number);
        self.source.push(self.source[of]);
        self.facts.push(self.facts[of]);
    }
}
