//! Which rows may be one transaction, and what speaks for it.

use crate::calendar::{Day, Period};
use crate::money::Amount;
use crate::order::{Arrange as _, Gather as _};

use super::super::wording::{Likeness, Telling, likeness, printed_day, references, shared_words};
use super::super::{AccountId, Decided, Index, Ledger};
use super::{Edge, Kin, Loose, Spans, share_a_file};

/// The most days between the dates that two files print for one booked entry: a card's purchase and its booking
/// lie two working days and a weekend apart, with a bank holiday.
pub(super) const REWORDED_DAYS: i32 = 5;

/// The most days from a pending row to its booking, and back where files date bookings by the purchase.
///
/// Source: Visa's and Mastercard's rules let most authorisations stand for seven days; a long weekend and the
/// clearing come on top.
pub(super) const POSTED_DAYS: i32 = 12;
pub(super) const POSTED_BEFORE: i32 = 2;

/// The same for one that was booked with another amount, which proves less.
const CHANGED_DAYS: i32 = 5;

/// Tips come to at most this much of a bill, in hundredths. Source: a quarter is the highest button of most
/// card terminals in restaurants.
const TIP_MOST: i64 = 126;
/// Amounts of foreign purchases change with the rate of the day, by at most this much, in hundredths.
const RATE_LEAST: i64 = 97;

/// How many rows of one amount are looked at after each: more within a few days are of machines, and cannot be told
/// apart. Without an end, 20,000 of one amount took half a minute.
const MOST_ALIKE: usize = 128;

/// Candidates of one amount.
pub(super) fn same_amounts(
    ledger: &Ledger,
    spans: &Spans,
    loose: &[Loose],
    ids: &[Option<u32>],
    kin: &mut Kin<'_>,
    edges: &mut Vec<Edge>,
) {
    for (l, left) in loose.iter().enumerate() {
        for (r, right) in loose.iter().enumerate().skip(l + 1).take(MOST_ALIKE) {
            let same =
                (left.account, left.slot, left.amount) == (right.account, right.slot, right.amount);
            if !same || right.day.0 - left.day.0 > POSTED_DAYS {
                break;
            }
            if share_a_file(left, right) {
                continue;
            }
            let same_id = ids[l].is_some() && ids[l] == ids[r];
            let found = match left.pending == right.pending {
                true => reworded(ledger, spans, left, right, same_id, kin),
                false => posted(ledger, left, right, same_id, kin),
            };
            if let Some((strength, because, confidence)) = found {
                edges.push(Edge {
                    strength,
                    days: right.day.0 - left.day.0,
                    left: l,
                    right: r,
                    because,
                    confidence,
                });
            }
        }
    }
}

/// Two booked rows, or two pending ones, of one amount.
fn reworded(
    ledger: &Ledger,
    spans: &Spans,
    left: &Loose,
    right: &Loose,
    same_id: bool,
    kin: &mut Kin<'_>,
) -> Option<(i32, Decided, u8)> {
    let days = right.day.0 - left.day.0;
    if days > REWORDED_DAYS {
        return None;
    }
    // Files that only lie beside each other do not tell of the same days.
    let inside = spans.covers(left, right.day, 0) || spans.covers(right, left.day, 0);
    let near = spans.covers(left, right.day, REWORDED_DAYS)
        && spans.covers(right, left.day, REWORDED_DAYS);
    if !inside || !near {
        return None;
    }
    let closeness = (REWORDED_DAYS - days) * 4 + details(ledger, left, right)?;
    if same_id {
        return Some((200 + closeness, Decided::SameId, 99));
    }
    let balances = (balance(ledger, left.at), balance(ledger, right.at));
    if let (Some(l), Some(r)) = balances
        && l == r
    {
        return Some((150 + closeness, Decided::SameBalance, 98));
    }
    match alike(ledger, left, right, kin) {
        Likeness::Same => Some((100 + closeness, Decided::Reworded, 96)),
        Likeness::Alike => Some((80 + closeness, Decided::Reworded, 93)),
        // Each file says what the other does not have, well inside the days of both.
        Likeness::Unlike if !left.pending && days <= UNLIKE_DAYS => {
            let deep = spans.covers(left, right.day, -1) && spans.covers(right, left.day, -1);
            deep.then_some((closeness, Decided::Reworded, 80))
        }
        Likeness::Unlike => None,
    }
}

/// The most days between two rows that share no word.
const UNLIKE_DAYS: i32 = 3;

/// A pending row and a booked one of the same amount.
fn posted(
    ledger: &Ledger,
    left: &Loose,
    right: &Loose,
    same_id: bool,
    kin: &mut Kin<'_>,
) -> Option<(i32, Decided, u8)> {
    let (pending, booked) = if left.pending {
        (left, right)
    } else {
        (right, left)
    };
    let days = booked.day.0 - pending.day.0;
    if !(-POSTED_BEFORE..=POSTED_DAYS).contains(&days) {
        return None;
    }
    if same_id {
        return Some((200, Decided::Posted, 99));
    }
    let mut closeness = (POSTED_DAYS - days.abs()) * 2 + details(ledger, left, right)?;
    if days < 0 {
        closeness -= BOOKED_BEFORE;
    }
    let found = match alike(ledger, left, right, kin) {
        Likeness::Same => (100 + closeness, Decided::Posted, 97),
        Likeness::Alike => (85 + closeness, Decided::Posted, 95),
        Likeness::Unlike => return None,
    };
    let is_late =
        days > CHANGED_DAYS && (is_elsewhere(ledger, left, right) || is_usual(ledger, booked, kin));
    (!is_late).then_some(found)
}

/// Pending rows booked with another amount.
pub(super) fn changed_amounts(
    ledger: &Ledger,
    loose: &[Loose],
    ids: &[Option<u32>],
    kin: &mut Kin<'_>,
    edges: &mut Vec<Edge>,
) {
    if loose.iter().all(|row| !row.pending) {
        return;
    }
    let mut by_day: Vec<usize> = (0..loose.len()).gather();
    by_day.arrange_by_key(|n| (loose[*n].account, loose[*n].day, loose[*n].at));
    for (p, pending) in loose.iter().enumerate().filter(|(_, row)| row.pending) {
        let from = by_day.partition_point(|n| {
            (loose[*n].account, loose[*n].day.0) < (pending.account, pending.day.0 - HELD_APART)
        });
        let near = by_day[from..].iter().copied().take_while(|n| {
            loose[*n].account == pending.account && loose[*n].day.0 <= pending.day.0 + POSTED_DAYS
        });
        for b in near {
            let booked = &loose[b];
            let comparable = !booked.pending
                && booked.slot == pending.slot
                && booked.amount != pending.amount
                && booked.amount.is_negative() == pending.amount.is_negative()
                && !share_a_file(pending, booked);
            if !comparable {
                continue;
            }
            let days = booked.day.0 - pending.day.0;
            let closeness = (POSTED_DAYS - days.abs()).max(0) * 2;
            let Some(closeness) =
                details(ledger, pending, booked).map(|details| closeness + details)
            else {
                continue;
            };
            if ids[p].is_some() && ids[p] == ids[b] {
                edges.push(Edge {
                    strength: 190 + closeness,
                    days,
                    left: p,
                    right: b,
                    because: Decided::PostedOtherAmount,
                    confidence: 97,
                });
                continue;
            }
            if days > CHANGED_DAYS || !is_changed(pending.amount, booked.amount) {
                continue;
            }
            let (strength, confidence) = match alike(ledger, pending, booked, kin) {
                Likeness::Same => (50, 90),
                Likeness::Alike => (40, 86),
                Likeness::Unlike => continue,
            };
            edges.push(Edge {
                strength: strength + closeness,
                days,
                left: p,
                right: b,
                because: Decided::PostedOtherAmount,
                confidence,
            });
        }
    }
}

/// Whether an amount may have become another one: a tip, the rate of the day, a hold of one unit or of a round sum.
fn is_changed(held: Amount, booked: Amount) -> bool {
    let scale = held.scale().max(booked.scale());
    let (Some(held), Some(booked)) = (held.abs().rescaled(scale), booked.abs().rescaled(scale))
    else {
        return false;
    };
    let unit = 10i64.checked_pow(u32::from(scale)).unwrap_or(i64::MAX);
    let (held, booked) = (held.mantissa(), booked.mantissa());
    let tip = i128::from(booked) * 100 <= i128::from(held) * i128::from(TIP_MOST)
        && i128::from(booked) * 100 >= i128::from(held) * i128::from(RATE_LEAST);
    // A pump asks for one unit, or for the most it can give; a hotel for a round sum.
    let hold = held == unit || held % (unit.saturating_mul(10)) == 0 && booked < held;
    tip || hold
}

/// What the small print of two rows is worth: a town, a reference, the day of purchase. `None` where it tells them
/// apart.
fn details(ledger: &Ledger, left: &Loose, right: &Loose) -> Option<i32> {
    let text = |row: &Loose| ledger.texts.get(ledger.rows.descriptor[row.at.place()]);
    let (l, r) = (text(left), text(right));
    let mut worth = shared_words(l, r).min(SHARED_WORDS) as i32 * 3;
    if l != r {
        let (l, r) = (Telling::of(&[l]), Telling::of(&[r]));
        if l.shares_reference(&r) {
            worth += SAME_REFERENCE;
        } else if l.is_of_another_reference(&r) {
            // Two orders; of one day, a bank that numbers each of its files anew.
            if left.day != right.day {
                return None;
            }
            worth -= ELSEWHERE;
        }
        if l.is_elsewhere(&r) {
            worth -= ELSEWHERE;
        }
    } else if references(l).next().is_some() {
        worth += SAME_REFERENCE;
    }
    // Both days of purchase, or that of one and the day the other is dated.
    let made = |row: &Loose, text: &str| printed_day(text, row.day);
    match (made(left, l), made(right, r)) {
        (Some(l), Some(r)) if l != r => return None,
        (Some(_), Some(_)) => worth += 12,
        (Some(day), None) | (None, Some(day)) => {
            let other = if made(left, l).is_some() { right } else { left };
            if day == other.day {
                worth += 12;
            } else if other.pending && (day.0 - other.day.0).abs() > HELD_APART {
                return None;
            } else if other.day < day {
                worth -= ELSEWHERE;
            }
        }
        (None, None) => {}
    }
    Some(worth)
}

/// What it takes away that a row was booked before it was held.
const BOOKED_BEFORE: i32 = 8;
/// What it is worth that both print one reference.
const SAME_REFERENCE: i32 = 40;
/// What it takes away that each has a word that the other lacks, as two towns of one shop are.
const ELSEWHERE: i32 = 15;
/// How many shared words count.
const SHARED_WORDS: usize = 4;
/// A purchase is held on its day, or on the next in another time zone.
const HELD_APART: i32 = 1;

/// Whether the same is bought for the same amount again and again: then it was more likely bought anew than booked late.
fn is_usual(ledger: &Ledger, booked: &Loose, kin: &mut Kin<'_>) -> bool {
    let (first, last) = (booked.day.0 - USUAL_DAYS, booked.day.0 + USUAL_DAYS);
    let Some(period) = Period::inclusive(Day(first).to_date(), Day(last).to_date()) else {
        return false;
    };
    let text = |at: Index| ledger.texts.get(ledger.rows.descriptor[at.place()]);
    let mut rows = ledger.every_row_in(period).map(|i| Index(i as u32));
    rows.any(|at| {
        at != booked.at
            && !ledger.is_pending(at)
            && ledger.rows.account[at.place()] == booked.account
            && ledger.rows.currency[at.place()] == booked.slot
            && ledger.amount_at(at) == booked.amount
            && (ledger.rows.posting[at.place()].0 - booked.day.0).abs() > REWORDED_DAYS
            && texts_alike(booked.account, text(booked.at), text(at), kin) != Likeness::Unlike
    })
}

/// What is bought at least every month is bought again and again.
pub(super) const USUAL_DAYS: i32 = 31;

fn is_elsewhere(ledger: &Ledger, left: &Loose, right: &Loose) -> bool {
    let text = |row: &Loose| ledger.texts.get(ledger.rows.descriptor[row.at.place()]);
    Telling::of(&[text(left)]).is_elsewhere(&Telling::of(&[text(right)]))
}

fn alike(ledger: &Ledger, left: &Loose, right: &Loose, kin: &mut Kin<'_>) -> Likeness {
    let text = |row: &Loose| ledger.texts.get(ledger.rows.descriptor[row.at.place()]);
    texts_alike(left.account, text(left), text(right), kin)
}

fn texts_alike(account: AccountId, left: &str, right: &str, kin: &mut Kin<'_>) -> Likeness {
    match likeness(left, right) {
        Likeness::Unlike if kin(account, left, right) => Likeness::Alike,
        said => said,
    }
}

fn balance(ledger: &Ledger, at: Index) -> Option<Amount> {
    ledger.transaction(at).and_then(|row| row.balance)
}
