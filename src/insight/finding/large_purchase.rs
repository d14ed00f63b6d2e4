//! A single purchase far from what is usual at its merchant, else in its category.

use rust_decimal::Decimal;

use crate::money::Exact;

use crate::book::{Flow, MerchantId};
use crate::calendar::{Date, Period, Weekday, plus_days};
use crate::category::Category;
use crate::insight::overview::breakdown::{is_single_purchase, rounded};
use crate::ledger::Index;
use crate::order::{Arrange as _, HashMap};
use crate::phrase::{Argument, Phrase};
use crate::stats::{mad_decimal, median_decimal};

use super::look::{Look, score, times};
use super::{Figure, Finding, FindingKind, Reason, Rule};

/// How many days back is looked: a month and the days until its statement is read.
const LOOKED_DAYS: i32 = 35;

/// Beyond so many robust standard deviations a value is unusual.
///
/// Source: Iglewicz and Hoaglin (1993), modified z-score, cut-off 3.5.
const UNUSUAL: Decimal = Decimal::from_parts(35, 0, 0, false, 1);

/// What deviations in MADs are multiplied by. Source: the same, page 11.
const SIGMA_TO_MAD: Decimal = Decimal::from_parts(6745, 0, 0, false, 4);

/// The least times the usual: where prices hardly differ (the MAD may be zero) a little more is not unusual.
///
/// Source: the sample household, whose shops sell one thing or two of it.
const TIMES_LEAST: Decimal = Decimal::TWO;

/// The least amount, in thousandths of a usual month: 50.00 of 2,000.00.
const FLOOR: i64 = 25;

/// An amount of so many thousandths of a usual month ranks highest: half of it.
const LARGE: i64 = 500;

/// The fewest earlier purchases that tell what is usual at a merchant, and in a category.
const MERCHANT_PAST: usize = 5;
const CATEGORY_PAST: usize = 8;

/// How many are looked at, largest first, and found at the most.
const LOOKED: usize = 12;
const MOST: usize = 2;

/// What is usual, and how far a value stands from it.
struct Unusual {
    median: Decimal,
    count: usize,
    since: Date,
    score: Option<Decimal>,
}

pub(super) fn find(look: &Look<'_>) -> Vec<Finding> {
    let floor = look.floor(FLOOR);
    let mut candidates: Vec<Index> = look
        .rows(Flow::Purchases, look.last_days(LOOKED_DAYS))
        .into_iter()
        .filter(|at| look.magnitude(*at) >= floor && !look.recurs(*at))
        .filter(|at| is_single_purchase(look.book, *at))
        .collect();
    candidates.arrange_by_key(|at| (std::cmp::Reverse(look.magnitude(*at)), *at));
    candidates.truncate(LOOKED);
    let merchants: Vec<MerchantId> = candidates
        .iter()
        .filter_map(|at| look.book.merchant(*at))
        .collect();
    let at_merchant = look.purchases_at(&merchants);
    let in_category = in_categories(look, &candidates);
    let mut found = Vec::new();
    for at in candidates {
        let past = look
            .book
            .merchant(at)
            .and_then(|merchant| at_merchant.get(&merchant));
        let (here, past) = match past.map(|rows| before(rows, at)) {
            Some(rows) if rows.len() >= MERCHANT_PAST => (true, rows),
            _ => {
                let category = look.book.category(at);
                let rows = category.and_then(|category| in_category.get(&category));
                match rows.map(|rows| before(rows, at)) {
                    Some(rows) if rows.len() >= CATEGORY_PAST => (false, rows),
                    _ => continue,
                }
            }
        };
        if let Some(unusual) = unusual(look, at, past) {
            found.extend(finding(look, at, here, &unusual));
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

fn before(rows: &[Index], at: Index) -> &[Index] {
    &rows[..rows.partition_point(|other| *other < at)]
}

/// The purchases in the categories of some rows, in order.
fn in_categories(look: &Look<'_>, of: &[Index]) -> HashMap<Category, Vec<Index>> {
    let mut found: HashMap<Category, Vec<Index>> = of
        .iter()
        .filter_map(|at| look.book.category(*at))
        .map(|category| (category, Vec::new()))
        .collect();
    if found.is_empty() {
        return found;
    }
    for at in look.rows(Flow::Purchases, None) {
        if let Some(rows) = look
            .book
            .category(at)
            .and_then(|category| found.get_mut(&category))
        {
            rows.push(at);
        }
    }
    found
}

fn unusual(look: &Look<'_>, at: Index, past: &[Index]) -> Option<Unusual> {
    let values: Vec<Decimal> = past.iter().map(|other| look.magnitude(*other)).collect();
    let (median, mad) = (median_decimal(&values)?, mad_decimal(&values)?);
    let value = look.magnitude(at);
    let over = value.near_minus(median);
    let score = SIGMA_TO_MAD.near_times(over).checked_div(mad);
    let is_far = score.is_none_or(|score| score > UNUSUAL);
    let is_unusual = is_far && value > median.near_times(TIMES_LEAST);
    is_unusual.then(|| Unusual {
        median,
        count: past.len(),
        since: past.first().map_or(look.today, |first| look.date(*first)),
        score: score.map(|score| score.round_dp(1)),
    })
}

fn finding(look: &Look<'_>, at: Index, here: bool, unusual: &Unusual) -> Option<Finding> {
    let amount = look.magnitude(at);
    let day = look.date(at);
    let usual = rounded(unusual.median, look.currency);
    let over = times(amount, unusual.median);
    let (says, because) = if here {
        ("large-purchase", "large-purchase-because")
    } else {
        ("large-purchase-category", "large-purchase-category-because")
    };
    let mut because = Phrase::new(because)
        .with("usual", Argument::Money(usual))
        .with("count", Argument::Count(unusual.count as u64))
        .with("since", Argument::Date(unusual.since));
    if let Some(category) = look.book.category(at) {
        because = because.with("category", Argument::Category(category.code()));
    }
    Some(Finding {
        kind: FindingKind::LargePurchase,
        score: score(60, 88, amount, look.floor(LARGE)),
        period: Period::day(day),
        figure: Figure::Money(look.money(amount)),
        rule: Rule::Proved,
        caption: Some(Phrase::new("caption-on-day").with("day", Argument::Date(day))),
        numbers: vec![
            ("amount", look.amount(amount)),
            ("usual", Argument::Money(usual)),
            ("timesUsual", Argument::Number(over)),
            ("count", Argument::Count(unusual.count as u64)),
        ],
        transactions: vec![at],
        says: Phrase::new(says)
            .with("merchant", look.payee(at))
            .with("amount", look.amount(amount))
            .with("times", Argument::Number(over)),
        because: Some(because),
        reason: unusual
            .score
            .map_or(Reason::TimesUsual(over), Reason::RobustScore),
        expires: plus_days(day, LOOKED_DAYS),
        ask: Phrase::new("ask-largest")
            .with(
                "when",
                look.when(Period::around(
                    day,
                    crate::calendar::Grain::Month,
                    Weekday::Monday,
                )?),
            )
            .sentence(),
    })
}
