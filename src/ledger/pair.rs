//! Pairs of transactions: own transfers, card repayments, refunds.
//!
//! Only rows that exist are paired, each at most once, and each pair says why. What the words of a row say
//! is handed in, as the ledger knows no merchants.

use hashbrown::HashMap;

use crate::money::Amount;
use crate::order::Arrange as _;
use crate::stats::Confidence;

use super::{Decided, Decision, DecisionKind, Index, Ledger};

/// What a row's words say of it, as far as pairing cares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// A transfer between accounts.
    Transfer,
    /// A card or a loan is repaid.
    Repayment,
    /// Nothing either way.
    #[default]
    Silent,
    /// A named shop, pay, a fee: not a leg of a transfer.
    Other,
}

/// Two rows that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What kind.
    pub kind: DecisionKind,
    /// The row that leaves: the purchase of a refund.
    pub out: Index,
    /// The row that comes in.
    pub back: Index,
    /// Days between them.
    pub days_apart: u32,
    /// How sure it is.
    pub confidence: Confidence,
}

/// The most days between two legs: three working days of clearing, a weekend and a bank holiday.
///
/// Source: Bacs' three-day cycle and the two days of a SEPA batch transfer, over an Easter weekend.
pub const TRANSFER_DAYS: i32 = 6;

/// The most days between a purchase and its refund, as bank-insight catalogues have it.
pub const REFUND_DAYS: i32 = 120;

/// The most earlier purchases looked at for one refund, so that a busy merchant stays linear.
const REFUND_CANDIDATES: usize = 500;

/// Finds transfers and repayments between the person's own accounts.
///
/// Shape: `words` has one entry a place. The nearest day wins, then the earlier row.
pub fn transfers(ledger: &Ledger, words: &[Words]) -> Vec<Pair> {
    let mut waiting: HashMap<Amount, Vec<Index>> = HashMap::new();
    let said = |at: Index| words.get(at.place()).copied().unwrap_or_default();
    // A pair needs words on one side at least, so only the amounts of those rows are worth keeping.
    let speaks = |at: Index| matches!(said(at), Words::Transfer | Words::Repayment);
    for at in ledger.indices().filter(|at| speaks(*at)) {
        waiting.entry(ledger.amount_at(at).abs()).or_default();
    }
    let mut candidates: Vec<(i32, Index, Index)> = Vec::new();
    for at in ledger.indices().filter(|at| said(*at) != Words::Other) {
        let amount = ledger.amount_at(at);
        let Some(earlier) = waiting.get_mut(&amount.abs()) else {
            continue;
        };
        let day = ledger.posting_dates()[at.place()].0;
        let near = earlier
            .iter()
            .rev()
            .take_while(|other| day - ledger.posting_dates()[other.place()].0 <= TRANSFER_DAYS);
        for other in near {
            let opposite = ledger.amount_at(*other).is_negative() != amount.is_negative();
            let apart =
                ledger.account_column()[other.place()] != ledger.account_column()[at.place()];
            let alike = same_currency(ledger, at, *other);
            if opposite && apart && alike && !amount.is_zero() && (speaks(at) || speaks(*other)) {
                candidates.push((day - ledger.posting_dates()[other.place()].0, *other, at));
            }
        }
        earlier.push(at);
    }
    candidates.arrange_by_key(|(days, left, right)| (*days, *left, *right));
    let mut taken = vec![false; ledger.len()];
    let mut pairs = Vec::new();
    for (days, left, right) in candidates {
        if taken[left.place()] || taken[right.place()] {
            continue;
        }
        taken[left.place()] = true;
        taken[right.place()] = true;
        let leaves_first = ledger.amount_at(left).is_negative();
        let (out, back) = if leaves_first {
            (left, right)
        } else {
            (right, left)
        };
        let into_credit = ledger
            .account(ledger.account_column()[back.place()])
            .is_some_and(super::Account::is_credit);
        let kind = match (said(out), said(back)) {
            _ if into_credit => DecisionKind::Repayment,
            (Words::Repayment, _) | (_, Words::Repayment) => DecisionKind::Repayment,
            _ => DecisionKind::Transfer,
        };
        // Measured on the sample household: both sides' words never pair wrongly, one side's seldom.
        let both = speaks(out) && speaks(back);
        let confidence = Confidence::from_hundredths(if both { 99 } else { 95 });
        pairs.push(Pair {
            kind,
            out,
            back,
            days_apart: days.unsigned_abs(),
            confidence,
        });
    }
    pairs.arrange_by_key(|pair| (pair.out.min(pair.back), pair.kind));
    pairs
}

/// Whether two rows may be of one currency: what a file does not name may be any.
fn same_currency(ledger: &Ledger, left: Index, right: Index) -> bool {
    match (ledger.currency_at(left), ledger.currency_at(right)) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    }
}

/// A purchase, and whether a refund was found for it already.
type Purchase = (Index, bool);

/// Finds the purchase of each refund: the same merchant, no more than was paid, the same amount first.
///
/// Shape: `merchant` has one entry a place, `None` for rows that cannot be bought or brought back.
pub fn refunds(ledger: &Ledger, merchant: &[Option<u32>]) -> Vec<Pair> {
    // By merchant and currency, in one word.
    let mut bought: HashMap<u64, Vec<Purchase>> = HashMap::new();
    let mut pairs = Vec::new();
    for at in ledger.indices() {
        let Some(Some(name)) = merchant.get(at.place()) else {
            continue;
        };
        let amount = ledger.amount_at(at);
        let currency = ledger.currency_slots().get(at.place()).copied();
        let of = u64::from(*name) << 8 | u64::from(currency.unwrap_or(0));
        let purchases = bought.entry(of).or_default();
        if amount.is_negative() {
            purchases.push((at, false));
            continue;
        }
        let day = ledger.posting_dates()[at.place()].0;
        let days_to = |other: Index| day - ledger.posting_dates()[other.place()].0;
        let best = purchases
            .iter()
            .enumerate()
            .rev()
            .take(REFUND_CANDIDATES)
            .take_while(|(_, (other, _))| days_to(*other) <= REFUND_DAYS)
            .filter(|(_, (other, used))| !used && ledger.amount_at(*other).abs() >= amount)
            .min_by_key(|(_, (other, _))| {
                (ledger.amount_at(*other).abs() != amount, days_to(*other))
            })
            .map(|(place, (other, _))| (place, *other));
        if let Some((place, out)) = best {
            purchases[place].1 = true;
            let whole = ledger.amount_at(out).abs() == amount;
            pairs.push(Pair {
                kind: DecisionKind::Refund,
                out,
                back: at,
                days_apart: days_to(out).unsigned_abs(),
                confidence: Confidence::from_hundredths(if whole { 97 } else { 85 }),
            });
        }
    }
    pairs
}

impl Pair {
    /// The pair as a decision that can be shown.
    pub fn decision(&self, ledger: &Ledger) -> Decision {
        let days_apart = self.days_apart;
        Decision {
            kind: self.kind,
            transactions: vec![ledger.id(self.out), ledger.id(self.back)],
            because: match self.kind {
                DecisionKind::Refund => Decided::SameMerchant { days_apart },
                _ => Decided::OppositeAmounts { days_apart },
            },
            confidence: self.confidence,
        }
    }
}
