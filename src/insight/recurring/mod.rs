//! Recurring payments, found among the rows of each merchant.
//!
//! Charges of exactly one amount that come at a steady interval are a core. Cores that follow each other are
//! one stream whose price changed; those that run side by side are two subscriptions. What is left is taken
//! as one bill that varies, where its kind does (a utility, pay), else in clusters of nearly one amount.

use hashbrown::HashMap;

use crate::book::{Book, CountsAs, MerchantId};
use crate::calendar::{Date, Day};
use crate::category::{Category, Group};
use crate::ledger::Index;
use crate::money::Currency;
use crate::text::TextId;

use super::overview::breakdown::is_card_bill;

mod amounts;
mod interval;
pub(in crate::insight) mod life;
mod stream;

pub use stream::{Cadence, Life, Stream};

use amounts::Spread;
use interval::{Fit, steady};

/// The fewest charges at short intervals (a week, two) that are a stream where people shop by habit.
///
/// Three Saturdays in a row at one bakery with one price are a habit's chance; six are not.
const SHORT_HABIT_LEAST: usize = 6;

/// The most slots from the last charge at one price to the first at another: a council tax of ten months.
const LINKED_MOST: i32 = 3;

/// The fewest charges of one amount where it is a small part of what the merchant takes.
const AMONG_OTHERS_LEAST: usize = 4;

/// A charge of one merchant.
#[derive(Clone, Copy, Debug)]
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

/// What the rows of a stream have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Payer {
    Merchant(MerchantId),
    /// Rows that name no merchant, by their category, else by their very words.
    Category(Category),
    Words(TextId),
}

/// Every recurring payment of the ledger, ended ones included, in the order of their first charge.
///
/// Shape: at least three charges, two a year apart. Own transfers, repayments, refunds and cash are none.
pub fn recurring(book: &Book, today: Date) -> Vec<Stream> {
    let mut streams = Vec::new();
    for (payer, rows) in by_payer(book) {
        let Some(charges) = charges(book, &rows) else {
            continue;
        };
        let merchant = match payer {
            Payer::Merchant(merchant) => Some(merchant),
            _ => None,
        };
        for found in streams_of(&charges, kind_of(book, &rows)) {
            streams.extend(life::stream(book, today, merchant, &found));
        }
    }
    streams.sort_by(|left, right| {
        let order = |stream: &Stream| (stream.first, stream.charges.first().copied());
        order(left).cmp(&order(right))
    });
    streams
}

/// The streams of a currency that go on: what goes out first, most a month first.
pub(in crate::insight) fn active(
    book: &Book,
    today: Date,
    currency: Option<Currency>,
) -> Vec<Stream> {
    let mut streams = recurring(book, today);
    streams.retain(|stream| stream.currency() == currency && stream.is_active());
    streams.sort_by(|left, right| {
        let monthly = |stream: &Stream| stream.monthly.amount();
        (left.income.cmp(&right.income)).then(monthly(right).cmp(&monthly(left)))
    });
    streams
}

/// Rows that may recur, by payer, direction and currency, in the order of first sight.
fn by_payer(book: &Book) -> Vec<(Payer, Vec<Index>)> {
    let ledger = book.ledger();
    let mut groups: Vec<(Payer, Vec<Index>)> = Vec::new();
    let mut place_of: HashMap<(Payer, bool, u8), usize> = HashMap::new();
    for at in ledger.indices() {
        let income = match book.counts_as(at) {
            CountsAs::Purchase => false,
            CountsAs::Income => true,
            _ => continue,
        };
        let payer = match (book.merchant(at), book.category(at)) {
            (Some(merchant), _) => Payer::Merchant(merchant),
            (None, Some(category)) => Payer::Category(category),
            (None, None) => Payer::Words(ledger.descriptor_column()[at.place()]),
        };
        let slot = ledger.currency_slots()[at.place()];
        let place = *place_of.entry((payer, income, slot)).or_insert_with(|| {
            groups.push((payer, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(at);
    }
    groups.retain(|(_, rows)| rows.len() > 1);
    groups
}

/// The rows as charges in one scale; `None` where an amount does not fit it.
fn charges(book: &Book, rows: &[Index]) -> Option<Vec<Charge>> {
    let ledger = book.ledger();
    let amounts = rows.iter().map(|at| ledger.amount_at(*at));
    let scale = amounts.clone().map(|amount| amount.scale()).max()?;
    let mut charges = Vec::with_capacity(rows.len());
    for (at, amount) in rows.iter().zip(amounts) {
        let value = amount.abs().rescaled(scale)?.mantissa();
        if value > 0 && book.group(*at) != Group::Cash && !is_card_bill(book, *at) {
            let day = ledger.posting_dates()[at.place()];
            charges.push(Charge {
                at: *at,
                day,
                value,
            });
        }
    }
    Some(charges)
}

/// How much the charges of a merchant may differ and still be one bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A bill by its nature: utilities, rent, insurance, fees, pay.
    Bill,
    /// Nobody knows.
    Unknown,
    /// Shops, restaurants and fares: people come as they like.
    Habit,
}

/// What a bank calls payments that the person has agreed to, and words that name a contract.
///
/// A German card purchase is a `Lastschrift` too, so that word is none of them.
const AGREED: &[&str] = &[
    "direct debit",
    "directdebit",
    "standing order",
    "repeatpmt",
    "dauerauftrag",
];
const CONTRACTS: &[&str] = &[
    "ANNUAL",
    "PREMIUM",
    "RENEWAL",
    "SUBSCRIPTION",
    "MEMBERSHIP",
    "ABONNEMENT",
    "BEITRAG",
];

fn kind_of(book: &Book, rows: &[Index]) -> Kind {
    let Some(last) = rows.last().and_then(|at| book.ledger().transaction(*at)) else {
        return Kind::Unknown;
    };
    let code = last.facts.and_then(|facts| facts.bank_code);
    let code = code.map_or("", |code| book.ledger().text(code));
    let is_agreed = AGREED
        .iter()
        .any(|agreed| code.eq_ignore_ascii_case(agreed));
    let mut words = last
        .descriptor
        .split(|letter: char| !letter.is_alphabetic());
    let mut names_contract =
        || words.any(|word| CONTRACTS.iter().any(|name| word.eq_ignore_ascii_case(name)));
    if is_agreed || names_contract() {
        return Kind::Bill;
    }
    match rows
        .last()
        .and_then(|at| book.category(*at))
        .map(Category::group)
    {
        None => Kind::Unknown,
        Some(Group::Housing | Group::Bills | Group::Subs | Group::Fees | Group::Income) => {
            Kind::Bill
        }
        Some(_) => Kind::Habit,
    }
}

fn streams_of(charges: &[Charge], kind: Kind) -> Vec<Found> {
    let (mut found, mut free) = cores(charges, kind);
    link(&mut found);
    for core in &mut found {
        extend(core, &mut free, kind);
    }
    if let Some(whole) = varying(&free, kind) {
        found.push(whole);
        return found;
    }
    for cluster in amounts::clusters(&free) {
        found.extend(varying(&cluster, kind));
    }
    found
}

/// Charges of exactly one amount at a steady interval, and those that are in none.
fn cores(charges: &[Charge], kind: Kind) -> (Vec<Found>, Vec<Charge>) {
    let mut by_amount = charges.to_vec();
    by_amount.sort_by_key(|charge| (charge.value, charge.day, charge.at));
    let (mut found, mut free) = (Vec::new(), Vec::new());
    for same in by_amount.chunk_by(|left, right| left.value == right.value) {
        let fit = steady_charges(same).filter(|fit| is_likely(same, charges, fit, kind));
        match fit {
            Some(fit) => found.push(Found {
                charges: same.to_vec(),
                fit,
                fixed: true,
            }),
            None => free.extend_from_slice(same),
        }
    }
    found.sort_by_key(|core| core.charges.first().map(|charge| (charge.day, charge.at)));
    free.sort_by_key(|charge| charge.at);
    (found, free)
}

fn steady_charges(charges: &[Charge]) -> Option<Fit> {
    if charges.len() < 2 {
        return None;
    }
    let days: Vec<Day> = charges.iter().map(|charge| charge.day).collect();
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
        Kind::Bill => same.len() >= 3 || !among_others,
        // Two of one amount a year apart are a stream only where there is little else.
        _ if fit.cadence == Cadence::Yearly => same.len() >= 3 || meanwhile == same.len(),
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
    let values: Vec<i64> = core.charges.iter().map(|charge| charge.value).collect();
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
    let values: Vec<i64> = charges.iter().map(|charge| charge.value).collect();
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
    let enough = charges.len() >= 3 || spread <= Spread::Near && kind == Kind::Bill;
    (enough && charges.len() >= short_least(&fit, kind)).then(|| Found {
        fixed: amounts::is_fixed(&values),
        charges: charges.to_vec(),
        fit,
    })
}
