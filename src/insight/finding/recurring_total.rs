//! What recurring payments come to a month, those that began lately, those that did not come, and those
//! that come next.

use rust_decimal::Decimal;

use crate::money::Exact;

use crate::calendar::{Date, Period, days_between, plus_days};
use crate::insight::recurring::life::patience;
use crate::insight::{Life, Stream};
use crate::ledger::Index;
use crate::order::Arrange as _;
use crate::phrase::{Argument, Phrase};

use super::look::{Look, score};
use super::month::named;
use super::{Figure, Finding, FindingKind, Reason, Rule};

/// How many days ahead a bill is due soon: until the next pay of those paid every two weeks.
const DUE_DAYS: i32 = 14;

/// How many names a line holds.
const NAMED: usize = 3;

/// What recurs takes so many thousandths of a usual month where it ranks highest: all of it.
const LARGE: i64 = 1000;

/// For how many days a total stands before it is worth saying again.
const STANDS_DAYS: i32 = 31;

pub(super) fn find(look: &Look<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = total(look).into_iter().collect();
    found.extend(bills_due(look));
    for stream in look.bills() {
        match stream.life {
            Life::New => found.push(new(look, stream)),
            Life::Late => found.extend(late(look, stream)),
            _ => {}
        }
    }
    found
}

/// What all that go on come to a month.
fn total(look: &Look<'_>) -> Option<Finding> {
    let mut bills: Vec<&Stream> = look.bills().collect();
    bills.arrange_by_key(|stream| std::cmp::Reverse(stream.monthly.amount()));
    let monthly = sum(bills.iter().map(|stream| stream.monthly.amount()));
    let yearly = sum(bills.iter().map(|stream| stream.yearly().amount()));
    let rows: Vec<Index> = bills
        .iter()
        .filter_map(|stream| stream.charges.last().copied())
        .collect();
    let count = bills.len() as u64;
    let longest = bills.first()?;
    Some(Finding {
        kind: FindingKind::Recurring,
        score: score(48, 56, monthly, look.floor(LARGE)),
        period: None,
        figure: Figure::Money(look.money(monthly)),
        rule: Rule::Estimate,
        caption: Some(Phrase::new("caption-a-month")),
        numbers: vec![
            ("count", Argument::Count(count)),
            ("monthly", look.amount(monthly)),
            ("yearly", look.amount(yearly)),
        ],
        transactions: sorted(rows),
        says: Phrase::new("recurring")
            .with("count", Argument::Count(count))
            .with("monthly", look.amount(monthly)),
        because: Some(list_line(
            "recurring-because",
            &bills,
            |stream| stream.monthly.amount(),
            look,
        )),
        reason: Reason::Interval(longest.cadence),
        expires: plus_days(look.today, STANDS_DAYS),
        ask: Phrase::new("ask-recurring").sentence(),
    })
}

/// The bills expected in the next days, each at its last amount.
fn bills_due(look: &Look<'_>) -> Option<Finding> {
    let until = plus_days(look.today, DUE_DAYS);
    let mut due: Vec<(Date, &Stream)> = look
        .bills()
        .filter_map(|stream| stream.next.map(|next| (next, stream)))
        .filter(|(next, _)| look.today <= *next && *next <= until)
        .collect();
    due.arrange_by_key(|(next, stream)| (*next, std::cmp::Reverse(stream.amount.amount())));
    let last = due.last()?.0;
    let bills: Vec<&Stream> = due.iter().map(|(_, stream)| *stream).collect();
    let whole = sum(bills.iter().map(|stream| stream.amount.amount()));
    let rows: Vec<Index> = bills
        .iter()
        .filter_map(|stream| stream.charges.last().copied())
        .collect();
    let count = bills.len() as u64;
    Some(Finding {
        kind: FindingKind::BillsDue,
        score: score(56, 72, whole, look.floor(LARGE)),
        period: Period::inclusive(look.today, last),
        figure: Figure::Money(look.money(whole)),
        // One bill is quoted at its last amount, the sum of several is an estimate.
        rule: if count == 1 {
            Rule::Quoted
        } else {
            Rule::Estimate
        },
        caption: Some(Phrase::new("caption-by-day").with("day", Argument::Date(last))),
        numbers: vec![
            ("count", Argument::Count(count)),
            ("sum", look.amount(whole)),
            ("first", Argument::Date(due.first()?.0)),
            ("last", Argument::Date(last)),
        ],
        transactions: sorted(rows),
        says: Phrase::new("bills-due")
            .with("count", Argument::Count(count))
            .with("day", Argument::Date(last)),
        because: Some(list_line(
            "bills-due-because",
            &bills,
            |stream| stream.amount.amount(),
            look,
        )),
        reason: Reason::Rows(count),
        expires: plus_days(last, 1),
        ask: Phrase::new("ask-upcoming").sentence(),
    })
}

/// A recurring payment that began lately.
fn new(look: &Look<'_>, stream: &Stream) -> Finding {
    let count = stream.charges.len() as u64;
    Finding {
        kind: FindingKind::NewRecurring,
        score: score(64, 76, stream.monthly.amount(), look.floor(50)),
        period: Period::inclusive(stream.first, stream.last),
        figure: Figure::Money(stream.amount),
        rule: Rule::Quoted,
        caption: Some(
            Phrase::new("caption-cadence").with("cadence", Argument::Label(stream.cadence.label())),
        ),
        numbers: vec![
            ("amount", Argument::Money(stream.amount)),
            ("monthly", Argument::Money(stream.monthly)),
            ("yearly", Argument::Money(stream.yearly())),
            ("count", Argument::Count(count)),
            ("since", Argument::Date(stream.first)),
        ],
        transactions: stream.charges.clone(),
        says: Phrase::new("new-recurring")
            .with("merchant", Argument::text(&stream.name))
            .with("amount", Argument::Money(stream.amount))
            .with("cadence", Argument::Label(stream.cadence.label())),
        because: Some(
            Phrase::new("new-recurring-because")
                .with("count", Argument::Count(count))
                .with("since", Argument::Date(stream.first))
                .with("yearly", Argument::Money(stream.yearly())),
        ),
        reason: Reason::Interval(stream.cadence),
        expires: plus_days(stream.last, STANDS_DAYS),
        ask: Phrase::new("ask-recurring").sentence(),
    }
}

/// A recurring payment that was due and did not come.
fn late(look: &Look<'_>, stream: &Stream) -> Option<Finding> {
    let due = stream.next?;
    let days = u64::try_from(days_between(due, look.today)).ok()?;
    Some(Finding {
        kind: FindingKind::LatePayment,
        score: score(58, 70, stream.amount.amount(), look.floor(250)),
        period: Period::inclusive(due, look.today),
        figure: Figure::Money(stream.amount),
        rule: Rule::Quoted,
        caption: Some(Phrase::new("caption-last-time")),
        numbers: vec![
            ("amount", Argument::Money(stream.amount)),
            ("due", Argument::Date(due)),
            ("days", Argument::Count(days)),
        ],
        transactions: stream.charges.last().copied().into_iter().collect(),
        says: Phrase::new("late-payment")
            .with("merchant", Argument::text(&stream.name))
            .with("due", Argument::Date(due)),
        because: Some(
            Phrase::new("late-payment-because")
                .with("cadence", Argument::Label(stream.cadence.label()))
                .with("count", Argument::Count(stream.charges.len() as u64))
                .with("last", Argument::Date(stream.last)),
        ),
        reason: Reason::DaysLate(days),
        expires: plus_days(due, patience(stream.cadence).1 + 1),
        ask: Phrase::new("ask-recurring").sentence(),
    })
}

/// A line that names the first streams with an amount each, and counts the others.
fn list_line(
    template: &'static str,
    streams: &[&Stream],
    amount: impl Fn(&Stream) -> Decimal,
    look: &Look<'_>,
) -> Phrase {
    let items = streams
        .iter()
        .take(NAMED)
        .map(|stream| named(Argument::text(&stream.name), look.amount(amount(stream))));
    let line = Phrase::new(template).with("list", Argument::List(items.collect()));
    match streams.len().saturating_sub(NAMED) {
        0 => line,
        more => line.with("more", Argument::Count(more as u64)),
    }
}

fn sum(amounts: impl Iterator<Item = Decimal>) -> Decimal {
    amounts.fold(Decimal::ZERO, Exact::near_plus)
}

fn sorted(mut rows: Vec<Index>) -> Vec<Index> {
    rows.arrange();
    rows
}
