//! Rows that may be the two legs of one transfer.

use rust_decimal::Decimal;

use crate::calendar::Day;
use crate::money::{Amount, Exact};
use crate::order::{AddAll as _, Arrange as _, Gather as _, HashMap, HashSet};

use super::super::super::touched::Stretch;
use super::super::super::{Index, Ledger};
use super::super::{Words, days_apart, rate};
use super::{Candidate, FEE_TAKEN, ONE_SIDE_DAYS, Search, TRANSFER_DAYS, fee};

/// How much of a transfer a fee takes at most where only the words speak, in hundredths.
const FEE_PCT_OF_WORDS: i64 = 5;

/// How far the rates of two transfers of one household may lie apart, in hundredths.
const RATE_SPREAD: i64 = 8;

/// How many days of the household's other transfers say what a rate is about: rates drift.
pub(super) const RATE_DAYS: i32 = 92;

impl Search<'_> {
    /// Legs of one currency: of one amount, or with a fee taken on the way.
    pub(super) fn one_currency(&self) -> Vec<Candidate> {
        let mut candidates = self.equal_amounts();
        candidates.add_all(self.less_a_fee());
        candidates
    }

    fn equal_amounts(&self) -> Vec<Candidate> {
        let ledger = self.ledger;
        let mut waiting: HashMap<Amount, Vec<Index>> = HashMap::default();
        let may = |at: Index| {
            !self.is_taken(at) && (self.said(at) != Words::Other || self.numbers.contains_key(&at))
        };
        // A pair needs words on one side at least, so only the amounts of those rows are worth keeping.
        for at in &self.speaking {
            waiting.entry(ledger.amount_at(*at).abs()).or_default();
        }
        if waiting.is_empty() {
            return Vec::new();
        }
        let mut candidates = Vec::new();
        for at in self.rows().filter(|at| may(*at)) {
            let amount = ledger.amount_at(at);
            let Some(earlier) = waiting.get_mut(&amount.abs()).filter(|_| !amount.is_zero()) else {
                continue;
            };
            let near = earlier.iter().rev();
            for other in near.take_while(|other| days_apart(ledger, **other, at) <= TRANSFER_DAYS) {
                let opposite = ledger.amount_at(*other).is_negative() != amount.is_negative();
                if opposite && same_currency(ledger, at, *other) {
                    candidates.add_all(self.candidate(*other, at, 0));
                }
            }
            earlier.push(at);
        }
        candidates
    }

    /// The rows that speak and have no partner yet, in order.
    fn alone(&self) -> Vec<Index> {
        let alone = |at: &Index| {
            let may = self.speaks(*at) || self.may_echo(*at);
            !self.is_taken(*at) && may && !self.ledger.amount_at(*at).is_zero()
        };
        self.speaking.iter().copied().filter(alone).gather()
    }

    /// Pairs of opposite signs among rows that speak, within the window.
    fn near(&self, alone: &[Index], mut each: impl FnMut(Index, Index)) {
        for (n, at) in alone.iter().enumerate() {
            for other in alone[n + 1..]
                .iter()
                .take_while(|other| days_apart(self.ledger, *at, **other) <= TRANSFER_DAYS)
            {
                let leaves = |at: Index| self.ledger.amount_at(at).is_negative();
                match (leaves(*at), leaves(*other)) {
                    (true, false) => each(*at, *other),
                    (false, true) => each(*other, *at),
                    _ => {}
                }
            }
        }
    }

    /// Legs in two currencies, at a rate that is plausible and near that of the household's other transfers.
    pub(super) fn other_currencies(&self) -> Vec<Candidate> {
        let ledger = self.ledger;
        let known: HashSet<_> = ledger.currencies().iter().flatten().collect();
        if known.len() < 2 {
            return Vec::new();
        }
        let alone = self.alone();
        let mut found: Vec<(Candidate, Decimal)> = Vec::new();
        self.near(&alone, |out, back| {
            let (Some(from), Some(to)) = (ledger.currency_at(out), ledger.currency_at(back)) else {
                return;
            };
            let rate = (from != to)
                .then(|| rate::implied((ledger.amount_at(out), from), (ledger.amount_at(back), to)))
                .flatten();
            let candidate = self
                .candidate(out, back, 0)
                .filter(|candidate| !candidate.is_one_sided);
            found.add_all(candidate.zip(rate));
        });
        // Rows with one candidate only say what the rate was about; the others go by it.
        let mut times: HashMap<Index, u32> = HashMap::default();
        for (candidate, _) in &found {
            *times.entry(candidate.out).or_insert(0) += 1;
            *times.entry(candidate.back).or_insert(0) += 1;
        }
        let single = |candidate: &Candidate| {
            times.get(&candidate.out) == Some(&1) && times.get(&candidate.back) == Some(&1)
        };
        let currencies = |candidate: &Candidate| {
            (
                ledger.currency_at(candidate.out),
                ledger.currency_at(candidate.back),
            )
        };
        let mut sure: HashMap<_, Vec<(Day, Decimal)>> = HashMap::default();
        for (candidate, rate) in found.iter().filter(|(candidate, _)| single(candidate)) {
            let rates = sure.entry(currencies(candidate)).or_default();
            rates.push((ledger.day_of(candidate.out), *rate));
        }
        for rates in sure.values_mut() {
            rates.arrange();
        }
        let mut candidates = Vec::new();
        for (mut candidate, rate) in found.iter().copied() {
            let rates = sure.get(&currencies(&candidate));
            let rates = rates.map_or(&[][..], |rates| rates);
            let day = ledger.day_of(candidate.out);
            let near = Stretch::new(day, day).around(RATE_DAYS);
            let mut rates: Vec<Decimal> = rates
                [rates.partition_point(|(day, _)| *day < near.first)..]
                .iter()
                .take_while(|(day, _)| near.has(*day))
                .map(|(_, rate)| *rate)
                .gather();
            rates.arrange();
            if let Some(usual) = rates.get(rates.len() / 2) {
                let off = rate
                    .near_minus(*usual)
                    .abs()
                    .near_times(Decimal::ONE_HUNDRED);
                if off > usual.near_times(Decimal::from(RATE_SPREAD)) {
                    continue;
                }
                candidate.off = u64::try_from((off.near_times(Decimal::TEN) / *usual).trunc())
                    .unwrap_or(u64::MAX);
            }
            candidates.push(candidate);
        }
        candidates
    }

    /// Legs of one currency where less arrives than left.
    fn less_a_fee(&self) -> Vec<Candidate> {
        let ledger = self.ledger;
        let alone = self.alone();
        let mut candidates = Vec::new();
        self.near(&alone, |out, back| {
            let named = ledger.currency_at(out).is_some()
                && ledger.currency_at(out) == ledger.currency_at(back);
            let Some(fee) = fee(ledger, out, back).filter(|_| named) else {
                return;
            };
            let off =
                u64::try_from(fee.near_times(Decimal::ONE_HUNDRED).trunc()).unwrap_or(u64::MAX);
            let candidate = self.candidate(out, back, off);
            let most = ledger.amount_at(out).abs().to_decimal();
            let small = fee.near_times(Decimal::ONE_HUNDRED)
                <= most.near_times(Decimal::from(FEE_PCT_OF_WORDS));
            let candidate = candidate.filter(|c| {
                !c.is_one_sided
                    && c.days <= ONE_SIDE_DAYS
                    && (small || c.because.is_some() || self.one_means_the_other(c))
            });
            candidates.add_all(candidate.map(|c| Candidate {
                strength: c.strength + FEE_TAKEN,
                ..c
            }));
        });
        candidates
    }
}

/// Whether two rows may be of one currency: what a file does not name may be any.
fn same_currency(ledger: &Ledger, left: Index, right: Index) -> bool {
    match (ledger.currency_at(left), ledger.currency_at(right)) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    }
}
