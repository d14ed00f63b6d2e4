//! A sum of a whole calendar period beside those before it: the difference, the columns, the merchants.

use rust_decimal::Decimal;

use crate::book::{GroupBy, GroupKey};
use crate::calendar::{Grain, Period, plus_days};
use crate::ledger::Index;
use crate::money::Money;
use crate::order::{AddAll as _, Gather as _};
use crate::phrase::{Argument, Phrase};
use crate::stats::median_decimal;

use super::super::days::unit_of;
use super::super::plan::{Measure, Plan};
use super::desk::{Desk, GROUPS_SHOWN, rounded};
use super::grouped::{amount, periods, ranked, rest};
use super::words::by_sign;
use super::{AnswerRow, Chart, ChartKind};

/// How many columns stand up to and with the current one: a year, and the same month of the year before.
const COLUMNS: i32 = 13;

/// So many days without rows at the ends of what is loaded do not make a period an incomplete one.
///
/// Source: a long weekend, as for the months of the overview.
const QUIET_DAYS: i32 = 4;

/// The calendar's period that a sum is of.
#[derive(Clone, Copy)]
pub(super) struct Unit {
    grain: Grain,
    /// All of it, to its last day.
    whole: Period,
}

impl Unit {
    /// The week, month, quarter or year that a plain sum of money spent or earned is of.
    pub(super) fn of(desk: &Desk<'_>) -> Option<Unit> {
        let plan = desk.plan;
        let plain = matches!(plan.measure, Measure::Spend | Measure::Income)
            && plan.group_by.is_none()
            && plan.limit.is_none();
        let (grain, whole) = unit_of(plan, desk.calendar).filter(|_| plain)?;
        (grain != Grain::Day).then_some(Unit { grain, whole })
    }
}

/// The sentence of a sum with what the period before came to: the same first days of it where this one is open.
pub(super) fn against_before(
    desk: &Desk<'_>,
    unit: Unit,
    this: Money,
    template: &'static str,
) -> Option<Phrase> {
    let period = desk.plan.period.filter(|_| desk.plan.against.is_none())?;
    let before = unit.whole.previous()?;
    if !is_covered(desk, before) || !is_covered(desk, period) {
        return None;
    }
    let against = match desk.plan.open {
        true => before.first_days(period.days()),
        false => before,
    };
    let that = sum_in(desk, against, this)?;
    let difference = this.checked_sub(that).ok()?;
    if this.amount().is_zero() && that.amount().is_zero() {
        return None;
    }
    if !desk.plan.open {
        let mut says = Phrase::new(template);
        says.money("figure", &this)
            .put("about", desk.about())
            .put("compared", self::difference(&difference, against));
        return Some(says);
    }
    let templates = [
        "question-so-far-same",
        "question-so-far-ahead",
        "question-so-far-behind",
    ];
    let template = by_sign(&difference, templates);
    let days = |period: Period| u64::from(period.days().unsigned_abs());
    let mut says = Phrase::new(template);
    says.money("figure", &this)
        .put("about", desk.about_in(None))
        .count("count", days(period))
        .count("first", days(against))
        .period("against", before)
        .money("other", &that)
        .period("period", unit.whole)
        .money("difference", &difference.abs());
    Some(says)
}

/// How much more or less it is than in other days.
pub(super) fn difference(difference: &Money, against: Period) -> Argument {
    let templates = ["question-same", "question-more", "question-less"];
    let mut phrase = Phrase::new(by_sign(difference, templates));
    phrase
        .money("difference", &difference.abs())
        .period("against", against);
    Argument::Phrase(Box::new(phrase))
}

/// What the plan's filter comes to in other days; `None` where that is not of one currency.
fn sum_in(desk: &Desk<'_>, period: Period, like: Money) -> Option<Money> {
    let rows = desk.rows_in(period);
    match desk.figures(&rows).as_slice() {
        [] => Some(Money::from_decimal(Decimal::ZERO, like.currency())),
        [one] => Some(*one),
        _ => None,
    }
}

/// Whether the rows reach over all days of a period.
fn is_covered(desk: &Desk<'_>, period: Period) -> bool {
    desk.book.ledger().covered().is_some_and(|covered| {
        covered.start() <= plus_days(period.start(), QUIET_DAYS)
            && period.end() <= plus_days(covered.end(), QUIET_DAYS)
    })
}

/// The same filter in the periods up to the current one as columns, the one that was asked about marked.
///
/// Shape: `None` of fewer than three, or where all of them are nothing.
pub(super) fn columns(desk: &Desk<'_>, unit: Unit, this: Money) -> Option<Chart> {
    let (today, week_start) = (desk.calendar.today, desk.calendar.week_start);
    let covered = desk.book.ledger().covered()?;
    let now = Period::around(today.min(covered.last()), unit.grain, week_start)?;
    // The last column is the current one, unless the one asked about would not be among them then.
    let last = match beside(unit, now, 1 - COLUMNS) {
        Some(first) if first.start() <= unit.whole.start() && unit.whole.start() <= now.start() => {
            now
        }
        _ => unit.whole,
    };
    let mut first = last;
    for step in 1..COLUMNS {
        match beside(unit, last, -step).filter(|before| is_covered(desk, *before)) {
            Some(before) => first = before,
            None => break,
        }
    }
    let span = Period::new(first.start(), last.so_far(today).end())?;
    let plan = Plan {
        period: Some(span),
        group_by: Some(GroupBy::Period(unit.grain)),
        ..desk.plan.clone()
    };
    let over_all = Desk {
        plan: &plan,
        ..*desk
    };
    let rows = desk.rows_of(&plan);
    let rows = desk.book.in_currency(&rows, this.currency());
    let (columns, _) = periods(&over_all, &rows, unit.grain, this.currency());
    let is_whole = |row: &&AnswerRow| {
        let period = row.period;
        !row.partial && period.is_some_and(|period| is_covered(desk, period))
    };
    let complete: Vec<Decimal> = columns.iter().filter(is_whole).filter_map(amount).gather();
    let usual = median_decimal(&complete).map(|usual| rounded(usual, this.currency()));
    let asked = |row: &AnswerRow| {
        row.period
            .is_some_and(|period| unit.whole.contains(period.start()))
    };
    let key = columns.iter().position(asked)?;
    let something = columns.iter().filter_map(amount).any(|sum| !sum.is_zero());
    desk.chart(ChartKind::Columns, &columns, key, usual)
        .filter(|_| something)
}

/// The period of the unit's kind that lies so many steps from another.
fn beside(unit: Unit, period: Period, steps: i32) -> Option<Period> {
    match unit.grain {
        Grain::Day | Grain::Week => period.shifted_days(steps * 7),
        _ => period.beside(steps),
    }
}

/// A sum of a category or of everything by merchant, largest first, the small ones together.
///
/// Shape: empty of fewer than two merchants, or where merchants were asked for.
pub(super) fn merchants(desk: &Desk<'_>, rows: &[Index], this: Money) -> Vec<AnswerRow> {
    let include = &desk.plan.include;
    let plain = matches!(desk.plan.measure, Measure::Spend | Measure::Income);
    if !plain || !include.merchants.is_empty() || !include.text.is_empty() {
        return Vec::new();
    }
    let groups = ranked(desk, rows, GroupBy::Merchant);
    let named = groups
        .iter()
        .filter(|group| group.key != GroupKey::Merchant(None));
    if named.count() < 2 {
        return Vec::new();
    }
    let (shown, left) = groups.split_at(groups.len().min(GROUPS_SHOWN));
    let mut parts: Vec<AnswerRow> = shown
        .iter()
        .map(|group| desk.group_row(group.key, &group.totals, Some(this)))
        .gather();
    parts.add_all(rest(desk, left, this, this.currency()));
    parts
}
