//! Transfers between the person's own accounts, and cards and loans repaid from them.
//!
//! ```text
//! everyday  2026-03-02  -200.00  TO SAVER            saver    2026-03-03  200.00  FROM EVERYDAY
//! everyday  2026-03-25  -412.10  CARD REPAYMENT      card     2026-03-26  412.10  PAYMENT RECEIVED
//! pounds    2026-03-04  -500.00  TO EURO ACCOUNT     euros    2026-03-05  591.20  FROM GBP ACCOUNT  (rate 1.1824)
//! ```

use hashbrown::{HashMap, HashSet};
use rust_decimal::Decimal;

use crate::money::{Amount, Money};
use crate::order::Arrange as _;
use crate::statement::AccountKind;
use crate::stats::Confidence;

use super::super::choice::Placed;
use super::super::wording::references;
use super::super::{AccountId, Decided, DecisionKind, Index, Ledger};
use super::{Pair, Words, days_apart, held, rate};

/// The most days between two legs: three working days of clearing, a weekend and a bank holiday.
///
/// Source: Bacs' three-day cycle and the two days of a SEPA batch transfer, over an Easter weekend.
pub const TRANSFER_DAYS: i32 = 6;

/// The same where only one side's words speak, which proves less: clearing over a weekend.
const ONE_SIDE_DAYS: i32 = 4;

/// The most that a fee takes of a transfer, in hundredths of it and in units of its currency.
///
/// Source: the published prices of wires and card top-ups; what is above is another payment.
const FEE_PCT: i64 = 5;
const FEE_UNITS: i64 = 50;

/// How far the rates of two transfers of one household may lie apart, in hundredths.
const RATE_SPREAD: i64 = 8;

/// Two rows that may be the legs of one transfer; what sorts first is taken first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    rank: Rank,
    off: u64,
    days: i32,
    out: Index,
    back: Index,
}

/// What speaks for two legs, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number,
    Reference,
    BothWords,
    OneWord,
}

/// Finds transfers and repayments between the person's own accounts.
///
/// Shape: `words` has one entry a place; each row is in one pair at most. What is surest is taken first, then the
/// nearest day.
pub fn transfers(ledger: &Ledger, words: &[Words], placed: &Placed) -> Vec<Pair> {
    let kinds = [DecisionKind::Transfer, DecisionKind::Repayment];
    let mut pairs = held(ledger, placed, &kinds);
    let mut search = Search::new(ledger, words, placed);
    for pair in &pairs {
        search.taken[pair.out.place()] = true;
        search.taken[pair.back.place()] = true;
    }
    let begin = pairs.len();
    let found = search.equal_amounts();
    search.take(found, &mut pairs);
    search.uncross(&mut pairs[begin..]);
    let found = search.other_currencies();
    search.take(found, &mut pairs);
    let found = search.less_a_fee();
    search.take(found, &mut pairs);
    pairs.arrange_by_key(|pair| (pair.out.min(pair.back), pair.kind));
    pairs
}

struct Search<'a> {
    ledger: &'a Ledger,
    words: &'a [Words],
    placed: &'a Placed,
    /// The own account that a row names by its number, where it names one.
    names: HashMap<Index, Option<AccountId>>,
    taken: Vec<bool>,
}

impl<'a> Search<'a> {
    fn new(ledger: &'a Ledger, words: &'a [Words], placed: &'a Placed) -> Search<'a> {
        let mut search = Search {
            ledger,
            words,
            placed,
            names: HashMap::new(),
            taken: vec![false; ledger.len()],
        };
        let numbers: Vec<String> = ledger
            .accounts()
            .iter()
            .map(|account| digits_and_letters(account.identifier.as_deref().unwrap_or_default()))
            .collect();
        for at in ledger.indices() {
            let facts = ledger.facts_at(at);
            let stated = facts
                .and_then(|facts| facts.counterparty_account)
                .map(|id| ledger.text(id));
            let speaks = matches!(
                search.said(at),
                Words::Transfer | Words::Repayment | Words::Person
            );
            if stated.is_none() && !speaks {
                continue;
            }
            let printed = || {
                ledger
                    .transaction(at)
                    .and_then(|row| masked_tail(row.descriptor))
            };
            let named = match stated {
                Some(number) => Some(digits_and_letters(number)),
                None => printed().map(str::to_owned),
            };
            if let Some(named) = named.filter(|named| named.len() >= TAIL) {
                let own = ledger.rows.account[at.place()];
                let found = numbers.iter().enumerate().position(|(n, number)| {
                    n != usize::from(own.0)
                        && !number.is_empty()
                        && (number.ends_with(&named)
                            || named.ends_with(number.as_str()) && number.len() >= FULL)
                });
                search.names.insert(at, found.map(|n| AccountId(n as u16)));
            }
        }
        search
    }

    fn said(&self, at: Index) -> Words {
        self.words.get(at.place()).copied().unwrap_or_default()
    }

    /// Whether a row's words or numbers say that it is a leg.
    fn speaks(&self, at: Index) -> bool {
        matches!(self.said(at), Words::Transfer | Words::Repayment)
            || matches!(self.names.get(&at), Some(Some(_)))
    }

    fn account(&self, at: Index) -> AccountId {
        self.ledger.rows.account[at.place()]
    }

    fn kind_of(&self, at: Index) -> AccountKind {
        let account = self.ledger.account(self.account(at));
        account.map_or(AccountKind::Current, |account| account.kind)
    }

    /// What speaks for two rows of opposite signs being legs of one transfer; `None` where they are not.
    fn rank(&self, out: Index, back: Index) -> Option<Rank> {
        let (out_account, back_account) = (self.account(out), self.account(back));
        if out_account == back_account
            || self.placed.forbids(DecisionKind::Transfer, out, Some(back))
        {
            return None;
        }
        let names = |row: Index, account: AccountId| {
            self.names.get(&row).map(|named| *named == Some(account))
        };
        let (outs, backs) = (names(out, back_account), names(back, out_account));
        // A row that names another account is no leg of this one.
        if outs == Some(false) || backs == Some(false) {
            return None;
        }
        if outs == Some(true) || backs == Some(true) {
            return Some(Rank::Number);
        }
        let (said_out, said_back) = (self.said(out), self.said(back));
        if said_out == Words::Other || said_back == Words::Other {
            return None;
        }
        let into_credit = matches!(self.kind_of(back), AccountKind::Card | AccountKind::Loan);
        let repaid = (said_out == Words::Repayment, said_back == Words::Repayment);
        // A card's bill goes to a card: paid to another account it is another card's, which is not here.
        if repaid.0 && !into_credit && !repaid.1 {
            return None;
        }
        let days = days_apart(self.ledger, out, back).abs();
        let both = self.speaks(out) && self.speaks(back);
        let one = self.speaks(out) || self.speaks(back);
        let share = || self.share_reference(out, back);
        match (both, one) {
            (true, _) if share() => Some(Rank::Reference),
            (true, _) => Some(Rank::BothWords),
            (false, true) if share() => Some(Rank::Reference),
            (false, true) if days <= ONE_SIDE_DAYS => Some(Rank::OneWord),
            (false, false)
                if said_out == Words::Person && said_back == Words::Person && share() =>
            {
                Some(Rank::Reference)
            }
            _ => None,
        }
    }

    fn share_reference(&self, left: Index, right: Index) -> bool {
        let text = |at: Index| self.ledger.transaction(at).map_or("", |row| row.descriptor);
        let right = text(right).to_ascii_uppercase();
        references(text(left)).any(|reference| right.contains(&reference))
    }

    fn candidate(&self, one: Index, other: Index, off: u64) -> Option<Candidate> {
        let (out, back) = match self.ledger.amount_at(one).is_negative() {
            true => (one, other),
            false => (other, one),
        };
        let rank = self.rank(out, back)?;
        Some(Candidate {
            rank,
            off,
            days: days_apart(self.ledger, out, back).abs(),
            out,
            back,
        })
    }

    /// Legs of one amount and currency.
    fn equal_amounts(&self) -> Vec<Candidate> {
        let ledger = self.ledger;
        let mut waiting: HashMap<Amount, Vec<Index>> = HashMap::new();
        let may = |at: Index| {
            !self.taken[at.place()]
                && (self.said(at) != Words::Other || self.names.contains_key(&at))
        };
        // A pair needs words on one side at least, so only the amounts of those rows are worth keeping.
        let hints = |at: Index| self.speaks(at) || self.said(at) == Words::Person;
        for at in ledger.indices().filter(|at| hints(*at)) {
            waiting.entry(ledger.amount_at(at).abs()).or_default();
        }
        let mut candidates = Vec::new();
        for at in ledger.indices().filter(|at| may(*at)) {
            let amount = ledger.amount_at(at);
            let Some(earlier) = waiting.get_mut(&amount.abs()).filter(|_| !amount.is_zero()) else {
                continue;
            };
            let near = earlier.iter().rev();
            for other in near.take_while(|other| days_apart(ledger, **other, at) <= TRANSFER_DAYS) {
                let opposite = ledger.amount_at(*other).is_negative() != amount.is_negative();
                if opposite && same_currency(ledger, at, *other) {
                    candidates.extend(self.candidate(*other, at, 0));
                }
            }
            earlier.push(at);
        }
        candidates
    }

    /// The rows that speak and have no partner yet, in order.
    fn alone(&self) -> Vec<Index> {
        let alone = |at: &Index| {
            !self.taken[at.place()] && self.speaks(*at) && !self.ledger.amount_at(*at).is_zero()
        };
        self.ledger.indices().filter(alone).collect()
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
    fn other_currencies(&self) -> Vec<Candidate> {
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
                .filter(|candidate| candidate.rank != Rank::OneWord);
            found.extend(candidate.zip(rate));
        });
        // Rows with one candidate only say what the rate was about; the others go by it.
        let mut times: HashMap<Index, u32> = HashMap::new();
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
        let sure: Vec<_> = found
            .iter()
            .filter(|(candidate, _)| single(candidate))
            .map(|(c, r)| (currencies(c), *r))
            .collect();
        let mut candidates = Vec::new();
        for (mut candidate, rate) in found.iter().copied() {
            let mut rates: Vec<Decimal> = sure
                .iter()
                .filter(|(of, _)| *of == currencies(&candidate))
                .map(|(_, rate)| *rate)
                .collect();
            rates.arrange();
            if let Some(usual) = rates.get(rates.len() / 2) {
                let off = (rate - *usual).abs() * Decimal::ONE_HUNDRED;
                if off > *usual * Decimal::from(RATE_SPREAD) {
                    continue;
                }
                candidate.off =
                    u64::try_from((off * Decimal::TEN / *usual).trunc()).unwrap_or(u64::MAX);
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
            let off = u64::try_from((fee * Decimal::ONE_HUNDRED).trunc()).unwrap_or(u64::MAX);
            let candidate = self.candidate(out, back, off);
            candidates
                .extend(candidate.filter(|c| c.rank != Rank::OneWord && c.days <= ONE_SIDE_DAYS));
        });
        candidates
    }

    /// Takes the candidates in the order of what speaks for them.
    fn take(&mut self, mut candidates: Vec<Candidate>, pairs: &mut Vec<Pair>) {
        let key = |at: Index| {
            self.ledger
                .account(self.account(at))
                .map_or("", |account| &account.key)
        };
        // Accounts are numbered as files come; their keys are not.
        candidates.arrange_by_key(|c| {
            (
                c.rank,
                c.off,
                c.days,
                self.ledger.posting_dates().get(c.out.place()).copied(),
                key(c.out),
                key(c.back),
                c.out,
                c.back,
            )
        });
        for candidate in candidates {
            let Candidate {
                rank, out, back, ..
            } = candidate;
            if self.taken[out.place()] || self.taken[back.place()] {
                continue;
            }
            self.taken[out.place()] = true;
            self.taken[back.place()] = true;
            let into_credit = self
                .ledger
                .account(self.account(back))
                .is_some_and(super::super::Account::is_credit);
            let repaid = self.said(out) == Words::Repayment || self.said(back) == Words::Repayment;
            let kind = match into_credit || repaid {
                true => DecisionKind::Repayment,
                false => DecisionKind::Transfer,
            };
            let because = match (why(self.ledger, out, back), rank) {
                (Decided::OppositeAmounts, Rank::Number) => Decided::NamesAccount,
                (Decided::OppositeAmounts, Rank::Reference) => Decided::SameReference,
                (because, _) => because,
            };
            // Measured by `cargo xtask eval ledger`.
            let sure = match (because, rank) {
                (Decided::WithFee(_) | Decided::ImpliedRate(_), Rank::BothWords) => 93,
                (_, Rank::OneWord) => 95,
                _ => 99,
            };
            pairs.push(Pair {
                kind,
                out,
                back,
                because,
                confidence: Confidence::from_hundredths(sure),
                verdict: self.placed.verdict(kind, out, Some(back)),
            });
        }
    }

    /// Of equal transfers between the same two accounts, the first that left is the first that came.
    fn uncross(&self, pairs: &mut [Pair]) {
        let side = |pair: &Pair| {
            (
                self.account(pair.out),
                self.account(pair.back),
                self.ledger.amount_at(pair.out),
                pair.kind,
            )
        };
        pairs.arrange_by_key(|pair| (side(pair), pair.out));
        let mut begin = 0;
        while begin < pairs.len() {
            let of = side(&pairs[begin]);
            let end = begin
                + pairs[begin..]
                    .iter()
                    .take_while(|pair| side(pair) == of)
                    .count();
            let group = &mut pairs[begin..end];
            for _ in 0..group.len() {
                let mut crossed = false;
                for n in 1..group.len() {
                    let (first, second) = (group[n - 1], group[n]);
                    let swaps = second.back < first.back
                        && first.because == second.because
                        && first.because != Decided::SameReference
                        && days_apart(self.ledger, first.out, second.back).abs() <= TRANSFER_DAYS
                        && days_apart(self.ledger, second.out, first.back).abs() <= TRANSFER_DAYS;
                    if swaps {
                        group[n - 1].back = second.back;
                        group[n].back = first.back;
                        crossed = true;
                    }
                }
                if !crossed {
                    break;
                }
            }
            for pair in group {
                pair.verdict = self.placed.verdict(pair.kind, pair.out, Some(pair.back));
            }
            begin = end;
        }
    }
}

/// What two legs have to do with each other, by their amounts.
pub(super) fn why(ledger: &Ledger, out: Index, back: Index) -> Decided {
    let amounts = (ledger.amount_at(out), ledger.amount_at(back));
    match (ledger.currency_at(out), ledger.currency_at(back)) {
        (Some(from), Some(to)) if from != to => rate::implied((amounts.0, from), (amounts.1, to))
            .map_or(Decided::OppositeAmounts, Decided::ImpliedRate),
        (currency, _) => match fee(ledger, out, back) {
            Some(fee) => Decided::WithFee(Money::from_decimal(fee, currency)),
            None => Decided::OppositeAmounts,
        },
    }
}

/// What a fee took between two legs, where it is no more than fees are.
fn fee(ledger: &Ledger, out: Index, back: Index) -> Option<Decimal> {
    let (left, came) = (
        ledger.amount_at(out).abs().to_decimal(),
        ledger.amount_at(back).abs().to_decimal(),
    );
    let fee = left - came;
    let most = (left * Decimal::new(FEE_PCT, 2)).min(Decimal::from(FEE_UNITS));
    (fee > Decimal::ZERO && fee <= most).then_some(fee)
}

/// Whether two rows may be of one currency: what a file does not name may be any.
fn same_currency(ledger: &Ledger, left: Index, right: Index) -> bool {
    match (ledger.currency_at(left), ledger.currency_at(right)) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    }
}

/// How many of a number's last characters name an account: what banks print of it.
const TAIL: usize = 4;
/// How many characters a number has at least that is printed whole.
const FULL: usize = 8;

fn digits_and_letters(text: &str) -> String {
    let kept = text.chars().filter(|letter| letter.is_ascii_alphanumeric());
    kept.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// The last digits of an account that a text prints masked: `...4417`, `XX4417`, `*4417`, `ending 4417`.
fn masked_tail(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if run == TAIL {
            let before = text.get(..at).unwrap_or_default().trim_end();
            let lower: String = before
                .chars()
                .rev()
                .take(9)
                .collect::<String>()
                .to_ascii_lowercase();
            let is_masked = ["..", "xx", "*", "…", "gnidne", "ni gnidne"]
                .iter()
                .any(|mask| lower.starts_with(mask));
            if is_masked {
                return text.get(at..at + TAIL);
            }
        }
        at += run.max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_names_an_account() {
        assert_eq!(
            masked_tail("Online Transfer to SAV ...4417 transaction#: 9016352741"),
            Some("4417")
        );
        assert_eq!(masked_tail("PAYMENT TO CARD ENDING IN 4417"), Some("4417"));
        assert_eq!(masked_tail("TESCO STORES 6148 LEEDS"), None);
    }
}
