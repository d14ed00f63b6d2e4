//! A single purchase far from what is usual at its merchant, else in its category.

use rust_decimal::Decimal;

use crate::money::Exact;

use crate::book::{Flow, MerchantId};
use crate::calendar::{Date, Grain, Period, Weekday, plus_days};
use crate::category::Category;
use crate::insight::overview::breakdown::{is_single_purchase, rounded};
use crate::ledger::Index;
use crate::order::{Arrange as _, Gather as _, HashMap};
use crate::phrase::Argument;
use crate::stats::{mad_decimal, median_decimal};

use super::look::{Look, times};
use super::told::{Words, told};
use super::{Finding, FindingKind, Reason, add};

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
        .gather();
    candidates.arrange_by_key(|at| (std::cmp::Reverse(look.magnitude(*at)), *at));
    candidates.truncate(LOOKED);
    let merchants: Vec<MerchantId> = candidates
        .iter()
        .filter_map(|at| look.book.merchant(*at))
        .gather();
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
            add(&mut found, finding(look, at, here, &unusual));
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
    let values: Vec<Decimal> = past.iter().map(|other| look.magnitude(*other)).gather();
    let (median, mad) = (median_decimal(&values)?, mad_decimal(&values)?);
    let value = look.magnitude(at);
    let over = value.near_minus(median);
    let score = SIGMA_TO_MAD.near_times(over).over(mad);
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
    let month = Period::around(day, Grain::Month, Weekday::Monday)?;
    let mut told = told();
    look.tell(&mut told, "amount", amount);
    told.money("usual", &usual)
        .put("times", Argument::Number(over))
        .put("timesUsual", Argument::Number(over))
        .count("count", unusual.count as u64)
        .date("since", unusual.since)
        .put("merchant", look.payee(at))
        .date("day", day)
        .put("when", look.when(month));
    if let Some(category) = look.book.category(at) {
        told.put("category", Argument::Category(category.code()));
    }
    let mut finding = WORDS.finding(look, amount, told, vec![at]);
    if let (Some(because), false) = (&mut finding.because, here) {
        because.template = "large-purchase-category-because";
        finding.says.template = "large-purchase-category";
    }
    finding.period = Period::day(day);
    finding.reason = unusual
        .score
        .map_or(Reason::TimesUsual(over), Reason::RobustScore);
    finding.expires = plus_days(day, LOOKED_DAYS);
    Some(finding)
}

const WORDS: Words = Words {
    kind: FindingKind::LargePurchase,
    bounds: (60, 88),
    large: LARGE,
    figure: "amount",
    numbers: "amount usual timesUsual count",
    caption: "caption-on-day day",
    says: "large-purchase merchant amount times",
    because: "large-purchase-because usual count since category",
    ask: "ask-largest",
};
