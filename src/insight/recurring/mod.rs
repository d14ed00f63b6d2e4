//! Recurring payments, found among the rows of each merchant.
//!
//! Charges of exactly one amount that come at a steady interval are a core. Cores that follow each other are
//! one stream whose price changed; those that run side by side are two subscriptions. What is left is taken
//! as one bill that varies, where its kind does (a utility, pay), else in clusters of nearly one amount.

use crate::book::Book;
use crate::calendar::{Date, Day};
use crate::order::{AddAll as _, Arrange as _, Gather as _, HashMap};

use crate::ledger::Index;
use crate::money::Currency;
use crate::text::TextId;

mod amounts;
mod interval;
pub(in crate::insight) mod life;
mod payer;
mod stream;

pub use stream::{Cadence, Life, Stream};

use amounts::Spread;
use interval::{Fit, PATTERN_LEAST, steady};
use payer::Kind;

/// The fewest charges at short intervals (a week, two) that are a stream where people shop by habit.
///
/// Three Saturdays in a row at one bakery with one price are a habit's chance; six are not.
const SHORT_HABIT_LEAST: usize = 6;

/// The fewest charges a year apart that are a stream at a merchant where much else is bought.
const YEARS_LEAST: usize = 3;

/// The fewest days between two yearly charges.
const YEAR_DAYS_LEAST: usize = 350;

/// The shortest interval, a week, with its days rounded down.
const SHORTEST_GAP: usize = 6;

/// A merchant that takes something so seldom is no weekly shop.
const SELDOM_DAYS: usize = 10;

/// The most slots from the last charge at one price to the first at another: a council tax of ten months.
const LINKED_MOST: i32 = 3;

/// The fewest charges of one amount where it is a small part of what the merchant takes.
const AMONG_OTHERS_LEAST: usize = 4;

/// A charge of one merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Charge {
    at: Index,
    day: Day,
    /// The magnitude, in units of the merchant's finest scale.
    value: i64,
}

/// A stream before it is described.
struct Found {
    charges: Vec<Charge>,
    fit: Fit,
    fixed: bool,
}

impl Found {
    fn of(charges: &[Charge], fit: Fit, fixed: bool) -> Found {
        Found {
            charges: charges.to_vec(),
            fit,
            fixed,
        }
    }
}

/// The charges that are wanted, in order.
#[inline(never)]
fn those(charges: &[Charge], is_wanted: &dyn Fn(&Charge) -> bool) -> Vec<Charge> {
    let wanted = charges.iter().filter(|charge| is_wanted(charge));
    wanted.copied().gather()
}

#[inline(never)]
fn values_of(charges: &[Charge]) -> Vec<i64> {
    charges.iter().map(|charge| charge.value).gather()
}

/// Every recurring payment of the ledger, ended ones included, in the order of their first charge.
///
/// Shape: at least three charges, two a year apart. Own transfers, repayments, refunds and cash are none.
pub fn recurring(book: &Book, today: Date) -> Vec<Stream> {
    let mut streams = Vec::new();
    for rows in payer::rows_by_payer(book) {
        let Some(charges) = payer::charges(book, &rows) else {
            continue;
        };
        for found in streams_of(book, &charges, payer::kind_of(book, &rows)) {
            if let Some(stream) = life::stream(book, today, &found) {
                streams.push(stream);
            }
        }
    }
    streams.arrange_by(|left, right| {
        let order = |stream: &Stream| (stream.first, stream.charges.first().copied());
        order(left).cmp(&order(right))
    });
    streams
}

/// The streams of a currency that go on: what goes out first, most a month first.
pub(in crate::insight) fn active(streams: &[Stream], currency: Option<Currency>) -> Vec<Stream> {
    let wanted = |stream: &&Stream| stream.currency() == currency && stream.is_active();
    let mut streams: Vec<Stream> = streams.iter().filter(wanted).cloned().gather();
    streams.arrange_by(|left, right| {
        let monthly = |stream: &Stream| stream.monthly.amount();
        (left.income.cmp(&right.income)).then(monthly(right).cmp(&monthly(left)))
    });
    streams
}

fn streams_of(book: &Book, charges: &[Charge], kind: Kind) -> Vec<Found> {
    let (mut found, mut free) = cores(charges, kind);
    link(&mut found);
    for core in &mut found {
        extend(core, &mut free, kind);
    }
    if let Some(whole) = varying(&free, kind) {
        found.push(whole);
        return found;
    }
    found.add_all(yearly(book, &mut free));
    // LIMIT: a price that varies, as in a foreign currency, is not looked for where people shop every week.
    if kind == Kind::Bill || gap_days(&free) >= SELDOM_DAYS {
        for cluster in amounts::clusters(&free) {
            if let Some(varying) = varying(&cluster, kind) {
                found.push(varying);
            }
        }
    }
    found
}

/// Yearly charges in the very same words, each a little dearer than the one before: a membership at a shop.
fn yearly(book: &Book, free: &mut Vec<Charge>) -> Vec<Found> {
    let years = days_of(free) / YEAR_DAYS_LEAST + 1;
    if years < YEARS_LEAST {
        return Vec::new();
    }
    let words = |charge: &Charge| book.ledger().descriptor_column()[charge.at.place()];
    let mut counts: HashMap<TextId, usize> = HashMap::default();
    for charge in &*free {
        *counts.entry(words(charge)).or_default() += 1;
    }
    let is_yearly = |charge: &Charge| {
        let count = counts.get(&words(charge)).copied().unwrap_or(0);
        (YEARS_LEAST..=years).contains(&count)
    };
    let mut by_words = those(free, &is_yearly);
    by_words.arrange_by_key(|charge| (words(charge), charge.at));
    let mut found: Vec<Found> = Vec::new();
    for same in by_words.chunk_by(|left, right| words(left) == words(right)) {
        let values = values_of(same);
        let fit = steady_charges(same).filter(|fit| fit.cadence == Cadence::Yearly);
        if let Some(fit) = fit.filter(|_| amounts::is_gentle(&values)) {
            found.push(Found::of(same, fit, false));
        }
    }
    let is_taken = |charge: &Charge| found.iter().any(|stream| stream.charges.contains(charge));
    if !found.is_empty() {
        free.retain(|charge| !is_taken(charge));
    }
    found
}

/// How many days there are from the first to the last charge, in order.
fn days_of(charges: &[Charge]) -> usize {
    match (charges.first(), charges.last()) {
        (Some(first), Some(last)) => last.day.0.saturating_sub(first.day.0).unsigned_abs() as usize,
        _ => 0,
    }
}

/// How many days lie between two charges on average.
fn gap_days(charges: &[Charge]) -> usize {
    days_of(charges) / charges.len().saturating_sub(1).max(1)
}

/// Charges of exactly one amount at a steady interval, and those that are in none.
fn cores(charges: &[Charge], kind: Kind) -> (Vec<Found>, Vec<Charge>) {
    let mut counts: HashMap<i64, u32> = HashMap::default();
    for charge in charges {
        *counts.entry(charge.value).or_default() += 1;
    }
    let is_repeated = |charge: &Charge| counts.get(&charge.value).is_some_and(|count| *count > 1);
    let mut by_amount = those(charges, &is_repeated);
    by_amount.arrange_by_key(|charge| charge.value);
    let mut found: Vec<Found> = Vec::new();
    for same in by_amount.chunk_by(|left, right| left.value == right.value) {
        if let Some(fit) = steady_charges(same).filter(|fit| is_likely(same, charges, fit, kind)) {
            found.push(Found::of(same, fit, true));
        }
    }
    let taken: Vec<i64> = found.iter().map(|core| core.charges[0].value).gather();
    found.arrange_by_key(|core| core.charges.first().map(|charge| (charge.day, charge.at)));
    let free = those(charges, &|charge| !taken.contains(&charge.value));
    (found, free)
}

fn steady_charges(charges: &[Charge]) -> Option<Fit> {
    if charges.len() < 2 || gap_days(charges) < SHORTEST_GAP {
        return None;
    }
    let days: Vec<Day> = charges.iter().map(|charge| charge.day).gather();
    steady(&days)
}

/// Whether so many charges at this interval are more than a habit's chance.
fn is_likely(same: &[Charge], all: &[Charge], fit: &Fit, kind: Kind) -> bool {
    let (Some(first), Some(last)) = (same.first(), same.last()) else {
        return false;
    };
    let meanwhile = all.partition_point(|charge| charge.day <= last.day)
        - all.partition_point(|charge| charge.day < first.day);
    let among_others = meanwhile > 2 * same.len();
    match kind {
        Kind::Bill => same.len() >= PATTERN_LEAST || !among_others,
        // Two of one amount a year apart are a stream only where there is little else.
        _ if fit.cadence == Cadence::Yearly => {
            same.len() >= PATTERN_LEAST || meanwhile == same.len()
        }
        _ if among_others => same.len() >= AMONG_OTHERS_LEAST.max(short_least(fit, kind)),
        _ => same.len() >= short_least(fit, kind),
    }
}

fn short_least(fit: &Fit, kind: Kind) -> usize {
    match (kind, fit.cadence) {
        (Kind::Habit, Cadence::Weekly | Cadence::Fortnightly) => SHORT_HABIT_LEAST,
        _ => 2,
    }
}

/// Joins cores where one begins when the other has ended: one stream whose price changed.
fn link(found: &mut Vec<Found>) {
    let mut at = 0;
    while at < found.len() {
        let next = (at + 1..found.len()).find(|other| follows(&found[at], &found[*other]));
        let Some(next) = next else {
            at += 1;
            continue;
        };
        let later = found.remove(next);
        let mut charges = found[at].charges.clone();
        charges.extend_from_slice(&later.charges);
        match steady_charges(&charges) {
            Some(fit) => {
                found[at] = Found {
                    charges,
                    fit,
                    fixed: true,
                };
            }
            None => {
                found.insert(next, later);
                at += 1;
            }
        }
    }
}

/// Whether a core begins where the other ends, at nearly its price.
fn follows(earlier: &Found, later: &Found) -> bool {
    let (Some(last), Some(first)) = (earlier.charges.last(), later.charges.first()) else {
        return false;
    };
    let (slot, off) = earlier.fit.nearest(first.day);
    let steps = slot - earlier.fit.last_slot();
    earlier.fit.cadence == later.fit.cadence
        && (1..=LINKED_MOST).contains(&steps)
        && earlier.fit.is_near_slot(off)
        && amounts::is_step(last.value, first.value)
}

/// Takes free charges that lie on the slots before and after a core: the price before it, and the one after.
fn extend(core: &mut Found, free: &mut Vec<Charge>, kind: Kind) {
    for step in [1, -1] {
        while let Some(end) = end_of(core, step) {
            let Some(slot) = core.fit.nearest(end.day).0.checked_add(step) else {
                break;
            };
            let value = end.value;
            let due = core.fit.day_of(slot);
            let near = |charge: &Charge| charge.day.0.saturating_sub(due.0).abs();
            let fits = |charge: &Charge| {
                core.fit.nearest(charge.day).0 == slot
                    && core.fit.is_on_slot(near(charge))
                    && (kind != Kind::Habit || near(charge) <= 1)
                    && amounts::is_step(value.min(charge.value), value.max(charge.value))
            };
            let best = (0..free.len())
                .filter(|at| fits(&free[*at]))
                .min_by_key(|at| near(&free[*at]));
            let Some(best) = best else {
                break;
            };
            let charge = free.remove(best);
            if step > 0 {
                core.charges.push(charge);
                core.fit.slots.push(slot);
            } else {
                core.charges.insert(0, charge);
                core.fit.slots.insert(0, slot);
            }
        }
    }
    let values = values_of(&core.charges);
    core.fixed = amounts::is_fixed(&values);
}

/// The last charge of a stream, or the first where the step goes back.
fn end_of(found: &Found, step: i32) -> Option<Charge> {
    let end = if step > 0 {
        found.charges.last()
    } else {
        found.charges.first()
    };
    end.copied()
}

/// The charges as one bill that varies, where they come steadily and vary no more than their kind.
fn varying(charges: &[Charge], kind: Kind) -> Option<Found> {
    if gap_days(charges) < SHORTEST_GAP {
        return None;
    }
    let values = values_of(charges);
    let spread = amounts::spread(&values)?;
    let allowed = match kind {
        Kind::Bill => Spread::Varying,
        Kind::Unknown => Spread::Near,
        Kind::Habit => Spread::Same,
    };
    if spread > allowed {
        return None;
    }
    let fit = steady_charges(charges)?;
    let enough = charges.len() >= PATTERN_LEAST || spread <= Spread::Near && kind == Kind::Bill;
    (enough && charges.len() >= short_least(&fit, kind))
        .then(|| Found::of(charges, fit, amounts::is_fixed(&values)))
}
