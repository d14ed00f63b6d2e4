//! Two periods or two subjects set against each other, what a change is made of, and whether it goes on.

use rust_decimal::Decimal;

use crate::book::{Criteria, Flow, GroupBy, GroupKey, Selection};
use crate::calendar::{Grain, Period};
use crate::ledger::Index;
use crate::money::{Currency, Exact, Money};
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::{Argument, Phrase};
use crate::stats::median_decimal;

use super::super::plan::{Measure, Plan};
use super::desk::{Desk, GROUPS_SHOWN, rounded};
use super::grouped::{natural_group, periods};
use super::words::{by_sign, measure_label};
use super::{Answer, AnswerRow, Chart, ChartKind, Point, Rule, Value};

/// One period less another.
pub(super) fn compare(desk: &Desk<'_>) -> Answer {
    let Some((period, against)) = desk.plan.period.zip(desk.plan.against) else {
        return super::sum::sum(desk);
    };
    let (these, those, currency) = both(desk, against);
    let (this, that) = (
        figure(desk, &these.rows, currency),
        figure(desk, &those, currency),
    );
    let difference = minus(this, that);
    let templates = [
        "question-compare-same",
        "question-compare-more",
        "question-compare-less",
    ];
    let template = by_sign(&difference, templates);
    let mut says = Phrase::new(template);
    says.money("difference", &difference.abs())
        .put("about", desk.about())
        .money("figure", &this)
        .money("other", &that)
        .period("against", against);
    let rows = vec![
        period_row(period, this, these.rows.len(), desk.plan.open),
        period_row(against, that, those.len(), false),
    ];
    let chart = steps(desk, &these.rows, &those, (period, against), currency);
    let mut answer = desk.sheet(says, these);
    answer.value = Value::Money(difference);
    answer.rows = rows;
    answer.chart = chart;
    note_aligned(desk, &mut answer);
    answer
}

/// One subject less another, in the same days.
pub(super) fn rivals(desk: &Desk<'_>, rivals: &[Criteria]) -> Answer {
    let mut parts = Vec::new();
    let mut included: Vec<Index> = Vec::new();
    let mut currency = None;
    for rival in rivals {
        let include = &desk.plan.include;
        let plan = Plan {
            include: Criteria {
                needs_review: include.needs_review,
                without_own: include.without_own,
                accounts: include.accounts.clone(),
                pending: include.pending,
                currency: include.currency,
                weekday: include.weekday,
                min_amount: include.min_amount,
                max_amount: include.max_amount,
                ..rival.clone()
            },
            ..desk.plan.clone()
        };
        let rows = desk.rows_of(&plan);
        let main = desk.main_currency(rows.clone()).0;
        let currency = *currency.get_or_insert(main);
        let label = label_of(desk, rival);
        let own = desk.book.in_currency(&rows, currency);
        let value = figure(desk, &own, currency);
        parts.push(AnswerRow {
            group: rival.categories.first().map(|category| category.group()),
            ..AnswerRow::of(label, Value::Money(value), own.len())
        });
        included.extend(own);
    }
    included.arrange();
    included.dedup();
    parts.arrange_by_key(|row| std::cmp::Reverse(amount(row)));
    let difference = match parts.as_slice() {
        [first, second, ..] => minus(money(first, desk), money(second, desk)),
        _ => desk.zero(),
    };
    let template = match sign(difference) {
        0 => "question-rivals-same",
        _ => "question-rivals-more",
    };
    let mut says = Phrase::new(template);
    says.money("difference", &difference)
        .put("about", desk.about_days());
    if let [first, second, ..] = parts.as_slice() {
        says.put("first", first.says.clone())
            .put("second", second.says.clone())
            .money("figure", &money(first, desk))
            .money("other", &money(second, desk));
    }
    let mut answer = desk.sheet(says, Selection::of(included));
    answer.value = Value::Money(difference);
    answer.chart = desk.chart(ChartKind::Bars, &parts, 0, None);
    answer.rows = parts;
    answer
}

/// This period less the usual one: the median of the same first days of those before it.
pub(super) fn usual(desk: &Desk<'_>) -> Answer {
    let Some(period) = desk.plan.period else {
        return super::sum::sum(desk);
    };
    let (currency, selection) = desk.select_main();
    let rows = &selection.rows;
    let this = figure(desk, rows, currency);
    let days = period.days();
    let whole = Period::around(period.start(), Grain::Month, desk.calendar.week_start);
    let mut step = whole
        .filter(|whole| whole.start() == period.start() && days <= whole.days())
        .unwrap_or(period);
    let covered = desk.book.ledger().covered();
    let mut parts = vec![period_row(period, this, rows.len(), desk.plan.open)];
    let mut past = Vec::new();
    while past.len() < USUAL_OF {
        let Some(before) = step.previous() else {
            break;
        };
        if covered.is_none_or(|covered| before.start() < covered.start()) {
            break;
        }
        let same = if desk.plan.open {
            before.first_days(days)
        } else {
            before
        };
        let found = desk.rows_in(same);
        let found = desk.book.in_currency(&found, currency);
        let sum = figure(desk, &found, currency);
        past.push(sum.amount());
        parts.push(period_row(same, sum, found.len(), false));
        step = before;
    }
    let Some(typical) = median_decimal(&past) else {
        return super::sum::sum(desk);
    };
    let typical = rounded(typical, currency);
    let difference = minus(this, typical);
    let templates = [
        "question-usual-same",
        "question-usual-more",
        "question-usual-less",
    ];
    let template = by_sign(&difference, templates);
    let mut says = Phrase::new(template);
    says.money("difference", &difference.abs())
        .put("about", desk.about())
        .money("figure", &this)
        .money("usual", &typical)
        .count("count", past.len() as u64);
    let mut answer = desk.sheet(says, selection);
    answer.value = Value::Money(difference);
    answer.median = Some(typical);
    answer.chart = desk.chart(ChartKind::Columns, &parts, 0, Some(typical));
    answer.rows = parts;
    note_aligned(desk, &mut answer);
    answer
}

/// How many periods before tell what is usual: half a year of months.
const USUAL_OF: usize = 6;

/// A day at the weekend less a day from Monday to Friday, regular payments left out.
pub(super) fn weekends(desk: &Desk<'_>) -> Answer {
    let mut selection = desk.select();
    let mut regular: Vec<Index> = desk
        .known
        .streams(desk.book)
        .iter()
        .flat_map(|stream| stream.charges.iter().copied())
        .gather();
    regular.arrange();
    selection
        .rows
        .retain(|at| regular.binary_search(at).is_err());
    let (currency, rows, _) = desk.main_currency(selection.rows.clone());
    let groups = desk
        .book
        .group_rows(&rows, GroupBy::Weekday, desk.calendar.week_start);
    let days = desk.plan.period.map_or(0, |period| period.days());
    let part = |weekend: bool, label: &'static str| {
        let of = groups.iter().filter(|group| match group.key {
            GroupKey::Weekday(day) => (day >= 5) == weekend,
            _ => false,
        });
        let (sum, count) = of.fold((Decimal::ZERO, 0), |(sum, count), group| {
            (
                sum.near_plus(desk.figure(&group.totals).amount()),
                count + group.totals.count as usize,
            )
        });
        let share = Decimal::from(days * if weekend { 2 } else { 5 }) / Decimal::from(7);
        let a_day = sum.over(share).unwrap_or_default();
        let value = Value::Money(rounded(a_day, currency));
        AnswerRow::of(Argument::Label(label), value, count)
    };
    let parts = vec![part(true, "weekend"), part(false, "weekdays")];
    let (weekend, week) = (money(&parts[0], desk), money(&parts[1], desk));
    let difference = minus(weekend, week);
    let templates = [
        "question-weekend-same",
        "question-weekend-more",
        "question-weekend-less",
    ];
    let template = by_sign(&difference, templates);
    let mut says = Phrase::new(template);
    says.money("difference", &difference.abs())
        .put("about", desk.about())
        .money("figure", &weekend)
        .money("other", &week);
    selection.rows = rows;
    let mut answer = desk.sheet(says, selection);
    answer.value = Value::Money(difference);
    answer.rows = parts;
    answer
}

/// What the difference between two periods is made of: parts that add up to it.
pub(super) fn explain(desk: &Desk<'_>) -> Answer {
    let Some((_, against)) = desk.plan.period.zip(desk.plan.against) else {
        return super::sum::sum(desk);
    };
    let (these, those, currency) = both(desk, against);
    let (this, that) = (
        figure(desk, &these.rows, currency),
        figure(desk, &those, currency),
    );
    let difference = minus(this, that);
    let by = desk
        .plan
        .group_by
        .unwrap_or_else(|| natural_group(&desk.plan.include));
    let mut parts = changes(desk, &these.rows, &those, by, currency);
    parts.arrange_by_key(|(key, change, _)| (std::cmp::Reverse(change.amount().abs()), *key));
    let shown = desk.limit(GROUPS_SHOWN);
    let row = |says: Argument, change: Money, count: u32| {
        AnswerRow::of(says, Value::Money(change), count as usize)
    };
    let mut rows: Vec<AnswerRow> = parts
        .iter()
        .take(shown)
        .map(|(key, change, count)| row(desk.key_label(*key), *change, *count))
        .gather();
    let rest = parts.get(shown..).unwrap_or_default();
    if !rest.is_empty() {
        let changes = rest.iter().map(|(_, change, _)| change.amount());
        let sum = changes.fold(Decimal::ZERO, Exact::near_plus);
        let count = rest.iter().map(|(_, _, count)| count).sum();
        rows.push(row(
            Argument::Label("others"),
            Money::from_decimal(sum, currency),
            count,
        ));
    }
    let templates = [
        "question-explain-same",
        "question-explain-more",
        "question-explain-less",
    ];
    let template = by_sign(&difference, templates);
    let mut says = Phrase::new(template);
    says.money("difference", &difference.abs())
        .put("about", desk.about())
        .period("against", against)
        .money("figure", &this)
        .money("other", &that);
    // The largest part that goes the way of the whole.
    let with_it = rows
        .iter()
        .position(|row| sign(money(row, desk)) == sign(difference));
    if let Some(first) = with_it.and_then(|at| rows.get(at)) {
        let part = Argument::Money(money(first, desk));
        says.put("label", first.says.clone()).put("part", part);
    }
    let chart = desk.chart(ChartKind::Waterfall, &rows, with_it.unwrap_or(0), None);
    let mut answer = desk.sheet(says, these);
    answer.value = Value::Money(difference);
    answer.rows = rows;
    answer.chart = chart;
    note_aligned(desk, &mut answer);
    answer
}

/// Whether it rises or falls over the months.
pub(super) fn trend(desk: &Desk<'_>) -> Answer {
    let grain = match desk.plan.group_by {
        Some(GroupBy::Period(grain)) => grain,
        _ => Grain::Month,
    };
    let (currency, selection) = desk.select_main();
    let rows = &selection.rows;
    let (series, complete) = periods(desk, rows, grain, currency);
    let half = complete.len() / 2;
    let usual = median_decimal(&complete).map(|usual| rounded(usual, currency));
    if complete.len() < LEAST_MONTHS {
        let mut says = Phrase::new("question-trend-short");
        says.count("count", complete.len() as u64)
            .put("about", desk.about());
        let mut answer = desk.sheet(says, selection);
        answer.rows = series;
        return answer;
    }
    let median = |values: &[Decimal]| median_decimal(values).unwrap_or_default();
    let earlier = median(&complete[..half]);
    let later = median(&complete[complete.len() - half..]);
    let change = later.near_minus(earlier);
    let threshold = earlier.abs().near_times(Decimal::new(STEADY_HUNDREDTHS, 2));
    let (template, says_it) = match change {
        change if change > threshold => ("question-trend-up", 1),
        change if -change > threshold => ("question-trend-down", -1),
        _ => ("question-trend-flat", 0),
    };
    let mut says = Phrase::new(template);
    says.put("measure", measure_label(of_flow(desk.plan.flow)))
        .put("about", desk.about())
        .money("earlier", &rounded(earlier, currency))
        .money("later", &rounded(later, currency));
    let mut answer = desk.sheet(says, selection);
    answer.rule = Rule::Proved;
    answer.value = Value::Bool(says_it > 0);
    answer.chart = desk.chart(
        ChartKind::Columns,
        &series,
        series.len().saturating_sub(1),
        usual,
    );
    answer.median = usual;
    answer.rows = series;
    answer
}

fn of_flow(flow: Flow) -> Measure {
    match flow {
        Flow::Income => Measure::Income,
        Flow::Kept => Measure::Net,
        _ => Measure::Spend,
    }
}

/// Fewer whole months than this show no trend.
const LEAST_MONTHS: usize = 6;

/// A change of the typical month within this many hundredths is called steady.
///
/// Source: the width of a price index's yearly change in ordinary years, 2 to 5 of a hundred.
const STEADY_HUNDREDTHS: i64 = 5;

/// The rows of both periods in the currency that both have most rows of.
fn both(desk: &Desk<'_>, against: Period) -> (Selection, Vec<Index>, Option<Currency>) {
    let mut these = desk.select();
    let mut those = desk.rows_in(against);
    let all = [these.rows.as_slice(), &those].concat();
    let (currency, _, others) = desk.main_currency(all);
    if others > 0 {
        these.rows = desk.book.in_currency(&these.rows, currency);
        those = desk.book.in_currency(&those, currency);
    }
    (these, those, currency)
}

fn figure(desk: &Desk<'_>, rows: &[Index], currency: Option<Currency>) -> Money {
    let found = desk.figures(rows);
    found
        .first()
        .copied()
        .unwrap_or_else(|| Money::from_decimal(Decimal::ZERO, currency))
}

/// The change of each group, from those rows to these.
fn changes(
    desk: &Desk<'_>,
    these: &[Index],
    those: &[Index],
    by: GroupBy,
    currency: Option<Currency>,
) -> Vec<(GroupKey, Money, u32)> {
    let week_start = desk.calendar.week_start;
    let mut parts: Vec<(GroupKey, Money, u32)> = Vec::new();
    for (rows, sign) in [(these, 1), (those, -1)] {
        for group in desk.book.group_rows(rows, by, week_start) {
            let figure = desk.figure(&group.totals);
            let figure = if sign == 1 { figure } else { figure.negated() };
            match parts.binary_search_by(|(key, _, _)| key.cmp(&group.key)) {
                Ok(at) => {
                    let sum = parts[at].1.amount().near_plus(figure.amount());
                    parts[at].1 = Money::from_decimal(sum, currency);
                    parts[at].2 += group.totals.count;
                }
                Err(at) => parts.insert(at, (group.key, figure, group.totals.count)),
            }
        }
    }
    parts.retain(|(_, change, _)| !change.amount().is_zero());
    parts
}

/// Two cumulative lines over the days.
fn steps(
    desk: &Desk<'_>,
    these: &[Index],
    those: &[Index],
    (period, against): (Period, Period),
    currency: Option<Currency>,
) -> Option<Chart> {
    /// More days than a quarter make no line that can be read.
    const MOST_DAYS: i32 = 92;
    if period.days() > MOST_DAYS || against.days() > MOST_DAYS || period.days() < 3 {
        return None;
    }
    let line = |rows: &[Index], period: Period| -> Vec<(Period, Money, u32)> {
        let groups =
            desk.book
                .group_rows(rows, GroupBy::Period(Grain::Day), desk.calendar.week_start);
        let mut sum = Money::from_decimal(Decimal::ZERO, currency);
        let (mut count, mut left) = (0, groups.as_slice());
        let mut points = Vec::new();
        for day in period.split(Grain::Day, desk.calendar.week_start) {
            if let Some(group) = left
                .first()
                .filter(|group| group.key == GroupKey::Period(day))
            {
                sum = sum.checked_add(desk.figure(&group.totals)).unwrap_or(sum);
                count += group.totals.count;
                left = &left[1..];
            }
            points.push((day, sum, count));
        }
        points
    };
    let (ours, theirs) = (line(these, period), line(those, against));
    let largest = ours
        .iter()
        .chain(&theirs)
        .map(|(_, sum, _)| sum.amount().abs())
        .max()?;
    let points = |line: &[(Period, Money, u32)], open: bool| -> Vec<Point> {
        let last = line.len().saturating_sub(1);
        line.iter()
            .enumerate()
            .map(|(at, (day, sum, count))| Point {
                label: Argument::Date(day.start()),
                value: *sum,
                share: super::desk::share_of(sum.amount(), largest).unwrap_or_default(),
                group: None,
                key: at == last,
                partial: open,
                count: *count,
            })
            .gather()
    };
    Some(Chart {
        kind: ChartKind::Steps,
        currency,
        points: points(&ours, desk.plan.open),
        against: points(&theirs, false),
        usual: None,
        says: Phrase::new("question-nothing"),
    })
}

fn note_aligned(desk: &Desk<'_>, answer: &mut Answer) {
    if let Some(period) = desk.plan.period.filter(|_| desk.plan.open) {
        let days = u64::from(period.days().unsigned_abs());
        answer.note("question-note-aligned").count("count", days);
    }
}

/// A row for the days of a period.
#[inline(never)]
pub(super) fn period_row(period: Period, value: Money, count: usize, partial: bool) -> AnswerRow {
    AnswerRow {
        period: Some(period),
        partial,
        ..AnswerRow::of(Argument::Period(period), Value::Money(value), count)
    }
}

fn label_of(desk: &Desk<'_>, rival: &Criteria) -> Argument {
    let merchant = rival
        .merchants
        .first()
        .map(|id| Argument::text(desk.book.merchant_name(*id)));
    let text = rival.text.first().map(|text| Argument::text(text));
    let mut categories = super::words::category_arguments(&rival.categories);
    let category = match categories.len() {
        0 | 1 => categories.pop(),
        _ => Some(super::words::list(categories)),
    };
    let own = super::words::own_names(desk.book, rival).into_iter().next();
    merchant
        .or(text)
        .or(category)
        .or(own)
        .unwrap_or(Argument::Label("others"))
}

fn minus(left: Money, right: Money) -> Money {
    Money::from_decimal(left.amount().near_minus(right.amount()), left.currency())
}

fn sign(money: Money) -> i8 {
    match money.amount() {
        amount if amount.is_zero() => 0,
        amount if amount.is_sign_negative() => -1,
        _ => 1,
    }
}

fn amount(row: &AnswerRow) -> Decimal {
    match row.value {
        Value::Money(money) => money.amount(),
        _ => Decimal::ZERO,
    }
}

fn money(row: &AnswerRow, desk: &Desk<'_>) -> Money {
    match row.value {
        Value::Money(money) => money,
        _ => desk.zero(),
    }
}
