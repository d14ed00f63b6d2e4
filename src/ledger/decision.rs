//! What was decided about transactions, and why.

use crate::stats::Confidence;

use super::TransactionId;

/// A match that was made, so that it can be shown and questioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What kind of match.
    pub kind: DecisionKind,
    /// The transactions it is about; for a pair, the one that leaves first.
    pub transactions: Vec<TransactionId>,
    /// Why.
    pub because: Decided,
    /// How sure it is.
    pub confidence: Confidence,
}

/// What kind of match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DecisionKind {
    /// Rows of a file that were here already.
    Duplicate,
    /// Two legs between the person's own accounts.
    Transfer,
    /// A card or loan repaid from the person's own account.
    Repayment,
    /// A purchase and the money that came back for it.
    Refund,
}

impl DecisionKind {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            DecisionKind::Duplicate => "duplicate",
            DecisionKind::Transfer => "transfer",
            DecisionKind::Repayment => "repayment",
            DecisionKind::Refund => "refund",
        }
    }
}

/// Why a match was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Account, day, amount, currency and descriptor are the same, and so is which of several alike it is.
    SameRows {
        /// The file, by its place in [`Ledger::files`](super::Ledger::files).
        file: u16,
    },
    /// Opposite amounts on two own accounts, so many days apart.
    OppositeAmounts {
        /// Days between the two.
        days_apart: u32,
    },
    /// The same merchant, no more than was paid, so many days later.
    SameMerchant {
        /// Days between the two.
        days_apart: u32,
    },
}

impl Decision {
    /// Rows of a file that met rows already here; certain, as every field agrees.
    pub(super) fn duplicates(file: u16, transactions: Vec<TransactionId>) -> Decision {
        Decision {
            kind: DecisionKind::Duplicate,
            transactions,
            because: Decided::SameRows { file },
            confidence: Confidence::from_hundredths(99),
        }
    }
}
