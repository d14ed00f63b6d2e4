//! A recurring payment that went up and stays so: a step in its price.

use rust_decimal::Decimal;

use crate::money::Exact;
use crate::order::Gather as _;

use crate::calendar::{Period, days_between, plus_days};
use crate::insight::{Life, Stream};

use super::look::Look;
use super::told::{Words, told};
use super::{Finding, FindingKind, Reason};

/// How much it went up at least: 2 % and 0.20, so that rounding and currencies are no rise.
///
/// Source: published catalogues of bank insights (last over median of the ones before).
const RISE: (Decimal, Decimal) = (
    Decimal::from_parts(102, 0, 0, false, 2),
    Decimal::from_parts(20, 0, 0, false, 2),
);

/// For how many days a rise is news: two monthly charges.
const NEWS_DAYS: i32 = 62;

/// A rise that takes so many thousandths of a usual month more a year ranks highest: 50.00 of 2,000.00.
const LARGE: i64 = 25;

pub(super) fn find(look: &Look<'_>) -> Vec<Finding> {
    look.bills()
        .filter_map(|stream| finding(look, stream))
        .gather()
}

fn finding(look: &Look<'_>, stream: &Stream) -> Option<Finding> {
    if !stream.fixed || stream.life == Life::Late {
        return None;
    }
    let (before, first) = stream.step(look.book)?;
    let (was, now) = (before.amount(), stream.amount.amount());
    let (ratio, least) = RISE;
    let more = now.near_minus(was);
    if now <= was.near_times(ratio) || more < least {
        return None;
    }
    let since = look.date(first);
    if days_between(since, look.today) > NEWS_DAYS {
        return None;
    }
    let place = stream.charges.iter().position(|at| *at == first)?;
    let times = stream.cadence.times_a_year();
    let yearly = more.near_times(Decimal::from(times));
    let step = now.over(was)?.round_dp(2);
    // The last charge at the old price proves the step.
    let rows = stream.charges.get(place.saturating_sub(1)..)?.to_vec();
    let mut told = told();
    for (name, amount) in [
        ("before", was),
        ("now", now),
        ("difference", more),
        ("yearly", yearly),
    ] {
        look.tell(&mut told, name, amount);
    }
    told.count("timesAYear", u64::from(times))
        .count("times", u64::from(times))
        .date("since", since)
        .text("merchant", &stream.name);
    let mut finding = WORDS.finding(look, yearly, told, rows);
    finding.period = Period::inclusive(since, stream.last);
    finding.reason = Reason::Step(step);
    finding.expires = plus_days(since, NEWS_DAYS + 1);
    Some(finding)
}

const WORDS: Words = Words {
    kind: FindingKind::PriceRise,
    bounds: (78, 93),
    large: LARGE,
    figure: "yearly",
    numbers: "before now difference timesAYear since",
    caption: "caption-more-a-year",
    says: "price-rise merchant before now",
    because: "price-rise-because since times difference",
    ask: "ask-merchant-months",
};
