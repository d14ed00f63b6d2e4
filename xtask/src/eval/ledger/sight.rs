//! Rows that are one entry: which the engine takes for one, and which it should.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::link::links;
use super::twin::Twins;
use super::{CLEARING, Counts, MONTHS, is_loud, items, shown, text};
use crate::household::{Household, Row};

/// Judges the matches of a household.
pub(super) fn judge(household: &Household, report: &Value, seed: u64, counts: &mut Counts) {
    let loud = std::env::var("LOUD").unwrap_or_default();
    let twins = Twins::of(household);
    // Which transaction each row is, and which entries each transaction is.
    let mut row_is: BTreeMap<(&str, u64), &str> = BTreeMap::new();
    for transaction in items(report, "transactions") {
        for source in items(transaction, "sources") {
            row_is.insert(
                (text(source, "file"), source["row"].as_u64().unwrap_or(0)),
                text(transaction, "id"),
            );
        }
    }
    let mut entries_of: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut sights: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    let mut by_transaction: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (f, file) in household.files.iter().enumerate() {
        for (r, row) in file.rows.iter().enumerate() {
            sights.entry(row.entry).or_default().push((f, r));
            if let Some(id) = row_is.get(&(file.name.as_str(), u64::from(row.line))) {
                entries_of.entry(id).or_default().insert(row.entry);
                by_transaction.entry(id).or_default().push((f, r));
            }
        }
    }
    let row = |(f, r): (usize, usize)| &household.files[f].rows[r];
    let kind_of = |left: (usize, usize), right: (usize, usize)| {
        let (l, r) = (row(left), row(right));
        match (l.pending, r.pending) {
            (true, true) => "pending, seen twice",
            (true, false) | (false, true) if l.minor != r.minor => "pending, other amount",
            (true, false) | (false, true) => "pending, booked",
            _ if (l.day, &l.text) == (r.day, &r.text) => "duplicate, identical",
            _ => "duplicate, reworded",
        }
    };
    // A held row may be any booked one of its words, amount and file, as near, where none prints its day of purchase.
    let stands_for = |held: (usize, usize), other: (usize, usize), booked: (usize, usize)| {
        let (held, other, booked) = (row(held), row(other), row(booked));
        let near = |day: i32| (0..=CLEARING).contains(&(day - held.day));
        // Or one with as likely a tip, where the held one names no town.
        let entry = |row: &Row| &household.entries[row.entry];
        let tip = |row: &Row| (held.minor + held.minor / 4..=held.minor).contains(&row.minor);
        let as_dear = entry(held).is_of_one_shop(entry(other))
            && entry(held).is_of_one_shop(entry(booked))
            && tip(other)
            && tip(booked)
            && household.shown(held).is_none();
        // A pump holds a sum before anyone knows the price: of two fills in its days it tells neither, unless a town or
        // a day of purchase does.
        let made = |row: &Row| tells_day(row).then(|| entry(row).made);
        let untold = is_pumps(household, held)
            && entry(held).is_of_one_shop(entry(other))
            && entry(held).is_of_one_shop(entry(booked))
            && household.shown(held).is_none()
            && made(other) == made(booked)
            && !tip(other)
            && !tip(booked);
        ((other.minor, &other.text) == (booked.minor, &booked.text) || as_dear || untold)
            && near(other.day)
            && near(booked.day)
    };
    let as_likely = |left: (usize, usize), right: (usize, usize)| {
        let (held, booked) = match (row(left).pending, row(right).pending) {
            (true, false) => (left, right),
            (false, true) => (right, left),
            _ => return false,
        };
        let truth = sights.get(&row(held).entry).into_iter().flatten();
        truth
            .filter(|sight| sight.0 == booked.0 && !row(**sight).pending)
            .any(|sight| stands_for(held, booked, *sight))
    };
    // What never was booked may as well be what its shop booked in time, for the same or with a tip of a quarter at
    // most, or for any sum where a pump held its own, where that prints no day of purchase and nobody saw it held:
    // nobody could tell.
    let nobody_tells = |left: (usize, usize), right: (usize, usize)| {
        let (held, booked) = match (row(left).pending, row(right).pending) {
            (true, false) => (left, right),
            (false, true) => (right, left),
            _ => return false,
        };
        let sights = sights.get(&row(booked).entry).into_iter().flatten();
        let (held, booked) = (row(held), row(booked));
        household.entries[held.entry].never
            && household.entries[held.entry].is_of_one_shop(&household.entries[booked.entry])
            && (is_pumps(household, held)
                || (held.minor + held.minor / 4..=held.minor).contains(&booked.minor))
            && (0..=CLEARING).contains(&(booked.day - held.day))
            && !tells_day(booked)
            && sights.into_iter().all(|sight| !row(*sight).pending)
    };
    // Pairs of rows that the engine takes for one.
    for (id, rows) in &by_transaction {
        for (n, left) in rows.iter().enumerate() {
            for right in &rows[n + 1..] {
                let kind = kind_of(*left, *right);
                let count = counts.entry(kind).or_default();
                if row(*left).entry == row(*right).entry
                    || twins.are(row(*left).entry, row(*right).entry)
                    || as_likely(*left, *right)
                {
                    count.right += 1;
                } else if !nobody_tells(*left, *right) {
                    count.wrong += 1;
                    if is_loud(&loud, kind) {
                        println!(
                            "{seed} {id} wrong {kind}: {}",
                            shown(household, *left, *right)
                        );
                    }
                }
            }
        }
    }
    // Pairs of rows that are one and that it does not take for one.
    for rows in sights.values() {
        for (n, left) in rows.iter().enumerate() {
            for right in &rows[n + 1..] {
                let id = |(f, r): (usize, usize)| {
                    let file = &household.files[f];
                    row_is.get(&(file.name.as_str(), u64::from(file.rows[r].line)))
                };
                let (l, r) = (id(*left), id(*right));
                let never = household.entries[row(*left).entry].never;
                let together = l.is_some() && l == r || (never && l.is_none() && r.is_none());
                // Rows of twins are as well together the other way round: as many transactions as in truth.
                let swapped = twins.count(row(*left).entry) > 1 && {
                    let class = twins.class(row(*left).entry);
                    let found: BTreeSet<_> = class
                        .iter()
                        .flat_map(|entry| sights.get(entry).into_iter().flatten())
                        .filter_map(|sight| id(*sight))
                        .collect();
                    found.len()
                        == class
                            .iter()
                            .filter(|entry| sights.contains_key(entry))
                            .count()
                };
                let held_as_well =
                    [(*left, *right), (*right, *left)]
                        .iter()
                        .any(|(held, booked)| {
                            let of = id(*held).and_then(|id| by_transaction.get(id));
                            row(*held).pending
                                && !row(*booked).pending
                                && of.into_iter().flatten().any(|other| {
                                    other.0 == booked.0
                                        && !row(*other).pending
                                        && stands_for(*held, *other, *booked)
                                })
                        });
                if !together && !swapped && !held_as_well {
                    let kind = kind_of(*left, *right);
                    counts.entry(kind).or_default().missed += 1;
                    if is_loud(&loud, kind) {
                        println!("{seed} missed {kind}: {}", shown(household, *left, *right));
                    }
                }
            }
        }
    }
    let merged = |sight: (usize, usize)| {
        let file = &household.files[sight.0];
        let id = row_is.get(&(file.name.as_str(), u64::from(row(sight).line)));
        let of = id
            .and_then(|id| by_transaction.get(id))
            .into_iter()
            .flatten();
        of.copied().collect::<Vec<_>>()
    };
    let open = |rows: &[(usize, usize)]| {
        let with = |sight: &(usize, usize)| {
            merged(*sight)
                .into_iter()
                .any(|other| nobody_tells(*sight, other))
        };
        rows.iter().any(with)
    };
    expired(household, &row_is, &sights, &open, seed, &loud, counts);
    links(household, report, &entries_of, &twins, seed, &loud, counts);
}
/// Whether a row is the sum that a pump holds.
fn is_pumps(household: &Household, held: &Row) -> bool {
    household.entries[held.entry].held == Some(held.minor) && matches!(held.minor, -100 | -10000)
}

/// Whether a wording prints the day of purchase.
fn tells_day(row: &Row) -> bool {
    MONTHS.iter().any(|month| row.text.contains(month))
        || row.text.contains("AUTHORIZED ON")
        || row.text.contains("T12:04")
}

/// Whether rows, by file and place, are open to more than one reading.
type Open<'a> = &'a dyn Fn(&[(usize, usize)]) -> bool;

/// Pending rows that never were booked, where a later file shows it.
fn expired(
    household: &Household,
    row_is: &BTreeMap<(&str, u64), &str>,
    sights: &BTreeMap<usize, Vec<(usize, usize)>>,
    open: Open<'_>,
    seed: u64,
    loud: &str,
    counts: &mut Counts,
) {
    let count = counts.entry("pending, never booked").or_default();
    for (entry, rows) in sights {
        let account = household.entries[*entry].account;
        let held = rows
            .iter()
            .all(|(f, r)| household.files[*f].rows[*r].pending);
        let gone = |(f, r): &(usize, usize)| {
            let file = &household.files[*f];
            !row_is.contains_key(&(file.name.as_str(), u64::from(file.rows[*r].line)))
        };
        // Three weeks later a file of the account has it no more.
        let last = rows
            .iter()
            .map(|(f, r)| household.files[*f].rows[*r].day)
            .max()
            .unwrap_or(0);
        let told = household.files.iter().any(|file| {
            let of = file
                .rows
                .first()
                .map(|row| household.entries[row.entry].account);
            let days = || file.rows.iter().map(|row| row.day);
            of == Some(account)
                && days().min().is_some_and(|first| first <= last + 2)
                && days().max().is_some_and(|end| end >= last + 21)
        });
        match (
            household.entries[*entry].never && told,
            rows.iter().all(gone),
        ) {
            (true, true) => count.right += 1,
            (true, false) if open(rows) => {}
            (true, false) => {
                count.missed += 1;
                if is_loud(loud, "pending, never booked") {
                    println!("{seed} not expired: {}", shown(household, rows[0], rows[0]));
                }
            }
            // Between two and three weeks either is right; what was booked in a file must never go.
            (false, true) if !household.entries[*entry].never || !held => count.wrong += 1,
            _ => {}
        }
    }
}
