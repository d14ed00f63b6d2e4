//! What comes back: the table of streams, laid out over the eighteen months.

use super::calendar::{days, is_home, last_working, months, on_or_after, on_or_before};
use super::entry::{Entry, account, day, minor, rows};
use super::{FIRST, LAST, chance};
use crate::step::Outcome;
use jiff::civil::{Date, Weekday};

/// The entries of all streams of a table.
pub(super) fn entries(table: &str) -> Outcome<Vec<Entry>> {
    let mut entries = Vec::new();
    for row in rows(table) {
        let &[
            when,
            account_name,
            kind,
            descriptor,
            mcc,
            amount,
            from,
            until,
        ] = row.as_slice()
        else {
            return Err(format!("not eight fields: {row:?}"));
        };
        let possible = day(from)?..=day(until)?;
        // Two streams of one merchant on one weekday must not fall together: the rule is part of the draw.
        let draw = format!("{descriptor} {when}");
        for day in days_of(when, &draw)? {
            if possible.contains(&day) {
                entries.push(Entry {
                    day,
                    account: account(account_name)?,
                    kind: kind.to_owned(),
                    descriptor: descriptor.to_owned(),
                    mcc: mcc.to_owned(),
                    amount_minor: amount_on(amount, &draw, day)?,
                    original: String::new(),
                });
            }
        }
    }
    Ok(entries)
}

/// The days that a rule names, within the statements.
fn days_of(rule: &str, draw: &str) -> Outcome<Vec<Date>> {
    let words: Vec<&str> = rule.split(' ').collect();
    let days: Vec<Date> = match words.as_slice() {
        ["day", number] => monthly(number, |day| day)?,
        ["due", number] => monthly(number, on_or_after)?,
        ["paid", "last"] => months(FIRST, LAST).map(last_working).collect(),
        ["paid", number] => monthly(number, on_or_before)?,
        ["weekly", weekday, percent] => {
            let weekday = self::weekday(weekday)?;
            let percent: u64 = number(percent)?;
            days(FIRST, LAST)
                .filter(|day| day.weekday() == weekday && is_home(*day))
                .filter(|day| chance(draw, *day, 100) < percent)
                .collect()
        }
        _ => return Err(format!("no rule `{rule}`")),
    };
    Ok(days
        .into_iter()
        .filter(|day| (FIRST..=LAST).contains(day))
        .collect())
}

/// One day of each month, moved as the rule says.
fn monthly(day_of_month: &str, moved: fn(Date) -> Date) -> Outcome<Vec<Date>> {
    let day_of_month: i8 = number(day_of_month)?;
    months(FIRST, LAST)
        .map(|month| month.with().day(day_of_month).build().map(moved))
        .collect::<Result<_, _>>()
        .map_err(|error| format!("day {day_of_month}: {error}"))
}

/// The amount of a stream on a day: exact, drawn from a range `low..high`, or one of `a|b`.
fn amount_on(amount: &str, draw: &str, day: Date) -> Outcome<i64> {
    // Another draw than the one that chose the day.
    let draw = format!("{draw} {amount}");
    if let Some((low, high)) = amount.split_once("..") {
        let (low, high) = (minor(low)?, minor(high)?);
        let drawn = chance(&draw, day, low.abs_diff(high) + 1) as i64;
        return Ok(low + drawn * (high - low).signum());
    }
    let choices: Vec<&str> = amount.split('|').collect();
    let drawn = chance(&draw, day, choices.len() as u64) as usize;
    minor(choices.get(drawn).copied().unwrap_or(amount))
}

fn weekday(name: &str) -> Outcome<Weekday> {
    match name {
        "mon" => Ok(Weekday::Monday),
        "tue" => Ok(Weekday::Tuesday),
        "wed" => Ok(Weekday::Wednesday),
        "thu" => Ok(Weekday::Thursday),
        "fri" => Ok(Weekday::Friday),
        "sat" => Ok(Weekday::Saturday),
        "sun" => Ok(Weekday::Sunday),
        _ => Err(format!("no weekday {name}")),
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Outcome<T> {
    text.parse().map_err(|_| format!("{text}: not a number"))
}
