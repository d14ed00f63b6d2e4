//! What the bank charged in fees and interest.

use rust_decimal::Decimal;

use crate::money::Exact;

use crate::book::Flow;
use crate::calendar::{Period, plus_days};
use crate::category::Group;
use crate::ledger::Index;
use crate::phrase::{Argument, Phrase};

use super::look::{Look, score};
use super::{Figure, Finding, FindingKind, Reason, Rule};

/// Over how many days. Source: the 90 days of MX's published insight on interest and fees.
const DAYS: i32 = 90;

/// Fees of so many thousandths of a usual month rank highest: 100.00 of 2,000.00.
const LARGE: i64 = 50;

/// For how many days a sum stands before it is worth saying again.
const STANDS_DAYS: i32 = 31;

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
    let count = rows.len() as u64;
    Some(Finding {
        kind: FindingKind::FeesAndInterest,
        score: score(54, 78, sum, look.floor(LARGE)),
        period: Some(period),
        figure: Figure::Money(look.money(sum)),
        rule: Rule::Proved,
        caption: Some(
            Phrase::new("caption-days")
                .with("days", Argument::Count(period.days().unsigned_abs().into())),
        ),
        numbers: vec![
            ("sum", look.amount(sum)),
            ("before", look.amount(before)),
            ("count", Argument::Count(count)),
        ],
        says: Phrase::new("fees")
            .with("sum", look.amount(sum))
            .with("days", Argument::Count(period.days().unsigned_abs().into())),
        because: Some(
            Phrase::new("fees-because")
                .with("count", Argument::Count(count))
                .with("name", name(look, largest))
                .with("largest", look.amount(look.magnitude(largest)))
                .with("day", Argument::Date(look.date(largest))),
        ),
        transactions: rows,
        reason: Reason::Rows(count),
        expires: plus_days(look.today, STANDS_DAYS),
        ask: Phrase::new("ask-fees")
            .with("when", look.when(period))
            .sentence(),
    })
}

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
