//! A stream that was found, described: what it is called, what comes next, and where it stands in its life.

use rust_decimal::Decimal;

use crate::book::{Book, MerchantId};
use crate::calendar::{Date, Day, Period, Weekday, days_between, plus_days};
use crate::category::Category;
use crate::ledger::Index;
use crate::money::{Exact, Money};
use crate::order::Gather as _;
use crate::stats::median_decimal;

use super::Found;
use super::interval::Fit;
use super::{Cadence, Life, Stream};
use crate::insight::overview::breakdown::rounded;

/// The most charges of a stream that is new.
const NEW_MOST: usize = 4;

/// How many charges at the new price a change of price is news for.
const CHANGED_MOST: usize = 3;

/// The fewest charges from which a stream is seen to avoid weekends.
const WEEKDAYS_LEAST: usize = 4;

/// Describes a stream; `None` where it has no charge.
pub(super) fn stream(book: &Book, today: Date, found: &Found) -> Option<Stream> {
    let ledger = book.ledger();
    let charges: Vec<Index> = found.charges.iter().map(|charge| charge.at).gather();
    let last_charge = *charges.last()?;
    let merchant = book.merchant(last_charge);
    let currency = ledger.currency_at(last_charge);
    let income = !ledger.amount_at(last_charge).is_negative();
    let magnitude = |at: Index| Money::new(ledger.amount_at(at).abs(), currency);
    let amount = magnitude(last_charge);
    let values: Vec<Decimal> = charges.iter().map(|at| magnitude(*at).amount()).gather();
    let (first, last) = (
        found.charges.first()?.day.to_date(),
        found.charges.last()?.day.to_date(),
    );
    let seen = seen_until(book, today, last_charge).max(last);
    let mut due = due(found, income, 1);
    let mut life = life(book, found, &values, due, seen);
    let longest = found.fit.longest_step();
    if longest > 1 && matches!(life, Life::Late | Life::Ended) {
        let back = self::due(found, income, longest);
        if days_between(back, seen) <= patience(found.fit.cadence).0 {
            (due, life) = (back, Life::Paused);
        }
    }
    Some(Stream {
        merchant,
        name: name(book, merchant, last_charge),
        category: book.category(last_charge),
        group: book.group(last_charge),
        cadence: found.fit.cadence,
        income,
        amount,
        typical: rounded(median_decimal(&values).unwrap_or_default(), currency),
        fixed: found.fixed,
        monthly: found.fit.cadence.monthly(amount),
        first,
        last,
        next: (life != Life::Ended).then_some(due),
        life,
        charges,
    })
}

fn name(book: &Book, merchant: Option<MerchantId>, at: Index) -> Box<str> {
    match (merchant, book.category(at).map(Category::label)) {
        (Some(merchant), _) => book.merchant_name(merchant).into(),
        (None, Some(label)) => crate::phrase::label(label).unwrap_or(label).into(),
        (None, None) => book
            .ledger()
            .transaction(at)
            .map_or("", |row| row.descriptor)
            .into(),
    }
}

/// The day the files of a row's account tell of, today at the latest: after it nothing is late.
fn seen_until(book: &Book, today: Date, at: Index) -> Date {
    let account = book.ledger().account(book.account(at));
    let last = account.and_then(|account| account.period).map(Period::last);
    last.map_or(today, |last| last.min(today))
}

/// The day so many slots later; off the weekend where no charge was ever booked on one.
fn due(found: &Found, income: bool, slots: i32) -> Date {
    let fit: &Fit = &found.fit;
    let due = fit.day_of(fit.last_slot().saturating_add(slots)).to_date();
    let weekend = |date: Date| matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let booked_on_weekends = found
        .charges
        .iter()
        .any(|charge| weekend(charge.day.to_date()));
    if booked_on_weekends || found.charges.len() < WEEKDAYS_LEAST || !weekend(due) {
        return due;
    }
    let saturday = due.weekday() == Weekday::Saturday;
    match (income, saturday) {
        // Pay comes before a weekend, direct debits after it.
        (true, true) => plus_days(due, -1),
        (true, false) => plus_days(due, -2),
        (false, true) => plus_days(due, 2),
        (false, false) => plus_days(due, 1),
    }
}

/// How many days after it was due a charge is late, and a stream has ended.
///
/// Source: late is beyond the shift of any bank holiday; ended is a whole interval without a charge, three
/// weeks at the least (a holiday away), six weeks at the most.
pub(in crate::insight) fn patience(cadence: Cadence) -> (i32, i32) {
    match cadence {
        Cadence::Weekly => (3, 21),
        Cadence::Fortnightly => (4, 28),
        Cadence::FourWeekly => (5, 28),
        Cadence::Monthly => (6, 31),
        Cadence::Quarterly => (10, 45),
        Cadence::Yearly => (15, 45),
    }
}

fn life(book: &Book, found: &Found, values: &[Decimal], due: Date, seen: Date) -> Life {
    let (late, ended) = patience(found.fit.cadence);
    let overdue = days_between(due, seen);
    if overdue > ended {
        return Life::Ended;
    }
    if overdue > late {
        return Life::Late;
    }
    let since_change = values
        .iter()
        .rev()
        .take_while(|value| values.last() == Some(value))
        .count();
    if found.fixed && since_change < values.len() && since_change <= CHANGED_MOST {
        return Life::PriceChanged;
    }
    if is_new(book, found) {
        Life::New
    } else {
        Life::Active
    }
}

/// Whether it began lately, and the files would show it had it come before.
fn is_new(book: &Book, found: &Found) -> bool {
    let (Some(first), days) = (found.charges.first(), found.fit.cadence.days()) else {
        return false;
    };
    let account = book.ledger().account(book.account(first.at));
    let told_since = account
        .and_then(|account| account.period)
        .map(Period::start);
    let before = first.day.plus(-2 * days);
    found.charges.len() <= NEW_MOST
        && found.fit.cadence < Cadence::Quarterly
        && told_since.is_some_and(|start| Day::from_date(start) <= before)
}

impl Stream {
    /// What it comes to a year, at its last amount.
    pub fn yearly(&self) -> Money {
        let year = self
            .amount
            .amount()
            .near_times(Decimal::from(self.cadence.times_a_year()));
        Money::from_decimal(year, self.currency())
    }

    /// The price before the last step and the first charge at the new one, where there was a step.
    pub fn step(&self, book: &Book) -> Option<(Money, Index)> {
        let amount = |at: &Index| book.ledger().amount_at(*at);
        let now = amount(self.charges.last()?);
        let first = self.charges.iter().rposition(|at| amount(at) != now)? + 1;
        let before = self.charges.get(..first)?.last()?;
        let price = Money::new(amount(before).abs(), self.currency());
        Some((price, *self.charges.get(first)?))
    }
}
