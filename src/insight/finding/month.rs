//! Where a month's money went: by category, by merchant, by transaction, and against the month before.

use rust_decimal::Decimal;

use crate::book::{Flow, GroupBy, GroupKey};
use crate::calendar::{Period, Weekday};
use crate::insight::overview::breakdown::{self, split};
use crate::insight::{Breakdown, Part};
use crate::ledger::Index;
use crate::money::{Exact as _, Money};
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::{Argument, Phrase};

use super::look::{Look, score, times};
use super::told::{Words, told};
use super::{Figure, Finding, FindingKind, Reason, Rule, add, end_of_next_month};

/// How many parts a headline's second line names after the first.
const NAMED: usize = 2;

/// How many of the largest purchases are named.
const LARGEST: usize = 5;

/// Before this day of the month a month so far is not compared.
const COMPARED_DAYS: i32 = 7;

/// A change of so many thousandths of a usual month ranks highest: a quarter.
const LARGE: i64 = 250;

/// The month that is spoken of, with its spending.
struct Month {
    period: Period,
    complete: bool,
    rows: Vec<Index>,
}

pub(super) fn find(look: &Look<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    add(&mut found, period_change(look));
    let Some(period) = look.months.last_complete().or(look.months.newest()) else {
        return found;
    };
    let period = period.so_far(look.today);
    let month = Month {
        period,
        complete: look.months.is_complete(period),
        rows: look.rows(Flow::Spending, Some(period)),
    };
    for find in [where_it_went, merchant_top, largest_purchases] {
        add(&mut found, find(look, &month));
    }
    found
}

impl Month {
    /// What every finding of it tells.
    fn told(&self, look: &Look<'_>) -> Phrase {
        let mut told = told();
        told.period("period", self.period)
            .put("when", look.when(self.period));
        told
    }

    /// Gives a finding its days.
    fn date(&self, finding: &mut Finding) {
        if !self.complete {
            finding.rule = Rule::SoFar;
        }
        finding.period = Some(self.period);
        finding.expires = end_of_next_month(self.period);
    }
}

/// The category that took the most.
fn where_it_went(look: &Look<'_>, month: &Month) -> Option<Finding> {
    let parts = split(
        look.book,
        &month.rows,
        GroupBy::Group,
        Weekday::Monday,
        usize::MAX,
    );
    let most = parts
        .parts
        .first()
        .filter(|part| part.sum.amount() > Decimal::ZERO)?;
    let mut rows = look.book.parted(&month.rows);
    rows.retain(|at| {
        GroupKey::Group(look.book.category(*at).map(|category| category.group())) == most.key
    });
    Some(top(look, month, &WHERE, &parts, most, rows))
}

const WHERE: Words = Words {
    kind: FindingKind::WhereItWent,
    bounds: (54, 60),
    large: 0,
    figure: "sum",
    numbers: "sum total share count",
    caption: "caption-period period",
    says: "where-it-went name sum period",
    because: "top-because sum total next",
    ask: "ask-breakdown",
};

/// The merchant that took the most.
fn merchant_top(look: &Look<'_>, month: &Month) -> Option<Finding> {
    let parts = split(
        look.book,
        &month.rows,
        GroupBy::Merchant,
        Weekday::Monday,
        usize::MAX,
    );
    let named = |part: &&Part| part.key != GroupKey::Merchant(None);
    let most = parts
        .parts
        .iter()
        .find(named)
        .filter(|part| part.sum.amount() > Decimal::ZERO)?;
    let rows = rows_of(month, |at| {
        GroupKey::Merchant(look.book.merchant(at)) == most.key
    });
    Some(top(look, month, &MERCHANT, &parts, most, rows))
}

const MERCHANT: Words = Words {
    kind: FindingKind::MerchantTop,
    bounds: (46, 52),
    says: "merchant-top name sum period",
    ask: "ask-merchants",
    ..WHERE
};

fn rows_of(month: &Month, is_in: impl Fn(Index) -> bool) -> Vec<Index> {
    month.rows.iter().copied().filter(|at| is_in(*at)).gather()
}

fn top(
    look: &Look<'_>,
    month: &Month,
    words: &Words,
    parts: &Breakdown,
    most: &Part,
    rows: Vec<Index>,
) -> Finding {
    let whole = parts.total.map(|total| total.amount()).unwrap_or_default();
    let sum = most.sum.amount();
    let share = sum.over(whole).unwrap_or_default().round_dp(2);
    let others = parts.parts.iter().filter(|part| part.key != most.key);
    let next: Vec<Argument> = others
        .filter(|part| part.sum.amount() > Decimal::ZERO && part.key != GroupKey::Merchant(None))
        .take(NAMED)
        .map(|part| named(part.label.clone(), &part.sum))
        .gather();
    let has_next = !next.is_empty();
    let mut told = month.told(look);
    look.tell(&mut told, "total", whole);
    told.money("sum", &most.sum)
        .ratio("share", share)
        .count("count", most.count)
        .put("name", most.label.clone());
    if has_next {
        told.put("next", Argument::List(next));
    }
    let mut finding = words.finding(look, sum, told, rows);
    finding.score = score(words.bounds.0, words.bounds.1, sum, whole);
    if let (Some(because), true) = (&mut finding.because, has_next) {
        because.template = "top-because-next";
    }
    finding.reason = Reason::LargestShare(share);
    month.date(&mut finding);
    finding
}

/// A name with its amount, in a list.
pub(super) fn named(name: Argument, amount: &Money) -> Argument {
    let mut phrase = Phrase::new("named-amount");
    phrase.put("name", name).money("amount", amount);
    Argument::Phrase(Box::new(phrase))
}

/// The largest purchases.
fn largest_purchases(look: &Look<'_>, month: &Month) -> Option<Finding> {
    let rows = breakdown::largest(look.book, &month.rows, LARGEST);
    let first = *rows.first()?;
    let amount = look.magnitude(first);
    let sum = look.sum(&rows);
    let next: Vec<Argument> = rows[1..]
        .iter()
        .map(|at| named(look.payee(*at), &look.money(look.magnitude(*at))))
        .gather();
    let mut told = month.told(look);
    look.tell(&mut told, "amount", amount);
    look.tell(&mut told, "sum", sum);
    told.count("count", rows.len() as u64)
        .date("day", look.date(first))
        .put("merchant", look.payee(first));
    if !next.is_empty() {
        told.put("next", Argument::List(next));
    }
    let mut transactions = rows;
    transactions.arrange();
    let mut finding = LARGEST_OF.finding(look, amount, told, transactions);
    month.date(&mut finding);
    Some(finding)
}

const LARGEST_OF: Words = Words {
    kind: FindingKind::LargestPurchases,
    bounds: (50, 56),
    large: 1000,
    figure: "sum",
    numbers: "amount sum count day",
    caption: "caption-largest count",
    says: "largest-purchase merchant amount period",
    because: "largest-because next",
    ask: "ask-largest",
};

/// This month so far against the same days of last month, else the last two whole months.
fn period_change(look: &Look<'_>) -> Option<Finding> {
    let compared = look.months.comparison()?;
    let rows = look.rows(Flow::Spending, Some(compared.now));
    if compared.so_far && compared.now.days() < COMPARED_DAYS || rows.is_empty() {
        return None;
    }
    let difference = compared.difference();
    let mut told = told();
    told.money("sum", &compared.sum)
        .money("before", &compared.before)
        .money("difference", &difference)
        .period("period", compared.now)
        .period("against", compared.against);
    let mut finding = CHANGE.finding(look, difference.amount().abs(), told, rows);
    finding.figure = Figure::Money(difference.abs());
    finding.says = compared.headline();
    if let (Some(caption), true) = (&mut finding.caption, difference.amount().is_sign_negative()) {
        caption.template = "caption-less";
    }
    if compared.so_far {
        finding.rule = Rule::SoFar;
        finding.ask = Phrase::new("ask-compare").sentence();
    }
    finding.period = Some(compared.now);
    finding.reason = Reason::TimesBefore(times(compared.sum.amount(), compared.before.amount()));
    finding.expires = end_of_next_month(compared.now);
    Some(finding)
}

const CHANGE: Words = Words {
    kind: FindingKind::PeriodChange,
    bounds: (50, 68),
    large: LARGE,
    figure: "difference",
    numbers: "sum before difference",
    caption: "caption-more",
    says: "change-more",
    because: "compared-because sum period before against",
    ask: "ask-compare-whole",
};
