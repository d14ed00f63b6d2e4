//! What the bank charged in fees and interest.

use rust_decimal::Decimal;

use crate::money::Exact;

use crate::book::Flow;
use crate::calendar::Period;
use crate::category::Group;
use crate::ledger::Index;
use crate::phrase::Argument;

use super::look::Look;
use super::told::{Words, told};
use super::{Finding, FindingKind};

/// Over how many days. Source: the 90 days of MX's published insight on interest and fees.
const DAYS: i32 = 90;

/// Fees of so many thousandths of a usual month rank highest: 100.00 of 2,000.00.
const LARGE: i64 = 50;

pub(super) fn find(look: &Look<'_>) -> Option<Finding> {
    let period = look.last_days(DAYS)?;
    let rows = fees(look, period);
    let sum = net(look, &rows);
    if sum <= Decimal::ZERO {
        return None;
    }
    let before = period
        .shifted_days(-DAYS)
        .map(|before| net(look, &fees(look, before)));
    let before = before.unwrap_or_default();
    let largest = rows
        .iter()
        .copied()
        .max_by_key(|at| (look.magnitude(*at), *at))?;
    let mut told = told();
    look.tell(&mut told, "sum", sum);
    look.tell(&mut told, "before", before);
    look.tell(&mut told, "largest", look.magnitude(largest));
    told.count("count", rows.len() as u64)
        .count("days", period.days().unsigned_abs().into())
        .put("name", name(look, largest))
        .date("day", look.date(largest))
        .put("when", look.when(period));
    let mut finding = WORDS.finding(look, sum, told, rows);
    finding.period = Some(period);
    Some(finding)
}

const WORDS: Words = Words {
    kind: FindingKind::FeesAndInterest,
    bounds: (54, 78),
    large: LARGE,
    figure: "sum",
    numbers: "sum before count",
    caption: "caption-days days",
    says: "fees sum days",
    because: "fees-because count name largest day",
    ask: "ask-fees",
};

fn fees(look: &Look<'_>, period: Period) -> Vec<Index> {
    let mut rows = look.rows(Flow::Spending, Some(period));
    rows = look.book.parted(&rows);
    rows.retain(|at| look.book.group(*at) == Group::Fees);
    rows
}

/// Charges less what was given back.
fn net(look: &Look<'_>, rows: &[Index]) -> Decimal {
    let amounts = rows
        .iter()
        .map(|at| look.book.ledger().amount_at(*at).to_decimal());
    -amounts.fold(Decimal::ZERO, Exact::near_plus)
}

fn name(look: &Look<'_>, at: Index) -> Argument {
    match look.book.category(at) {
        Some(category) => Argument::Category(category.code()),
        None => look.payee(at),
    }
}
