//! Purchases with the money that came back for them: whole, in parts, taken back by the bank.
//!
//! ```text
//! 2026-03-05  -80.00  MARLOWS 2214
//! 2026-03-11   30.00  MARLOWS 2214 REFUND     a part
//! 2026-03-20   50.00  MARLOWS 2214 REFUND     the rest
//! ```

use std::cell::OnceCell;
use std::cmp::{Ordering, Reverse};

use crate::calendar::Day;
use crate::money::Amount;
use crate::order::{AddAll as _, Arrange as _, Gather as _, HashMap, HashSet};
use crate::stats::Confidence;

use super::super::choice::Placed;
use super::super::touched::Stretch;
use super::super::wording::{Telling, named_in};
use super::super::{AccountId, Decided, DecisionKind, Index, Ledger};
use super::{Pair, held};

/// The most days between a purchase and its refund, as bank-insight catalogues have it.
pub const REFUND_DAYS: i32 = 120;

/// The most earlier purchases looked at for one refund, so that a busy merchant stays linear.
const REFUND_CANDIDATES: usize = 500;

/// How many later refunds of a merchant are tried as the rest of one: a purchase seldom comes back in more parts.
const PARTS_TRIED: usize = 4;

/// How many purchases one order is booked as: goods that are sent in two parcels.
const ONE_ORDER: usize = 2;

/// What a row is to refunds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bought {
    /// The merchant; `None` for rows that name none.
    pub merchant: Option<u32>,
    /// Whether it can be bought or brought back at all: no transfer, no pay.
    pub counts: bool,
    /// Whether the words say that money comes back.
    pub is_back: bool,
}

/// A purchase, and what of it has not come back yet.
struct Purchase {
    at: Index,
    account: AccountId,
    day: Day,
    left: Amount,
    of_merchant: Option<u64>,
    telling: OnceCell<Telling>,
}

/// Money that came back.
struct Back {
    at: Index,
    account: AccountId,
    day: Day,
    amount: Amount,
    is_back: bool,
    /// Purchases of its merchant and currency; for words that name no merchant that was paid, those of its account.
    of_merchant: Option<u64>,
    of_account: (AccountId, u8),
    telling: Telling,
}

/// How well a purchase fits, the smallest first: a number both print, the same amount, nothing that tells them apart,
/// the same account, words in common, the nearest day.
type Fit = (bool, bool, bool, bool, bool, Reverse<usize>, i32);

/// In which round a refund is found: whole, in two parts, or as any part.
const WHOLE: u8 = 1;
const TWO_PARTS: u8 = 2;
const PART: u8 = 3;

/// Finds the purchase of each refund near the days that were touched: the same merchant, no more than was paid, the same
/// amount first. Elsewhere it is as in `before`.
///
/// Shape: a purchase may be refunded in several parts, a refund has one purchase. What came back whole is settled before
/// parts are, so that no part takes what belongs to a whole one.
///
/// Two refunds have to do with each other by a purchase that both may be of, so only within [`REFUND_DAYS`]. Those near
/// touched days are settled anew, while those around take what they took before, each in its turn. Where one that is
/// settled otherwise lies so near to those around that they may be too, more are settled anew.
pub fn refunds(
    ledger: &Ledger,
    bought: &dyn Fn(Index) -> Bought,
    placed: &Placed,
    before: &[Pair],
    touched: Stretch,
) -> Vec<Pair> {
    let kinds = [DecisionKind::Refund, DecisionKind::Reimbursement];
    let held = held(ledger, placed, &kinds);
    let known: Vec<Pair> = before
        .iter()
        .filter(|pair| kinds.contains(&pair.kind) && !pair.is_held())
        .copied()
        .gather();
    let mut spare = 2 * REFUND_DAYS;
    loop {
        let core = with_both_parts(ledger, &known, touched.around(spare));
        let mut search = Search::new(ledger, bought, placed, &held, core);
        if search.settle(bought, &known) {
            let mut pairs = search.pairs;
            pairs.extend(
                known
                    .iter()
                    .filter(|pair| !core.has(ledger.day_of(pair.back))),
            );
            pairs.extend(held);
            pairs.arrange_by_key(Pair::order);
            return pairs;
        }
        spare = spare.saturating_mul(2);
    }
}

/// As many days more as have both of two refunds that were found together.
fn with_both_parts(ledger: &Ledger, known: &[Pair], mut core: Stretch) -> Stretch {
    let parts = known.iter().filter(|pair| pair.turn == TWO_PARTS);
    let mut of: HashMap<Index, Stretch> = HashMap::default();
    for pair in parts {
        let day = ledger.day_of(pair.back);
        let days = Stretch::new(day, day);
        let both = of.entry(pair.out).or_insert(days);
        *both = both.hull(days);
    }
    loop {
        let cut = of
            .values()
            .find(|both| core.has(both.first) != core.has(both.last));
        match cut {
            Some(both) => core = core.hull(*both),
            None => return core,
        }
    }
}

struct Search<'a> {
    ledger: &'a Ledger,
    placed: &'a Placed,
    /// The days whose refunds are settled anew.
    core: Stretch,
    purchases: Vec<Purchase>,
    /// By merchant and currency, in one word; in the ledger's order.
    by_merchant: HashMap<u64, Vec<u32>>,
    by_account: HashMap<(AccountId, u8), Vec<u32>>,
    pairs: Vec<Pair>,
    /// What the person's own pairs gave back of each row.
    settled: HashMap<Index, Amount>,
    /// What refunds around the core took, in which turn.
    taken: HashMap<Index, (Index, u8)>,
    /// Whether a refund around the core would take something else.
    is_beyond: bool,
}

impl<'a> Search<'a> {
    fn new(
        ledger: &'a Ledger,
        bought: &dyn Fn(Index) -> Bought,
        placed: &'a Placed,
        held: &[Pair],
        core: Stretch,
    ) -> Search<'a> {
        let mut settled: HashMap<Index, Amount> = HashMap::default();
        for pair in held {
            let back = ledger.amount_at(pair.back);
            let known = settled.entry(pair.out).or_insert(Amount::ZERO);
            *known = sum(*known, back).unwrap_or(back);
            settled.insert(pair.back, Amount::ZERO);
        }
        let mut search = Search {
            ledger,
            placed,
            core,
            purchases: Vec::new(),
            by_merchant: HashMap::default(),
            by_account: HashMap::default(),
            pairs: Vec::new(),
            settled,
            taken: HashMap::default(),
            is_beyond: false,
        };
        // The refunds around the core may be of purchases as much earlier.
        let days = Stretch::new(
            core.around(2 * REFUND_DAYS).first,
            core.around(REFUND_DAYS).last,
        );
        let rows = ledger.places(days).map(|at| Index(at as u32));
        let rows: Vec<(Index, Bought)> = rows.map(|at| (at, bought(at))).collect();
        let backs = rows.iter().filter(|(at, row)| {
            (row.counts || row.is_back) && !ledger.amount_at(*at).is_negative()
        });
        // Only purchases of merchants that something may come back from are looked for.
        let may_be_of: HashSet<u64> = backs
            .filter_map(|(at, row)| of_merchant(ledger, *at, row))
            .collect();
        let orphans = rows.iter().any(|(_, row)| row.is_back);
        for (at, row) in rows.into_iter().filter(|(_, row)| row.counts) {
            let amount = ledger.amount_at(at);
            let of = of_merchant(ledger, at, &row).filter(|of| may_be_of.contains(of));
            if !amount.is_negative() || of.is_none() && !orphans {
                continue;
            }
            let paid = amount.abs();
            let back = search.settled.get(&at).copied().unwrap_or(Amount::ZERO);
            let account = ledger.rows.account[at.place()];
            let n = search.purchases.len() as u32;
            search.purchases.push(Purchase {
                at,
                account,
                day: ledger.rows.posting[at.place()],
                left: sum(paid, back.negated()).unwrap_or(Amount::ZERO),
                of_merchant: of,
                telling: OnceCell::new(),
            });
            if let Some(of) = of {
                search.by_merchant.entry(of).or_default().push(n);
            }
            if orphans {
                let of = (account, ledger.rows.currency[at.place()]);
                search.by_account.entry(of).or_default().push(n);
            }
        }
        search
    }

    /// Settles what is of the core; `false` where that may reach beyond it.
    fn settle(&mut self, bought: &dyn Fn(Index) -> Bought, known: &[Pair]) -> bool {
        let around = self.core.around(REFUND_DAYS);
        let mut was: HashMap<Index, (Index, u8)> = HashMap::default();
        for pair in known {
            let day = self.ledger.day_of(pair.back);
            if self.core.has(day) {
                was.insert(pair.back, (pair.out, pair.turn));
            } else if around.has(day) {
                self.taken.insert(pair.back, (pair.out, pair.turn));
            }
        }
        let backs = self.backs(bought);
        let open = self.whole(backs);
        let open = self.in_two_parts(open);
        for back in &open {
            if !self.core.has(back.day) {
                self.take_again(back, PART);
            } else if let Some((n, _)) = self.best(back) {
                self.pair(n, back, PART);
            }
        }
        let pairs = self.pairs.iter();
        let is: HashMap<Index, (Index, u8)> = pairs
            .map(|pair| (pair.back, (pair.out, pair.turn)))
            .collect();
        // What is settled as it was changes nothing for those around.
        let inner = Stretch {
            first: Day(self.core.first.0.saturating_add(REFUND_DAYS)),
            last: Day(self.core.last.0.saturating_sub(REFUND_DAYS)),
        };
        let all = self.ledger.all_days();
        let is_safe = |at: &Index| {
            let day = self.ledger.day_of(*at);
            all.is_none_or(|all| {
                (inner.first <= day || self.core.first <= all.first)
                    && (day <= inner.last || all.last <= self.core.last)
            })
        };
        let differs = |at: &&Index| was.get(*at) != is.get(*at);
        let mut changed = was.keys().chain(is.keys()).filter(differs);
        !self.is_beyond && changed.all(is_safe)
    }

    /// Takes what a refund around the core took in this turn; whether it did.
    fn take_again(&mut self, back: &Back, turn: u8) -> bool {
        let Some((out, _)) = self.taken.get(&back.at).filter(|taken| taken.1 == turn) else {
            return false;
        };
        match self
            .purchases
            .binary_search_by_key(out, |purchase| purchase.at)
        {
            Ok(n) => {
                let purchase = &mut self.purchases[n];
                purchase.left = sum(purchase.left, back.amount.negated()).unwrap_or(Amount::ZERO);
            }
            // It has no such purchase any more.
            Err(_) => self.is_beyond = true,
        }
        true
    }

    /// The rows that may be money back, in order.
    fn backs(&self, bought: &dyn Fn(Index) -> Bought) -> Vec<Back> {
        let ledger = self.ledger;
        let rows = ledger.places(self.core.around(REFUND_DAYS));
        let rows = rows.map(|at| Index(at as u32)).map(|at| (at, bought(at)));
        let rows = rows.filter(|(_, row)| row.counts || row.is_back);
        let rows = rows.filter(|(at, _)| {
            let amount = ledger.amount_at(*at);
            !amount.is_negative() && !amount.is_zero() && !self.settled.contains_key(at)
        });
        let mut backs: Vec<Back> = Vec::new();
        backs.add_all(rows.filter_map(|(at, row)| {
            let account = ledger.rows.account[at.place()];
            let of_merchant =
                of_merchant(ledger, at, &row).filter(|of| self.by_merchant.contains_key(of));
            (row.is_back || of_merchant.is_some()).then(|| Back {
                at,
                account,
                day: ledger.rows.posting[at.place()],
                amount: ledger.amount_at(at),
                is_back: row.is_back,
                of_merchant,
                of_account: (account, ledger.rows.currency[at.place()]),
                telling: telling(ledger, at),
            })
        }));
        // Of one day, what says that it is money back comes first; else no order of import shows.
        backs.arrange_by(|left, right| {
            let apart = || ledger.told_apart(left.at).cmp(&ledger.told_apart(right.at));
            (left.day, !left.is_back)
                .cmp(&(right.day, !right.is_back))
                .then_with(apart)
        });
        backs
    }

    /// Pairs what came back whole, or with a number of the purchase; gives the rest.
    fn whole(&mut self, backs: Vec<Back>) -> Vec<Back> {
        let mut open = Vec::new();
        for back in backs {
            if !self.core.has(back.day) {
                if !self.take_again(&back, WHOLE) {
                    open.push(back);
                }
                continue;
            }
            match self.best(&back) {
                Some((n, fit)) if !fit.0 || !fit.1 => self.pair(n, &back, WHOLE),
                _ => open.push(back),
            }
        }
        open
    }

    /// Pairs two refunds of a merchant that come to what was paid; gives the rest.
    fn in_two_parts(&mut self, backs: Vec<Back>) -> Vec<Back> {
        let mut taken = vec![false; backs.len()];
        let mut last_of: HashMap<(u64, AccountId), Vec<usize>> = HashMap::default();
        for (second, back) in backs.iter().enumerate() {
            let Some(of) = back.of_merchant else {
                continue;
            };
            if !self.core.has(back.day) && self.take_again(back, TWO_PARTS) {
                taken[second] = true;
                continue;
            }
            let earlier = last_of.entry((of, back.account)).or_default();
            let tried = earlier.iter().rev().take(PARTS_TRIED);
            let mut tried = tried.filter(|_| self.core.has(back.day));
            let found = tried.find_map(|first| {
                let whole = sum(backs[*first].amount, back.amount)?;
                let n = self.purchase_of_two(&backs[*first], back, whole)?;
                Some((*first, n))
            });
            match found {
                Some((first, n)) => {
                    earlier.retain(|known| *known != first);
                    (taken[first], taken[second]) = (true, true);
                    self.is_beyond |= !self.core.has(backs[first].day);
                    self.pair(n, &backs[first], TWO_PARTS);
                    self.pair(n, back, TWO_PARTS);
                }
                None => earlier.push(second),
            }
        }
        let open = backs.into_iter().zip(taken).filter(|(_, taken)| !taken);
        open.map(|(back, _)| back).gather()
    }

    /// The purchase of just what two refunds come to, that nothing tells from either.
    fn purchase_of_two(&self, first: &Back, second: &Back, whole: Amount) -> Option<usize> {
        let near = self.near(first).filter(|n| {
            let purchase = &self.purchases[*n];
            purchase.left == whole
                && purchase.account == first.account
                && second.day.0 - purchase.day.0 <= REFUND_DAYS
                && self.may(purchase, first)
                && self.may(purchase, second)
        });
        let fits = near.map(|n| {
            (
                self.fit(&self.purchases[n], first),
                self.fit(&self.purchases[n], second),
                n,
            )
        });
        fits.filter(|(one, other, _)| !(one.2 || one.3 || other.2 || other.3))
            .min_by(|(one, _, n), (other, _, m)| self.nearer(&(*n, *one), &(*m, *other)))
            .map(|found| found.2)
    }

    /// Purchases before a refund, the nearest first.
    fn near(&self, back: &Back) -> impl Iterator<Item = usize> {
        let of_merchant = back.of_merchant.and_then(|of| self.by_merchant.get(&of));
        let own = of_merchant.map_or(&[][..], |list| list);
        let own = &own[..own.partition_point(|n| self.purchases[*n as usize].day <= back.day)];
        own.iter()
            .rev()
            .take(REFUND_CANDIDATES)
            .map(|n| *n as usize)
            .take_while(|n| back.day.0 - self.purchases[*n].day.0 <= REFUND_DAYS)
    }

    /// Whether a refund is no more than is left of a purchase, and nobody said that they do not belong together.
    fn may(&self, purchase: &Purchase, back: &Back) -> bool {
        !self
            .placed
            .forbids(DecisionKind::Refund, purchase.at, Some(back.at))
    }

    /// The purchase a refund is most likely of: of its merchant, else by words alike wherever they stand.
    fn best(&self, back: &Back) -> Option<(usize, Fit)> {
        let enough = |n: &usize| {
            self.purchases[*n].left >= back.amount && self.may(&self.purchases[*n], back)
        };
        // Money comes back to where it was paid from, unless words or numbers say that it is money back.
        let of_merchant = self.near(back).filter(enough);
        let fits = of_merchant.map(|n| (n, self.fit(&self.purchases[n], back)));
        let mut fits: Vec<(usize, Fit)> = fits.gather();
        // What many purchases print is a branch and no order.
        let is_branch = fits.iter().filter(|(_, fit)| !fit.0).count() > ONE_ORDER;
        for (_, fit) in fits.iter_mut().filter(|_| is_branch) {
            fit.0 = true;
        }
        let of_merchant = fits
            .into_iter()
            .filter(|(_, fit)| !fit.4 || back.is_back || !fit.0)
            .min_by(|left, right| self.nearer(left, right));
        if of_merchant.is_some() || !back.is_back {
            return of_merchant;
        }
        let own = self.by_account.get(&back.of_account)?;
        let own = &own[..own.partition_point(|n| self.purchases[*n as usize].day <= back.day)];
        let near = own.iter().rev().map(|n| *n as usize);
        let text = |at: Index| {
            let row = self.ledger.rows.descriptor[at.place()];
            self.ledger.texts.get(row)
        };
        near.take(REFUND_CANDIDATES)
            .take_while(|n| back.day.0 - self.purchases[*n].day.0 <= REFUND_DAYS)
            .filter(enough)
            .filter(|n| named_in(text(self.purchases[*n].at), text(back.at)))
            .map(|n| (n, self.fit(&self.purchases[n], back)))
            .min_by(|left, right| self.nearer(left, right))
    }

    /// By what fits better, and else by what the rows say, so that no order of import shows.
    fn nearer(&self, left: &(usize, Fit), right: &(usize, Fit)) -> Ordering {
        let told = |n: usize| self.ledger.told_apart(self.purchases[n].at);
        let apart = || told(left.0).cmp(&told(right.0));
        left.1.cmp(&right.1).then_with(apart)
    }

    fn fit(&self, purchase: &Purchase, back: &Back) -> Fit {
        let of = purchase
            .telling
            .get_or_init(|| telling(self.ledger, purchase.at));
        let shares = of.shares_reference(&back.telling);
        let is_elsewhere = of.is_elsewhere(&back.telling);
        let other_account = purchase.account != back.account;
        (
            !shares,
            // The same amount in another town and on another card is chance.
            purchase.left != back.amount || is_elsewhere && other_account,
            !shares && of.is_of_another_reference(&back.telling),
            is_elsewhere,
            other_account,
            Reverse(of.shared(&back.telling)),
            back.day.0 - purchase.day.0,
        )
    }

    fn pair(&mut self, n: usize, back: &Back, turn: u8) {
        let purchase = &mut self.purchases[n];
        purchase.left = sum(purchase.left, back.amount.negated()).unwrap_or(Amount::ZERO);
        let (out, of_merchant) = (purchase.at, purchase.of_merchant);
        let because = match why(self.ledger, out, back.at) {
            // Words alike, and another merchant, or none.
            Decided::SameMerchant if of_merchant.is_none() || of_merchant != back.of_merchant => {
                Decided::Reversal
            }
            because => because,
        };
        let sure = match because {
            Decided::SameMerchant => 97,
            Decided::Reversal => 94,
            _ => 85,
        };
        self.pairs.push(Pair {
            kind: DecisionKind::Refund,
            out,
            back: back.at,
            because,
            confidence: Confidence::from_hundredths(sure),
            verdict: self
                .placed
                .verdict(DecisionKind::Refund, out, Some(back.at)),
            turn,
        });
    }
}

/// A row's merchant and currency, in one word.
fn of_merchant(ledger: &Ledger, at: Index, row: &Bought) -> Option<u64> {
    let slot = u64::from(ledger.rows.currency[at.place()]);
    row.merchant.map(|merchant| u64::from(merchant) << 8 | slot)
}

/// What every wording of a transaction tells.
fn telling(ledger: &Ledger, at: Index) -> Telling {
    let text = |at: Index| ledger.texts.get(ledger.rows.descriptor[at.place()]);
    let mut texts = vec![text(at)];
    texts.add_all(ledger.merged_into(at).map(text));
    Telling::of(&texts)
}

/// Whether all of what was paid came back, or a part.
pub(super) fn why(ledger: &Ledger, out: Index, back: Index) -> Decided {
    match ledger.amount_at(out).abs() == ledger.amount_at(back).abs() {
        true => Decided::SameMerchant,
        false => Decided::PartOfPurchase,
    }
}

fn sum(left: Amount, right: Amount) -> Option<Amount> {
    let scale = left.scale().max(right.scale());
    let (left, right) = (left.rescaled(scale)?, right.rescaled(scale)?);
    Amount::new(left.mantissa().checked_add(right.mantissa())?, scale)
}
