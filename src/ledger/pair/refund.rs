//! Purchases with the money that came back for them: whole, in parts, taken back by the bank.
//!
//! ```text
//! 2026-03-05  -80.00  MARLOWS 2214
//! 2026-03-11   30.00  MARLOWS 2214 REFUND     a part
//! 2026-03-20   50.00  MARLOWS 2214 REFUND     the rest
//! ```

use hashbrown::HashMap;

use crate::calendar::Day;
use crate::money::Amount;
use crate::stats::Confidence;

use super::super::choice::Placed;
use super::super::wording::{Likeness, likeness, references};
use super::super::{AccountId, Decided, DecisionKind, Index, Ledger};
use super::{Pair, held};

/// The most days between a purchase and its refund, as bank-insight catalogues have it.
pub const REFUND_DAYS: i32 = 120;

/// The most earlier purchases looked at for one refund, so that a busy merchant stays linear.
const REFUND_CANDIDATES: usize = 500;

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
}

/// Finds the purchase of each refund: the same merchant, no more than was paid, the same amount first.
///
/// Shape: `bought` has one entry a place; a purchase may be refunded in several parts, a refund has one purchase.
pub fn refunds(ledger: &Ledger, bought: &[Bought], placed: &Placed) -> Vec<Pair> {
    let mut pairs = held(
        ledger,
        placed,
        &[DecisionKind::Refund, DecisionKind::Reimbursement],
    );
    let mut settled: HashMap<Index, Amount> = HashMap::new();
    for pair in &pairs {
        let back = ledger.amount_at(pair.back);
        let known = settled.entry(pair.out).or_insert(Amount::ZERO);
        *known = sum(*known, back).unwrap_or(back);
        settled.insert(pair.back, Amount::ZERO);
    }
    // By merchant and currency, in one word.
    let mut by_merchant: HashMap<u64, Vec<Purchase>> = HashMap::new();
    // For money back whose words name no merchant that was paid.
    let mut recent: HashMap<(AccountId, u8), Vec<Purchase>> = HashMap::new();
    let orphans = bought.iter().any(|row| row.is_back);
    for at in ledger.indices() {
        let Some(row) = bought
            .get(at.place())
            .filter(|row| row.counts || row.is_back)
        else {
            continue;
        };
        let amount = ledger.amount_at(at);
        let account = ledger.rows.account[at.place()];
        let slot = ledger.rows.currency[at.place()];
        let of = row
            .merchant
            .map(|merchant| u64::from(merchant) << 8 | u64::from(slot));
        if amount.is_negative() {
            if !row.counts {
                continue;
            }
            let paid = amount.abs();
            let left = match settled.get(&at) {
                Some(back) => sum(paid, back.negated()).unwrap_or(Amount::ZERO),
                None => paid,
            };
            let day = ledger.rows.posting[at.place()];
            if let Some(of) = of {
                by_merchant.entry(of).or_default().push(Purchase {
                    at,
                    account,
                    day,
                    left,
                });
            }
            if orphans {
                recent.entry((account, slot)).or_default().push(Purchase {
                    at,
                    account,
                    day,
                    left,
                });
            }
            continue;
        }
        if settled.contains_key(&at) || amount.is_zero() {
            continue;
        }
        let purchases = of.and_then(|of| by_merchant.get_mut(&of));
        let found = purchases.and_then(|purchases| {
            let found = best(ledger, purchases, at, account, amount, row.is_back, placed)?;
            let purchase = &mut purchases[found];
            purchase.left = sum(purchase.left, amount.negated()).unwrap_or(Amount::ZERO);
            let (out, left) = (purchase.at, purchase.left);
            settle(
                recent.get_mut(&(ledger.rows.account[out.place()], slot)),
                out,
                left,
            );
            Some(out)
        });
        let (out, because) = match found {
            Some(out) => (out, why(ledger, out, at)),
            None if row.is_back => {
                let earlier = recent
                    .get_mut(&(account, slot))
                    .map_or(&mut [][..], |rows| rows);
                let Some(purchase) = taken_back(ledger, earlier, at, amount, placed) else {
                    continue;
                };
                purchase.left = sum(purchase.left, amount.negated()).unwrap_or(Amount::ZERO);
                let (out, left) = (purchase.at, purchase.left);
                let of = bought.get(out.place()).and_then(|row| row.merchant);
                let of = of.map(|merchant| u64::from(merchant) << 8 | u64::from(slot));
                settle(of.and_then(|of| by_merchant.get_mut(&of)), out, left);
                (
                    out,
                    match ledger.amount_at(out).abs() == amount {
                        true => Decided::Reversal,
                        false => Decided::PartOfPurchase,
                    },
                )
            }
            None => continue,
        };
        let sure = match because {
            Decided::SameMerchant => 97,
            Decided::Reversal => 94,
            _ => 85,
        };
        pairs.push(Pair {
            kind: DecisionKind::Refund,
            out,
            back: at,
            because,
            confidence: Confidence::from_hundredths(sure),
            verdict: placed.verdict(DecisionKind::Refund, out, Some(at)),
        });
    }
    pairs
}

/// Notes what is left of a purchase that is kept in two lists.
fn settle(purchases: Option<&mut Vec<Purchase>>, at: Index, left: Amount) {
    let Some(purchases) = purchases else {
        return;
    };
    if let Ok(found) = purchases.binary_search_by_key(&at, |purchase| purchase.at) {
        purchases[found].left = left;
    }
}

/// The purchase a refund is most likely of: one whose reference it prints, one of just that amount, the nearest.
fn best(
    ledger: &Ledger,
    purchases: &[Purchase],
    at: Index,
    account: AccountId,
    amount: Amount,
    is_back: bool,
    placed: &Placed,
) -> Option<usize> {
    let day = ledger.rows.posting[at.place()];
    let text = |at: Index| ledger.texts.get(ledger.rows.descriptor[at.place()]);
    let printed: Vec<String> = references(text(at)).collect();
    let words = words_of(text(at));
    let shares = |purchase: &Purchase| {
        !printed.is_empty() && {
            let paid = text(purchase.at).to_ascii_uppercase();
            printed
                .iter()
                .any(|reference| paid.contains(reference.as_str()))
        }
    };
    purchases
        .iter()
        .enumerate()
        .rev()
        .take(REFUND_CANDIDATES)
        .take_while(|(_, purchase)| day.0 - purchase.day.0 <= REFUND_DAYS)
        .filter(|(_, purchase)| {
            purchase.left >= amount && !placed.forbids(DecisionKind::Refund, purchase.at, Some(at))
        })
        // Money comes back to where it was paid from, unless words or numbers say that it is money back.
        .filter(|(_, purchase)| purchase.account == account || is_back || shares(purchase))
        .min_by_key(|(_, purchase)| {
            let other_card = purchase.account != account;
            (
                !shares(purchase),
                purchase.left != amount,
                other_card,
                std::cmp::Reverse(shared_words(&words, text(purchase.at))),
                day.0 - purchase.day.0,
            )
        })
        .map(|(place, _)| place)
}

/// The words of a text without its numbers, in capitals: a shop's branch or town tells it from its others.
fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphabetic());
    words
        .filter(|word| word.len() > 2)
        .map(str::to_uppercase)
        .collect()
}

fn shared_words(words: &[String], text: &str) -> usize {
    let other = words_of(text);
    words.iter().filter(|word| other.contains(word)).count()
}

/// The entry that is taken back, by words alike wherever they stand: one of just that amount, else the nearest that
/// was dear enough.
fn taken_back<'a>(
    ledger: &Ledger,
    earlier: &'a mut [Purchase],
    at: Index,
    amount: Amount,
    placed: &Placed,
) -> Option<&'a mut Purchase> {
    let text = |at: Index| ledger.texts.get(ledger.rows.descriptor[at.place()]);
    let day = ledger.rows.posting[at.place()];
    let words = words_of(text(at));
    let near = earlier.iter_mut().rev().take(REFUND_CANDIDATES);
    near.take_while(|purchase| day.0 - purchase.day.0 <= REFUND_DAYS)
        .filter(|purchase| {
            purchase.left >= amount && !placed.forbids(DecisionKind::Refund, purchase.at, Some(at))
        })
        .filter(|purchase| shared_words(&words, text(purchase.at)) > 0)
        .filter(|purchase| any_alike(text(purchase.at), text(at)))
        .min_by_key(|purchase| {
            let shared = std::cmp::Reverse(shared_words(&words, text(purchase.at)));
            (purchase.left != amount, shared, day.0 - purchase.day.0)
        })
}

/// Whether the words of money back hold those of the purchase, wherever they stand.
fn any_alike(paid: &str, back: &str) -> bool {
    let mut rest = back;
    loop {
        if likeness(paid, rest) != Likeness::Unlike {
            return true;
        }
        match rest.split_once(|letter: char| !letter.is_alphanumeric()) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
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
