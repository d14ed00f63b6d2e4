//! Pairs of transactions: own transfers, card repayments, refunds.
//!
//! Only rows that exist are paired, and each pair says why. What the words of a row say is handed in, as the
//! ledger knows no merchants. What the person said of a pair comes first.

use crate::stats::Confidence;

use super::choice::Placed;
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
}

impl Pair {
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
        }
    });
    pairs.collect()
}
