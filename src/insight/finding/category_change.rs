//! A category far from its usual month: the last complete month, else this month so far by the same day.

use rust_decimal::Decimal;

use crate::money::Exact;

use crate::book::{Flow, GroupBy, GroupKey, MerchantId};
use crate::calendar::{Period, Weekday};
use crate::category::Group;
use crate::insight::overview::breakdown::rounded;
use crate::ledger::Index;
use crate::order::{Arrange as _, Gather as _};
use crate::stats::median_decimal;

use super::look::{Look, times};
use super::told::{Words, told};
use super::{Finding, FindingKind, Reason, Rule};

/// The least change, in thousandths of a usual month (50.00 of 2,000.00), and in hundredths of the usual.
///
/// Source: Yodlee's published insight asks for both, 50.00 and a percentage that its user sets.
const FLOOR: i64 = 25;
const PERCENT: i64 = 20;

/// A change of so many thousandths of a usual month ranks highest: 300.00 of 2,000.00.
const LARGE: i64 = 150;

/// Before this day of the month a month so far says little.
const FIRST_DAY: i32 = 10;

/// The fewest months that make a usual one.
const MONTHS_LEAST: usize = 3;

/// A merchant is named where it took so much of the category, in hundredths.
const NAMED: i64 = 25;

/// How many are found at the most, up and down.
const MOST_UP: usize = 2;
const MOST_DOWN: usize = 1;

/// A category in a period, beside its usual one.
struct Change {
    group: Group,
    period: Period,
    so_far: bool,
    sum: Decimal,
    usual: Decimal,
}

impl Change {
    fn difference(&self) -> Decimal {
        self.sum.near_minus(self.usual)
    }
}

pub(super) fn find(look: &Look<'_>) -> Vec<Finding> {
    let last = look.months.last_complete();
    let mut found = last.map_or_else(Vec::new, |month| changes(look, month, false));
    let so_far = look.months.so_far().filter(|days| days.days() >= FIRST_DAY);
    for change in so_far.map_or_else(Vec::new, |days| changes(look, days, true)) {
        // Less than usual may still come before the month is over.
        let is_new = found.iter().all(|known| known.group != change.group);
        if is_new && change.difference() > Decimal::ZERO {
            found.push(change);
        }
    }
    found.arrange_by_key(|change| (std::cmp::Reverse(change.difference().abs()), change.group));
    let (up, down): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|change| change.difference() > Decimal::ZERO);
    let shown = up.iter().take(MOST_UP).chain(down.iter().take(MOST_DOWN));
    shown.map(|change| finding(look, change)).gather()
}

/// The categories that changed in a period against the median of the same days of the months before.
fn changes(look: &Look<'_>, period: Period, so_far: bool) -> Vec<Change> {
    let before = look.months.usual_before(period.start());
    if before.len() < MONTHS_LEAST {
        return Vec::new();
    }
    let past: Vec<Vec<(Group, Decimal)>> = before
        .into_iter()
        .map(|month| {
            sums(
                look,
                if so_far {
                    month.first_days(period.days())
                } else {
                    month
                },
            )
        })
        .gather();
    let now = sums(look, period);
    let sum_in = |sums: &[(Group, Decimal)], group: Group| {
        let found = sums.iter().find(|(known, _)| *known == group);
        found.map_or(Decimal::ZERO, |(_, sum)| *sum)
    };
    let floor = look.floor(FLOOR);
    let mut changes = Vec::new();
    for group in Group::ALL {
        let usual: Vec<Decimal> = past.iter().map(|month| sum_in(month, group)).gather();
        let usual = median_decimal(&usual).unwrap_or_default();
        let change = Change {
            group,
            period,
            so_far,
            sum: sum_in(&now, group),
            usual: rounded(usual, look.currency).amount(),
        };
        let difference = change.difference().abs();
        let percent = change.usual.abs().near_times(Decimal::new(PERCENT, 2));
        if difference > Decimal::ZERO && difference >= floor && difference >= percent {
            changes.push(change);
        }
    }
    changes
}

/// Spending by group, without rows that need review: they may be of any.
fn sums(look: &Look<'_>, period: Period) -> Vec<(Group, Decimal)> {
    let rows = look.rows(Flow::Spending, Some(period));
    let groups = look.book.group_rows(&rows, GroupBy::Group, Weekday::Monday);
    let sums = groups.iter().filter_map(|grouped| match grouped.key {
        GroupKey::Group(Some(group)) => Some((group, grouped.totals.spending().to_decimal())),
        _ => None,
    });
    sums.gather()
}

fn finding(look: &Look<'_>, change: &Change) -> Finding {
    let mut rows = look.rows(Flow::Spending, Some(change.period));
    rows = look.book.parted(&rows);
    rows.retain(|at| {
        look.book.category(*at).map(|category| category.group()) == Some(change.group)
    });
    let difference = change.difference();
    let up = difference > Decimal::ZERO;
    let most = most(look, &rows).filter(|_| up);
    let mut told = told();
    look.tell(&mut told, "sum", change.sum);
    look.tell(&mut told, "usual", change.usual);
    look.tell(&mut told, "difference", difference.abs());
    told.label("category", change.group.label())
        .period("period", change.period)
        .put("when", look.when(change.period));
    if let Some((merchant, part, count)) = most {
        look.tell(&mut told, "part", part);
        told.text("merchant", look.book.merchant_name(merchant))
            .count("count", count);
    }
    // What the usual month has none of, such as travel, says little by being there.
    let (low, high) = match (up, change.usual.is_zero()) {
        (true, false) => (62, 90),
        (true, true) => (50, 66),
        (false, _) => (40, 56),
    };
    let words = Words {
        bounds: (low, high),
        ..WORDS
    };
    let mut finding = words.finding(look, difference.abs(), told, rows);
    finding.says.template = match (up, change.so_far) {
        (true, false) => "category-over",
        (true, true) => "category-over-so-far",
        (false, _) => "category-under",
    };
    if let (Some(because), Some(_)) = (&mut finding.because, most) {
        because.template = "category-because-merchant";
    }
    // The sentence says by how much, the number which way.
    finding
        .numbers
        .push(("difference", look.amount(difference)));
    if change.so_far {
        finding.rule = Rule::SoFar;
    }
    if !change.usual.is_zero() {
        finding.reason = Reason::TimesUsual(times(change.sum, change.usual));
    }
    finding.period = Some(change.period);
    finding.expires = super::end_of_next_month(change.period);
    finding
}

const WORDS: Words = Words {
    kind: FindingKind::CategoryChange,
    bounds: (62, 90),
    large: LARGE,
    figure: "sum",
    numbers: "sum usual",
    caption: "caption-period period",
    says: "category-over category period difference",
    because: "category-because sum usual merchant part count",
    ask: "ask-category",
};

/// The merchant that took the most of some rows, where it took enough to be named.
fn most(look: &Look<'_>, rows: &[Index]) -> Option<(MerchantId, Decimal, u64)> {
    let groups = look
        .book
        .group_rows(rows, GroupBy::Merchant, Weekday::Monday);
    let whole = groups
        .iter()
        .map(|group| group.totals.spending().to_decimal())
        .fold(Decimal::ZERO, Exact::near_plus);
    let named = groups.iter().filter_map(|group| match group.key {
        GroupKey::Merchant(Some(merchant)) => {
            let sum = group.totals.spending().to_decimal();
            Some((merchant, sum, u64::from(group.totals.purchases)))
        }
        _ => None,
    });
    let most = named.max_by_key(|(merchant, sum, _)| (*sum, std::cmp::Reverse(*merchant)))?;
    (most.1 >= whole.near_times(Decimal::new(NAMED, 2))).then_some(most)
}
