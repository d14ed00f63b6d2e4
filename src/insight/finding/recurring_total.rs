//! What recurring payments come to a month, those that began lately, those that did not come, and those
//! that come next.

use rust_decimal::Decimal;

use crate::money::{Exact, Money};

use crate::calendar::{Date, Period, days_between, plus_days};
use crate::insight::recurring::life::patience;
use crate::insight::{Life, Stream};
use crate::ledger::Index;
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::{Argument, Phrase};

use super::look::Look;
use super::month::named;
use super::told::{Words, told};
use super::{Finding, FindingKind, Reason, Rule, add};

/// How many days ahead a bill is due soon: until the next pay of those paid every two weeks.
const DUE_DAYS: i32 = 14;

/// How many names a line holds.
const NAMED: usize = 3;

/// What recurs takes so many thousandths of a usual month where it ranks highest: all of it.
const LARGE: i64 = 1000;

/// For how many days a total stands before it is worth saying again.
const STANDS_DAYS: i32 = 31;

pub(super) fn find(look: &Look<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    add(&mut found, total(look));
    add(&mut found, bills_due(look));
    for stream in look.bills() {
        match stream.life {
            Life::New => found.push(new(look, stream)),
            Life::Late => add(&mut found, late(look, stream)),
            _ => {}
        }
    }
    found
}

/// What all that go on come to a month.
fn total(look: &Look<'_>) -> Option<Finding> {
    let mut bills: Vec<&Stream> = look.bills().gather();
    bills.arrange_by_key(|stream| std::cmp::Reverse(stream.monthly.amount()));
    let monthly = sum(bills.iter().map(|stream| stream.monthly.amount()));
    let yearly = sum(bills.iter().map(|stream| stream.yearly().amount()));
    let rows: Vec<Index> = bills
        .iter()
        .filter_map(|stream| stream.charges.last().copied())
        .gather();
    let longest = bills.first()?;
    let mut told = told();
    look.tell(&mut told, "monthly", monthly);
    look.tell(&mut told, "yearly", yearly);
    told.count("count", bills.len() as u64);
    put_list(&mut told, &bills, |stream| &stream.monthly);
    let mut finding = TOTAL.finding(look, monthly, told, sorted(rows));
    finding.rule = Rule::Estimate;
    finding.reason = Reason::Interval(longest.cadence);
    Some(finding)
}

const TOTAL: Words = Words {
    kind: FindingKind::Recurring,
    bounds: (48, 56),
    large: LARGE,
    figure: "monthly",
    numbers: "count monthly yearly",
    caption: "caption-a-month",
    says: "recurring count monthly",
    because: "recurring-because list more",
    ask: "ask-recurring",
};

/// The bills expected in the next days, each at its last amount.
fn bills_due(look: &Look<'_>) -> Option<Finding> {
    let until = plus_days(look.today, DUE_DAYS);
    let mut due: Vec<(Date, &Stream)> = look
        .bills()
        .filter_map(|stream| stream.next.map(|next| (next, stream)))
        .filter(|(next, _)| look.today <= *next && *next <= until)
        .gather();
    due.arrange_by_key(|(next, stream)| (*next, std::cmp::Reverse(stream.amount.amount())));
    let last = due.last()?.0;
    let bills: Vec<&Stream> = due.iter().map(|(_, stream)| *stream).gather();
    let whole = sum(bills.iter().map(|stream| stream.amount.amount()));
    let rows: Vec<Index> = bills
        .iter()
        .filter_map(|stream| stream.charges.last().copied())
        .gather();
    let mut told = told();
    look.tell(&mut told, "sum", whole);
    told.count("count", bills.len() as u64)
        .date("first", due.first()?.0)
        .date("last", last)
        .date("day", last);
    put_list(&mut told, &bills, |stream| &stream.amount);
    let mut finding = DUE.finding(look, whole, told, sorted(rows));
    finding.period = Period::inclusive(look.today, last);
    // One bill is quoted at its last amount, the sum of several is an estimate.
    finding.rule = match bills.len() {
        1 => Rule::Quoted,
        _ => Rule::Estimate,
    };
    finding.expires = plus_days(last, 1);
    Some(finding)
}

const DUE: Words = Words {
    kind: FindingKind::BillsDue,
    bounds: (56, 72),
    large: LARGE,
    figure: "sum",
    numbers: "count sum first last",
    caption: "caption-by-day day",
    says: "bills-due count day",
    because: "bills-due-because list more",
    ask: "ask-upcoming",
};

/// A recurring payment that began lately.
fn new(look: &Look<'_>, stream: &Stream) -> Finding {
    let mut told = told();
    told.money("amount", &stream.amount)
        .money("monthly", &stream.monthly)
        .money("yearly", &stream.yearly())
        .count("count", stream.charges.len() as u64)
        .date("since", stream.first)
        .text("merchant", &stream.name)
        .label("cadence", stream.cadence.label());
    let weight = stream.monthly.amount();
    let mut finding = NEW.finding(look, weight, told, stream.charges.clone());
    finding.period = Period::inclusive(stream.first, stream.last);
    finding.rule = Rule::Quoted;
    finding.reason = Reason::Interval(stream.cadence);
    finding.expires = plus_days(stream.last, STANDS_DAYS);
    finding
}

const NEW: Words = Words {
    kind: FindingKind::NewRecurring,
    bounds: (64, 76),
    large: 50,
    figure: "amount",
    numbers: "amount monthly yearly count since",
    caption: "caption-cadence cadence",
    says: "new-recurring merchant amount cadence",
    because: "new-recurring-because count since yearly",
    ask: "ask-recurring",
};

/// A recurring payment that was due and did not come.
fn late(look: &Look<'_>, stream: &Stream) -> Option<Finding> {
    let due = stream.next?;
    let days = u64::try_from(days_between(due, look.today)).ok()?;
    let mut told = told();
    told.money("amount", &stream.amount)
        .date("due", due)
        .count("days", days)
        .text("merchant", &stream.name)
        .label("cadence", stream.cadence.label())
        .count("count", stream.charges.len() as u64)
        .date("last", stream.last);
    let rows = stream.charges.last().copied().into_iter().gather();
    let mut finding = OVERDUE.finding(look, stream.amount.amount(), told, rows);
    finding.period = Period::inclusive(due, look.today);
    finding.rule = Rule::Quoted;
    finding.reason = Reason::DaysLate(days);
    finding.expires = plus_days(due, patience(stream.cadence).1 + 1);
    Some(finding)
}

const OVERDUE: Words = Words {
    kind: FindingKind::LatePayment,
    bounds: (58, 70),
    large: 250,
    figure: "amount",
    numbers: "amount due days",
    caption: "caption-last-time",
    says: "late-payment merchant due",
    because: "late-payment-because cadence count last",
    ask: "ask-recurring",
};

/// Names the first streams with an amount each, and counts the others.
fn put_list(told: &mut Phrase, streams: &[&Stream], amount: fn(&Stream) -> &Money) {
    let items = streams
        .iter()
        .take(NAMED)
        .map(|stream| named(Argument::text(&stream.name), amount(stream)));
    told.put("list", Argument::List(items.gather()));
    if let more @ 1.. = streams.len().saturating_sub(NAMED) {
        told.count("more", more as u64);
    }
}

fn sum(amounts: impl Iterator<Item = Decimal>) -> Decimal {
    amounts.fold(Decimal::ZERO, Exact::near_plus)
}

fn sorted(mut rows: Vec<Index>) -> Vec<Index> {
    rows.arrange();
    rows
}
