//! Transfers between the person's own accounts, and cards and loans repaid from them.
//!
//! ```text
//! everyday  2026-03-02  -200.00  TO SAVER            saver    2026-03-03  200.00  FROM EVERYDAY
//! everyday  2026-03-25  -412.10  CARD REPAYMENT      card     2026-03-26  412.10  PAYMENT RECEIVED
//! pounds    2026-03-04  -500.00  TO EURO ACCOUNT     euros    2026-03-05  591.20  FROM GBP ACCOUNT  (rate 1.1824)
//! ```

use rust_decimal::Decimal;

use crate::calendar::Day;
use crate::money::{Exact, Money};
use crate::order::{Arrange as _, Gather as _, HashMap, HashSet};
use crate::statement::AccountKind;
use crate::text::TextId;

use super::super::choice::Placed;
use super::super::touched::Stretch;
use super::super::wording::references;
use super::super::{AccountId, Decided, DecisionKind, Index, Ledger};
use super::named::{FULL, TAIL, digits_and_letters, is_number_of, masked_tail, whole_numbers};
use super::{Pair, Words, days_apart, held, rate};
use find::RATE_DAYS;
use meaning::{LEARN_DAYS, Meant};

mod choose;
mod find;
mod meaning;

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
const FEE_UNITS: i64 = 50;

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
const BOTH_SPEAK: i32 = 20;
const FEE_TAKEN: i32 = -20;

/// Money that arrives days before it leaves is most likely other money: files that date a booking by the purchase, or
/// a weekend, explain one day and seldom more.
const TOO_EARLY: i32 = -45;
const EARLY_DAYS: i32 = 1;

/// A row that says nothing answers late only where nothing else does.
const LATE_ANSWER: i32 = -20;

/// How far from a touched day a transfer can be another: the words that are near enough to learn from, and the rates
/// of transfers whose words are.
const REACH: i32 = LEARN_DAYS + RATE_DAYS + 8 * TRANSFER_DAYS;

/// How many days of rows are gone through beyond that at first, four times as many where that is not enough.
const SPARE: i32 = 8 * TRANSFER_DAYS;

/// Finds transfers and repayments between the person's own accounts: near the days that were touched, as anew;
/// elsewhere, as in `before`.
///
/// Shape: each row is in one pair at most. What is surest is taken first, then the nearest day.
///
/// A day that no candidate spans parts the rows before it from those behind it. So the days around are widened until
/// there is one on either side of what can have changed: between them it is as among all rows.
pub fn transfers(
    ledger: &Ledger,
    words: &dyn Fn(Index) -> Words,
    placed: &Placed,
    before: &[Pair],
    touched: Stretch,
) -> Vec<Pair> {
    let kinds = [DecisionKind::Transfer, DecisionKind::Repayment];
    let mut pairs = held(ledger, placed, &kinds);
    let core = touched.around(REACH);
    let mut spare = SPARE;
    let (parted, found) = loop {
        let window = core.around(REACH.saturating_add(spare));
        let (found, candidates) = transfers_within(ledger, words, placed, window);
        if let Some(parted) = parted(ledger, &candidates, core, window) {
            break (parted, found);
        }
        spare = spare.saturating_mul(4);
    };
    let is_of =
        |pair: &Pair| parted.has(ledger.day_of(pair.out)) && parted.has(ledger.day_of(pair.back));
    let known = before
        .iter()
        .filter(|pair| kinds.contains(&pair.kind) && !pair.is_held());
    pairs.extend(known.filter(|pair| !is_of(pair)));
    pairs.extend(found.iter().filter(|pair| is_of(pair)));
    pairs.arrange_by_key(|pair| pair.order());
    pairs
}

/// The pairs in a window of days, those that the person made aside, and the candidates that they were chosen from.
fn transfers_within(
    ledger: &Ledger,
    words: &dyn Fn(Index) -> Words,
    placed: &Placed,
    window: Stretch,
) -> (Vec<Pair>, Vec<Candidate>) {
    let mut search = Search::new(ledger, words, placed, window);
    // What the person says is a refund is no transfer.
    let held = placed.held().filter(|(kind, ..)| !kind.is_merge());
    for at in held.flat_map(|(_, left, right, _)| [left, right]) {
        search.set_taken(at, true);
    }
    let mut pairs = Vec::new();
    let mut found = search.one_currency();
    found.extend(search.other_currencies());
    search.learn(&found);
    let mut candidates = Vec::new();
    // Equal amounts and what a fee made unequal are weighed together; a currency knows only its own.
    for find in [Search::one_currency, Search::other_currencies] {
        let mut found = find(&search);
        search.arrange(&mut found);
        search.take(&found, &mut pairs);
        search.reach(&found, &mut pairs[..]);
        search.take(&found, &mut pairs);
        search.uncross(&found, &mut pairs);
        candidates.extend(found);
    }
    (pairs, candidates)
}

/// The days around the core, up to days that no candidate spans, within those of the window whose candidates are sure;
/// `None` where there are no such days.
fn parted(
    ledger: &Ledger,
    candidates: &[Candidate],
    core: Stretch,
    window: Stretch,
) -> Option<Stretch> {
    let Some(all) = ledger.all_days() else {
        return Some(Stretch::ALL);
    };
    let spans: Vec<(i32, i32)> = candidates
        .iter()
        .map(|found| {
            let (out, back) = (ledger.day_of(found.out).0, ledger.day_of(found.back).0);
            (out.min(back), out.max(back))
        })
        .gather();
    let parts = |day: &i32| !spans.iter().any(|(first, last)| first < day && day <= last);
    let first = match window.first <= all.first {
        true => Some(i32::MIN),
        false => (window.first.0.saturating_add(REACH)..=core.first.0)
            .rev()
            .find(parts),
    };
    let behind = match all.last <= window.last {
        true => Some(i32::MAX),
        false => (core.last.0.saturating_add(1)..=window.last.0.saturating_sub(REACH))
            .find(parts)
            .map(|day| day.saturating_sub(1)),
    };
    Some(Stretch::new(Day(first?), Day(behind?)))
}

struct Search<'a> {
    ledger: &'a Ledger,
    /// The place of the first row of the window.
    first: usize,
    /// Of every row of the window.
    words: Vec<Words>,
    placed: &'a Placed,
    /// The number of an account that a row prints.
    numbers: HashMap<Index, String>,
    /// The own accounts' numbers; empty where no file says one.
    own: Vec<String>,
    /// Words of no shop that stand beside money that leaves and beside money that comes.
    echoes: HashSet<TextId>,
    /// The rows whose words, number or echo may make them a leg, in order.
    speaking: Vec<Index>,
    /// The account that a row's words mean: by its name, or as other transfers of these words show.
    meant: HashMap<Index, Meant>,
    taken: Vec<bool>,
}

impl<'a> Search<'a> {
    fn new(
        ledger: &'a Ledger,
        words: &dyn Fn(Index) -> Words,
        placed: &'a Placed,
        window: Stretch,
    ) -> Search<'a> {
        let rows = ledger.places(window);
        let mut search = Search {
            ledger,
            first: rows.start,
            taken: vec![false; rows.len()],
            words: rows.map(|at| words(Index(at as u32))).collect(),
            placed,
            numbers: HashMap::default(),
            own: Vec::new(),
            echoes: HashSet::default(),
            speaking: Vec::new(),
            meant: HashMap::default(),
        };
        let accounts = ledger.accounts().iter();
        search.own = accounts
            .map(|account| digits_and_letters(account.identifier.as_deref().unwrap_or_default()))
            .gather();
        search.echoes = search.echoes();
        let is_numbered = search.own.iter().any(|own| own.len() >= FULL);
        for at in search.rows() {
            let facts = ledger.facts_at(at);
            let stated = facts
                .and_then(|facts| facts.counterparty_account)
                .map(|id| ledger.text(id));
            if stated.is_none() && !search.hints(at) && !is_numbered {
                continue;
            }
            let own = search.account(at);
            let others = || {
                let own = usize::from(own.0);
                let others = search
                    .own
                    .iter()
                    .enumerate()
                    .filter(move |(n, _)| *n != own);
                others.map(|(_, other)| other)
            };
            let text = search.text(at);
            let whole = || {
                let mut numbers = whole_numbers(text).filter(|_| is_numbered);
                numbers.find(|number| others().any(|other| is_number_of(number, other)))
            };
            let number = match stated {
                Some(number) => Some(digits_and_letters(number)),
                None => whole()
                    .or_else(|| masked_tail(text).filter(|_| search.hints(at)))
                    .map(str::to_owned),
            };
            if let Some(number) = number.filter(|number| number.len() >= TAIL) {
                search.numbers.insert(at, number);
            }
        }
        let speaks = |at: &Index| {
            search.hints(*at) || search.numbers.contains_key(at) || search.may_echo(*at)
        };
        search.speaking = search.rows().filter(speaks).gather();
        search
    }

    /// The rows of the window, in order.
    fn rows(&self) -> impl Iterator<Item = Index> + use<> {
        (self.first as u32..(self.first + self.words.len()) as u32).map(Index)
    }

    fn is_taken(&self, at: Index) -> bool {
        let place = at.place().checked_sub(self.first);
        place
            .and_then(|place| self.taken.get(place))
            .copied()
            .unwrap_or(false)
    }

    fn set_taken(&mut self, at: Index, is: bool) {
        let place = at.place().checked_sub(self.first);
        if let Some(taken) = place.and_then(|place| self.taken.get_mut(place)) {
            *taken = is;
        }
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
        let is = |own: &String| is_number_of(printed, own);
        let own = self.own.get(usize::from(account.0))?;
        match own.is_empty() {
            // Where the account's number is not known, that of another one is.
            true => self.own.iter().any(is).then_some(false),
            false => Some(is(own)),
        }
    }

    fn said(&self, at: Index) -> Words {
        let place = at.place().checked_sub(self.first);
        let said = place.and_then(|place| self.words.get(place));
        said.copied().unwrap_or_default()
    }

    /// Whether a row's words or numbers say that it is a leg.
    fn speaks(&self, at: Index) -> bool {
        matches!(self.said(at), Words::Transfer | Words::Repayment) || self.names_an_own(at)
    }

    /// Whether a row prints the number of an own account.
    fn names_an_own(&self, at: Index) -> bool {
        self.numbers.contains_key(&at)
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
        let shares = self.share_reference(out, back);
        let echo = self.echo(out, back);
        let speaks = |at: Index| echo || self.speaks(at);
        let (speaks_out, speaks_back) = (speaks(out), speaks(back));
        let both = speaks_out && speaks_back;
        let after = days_apart(self.ledger, out, back);
        let enough = both
            || shares
            || by_number > 0
            || (speaks_out || speaks_back) && after.abs() <= ONE_SIDE_DAYS;
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
            + self.meaning(out, back_account)
            + self.meaning(back, out_account)
            + if after < -EARLY_DAYS { TOO_EARLY } else { 0 }
            + match both || shares || after.abs() <= ONE_SIDE_DAYS {
                true => 0,
                false => LATE_ANSWER,
            };
        let outside = |row: Index| self.meant.get(&row) == Some(&Meant::Outside);
        if (outside(out) || outside(back)) && strength <= 0 {
            return None;
        }
        let because = match (shares, by_number) {
            (true, _) => Some(Decided::SameReference),
            (false, 1..) => Some(Decided::NamesAccount),
            _ => None,
        };
        Some((strength, !both && !shares && by_number == 0, because))
    }

    fn text(&self, at: Index) -> &'a str {
        self.ledger
            .texts
            .get(self.ledger.rows.descriptor[at.place()])
    }

    /// The words of no shop that are printed on both sides, here and there.
    fn echoes(&self) -> HashSet<TextId> {
        // By the texts' numbers, which are dense: to hash is more than to look.
        let mut sides = vec![[false; 2]; self.ledger.texts.len()];
        let silent = |at: &Index| self.said(*at) != Words::Other;
        for at in self.rows().filter(silent) {
            let text = self.ledger.rows.descriptor[at.place()];
            if let Some(sides) = sides.get_mut(text.0 as usize) {
                sides[usize::from(self.ledger.amount_at(at).is_negative())] = true;
            }
        }
        let both = (0u32..).zip(sides).filter(|(_, sides)| *sides == [true; 2]);
        both.map(|(text, _)| TextId(text)).collect()
    }

    fn may_echo(&self, at: Index) -> bool {
        self.echoes
            .contains(&self.ledger.rows.descriptor[at.place()])
    }

    /// Whether both sides print the same words within a day: banks do so where they have the name of the person, or
    /// the two accounts, for both.
    fn echo(&self, out: Index, back: Index) -> bool {
        let text = |at: Index| self.ledger.rows.descriptor[at.place()];
        text(out) == text(back)
            && self.may_echo(out)
            && days_apart(self.ledger, out, back).abs() <= EARLY_DAYS
    }

    fn share_reference(&self, left: Index, right: Index) -> bool {
        let right = self.text(right).to_ascii_uppercase();
        references(self.text(left)).any(|reference| right.contains(&reference))
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
    let fee = left.near_minus(came);
    let most = left
        .near_times(Decimal::new(FEE_PCT, 2))
        .min(Decimal::from(FEE_UNITS));
    (fee > Decimal::ZERO && fee <= most).then_some(fee)
}
