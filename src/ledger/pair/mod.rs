//! Pairs of transactions: own transfers, card repayments, refunds.
//!
//! Only rows that exist are paired, and each pair says why. What the words of a row say is handed in, as the
//! ledger knows no merchants. What the person said of a pair comes first.

use std::cmp::Ordering;

use crate::order::{Arrange as _, Gather as _};
use crate::stats::Confidence;

use super::choice::Placed;
use super::touched::{Stretch, either};
use super::{Decided, Decision, DecisionKind, Index, Ledger, Verdict};

mod named;
mod rate;
mod refund;
mod transfer;

pub use refund::{Bought, REFUND_DAYS, refunds};
pub use transfer::{TRANSFER_DAYS, transfers};

/// What a row's words say of it, as far as pairing cares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// A transfer between accounts.
    Transfer,
    /// A card or a loan is repaid.
    Repayment,
    /// Paid to a person or by one, who may be the same.
    Person,
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
    /// Why.
    pub because: Decided,
    /// How sure it is.
    pub confidence: Confidence,
    /// What the person said of it.
    pub verdict: Verdict,
    /// In which round a refund was found, from 1; 0 for other pairs.
    pub(super) turn: u8,
}

impl Pair {
    /// Whether the person made it, or confirmed it so that it holds.
    fn is_held(&self) -> bool {
        matches!(self.verdict, Verdict::Made | Verdict::Confirmed)
    }

    /// By what pairs are in order: their earlier row, kind and later row.
    fn order(&self) -> (Index, DecisionKind, Index) {
        let (first, second) = (self.out.min(self.back), self.out.max(self.back));
        (first, self.kind, second)
    }

    /// The pair as a decision that can be shown.
    pub fn decision(&self, ledger: &Ledger) -> Decision {
        Decision {
            kind: self.kind,
            transactions: vec![ledger.id(self.out), ledger.id(self.back)],
            because: self.because,
            days_apart: Some(ledger.days_between(self.out, self.back)),
            confidence: self.confidence,
            verdict: self.verdict,
            day: None,
        }
    }
}

/// The days of pairs that are in one of two lists alone, or otherwise in the other; both as they are given back.
pub fn changed(ledger: &Ledger, before: &[Pair], after: &[Pair]) -> Option<Stretch> {
    let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
    let mut days = None;
    let mut touch = |pair: &Pair| {
        for at in [pair.out, pair.back] {
            let day = ledger.day_of(at);
            days = either(days, Some(Stretch::new(day, day)));
        }
    };
    loop {
        let ahead = match (old.peek(), new.peek()) {
            (Some(left), Some(right)) if left == right => {
                old.next();
                new.next();
                continue;
            }
            (Some(left), Some(right)) => left.order().cmp(&right.order()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => break,
        };
        if ahead != Ordering::Greater {
            old.next().into_iter().for_each(&mut touch);
        }
        if ahead != Ordering::Less {
            new.next().into_iter().for_each(&mut touch);
        }
    }
    days
}

/// Which pair each row is in, by their numbers, in the order of the rows: of a purchase with several refunds, the first.
pub fn partners(ledger: &Ledger, pairs: &[Pair]) -> Vec<(Index, u32)> {
    let mut partners: Vec<(Index, bool, u32)> = Vec::with_capacity(pairs.len() * 2);
    for (number, pair) in (0u32..).zip(pairs) {
        let is_move = matches!(pair.kind, DecisionKind::Transfer | DecisionKind::Repayment);
        partners.push((pair.back, false, number));
        partners.push((pair.out, !is_move, number));
    }
    let came = |number: u32| {
        let back = pairs[number as usize].back;
        (ledger.day_of(back), ledger.told_apart(back))
    };
    partners.arrange_by(|left, right| {
        let by = |of: &(Index, bool, u32)| (of.0, of.1);
        by(left).cmp(&by(right)).then_with(|| match left.1 {
            true => came(left.2).cmp(&came(right.2)),
            // A row comes in once; where the person said it of two pairs, the last holds.
            false => right.2.cmp(&left.2),
        })
    });
    partners.dedup_by_key(|(at, ..)| *at);
    partners
        .into_iter()
        .map(|(at, _, number)| (at, number))
        .gather()
}

/// Days from one row to another.
fn days_apart(ledger: &Ledger, from: Index, to: Index) -> i32 {
    let day = |at: Index| ledger.rows.posting.get(at.place()).map_or(0, |day| day.0);
    day(to) - day(from)
}

/// The pairs of some kinds that the person made, or confirmed so that they hold.
fn held(ledger: &Ledger, placed: &Placed, kinds: &[DecisionKind]) -> Vec<Pair> {
    let held = placed.held().filter(|(kind, ..)| kinds.contains(kind));
    let pairs = held.map(|(kind, left, right, verdict)| {
        let leaves_first = ledger.amount_at(left).is_negative();
        let (out, back) = if leaves_first {
            (left, right)
        } else {
            (right, left)
        };
        let because = match verdict {
            Verdict::Made => Decided::Person,
            _ if kind == DecisionKind::Refund => refund::why(ledger, out, back),
            _ => transfer::why(ledger, out, back),
        };
        let confidence = Confidence::CERTAIN;
        Pair {
            kind,
            out,
            back,
            because,
            confidence,
            verdict,
            turn: 0,
        }
    });
    pairs.gather()
}
