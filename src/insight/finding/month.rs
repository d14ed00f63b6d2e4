//! Where a month's money went: by category, by merchant, by transaction, and against the month before.

use rust_decimal::Decimal;

use crate::book::{Flow, GroupBy, GroupKey};
use crate::calendar::{Period, Weekday};
use crate::insight::overview::breakdown::{self, split};
use crate::insight::{Breakdown, Part};
use crate::ledger::Index;
use crate::order::Arrange as _;
use crate::phrase::{Argument, Phrase};

use super::look::{Look, score, times};
use super::{Figure, Finding, FindingKind, Reason, Rule, end_of_next_month};

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
    let mut found: Vec<Finding> = period_change(look).into_iter().collect();
    let Some(period) = look.months.last_complete().or(look.months.newest()) else {
        return found;
    };
    let period = period.so_far(look.today);
    let month = Month {
        period,
        complete: look.months.is_complete(period),
        rows: look.rows(Flow::Spending, Some(period)),
    };
    found.extend(where_it_went(look, &month));
    found.extend(merchant_top(look, &month));
    found.extend(largest_purchases(look, &month));
    found
}

impl Month {
    fn rule(&self) -> Rule {
        if self.complete {
            Rule::Proved
        } else {
            Rule::SoFar
        }
    }

    fn caption(&self) -> Option<Phrase> {
        Some(Phrase::new("caption-period").with("period", Argument::Period(self.period)))
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
    let ask = Phrase::new("ask-breakdown").with("when", look.when(month.period));
    let says = Phrase::new("where-it-went");
    Some(top(
        look,
        month,
        FindingKind::WhereItWent,
        (54, 60),
        &parts,
        most,
        rows,
        says,
        ask,
    ))
}

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
    let ask = Phrase::new("ask-merchants").with("when", look.when(month.period));
    let says = Phrase::new("merchant-top");
    Some(top(
        look,
        month,
        FindingKind::MerchantTop,
        (46, 52),
        &parts,
        most,
        rows,
        says,
        ask,
    ))
}

fn rows_of(month: &Month, is_in: impl Fn(Index) -> bool) -> Vec<Index> {
    month.rows.iter().copied().filter(|at| is_in(*at)).collect()
}

#[expect(
    clippy::too_many_arguments,
    reason = "two callers beside it, one for each way of splitting"
)]
fn top(
    look: &Look<'_>,
    month: &Month,
    kind: FindingKind,
    bounds: (i64, i64),
    parts: &Breakdown,
    most: &Part,
    rows: Vec<Index>,
    says: Phrase,
    ask: Phrase,
) -> Finding {
    let whole = parts.total.map(|total| total.amount()).unwrap_or_default();
    let share = most
        .sum
        .amount()
        .checked_div(whole)
        .unwrap_or_default()
        .round_dp(2);
    let others = parts.parts.iter().filter(|part| part.key != most.key);
    let next: Vec<Argument> = others
        .filter(|part| part.sum.amount() > Decimal::ZERO && part.key != GroupKey::Merchant(None))
        .take(NAMED)
        .map(|part| named(part.label.clone(), Argument::Money(part.sum)))
        .collect();
    let mut because = Phrase::new("top-because")
        .with("sum", Argument::Money(most.sum))
        .with("total", look.amount(whole));
    if !next.is_empty() {
        because.template = "top-because-next";
        because = because.with("next", Argument::List(next));
    }
    Finding {
        kind,
        score: score(bounds.0, bounds.1, most.sum.amount(), whole),
        period: Some(month.period),
        figure: Figure::Money(most.sum),
        rule: month.rule(),
        caption: month.caption(),
        numbers: vec![
            ("sum", Argument::Money(most.sum)),
            ("total", look.amount(whole)),
            ("share", Argument::Ratio(share)),
            ("count", Argument::Count(most.count)),
        ],
        transactions: rows,
        says: says
            .with("name", most.label.clone())
            .with("sum", Argument::Money(most.sum))
            .with("period", Argument::Period(month.period)),
        because: Some(because),
        reason: Reason::LargestShare(share),
        expires: end_of_next_month(month.period),
        ask: ask.sentence(),
    }
}

/// A name with its amount, in a list.
pub(super) fn named(name: Argument, amount: Argument) -> Argument {
    let phrase = Phrase::new("named-amount")
        .with("name", name)
        .with("amount", amount);
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
        .map(|at| named(look.payee(*at), look.amount(look.magnitude(*at))))
        .collect();
    let mut numbers = vec![
        ("amount", look.amount(amount)),
        ("sum", look.amount(sum)),
        ("count", Argument::Count(rows.len() as u64)),
    ];
    numbers.push(("day", Argument::Date(look.date(first))));
    let because = (!next.is_empty())
        .then(|| Phrase::new("largest-because").with("next", Argument::List(next)));
    let mut transactions = rows.clone();
    transactions.arrange();
    Some(Finding {
        kind: FindingKind::LargestPurchases,
        score: score(50, 56, amount, look.floor(1000)),
        period: Some(month.period),
        figure: Figure::Money(look.money(sum)),
        rule: month.rule(),
        caption: Some(
            Phrase::new("caption-largest").with("count", Argument::Count(rows.len() as u64)),
        ),
        numbers,
        transactions,
        says: Phrase::new("largest-purchase")
            .with("merchant", look.payee(first))
            .with("amount", look.amount(amount))
            .with("period", Argument::Period(month.period)),
        because,
        reason: Reason::Rows(rows.len() as u64),
        expires: end_of_next_month(month.period),
        ask: Phrase::new("ask-largest")
            .with("when", look.when(month.period))
            .sentence(),
    })
}

/// This month so far against the same days of last month, else the last two whole months.
fn period_change(look: &Look<'_>) -> Option<Finding> {
    let compared = look.months.comparison()?;
    let rows = look.rows(Flow::Spending, Some(compared.now));
    if compared.so_far && compared.now.days() < COMPARED_DAYS || rows.is_empty() {
        return None;
    }
    let difference = compared.difference();
    let caption = if difference.amount().is_sign_negative() {
        "caption-less"
    } else {
        "caption-more"
    };
    let ask = if compared.so_far {
        "ask-compare"
    } else {
        "ask-compare-whole"
    };
    Some(Finding {
        kind: FindingKind::PeriodChange,
        score: score(50, 68, difference.amount().abs(), look.floor(LARGE)),
        period: Some(compared.now),
        figure: Figure::Money(difference.abs()),
        rule: if compared.so_far {
            Rule::SoFar
        } else {
            Rule::Proved
        },
        caption: Some(Phrase::new(caption)),
        numbers: vec![
            ("sum", Argument::Money(compared.sum)),
            ("before", Argument::Money(compared.before)),
            ("difference", Argument::Money(difference)),
        ],
        transactions: rows,
        because: Some(
            Phrase::new("compared-because")
                .with("sum", Argument::Money(compared.sum))
                .with("period", Argument::Period(compared.now))
                .with("before", Argument::Money(compared.before))
                .with("against", Argument::Period(compared.against)),
        ),
        says: compared.headline(),
        reason: Reason::TimesBefore(times(compared.sum.amount(), compared.before.amount())),
        expires: end_of_next_month(compared.now),
        ask: Phrase::new(ask)
            .with("period", Argument::Period(compared.now))
            .with("against", Argument::Period(compared.against))
            .sentence(),
    })
}
