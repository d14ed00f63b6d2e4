//! Figures by period, category, merchant, account or weekday: series, breakdowns and what comes first.

use rust_decimal::Decimal;

use crate::book::{Criteria, GroupBy, GroupKey, Grouped, Totals};
use crate::calendar::{Grain, Period};
use crate::category::Group;
use crate::ledger::Index;
use crate::money::{Currency, Money};
use crate::order::{AddAll as _, Arrange as _, Gather as _};
use crate::phrase::{Argument, Phrase};
use crate::stats::median_decimal;

use super::super::plan::{CategoryName, Measure, category_names};
use super::desk::{Desk, GROUPS_SHOWN, figure_of, ratio, rounded};
use super::words::grain_label;
use super::{Answer, AnswerRow, ChartKind, Value};

/// The most columns of a series: more is no chart, and the rows can be opened.
const MOST_PERIODS: usize = 400;

/// The grouping that says most of a subject, where none is named.
pub(crate) fn natural_group(include: &Criteria) -> GroupBy {
    let names = category_names(&include.categories);
    match names.as_slice() {
        _ if !include.merchants.is_empty() => GroupBy::Merchant,
        [] if !include.own_groups.is_empty() => GroupBy::Category,
        [] if !include.own_categories.is_empty() => GroupBy::Merchant,
        [] => GroupBy::Shown,
        [CategoryName::Category(_)] => GroupBy::Merchant,
        _ => GroupBy::Category,
    }
}

/// A figure for each period.
pub(super) fn series(desk: &Desk<'_>) -> Answer {
    let grain = match desk.plan.group_by {
        Some(GroupBy::Period(grain)) => grain,
        _ => Grain::Month,
    };
    let (currency, selection) = desk.select_main();
    let rows = &selection.rows;
    let (series, complete) = periods(desk, rows, grain, currency);
    let usual = median_decimal(&complete).map(|usual| rounded(usual, currency));
    let figure = desk.one_figure(rows);
    let template = match (rows.is_empty(), complete.len()) {
        (true, _) => "question-nothing",
        (_, 0..=1) => "question-series-short",
        _ => "question-series",
    };
    let mut says = Phrase::new(template);
    says.money("figure", &figure)
        .put("about", desk.about())
        .label("grain", grain_label(grain));
    if let Some(usual) = usual {
        says.money("usual", &usual);
    }
    let partial = series.last().is_some_and(|row| row.partial);
    let mut answer = desk.sheet(says, selection);
    if partial {
        answer.rule = super::Rule::SoFar;
    }
    answer.value = Value::Money(figure);
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

/// A row for each period of the plan's days, those without rows included, and the figures of whole ones.
pub(super) fn periods(
    desk: &Desk<'_>,
    rows: &[Index],
    grain: Grain,
    currency: Option<Currency>,
) -> (Vec<AnswerRow>, Vec<Decimal>) {
    let week_start = desk.calendar.week_start;
    let (mut found, mut complete) = (Vec::new(), Vec::new());
    let Some(span) = desk.plan.period else {
        return (found, complete);
    };
    let groups = desk
        .book
        .group_rows(rows, GroupBy::Period(grain), week_start);
    let mut left = groups.as_slice();
    // What the rows begin or end within is no usual one; a month they reach into is, as statements are of months.
    let unit = match grain {
        Grain::Day | Grain::Week => Grain::Day,
        _ => Grain::Month,
    };
    let covered = desk.book.ledger().covered();
    let is_covered = |whole: Period| {
        covered.is_some_and(|covered| {
            let around = |date| Period::around(date, unit, week_start);
            around(covered.start()).is_some_and(|first| first.start() <= whole.start())
                && around(covered.last()).is_some_and(|last| last.end() >= whole.end())
        })
    };
    for part in span.split(grain, week_start).into_iter().take(MOST_PERIODS) {
        let Some(whole) = Period::around(part.start(), grain, week_start) else {
            continue;
        };
        let weekday = part.start().weekday();
        let only = desk.plan.include.weekday;
        if grain == Grain::Day && only.is_some_and(|only| only != weekday) {
            continue;
        }
        let key = GroupKey::Period(whole);
        while left.first().is_some_and(|group| group.key < key) {
            left = &left[1..];
        }
        let totals = match left.first() {
            Some(group) if group.key == key => group.totals,
            _ => Totals {
                currency,
                ..Totals::default()
            },
        };
        let mut row = desk.group_row(key, &totals, None);
        row.period = Some(part);
        row.partial = whole.contains(desk.calendar.today)
            && part.last() <= desk.calendar.today
            && whole.last() > desk.calendar.today;
        // A week that the period cuts says nothing of the usual week.
        if part == whole && is_covered(whole) {
            complete.add_all(amount(&row));
        }
        found.push(row);
    }
    (found, complete)
}

/// The parts of the figure, largest first, the small ones together.
pub(super) fn breakdown(desk: &Desk<'_>) -> Answer {
    let by = desk
        .plan
        .group_by
        .unwrap_or_else(|| natural_group(&desk.plan.include));
    let (currency, mut selection) = desk.select_main();
    let counts = desk.plan.measure == Measure::Count;
    if counts {
        selection
            .rows
            .retain(|at| desk.book.merchant(*at).is_some());
    }
    let rows = &selection.rows;
    let groups = ranked(desk, rows, by);
    let figure = desk.one_figure(rows);
    let shown = desk.limit(GROUPS_SHOWN);
    let mut parts: Vec<AnswerRow> = groups
        .iter()
        .take(shown)
        .map(|group| desk.group_row(group.key, &group.totals, Some(figure)))
        .gather();
    parts.add_all(rest(
        desk,
        groups.get(shown..).unwrap_or_default(),
        figure,
        currency,
    ));
    let template = match parts.len() {
        0 => "question-nothing",
        1 => "question-breakdown-one",
        _ => "question-breakdown",
    };
    let mut says = Phrase::new(template);
    says.money("figure", &figure).put("about", desk.about());
    if let Some(first) = parts.first() {
        says.put("label", first.says.clone())
            .put("part", argument(&first.value));
    }
    let mut value = Value::Money(figure);
    if counts && !parts.is_empty() {
        let count = groups.len() as u64;
        says.template = "question-count-payees";
        says.count("count", count);
        value = Value::Count(count);
    }
    let mut answer = desk.sheet(says, selection);
    answer.value = value;
    answer.chart = desk.chart(ChartKind::Bars, &parts, 0, None);
    answer.rows = parts;
    answer
}

/// What is left of the groups, as one row.
pub(super) fn rest(
    desk: &Desk<'_>,
    groups: &[Grouped],
    whole: Money,
    currency: Option<Currency>,
) -> Option<AnswerRow> {
    let mut sum = Money::from_decimal(Decimal::ZERO, currency);
    let mut count = 0;
    for group in groups {
        sum = sum.checked_add(desk.figure(&group.totals)).ok()?;
        count += group.totals.count as usize;
    }
    (!groups.is_empty()).then(|| AnswerRow {
        share: ratio(sum, whole),
        group: Some(Group::Other),
        ..AnswerRow::of(Argument::Label("others"), Value::Money(sum), count)
    })
}

/// The groups, largest figure first.
pub(super) fn ranked(desk: &Desk<'_>, rows: &[Index], by: GroupBy) -> Vec<Grouped> {
    let mut groups = desk.book.group_rows(rows, by, desk.calendar.week_start);
    groups.arrange_by_key(|group| {
        let figure = figure_of(desk.plan.flow, &group.totals).amount();
        let count = if desk.plan.by_count {
            group.totals.count
        } else {
            0
        };
        // What is in none of the person's groups is the rest of them.
        (
            group.key == GroupKey::NoOwn,
            std::cmp::Reverse((count, figure)),
        )
    });
    groups
}

/// Which group comes first, or last.
pub(super) fn extreme(desk: &Desk<'_>, by: GroupBy, asked: Option<&Criteria>) -> Answer {
    let (_, selection) = desk.select_main();
    let rows = &selection.rows;
    let mut groups = ranked(desk, rows, by);
    // Rows that name none are no merchant of their own.
    groups.retain(|group| !matches!(group.key, GroupKey::Merchant(None) | GroupKey::NoOwn));
    let least = desk.plan.measure == Measure::Smallest;
    if least {
        groups.reverse();
    }
    let figure = desk.figures(rows).first().copied();
    let shown = desk.limit(EXTREMES_SHOWN);
    let mut parts: Vec<AnswerRow> = groups
        .iter()
        .take(shown)
        .map(|group| desk.group_row(group.key, &group.totals, figure))
        .gather();
    if desk.plan.by_count {
        for row in &mut parts {
            row.value = Value::Count(u64::from(row.count));
            row.share = None;
        }
    }
    let asked = asked.map(|asked| {
        groups
            .iter()
            .position(|group| is_asked(desk, asked, group.key))
    });
    let template = match (parts.is_empty(), asked) {
        (true, _) => "question-nothing",
        (_, Some(Some(0))) => "question-yes-most",
        (_, Some(Some(_))) => "question-no-most",
        (_, Some(None)) => "question-no-most-none",
        _ if least && desk.plan.by_count => "question-least-often",
        _ if desk.plan.by_count => "question-most-often",
        _ if least => "question-least",
        _ => "question-most",
    };
    let mut says = Phrase::new(template);
    says.put("about", desk.about());
    if let Some(group) = asked.flatten().and_then(|place| groups.get(place)) {
        says.put("asked", desk.key_label(group.key))
            .money("other", &desk.figure(&group.totals));
    }
    let mut value = Value::None;
    if let Some(first) = parts.first() {
        says.put("label", first.says.clone())
            .count("count", u64::from(first.count))
            .put("figure", argument(&first.value));
        value = first.value.clone();
    }
    if let Some(place) = asked {
        value = Value::Bool(place == Some(0));
    }
    let mut answer = desk.sheet(says, selection);
    answer.value = value;
    answer.chart = desk.chart(ChartKind::Bars, &parts, 0, None);
    answer.rows = parts;
    answer
}

/// Whether a group is the merchant that was asked about.
fn is_asked(desk: &Desk<'_>, asked: &Criteria, key: GroupKey) -> bool {
    let GroupKey::Merchant(Some(merchant)) = key else {
        return false;
    };
    let name = desk.book.merchant_name(merchant);
    asked.merchants.contains(&merchant)
        || asked
            .text
            .iter()
            .any(|text| crate::text::contains(name, text))
}

/// How many of the first groups stand below the sentence.
const EXTREMES_SHOWN: usize = 5;

/// The figure of a row, where it is money.
pub(super) fn amount(row: &AnswerRow) -> Option<Decimal> {
    match row.value {
        Value::Money(money) => Some(money.amount()),
        _ => None,
    }
}

pub(super) fn argument(value: &Value) -> Argument {
    match value {
        Value::Money(money) => Argument::Money(*money),
        Value::Count(count) => Argument::Count(*count),
        Value::Date(date) => Argument::Date(*date),
        Value::Decimal(number) => Argument::Number(*number),
        Value::Moneys(sums) => super::words::moneys(sums),
        Value::Bool(_) | Value::None => Argument::text(""),
    }
}
