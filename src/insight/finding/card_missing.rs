//! Card bills whose card is not loaded: what was bought with it is nowhere.

use rust_decimal::Decimal;

use crate::book::Flow;
use crate::calendar::{Period, plus_days};
use crate::insight::overview::breakdown::is_card_bill;
use crate::ledger::Index;
use crate::phrase::{Argument, Phrase};

use super::look::{Look, score};
use super::{Figure, Finding, FindingKind, Reason, Rule};

/// Over how many days: a year.
const DAYS: i32 = 365;

/// The fewest bills that make it likely that a card is in use: one may be the last.
const LEAST: usize = 2;

/// Bills of so many thousandths of a usual month rank highest: a whole month.
const LARGE: i64 = 1000;

/// For how many days it stands before it is worth saying again.
const STANDS_DAYS: i32 = 31;

pub(super) fn find(look: &Look<'_>) -> Option<Finding> {
    let mut rows: Vec<Index> = look.rows(Flow::Purchases, look.last_days(DAYS));
    rows.retain(|at| is_card_bill(look.book, *at));
    if rows.len() < LEAST {
        return None;
    }
    let (first, last) = (look.date(*rows.first()?), look.date(*rows.last()?));
    let sum: Decimal = look.sum(&rows);
    let count = rows.len() as u64;
    Some(Finding {
        kind: FindingKind::CardMissing,
        score: score(66, 80, sum, look.floor(LARGE)),
        period: Period::inclusive(first, last),
        figure: Figure::Money(look.money(sum)),
        rule: Rule::Proved,
        caption: Some(Phrase::new("caption-paid-to-card")),
        numbers: vec![
            ("sum", look.amount(sum)),
            ("count", Argument::Count(count)),
            ("since", Argument::Date(first)),
        ],
        transactions: rows,
        says: Phrase::new("card-missing").with("count", Argument::Count(count)),
        because: Some(
            Phrase::new("card-missing-because")
                .with("sum", look.amount(sum))
                .with("since", Argument::Date(first)),
        ),
        reason: Reason::Rows(count),
        expires: plus_days(look.today, STANDS_DAYS),
        ask: Phrase::new("ask-card-repayments").sentence(),
    })
}
