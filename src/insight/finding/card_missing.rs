//! Card bills whose card is not loaded: what was bought with it is nowhere.

use crate::book::Flow;
use crate::calendar::Period;
use crate::insight::overview::breakdown::is_card_bill;
use crate::ledger::Index;

use super::look::Look;
use super::told::{Words, told};
use super::{Finding, FindingKind};

/// Over how many days: a year.
const DAYS: i32 = 365;

/// The fewest bills that make it likely that a card is in use: one may be the last.
const LEAST: usize = 2;

/// Bills of so many thousandths of a usual month rank highest: a whole month.
const LARGE: i64 = 1000;

pub(super) fn find(look: &Look<'_>) -> Option<Finding> {
    let mut rows: Vec<Index> = look.rows(Flow::Purchases, look.last_days(DAYS));
    rows.retain(|at| is_card_bill(look.book, *at));
    if rows.len() < LEAST {
        return None;
    }
    let (first, last) = (look.date(*rows.first()?), look.date(*rows.last()?));
    let sum = look.sum(&rows);
    let mut told = told();
    look.tell(&mut told, "sum", sum);
    told.count("count", rows.len() as u64).date("since", first);
    let mut finding = WORDS.finding(look, sum, told, rows);
    finding.period = Period::inclusive(first, last);
    Some(finding)
}

const WORDS: Words = Words {
    kind: FindingKind::CardMissing,
    bounds: (66, 80),
    large: LARGE,
    figure: "sum",
    numbers: "sum count since",
    caption: "caption-paid-to-card",
    says: "card-missing count",
    because: "card-missing-because sum since",
    ask: "ask-card-repayments",
};
