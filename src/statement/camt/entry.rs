//! One `Ntry` with its `TxDtls` while it is being read.

use crate::calendar::Date;
use crate::money::{Amount, Currency, Money};
use crate::text::TextId;

/// The fields of an entry so far; texts are already in the statement's pool.
#[derive(Default)]
pub(super) struct Entry {
    /// The line its tag stands on.
    pub(super) line: u32,
    /// `Amt` as written.
    pub(super) amount: String,
    /// `Amt/@Ccy` as written.
    pub(super) currency: String,
    /// `CdtDbtInd`.
    pub(super) direction: Option<Direction>,
    /// `RvslInd`.
    pub(super) is_reversal: bool,
    /// `Sts`, or its `Cd`.
    pub(super) status: String,
    /// `BookgDt`.
    pub(super) booked: Written,
    /// `ValDt`.
    pub(super) value: Written,
    /// `NtryRef`.
    pub(super) reference: Option<TextId>,
    /// `AcctSvcrRef`.
    pub(super) bank_id: Option<TextId>,
    /// `BkTxCd`.
    pub(super) code: Option<TextId>,
    /// Every `AddtlNtryInf`, a blank between them.
    pub(super) text: String,
    /// `Btch/PmtInfId`.
    pub(super) order: Option<TextId>,
    /// `AmtDtls` of the entry itself.
    pub(super) amounts: Amounts,
    /// `Chrgs` of the entry itself.
    pub(super) charges: Charges,
    /// `MrchntCtgyCd` of a card's entry.
    pub(super) merchant_category: String,
    /// Each `TxDtls`.
    pub(super) details: Vec<Details>,
}

/// The fields of one `TxDtls`.
#[derive(Clone, Default)]
pub(super) struct Details {
    /// `Amt`, from version 4 on.
    pub(super) amount: Option<Money>,
    /// `CdtDbtInd`.
    pub(super) direction: Option<Direction>,
    /// `AmtDtls`.
    pub(super) amounts: Amounts,
    /// `Chrgs`.
    pub(super) charges: Charges,
    /// `Refs/EndToEndId`.
    pub(super) end_to_end_id: Option<TextId>,
    /// `Refs/MndtId`.
    pub(super) mandate_id: Option<TextId>,
    /// `Refs/ChqNb`.
    pub(super) cheque: Option<TextId>,
    /// `Refs/AcctSvcrRef`.
    pub(super) bank_id: Option<TextId>,
    /// `BkTxCd`.
    pub(super) code: Option<TextId>,
    /// `Dbtr`, `DbtrAcct` and `UltmtDbtr`.
    pub(super) debtor: Party,
    /// `Cdtr`, `CdtrAcct` and `UltmtCdtr`.
    pub(super) creditor: Party,
    /// Every `Ustrd` and `AddtlRmtInf`, a blank between them.
    pub(super) remittance: String,
    /// `RmtInf/Strd/CdtrRefInf/Ref`, or the number of a document.
    pub(super) reference: Option<TextId>,
    /// `RltdDts/TxDtTm`, or when it was accepted.
    pub(super) made: Option<Date>,
    /// Every `AddtlTxInf`, a blank between them.
    pub(super) text: String,
}

/// One side of a payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Party {
    /// `Nm`.
    pub(super) name: Option<TextId>,
    /// `Nm` of the account, which some banks fill instead.
    pub(super) account_name: Option<TextId>,
    /// The account's `IBAN`, or what stands for it.
    pub(super) account: Option<TextId>,
    /// `Nm` of the party behind it.
    pub(super) ultimate: Option<TextId>,
}

impl Party {
    /// Whether nothing is said of it.
    pub(super) fn is_empty(&self) -> bool {
        *self == Party::default()
    }
}

/// `AmtDtls`: what was ordered, moved and reckoned.
#[derive(Clone, Copy, Default)]
pub(super) struct Amounts {
    /// `InstdAmt`.
    pub(super) instructed: Option<Money>,
    /// `TxAmt`.
    pub(super) transacted: Option<Money>,
    /// `CntrValAmt`.
    pub(super) counter: Option<Money>,
}

impl Amounts {
    /// The amount in another currency than this one, what was ordered before what was reckoned.
    pub(super) fn foreign(&self, booked: Option<Currency>) -> Option<Money> {
        [self.instructed, self.transacted, self.counter]
            .into_iter()
            .flatten()
            .find(|money| is_foreign(money, booked))
    }
}

/// Whether it says something in another currency than the booked one.
pub(super) fn is_foreign(money: &Money, booked: Option<Currency>) -> bool {
    money.currency().is_some() && money.currency() != booked && !money.amount().is_zero()
}

/// `Chrgs`: the total, or what its records add up to.
#[derive(Clone, Copy, Default)]
pub(super) struct Charges {
    /// `TtlChrgsAndTaxAmt`.
    pub(super) total: Option<Money>,
    /// The records so far, while they are of one currency.
    pub(super) records: Option<Money>,
}

impl Charges {
    /// Adds a record.
    pub(super) fn add(&mut self, record: Money) {
        self.records = match self.records {
            None => Some(record),
            Some(sum) => sum.checked_add(record).ok(),
        };
    }

    /// What was charged.
    pub(super) fn sum(&self) -> Option<Money> {
        let sum = self.total.or(self.records)?;
        (!sum.amount().is_zero()).then_some(sum.abs())
    }
}

/// A date with what was written, for the issue where it cannot be read.
#[derive(Clone, Default)]
pub(super) struct Written {
    /// The day.
    pub(super) date: Option<Date>,
    /// What stood there.
    pub(super) text: String,
}

/// `CdtDbtInd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// `CRDT`: it comes in.
    In,
    /// `DBIT`: it leaves the account.
    Out,
}

impl Direction {
    /// Reads the code, or the letter that some banks write instead.
    pub(super) fn of(text: &str) -> Option<Direction> {
        const IN: [&str; 4] = ["CRDT", "CREDIT", "CR", "C"];
        const OUT: [&str; 4] = ["DBIT", "DEBIT", "DR", "D"];
        let is = |words: [&str; 4]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is(IN) {
            Some(Direction::In)
        } else {
            is(OUT).then_some(Direction::Out)
        }
    }

    /// The magnitude with the sign of the direction; a minus that is written stays one.
    pub(super) fn sign(self, amount: Amount) -> Amount {
        match self {
            Direction::In => amount,
            Direction::Out => amount.abs().negated(),
        }
    }
}
