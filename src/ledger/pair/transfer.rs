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
use super::named::{FULL, TAIL, digits_and_letters, masked_tail, name_words, spoken};
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
const FEE_PCT: i64 = 15;
/// The same where only the words speak.
const FEE_PCT_OF_WORDS: i64 = 5;
const FEE_UNITS: i64 = 50;

/// How far the rates of two transfers of one household may lie apart, in hundredths.
const RATE_SPREAD: i64 = 8;

/// Two rows that may be the legs of one transfer.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Candidate {
    strength: i32,
    is_one_sided: bool,
    because: Option<Decided>,
    off: u64,
    days: i32,
    out: Index,
    back: Index,
}

/// What each piece of evidence is worth, so that what is surest is taken first.
const SHARED_REFERENCE: i32 = 40;
const NAMED_BY_NUMBER: i32 = 30;
const NAMED_BY_WORDS: i32 = 20;
const BOTH_SPEAK: i32 = 20;

/// How many transfers must agree on the account that words mean, and how many times the others.
const VOTES: u32 = 2;
const MAJORITY: u32 = 3;

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
    search.learn(&found);
    let found = search.equal_amounts();
    search.take(found.clone(), &mut pairs);
    search.reach(&found, &mut pairs[..], begin);
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
    /// The number of an account that a row prints.
    numbers: HashMap<Index, String>,
    /// The own accounts' numbers; empty where no file says one.
    own: Vec<String>,
    /// The account that a row's words mean: by its name, or as other transfers of these words show.
    meant: HashMap<Index, AccountId>,
    taken: Vec<bool>,
}

impl<'a> Search<'a> {
    fn new(ledger: &'a Ledger, words: &'a [Words], placed: &'a Placed) -> Search<'a> {
        let mut search = Search {
            ledger,
            words,
            placed,
            numbers: HashMap::new(),
            own: Vec::new(),
            meant: HashMap::new(),
            taken: vec![false; ledger.len()],
        };
        let accounts = ledger.accounts().iter();
        search.own = accounts
            .map(|account| digits_and_letters(account.identifier.as_deref().unwrap_or_default()))
            .collect();
        for at in ledger.indices() {
            let facts = ledger.facts_at(at);
            let stated = facts
                .and_then(|facts| facts.counterparty_account)
                .map(|id| ledger.text(id));
            if stated.is_none() && !search.hints(at) {
                continue;
            }
            let printed = || {
                ledger
                    .transaction(at)
                    .and_then(|row| masked_tail(row.descriptor))
            };
            let number = match stated {
                Some(number) => Some(digits_and_letters(number)),
                None => printed().map(str::to_owned),
            };
            if let Some(number) = number.filter(|number| number.len() >= TAIL) {
                search.numbers.insert(at, number);
            }
        }
        search
    }

    /// Whether the words alone make it a leg, or may.
    fn hints(&self, at: Index) -> bool {
        matches!(
            self.said(at),
            Words::Transfer | Words::Repayment | Words::Person
        )
    }

    /// Whether a row prints the number of an account; `None` where one of the two is not known.
    fn names(&self, row: Index, account: AccountId) -> Option<bool> {
        let printed = self.numbers.get(&row)?;
        let own = self
            .own
            .get(usize::from(account.0))
            .filter(|own| !own.is_empty())?;
        Some(
            own.ends_with(printed.as_str()) || own.len() >= FULL && printed.ends_with(own.as_str()),
        )
    }

    /// Learns which accounts words mean: from the accounts' names, and from transfers that have one candidate only.
    fn learn(&mut self, candidates: &[Candidate]) {
        let mut times: HashMap<Index, u32> = HashMap::new();
        for candidate in candidates {
            *times.entry(candidate.out).or_insert(0) += 1;
            *times.entry(candidate.back).or_insert(0) += 1;
        }
        let words = |at: Index| {
            let text = self.ledger.transaction(at).map_or("", |row| row.descriptor);
            (self.account(at), spoken(text))
        };
        let mut votes: HashMap<(AccountId, String), HashMap<AccountId, u32>> = HashMap::new();
        for candidate in candidates {
            if times.get(&candidate.out) == Some(&1) && times.get(&candidate.back) == Some(&1) {
                for (row, other) in [
                    (candidate.out, candidate.back),
                    (candidate.back, candidate.out),
                ] {
                    if self.hints(row) {
                        *votes
                            .entry(words(row))
                            .or_default()
                            .entry(self.account(other))
                            .or_insert(0) += 1;
                    }
                }
            }
        }
        let named: Vec<Vec<String>> = self
            .ledger
            .accounts()
            .iter()
            .map(|account| name_words(&account.name))
            .collect();
        let mut meant = HashMap::new();
        for at in self.ledger.indices().filter(|at| self.hints(*at)) {
            let of = words(at);
            let own = usize::from(of.0.0);
            let mut by_name = (0..named.len()).filter(|n| {
                *n != own
                    && named[*n]
                        .iter()
                        .any(|word| of.1.split(' ').any(|said| said == word))
            });
            if let (Some(n), None) = (by_name.next(), by_name.next()) {
                meant.insert(at, AccountId(n as u16));
                continue;
            }
            let Some(votes) = votes.get(&of) else {
                continue;
            };
            let all: u32 = votes.values().sum();
            let mut most: Vec<(u32, AccountId)> = votes
                .iter()
                .map(|(account, votes)| (*votes, *account))
                .collect();
            most.arrange();
            if let Some((votes, account)) = most.last()
                && *votes >= VOTES
                && *votes >= (all - votes) * MAJORITY
            {
                meant.insert(at, *account);
            }
        }
        self.meant = meant;
    }

    fn said(&self, at: Index) -> Words {
        self.words.get(at.place()).copied().unwrap_or_default()
    }

    /// Whether a row's words or numbers say that it is a leg.
    fn speaks(&self, at: Index) -> bool {
        matches!(self.said(at), Words::Transfer | Words::Repayment)
            || self.numbers.contains_key(&at)
                && (0..self.own.len()).any(|n| self.names(at, AccountId(n as u16)) == Some(true))
    }

    fn account(&self, at: Index) -> AccountId {
        self.ledger.rows.account[at.place()]
    }

    fn kind_of(&self, at: Index) -> AccountKind {
        let account = self.ledger.account(self.account(at));
        account.map_or(AccountKind::Current, |account| account.kind)
    }

    /// What speaks for two rows of opposite signs being legs of one transfer; `None` where they are not.
    fn evidence(&self, out: Index, back: Index) -> Option<(i32, bool, Option<Decided>)> {
        let (out_account, back_account) = (self.account(out), self.account(back));
        if out_account == back_account
            || self.placed.forbids(DecisionKind::Transfer, out, Some(back))
        {
            return None;
        }
        let (outs, backs) = (self.names(out, back_account), self.names(back, out_account));
        // A row that names another account is no leg of this one.
        if outs == Some(false) || backs == Some(false) {
            return None;
        }
        let by_number = [outs, backs]
            .into_iter()
            .filter(|named| *named == Some(true))
            .count() as i32;
        let (said_out, said_back) = (self.said(out), self.said(back));
        if by_number == 0 && (said_out == Words::Other || said_back == Words::Other) {
            return None;
        }
        let into_credit = matches!(self.kind_of(back), AccountKind::Card | AccountKind::Loan);
        // A card's bill goes to a card: paid to another account it is another card's, which is not here.
        if by_number == 0
            && said_out == Words::Repayment
            && !into_credit
            && said_back != Words::Repayment
        {
            return None;
        }
        let meant = |row: Index, account: AccountId| match self.meant.get(&row) {
            Some(meant) if *meant == account => NAMED_BY_WORDS,
            Some(_) => -NAMED_BY_WORDS,
            None => 0,
        };
        let shares = self.share_reference(out, back);
        let (speaks_out, speaks_back) = (self.speaks(out), self.speaks(back));
        let both = speaks_out && speaks_back;
        let days = days_apart(self.ledger, out, back).abs();
        let enough =
            both || shares || by_number > 0 || (speaks_out || speaks_back) && days <= ONE_SIDE_DAYS;
        if !enough
            || !(speaks_out
                || speaks_back
                || shares && said_out == Words::Person && said_back == Words::Person)
        {
            return None;
        }
        let strength = by_number * NAMED_BY_NUMBER
            + i32::from(shares) * SHARED_REFERENCE
            + i32::from(both) * BOTH_SPEAK
            + meant(out, back_account)
            + meant(back, out_account);
        let because = match (shares, by_number) {
            (true, _) => Some(Decided::SameReference),
            (false, 1..) => Some(Decided::NamesAccount),
            _ => None,
        };
        Some((strength, !both && !shares && by_number == 0, because))
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
        let (strength, is_one_sided, because) = self.evidence(out, back)?;
        Some(Candidate {
            strength,
            is_one_sided,
            because,
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
                && (self.said(at) != Words::Other || self.numbers.contains_key(&at))
        };
        // A pair needs words on one side at least, so only the amounts of those rows are worth keeping.
        for at in ledger
            .indices()
            .filter(|at| self.hints(*at) || self.numbers.contains_key(at))
        {
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
                .filter(|candidate| !candidate.is_one_sided);
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
            let small = fee * Decimal::ONE_HUNDRED
                <= ledger.amount_at(out).abs().to_decimal() * Decimal::from(FEE_PCT_OF_WORDS);
            candidates.extend(candidate.filter(|c| {
                !c.is_one_sided && c.days <= ONE_SIDE_DAYS && (small || c.because.is_some())
            }));
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
                std::cmp::Reverse(c.strength),
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
            let Candidate { out, back, .. } = candidate;
            if self.taken[out.place()] || self.taken[back.place()] {
                continue;
            }
            self.taken[out.place()] = true;
            self.taken[back.place()] = true;
            pairs.push(self.paired(&candidate));
        }
    }

    fn paired(&self, candidate: &Candidate) -> Pair {
        let Candidate { out, back, .. } = *candidate;
        let into_credit = self
            .ledger
            .account(self.account(back))
            .is_some_and(super::super::Account::is_credit);
        let repaid = self.said(out) == Words::Repayment || self.said(back) == Words::Repayment;
        let kind = match into_credit || repaid {
            true => DecisionKind::Repayment,
            false => DecisionKind::Transfer,
        };
        let because = match (why(self.ledger, out, back), candidate.because) {
            (Decided::OppositeAmounts, Some(stronger)) => stronger,
            (because, _) => because,
        };
        // Measured by `cargo xtask eval ledger`.
        let sure = match because {
            Decided::WithFee(_) | Decided::ImpliedRate(_) => 93,
            _ if candidate.is_one_sided => 95,
            _ => 99,
        };
        Pair {
            kind,
            out,
            back,
            because,
            confidence: Confidence::from_hundredths(sure),
            verdict: self.placed.verdict(kind, out, Some(back)),
        }
    }

    /// Whether two rows may be a pair, in time and by what they say.
    fn fits(&self, out: Index, back: Index) -> bool {
        days_apart(self.ledger, out, back).abs() <= TRANSFER_DAYS
            && self.evidence(out, back).is_some()
    }

    /// Gives a pair's row to one that has no other partner, where its own partner has another.
    fn reach(&mut self, candidates: &[Candidate], pairs: &mut [Pair], begin: usize) {
        let mut pair_of: HashMap<Index, usize> = HashMap::new();
        for (n, pair) in pairs.iter().enumerate().skip(begin) {
            pair_of.insert(pair.out, n);
            pair_of.insert(pair.back, n);
        }
        let mut by_row: HashMap<Index, Vec<usize>> = HashMap::new();
        for (n, candidate) in candidates.iter().enumerate() {
            by_row.entry(candidate.out).or_default().push(n);
            by_row.entry(candidate.back).or_default().push(n);
        }
        for wanted in candidates {
            let (free, held) = match (
                self.taken[wanted.out.place()],
                self.taken[wanted.back.place()],
            ) {
                (false, true) => (wanted.out, wanted.back),
                (true, false) => (wanted.back, wanted.out),
                _ => continue,
            };
            let Some(n) = pair_of.get(&held).copied() else {
                continue;
            };
            let left = if pairs[n].out == held {
                pairs[n].back
            } else {
                pairs[n].out
            };
            let strength =
                |out: Index, back: Index| self.evidence(out, back).map_or(0, |found| found.0);
            let now = strength(pairs[n].out, pairs[n].back);
            let others = by_row
                .get(&left)
                .map_or(&[][..], |found| found)
                .iter()
                .map(|c| candidates[*c]);
            let other = others
                .filter(|c| {
                    let partner = if c.out == left { c.back } else { c.out };
                    !self.taken[partner.place()]
                        && partner != free
                        && c.strength + wanted.strength >= now
                })
                .min_by_key(|c| (std::cmp::Reverse(c.strength), c.days, c.out, c.back));
            if let Some(other) = other {
                // Both are taken up by the next round, the one that is left as any other.
                self.taken[free.place()] = true;
                self.taken[other.out.place()] = true;
                self.taken[other.back.place()] = true;
                for row in [wanted.out, wanted.back] {
                    pair_of.insert(row, n);
                }
                pairs[n] = self.paired(wanted);
                self.taken[left.place()] = false;
                let partner = if other.out == left {
                    other.back
                } else {
                    other.out
                };
                self.taken[partner.place()] = false;
            }
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
                    let by_reference = [first, second]
                        .iter()
                        .any(|pair| pair.because == Decided::SameReference);
                    let swaps = second.back < first.back
                        && !by_reference
                        && self.fits(first.out, second.back)
                        && self.fits(second.out, first.back);
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
                if let Some((_, _, because)) = self.evidence(pair.out, pair.back) {
                    pair.because = because.unwrap_or(Decided::OppositeAmounts);
                }
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
