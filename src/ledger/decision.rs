//! What was decided about transactions, and why.

use std::hash::Hasher as _;

use rust_decimal::Decimal;
use siphasher::sip128::{Hasher128 as _, SipHasher13};

use crate::calendar::Day;
use crate::money::Money;
use crate::stats::Confidence;

use super::TransactionId;

/// A match that was made, so that it can be shown, confirmed and undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What kind of match.
    pub kind: DecisionKind,
    /// The transactions it is about; for a pair, the one that leaves first; for a row that is another one again,
    /// that row first.
    pub transactions: Vec<TransactionId>,
    /// Why.
    pub because: Decided,
    /// Days between two rows, where it is about two.
    pub days_apart: Option<u32>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What the person said of it.
    pub verdict: Verdict,
    /// The day they said it, where that is known.
    pub day: Option<Day>,
}

/// What the person said of a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing yet.
    #[default]
    Open,
    /// That it is right.
    Confirmed,
    /// That it is wrong: it no longer holds, and is listed so that it can be taken up again.
    Undone,
    /// The person made it.
    Made,
}

impl Verdict {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Open => "open",
            Verdict::Confirmed => "confirmed",
            Verdict::Undone => "undone",
            Verdict::Made => "made",
        }
    }
}

/// What kind of match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DecisionKind {
    /// Rows that were here already.
    Duplicate,
    /// A pending row and the one that was booked for it, or a pending row that never was.
    Pending,
    /// Two legs between the person's own accounts.
    Transfer,
    /// A card or loan repaid from the person's own account.
    Repayment,
    /// A purchase and the money that came back for it.
    Refund,
    /// A purchase that someone else paid back; only by the person's word.
    Reimbursement,
}

impl DecisionKind {
    /// Every kind.
    pub const ALL: [DecisionKind; 6] = [
        DecisionKind::Duplicate,
        DecisionKind::Pending,
        DecisionKind::Transfer,
        DecisionKind::Repayment,
        DecisionKind::Refund,
        DecisionKind::Reimbursement,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            DecisionKind::Duplicate => "duplicate",
            DecisionKind::Pending => "pending",
            DecisionKind::Transfer => "transfer",
            DecisionKind::Repayment => "repayment",
            DecisionKind::Refund => "refund",
            DecisionKind::Reimbursement => "reimbursement",
        }
    }

    /// The kind of a name on the wire.
    pub fn from_name(name: &str) -> Option<DecisionKind> {
        DecisionKind::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    /// Whether it could be the other by another name: what is said of the one is said of the other.
    pub(super) fn is_akin(self, other: DecisionKind) -> bool {
        let family = |kind| match kind {
            DecisionKind::Duplicate | DecisionKind::Pending => 0,
            DecisionKind::Transfer | DecisionKind::Repayment => 1,
            DecisionKind::Refund | DecisionKind::Reimbursement => 2,
        };
        family(self) == family(other)
    }

    /// Whether it says that several rows are one transaction.
    pub fn is_merge(self) -> bool {
        matches!(self, DecisionKind::Duplicate | DecisionKind::Pending)
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
    /// The bank's id is the same, and no other row of the account has it.
    SameId,
    /// Amount and balance after it are the same in two files that overlap.
    SameBalance,
    /// The amount is the same in two files that overlap; day or wording differ.
    Reworded,
    /// A pending row was booked as it was.
    Posted,
    /// A pending row was booked with another amount.
    PostedOtherAmount,
    /// A later file of the account covers its days and has it no more.
    NeverPosted,
    /// Opposite amounts on two own accounts.
    OppositeAmounts,
    /// Two own accounts in two currencies, at this rate.
    ImpliedRate(Decimal),
    /// Two own accounts, with a fee taken on the way.
    WithFee(Money),
    /// Both rows print the same reference.
    SameReference,
    /// One row names the other's account.
    NamesAccount,
    /// Its words alone say so: the other leg is in no file.
    Words,
    /// The same merchant, all of what was paid.
    SameMerchant,
    /// The same merchant, a part of what was paid.
    PartOfPurchase,
    /// The words say that an entry is taken back.
    Reversal,
    /// The person said so.
    Person,
}

impl Decided {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Decided::SameRows { .. } => "same-row",
            Decided::SameId => "same-id",
            Decided::SameBalance => "same-balance",
            Decided::Reworded => "reworded",
            Decided::Posted => "posted",
            Decided::PostedOtherAmount => "posted-other-amount",
            Decided::NeverPosted => "never-posted",
            Decided::OppositeAmounts => "opposite-amounts",
            Decided::ImpliedRate(_) => "implied-rate",
            Decided::WithFee(_) => "with-fee",
            Decided::SameReference => "same-reference",
            Decided::NamesAccount => "names-account",
            Decided::Words => "words-only",
            Decided::SameMerchant => "same-merchant",
            Decided::PartOfPurchase => "part-of-purchase",
            Decided::Reversal => "reversal",
            Decided::Person => "person",
        }
    }
}

/// Names a decision by what it says, so that it is the same one after a file is added or read again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DecisionId(TransactionId);

/// Sixteen letters and digits behind a `d`.
impl std::fmt::Display for DecisionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "d{}", self.0)
    }
}

impl Decision {
    /// Rows of a file that met rows already here; certain, as every field agrees.
    pub(super) fn duplicates(file: u16, transactions: Vec<TransactionId>) -> Decision {
        Decision {
            kind: DecisionKind::Duplicate,
            transactions,
            because: Decided::SameRows { file },
            days_apart: None,
            confidence: Confidence::from_hundredths(99),
            verdict: Verdict::Open,
            day: None,
        }
    }

    /// Its id: of its kind and its transactions.
    pub fn id(&self) -> DecisionId {
        let mut hasher = SipHasher13::new();
        hasher.write(self.kind.name().as_bytes());
        if let Decided::SameRows { file } = self.because {
            hasher.write_u16(file);
        }
        for id in &self.transactions {
            hasher.write(id.bytes());
        }
        DecisionId(TransactionId::of_hash(hasher.finish128().as_u128()))
    }
}
