//! Totals of several currencies in one, by rates that the person gave.

use crate::calendar::Day;
use crate::money::{Amount, Currency, Money, Total};

use super::{Rates, Totals, Used};

/// What totals of several currencies come to in one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combined {
    /// Purchases less refunds, as a signed sum.
    pub spending: Money,
    /// Income.
    pub income: Money,
    /// The rates used, one a currency.
    pub used: Vec<Used>,
}

impl Combined {
    /// What totals come to in a currency at the rates of a day: each currency's sum is converted once and rounded once.
    ///
    /// Shape: `None` of fewer than two currencies, and where the person gave no rate for one of them.
    pub fn of(
        rates: &Rates,
        totals: &[Totals],
        to: Option<Currency>,
        day: Day,
    ) -> Option<Combined> {
        let to = to.filter(|_| totals.len() > 1 && !rates.is_empty())?;
        let (mut spending, mut income) = (Total::default(), Total::default());
        let mut used = Vec::new();
        for totals in totals {
            let sums = [
                totals.spending().negated().in_currency(totals.currency),
                totals.income_money(),
            ];
            for (sum, into) in sums.into_iter().zip([&mut spending, &mut income]) {
                let mut sum = sum;
                if totals.currency != Some(to) {
                    let (converted, rate) = rates.convert(sum, to, day)?;
                    sum = converted;
                    if !used.contains(&rate) {
                        used.push(rate);
                    }
                }
                into.add(Amount::from_decimal(sum.amount())?);
            }
        }
        Some(Combined {
            spending: spending.in_currency(Some(to)),
            income: income.in_currency(Some(to)),
            used,
        })
    }
}
