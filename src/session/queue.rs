//! What needs review, in the order in which one answer settles most money.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::Session;
use crate::ledger::Index;
use crate::money::{Currency, Money, Total};
use crate::order::{AddAll as _, Arrange as _, Gather as _};

/// What waits for a word of the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many merchants it is of; rows that name none are told apart by what the bank printed.
    pub merchants: u64,
    /// What the rows come to as magnitudes, one sum a currency.
    pub sums: Vec<Money>,
}

/// Whom a row is of: a merchant, else the bank's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Payer {
    Merchant(u32),
    Words(u32),
}

impl Session {
    /// Orders rows by the money of their merchant, one currency at a time, that of most rows first; those of one
    /// merchant stay together, the largest first.
    pub(super) fn queue(&self, rows: &mut Vec<Index>) -> Waiting {
        let ledger = self.book.ledger();
        let payer = |at: Index| match self.book.merchant(at) {
            Some(merchant) => Payer::Merchant(merchant.0),
            None => {
                let words = ledger.descriptor_column().get(at.place());
                Payer::Words(words.map_or(u32::MAX, |text| text.0))
            }
        };
        let totals = self.book.totals(rows);
        let currencies: Vec<Option<Currency>> =
            totals.iter().map(|totals| totals.currency).gather();
        let mut sums = vec![Total::default(); currencies.len()];
        let mut keyed = Vec::with_capacity(rows.len());
        for at in rows.drain(..) {
            let currency = ledger.currency_at(at);
            let place = currencies.iter().position(|known| *known == currency);
            let place = place.unwrap_or_default();
            let amount = ledger.amount_at(at).abs();
            if let Some(sum) = sums.get_mut(place) {
                sum.add(amount);
            }
            keyed.push((place, payer(at), Reverse((amount, at)), Decimal::ZERO));
        }
        // Those of one merchant side by side, to add them up.
        keyed.arrange_by_key(|(place, payer, ..)| (*place, *payer));
        for of_one in keyed.chunk_by_mut(|one, next| (one.0, one.1) == (next.0, next.1)) {
            let mut total = Total::default();
            for (_, _, Reverse((amount, _)), _) in &*of_one {
                total.add(*amount);
            }
            let money = total.in_currency(None).amount();
            for row in of_one {
                row.3 = money;
            }
        }
        keyed.arrange_by_key(|(place, payer, largest, money)| {
            (*place, Reverse(*money), *payer, *largest)
        });
        let mut payers: Vec<Payer> = keyed.iter().map(|row| row.1).gather();
        rows.add_all(keyed.into_iter().map(|(_, _, Reverse((_, at)), _)| at));
        payers.arrange();
        payers.dedup();
        let sums = sums.into_iter().zip(currencies);
        Waiting {
            merchants: payers.len() as u64,
            sums: sums
                .map(|(sum, currency)| sum.in_currency(currency))
                .gather(),
        }
    }
}
