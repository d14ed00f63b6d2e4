//! What the sampled rows show of each column.

use super::amount::{self, Mark, MarkEvidence};
use super::date::{self, Order, Shape};
use super::table::Table;
use super::words;
use crate::calendar::Day;
use crate::order::{Arrange as _, Gather as _};

/// Counts over the sampled rows of one column.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// Cells with something in them.
    pub(super) filled: usize,
    /// Cells that are dates.
    pub(super) dates: usize,
    /// Cells that are amounts under some mark.
    pub(super) amounts: usize,
    /// Cells that name a currency.
    pub(super) currencies: usize,
    /// Cells that name a direction.
    pub(super) directions: usize,
    /// Cells that name a state.
    pub(super) states: usize,
    /// Cells with letters.
    pub(super) worded: usize,
    /// Bytes of all of them.
    pub(super) bytes: usize,
    /// Whether all filled cells are the same.
    pub(super) constant: bool,
}

impl Profile {
    /// Three of five: lines of a preamble may be among the rows of a short file.
    fn is_most(part: usize, of: usize) -> bool {
        of > 0 && part * 5 >= of * 3
    }

    /// Whether it holds dates, or the word for pending where a date will be.
    pub(super) fn is_date(&self) -> bool {
        self.dates > 0 && Profile::is_most(self.dates + self.states, self.filled)
    }

    /// Whether it holds numbers that can be amounts.
    pub(super) fn is_amount(&self) -> bool {
        !self.is_date() && Profile::is_most(self.amounts, self.filled)
    }

    /// Whether it holds currencies and nothing else.
    pub(super) fn is_currency(&self) -> bool {
        self.filled > 0 && self.currencies * 10 >= self.filled * 9
    }

    /// Whether it holds words of direction and nothing else.
    pub(super) fn is_direction(&self) -> bool {
        self.filled > 0 && self.directions * 20 >= self.filled * 19
    }

    /// Whether it holds such words mostly, as where a bank says "CHECK" beside "DEBIT" and "CREDIT".
    pub(super) fn is_mostly_direction(&self) -> bool {
        self.directions > 1 && self.directions * 2 >= self.filled
    }
}

/// The profile of every column.
pub(super) fn profiles(table: &Table<'_>) -> Vec<Profile> {
    (0..table.width)
        .map(|column| {
            let mut profile = Profile {
                constant: true,
                ..Profile::default()
            };
            let mut first = None;
            for row in &table.rows {
                let cell = row.cell(column);
                if amount::is_blank(cell) {
                    continue;
                }
                profile.filled += 1;
                profile.bytes += cell.len();
                profile.constant &= *first.get_or_insert(cell) == cell;
                profile.worded += usize::from(cell.chars().any(char::is_alphabetic));
                profile.dates += usize::from(date::shape(cell).is_some());
                profile.amounts += usize::from(amount::is_amount(cell));
                // No word that is looked for has a digit in it.
                let is_numbered = cell.bytes().any(|byte| byte.is_ascii_digit());
                if !is_numbered && cell.len() <= words::LONGEST_WORD {
                    profile.currencies += usize::from(words::currency(cell).is_some());
                    profile.directions += usize::from(words::direction(cell).is_some());
                    profile.states += usize::from(words::state(cell).is_some());
                }
            }
            profile
        })
        .gather()
}

/// How the decimal mark was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::statement) struct MarkSettled {
    /// The mark; of no effect where no amount has one.
    pub(in crate::statement) mark: Mark,
    /// Cells that prove it; 0 where no cell has a mark, or where it is open.
    pub(in crate::statement) proofs: u32,
    /// Whether every amount can be read either way.
    pub(in crate::statement) open: bool,
    /// Whether any cell has a mark at all.
    pub(in crate::statement) any: bool,
}

/// Settles the decimal mark over the amount's columns, and where they leave it open over all numbers.
pub(super) fn decimal_mark(
    table: &Table<'_>,
    columns: &[usize],
    others: &[usize],
    comma_land: bool,
) -> MarkSettled {
    let count = |columns: &[usize]| {
        let (mut point, mut comma, mut open) = (0u32, 0u32, None);
        for row in &table.rows {
            for &column in columns {
                match amount::mark_evidence(row.cell(column)) {
                    Some(MarkEvidence::Proves(Mark::Point)) => point += 1,
                    Some(MarkEvidence::Proves(Mark::Comma)) => comma += 1,
                    Some(MarkEvidence::Open(mark)) => open = Some(mark),
                    Some(MarkEvidence::None) | None => {}
                }
            }
        }
        (point, comma, open)
    };
    let settled = decimal_mark_of(count(columns));
    if settled.proofs > 0 {
        return settled;
    }
    if !settled.open {
        let mark = if comma_land { Mark::Comma } else { Mark::Point };
        return MarkSettled { mark, ..settled };
    }
    let elsewhere = decimal_mark_of(count(others));
    match elsewhere.proofs {
        0 => settled,
        _ => elsewhere,
    }
}

/// Settles the decimal mark by the cells that prove the point, that prove the comma, and the mark left open.
pub(in crate::statement) fn decimal_mark_of(
    (point, comma, open): (u32, u32, Option<Mark>),
) -> MarkSettled {
    let settled = |mark, proofs| MarkSettled {
        mark,
        proofs,
        open: false,
        any: point + comma > 0 || open.is_some(),
    };
    if point > comma {
        return settled(Mark::Point, point);
    }
    if comma > point {
        return settled(Mark::Comma, comma);
    }
    let Some(printed) = open else {
        return settled(Mark::Point, 0);
    };
    // Three digits behind the only mark, in every cell: thousands are likelier than mills.
    let mark = match printed {
        Mark::Point => Mark::Comma,
        Mark::Comma => Mark::Point,
    };
    MarkSettled {
        open: true,
        ..settled(mark, 0)
    }
}

/// How the order of day and month was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::statement) struct OrderSettled {
    /// The order.
    pub(in crate::statement) order: Order,
    /// What told it, in words of the wire.
    pub(in crate::statement) evidence: (&'static str, u32),
    /// Whether another order fits every date as well.
    pub(in crate::statement) open: bool,
}

/// What the rest of the file says about where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::statement) struct Land {
    /// Amounts are in dollars.
    pub(in crate::statement) dollars: bool,
    /// A decimal comma is proved: nobody who writes one puts the month first.
    pub(in crate::statement) decimal_comma: bool,
}

/// Settles the order of day and month over the columns of dates.
pub(super) fn date_order(table: &Table<'_>, columns: &[usize], land: Land) -> OrderSettled {
    let mut runs: Vec<Vec<Shape>> = Vec::new();
    for &column in columns {
        runs.push(
            table
                .rows
                .iter()
                .filter_map(|row| date::shape(row.cell(column)))
                .gather(),
        );
    }
    date_order_of(&runs, land)
}

/// Settles the order of day and month over runs of dates, each in the order of its rows.
pub(in crate::statement) fn date_order_of(runs: &[Vec<Shape>], land: Land) -> OrderSettled {
    let shapes = || runs.iter().flatten();
    if shapes().all(|shape| matches!(shape, Shape::Plain(_))) {
        return OrderSettled {
            order: Order::YearFirst,
            evidence: ("dates-plain", shapes().count() as u32),
            open: false,
        };
    }
    let orders = [Order::DayFirst, Order::MonthFirst, Order::YearFirst];
    let total = shapes().count();
    let fits = orders.map(|order| shapes().filter(|shape| shape.day(order).is_some()).count());
    let settled = |order, name, count: usize| OrderSettled {
        order,
        evidence: (name, count as u32),
        open: false,
    };
    let [day, month, year] = fits;
    if day > month && day >= year {
        return settled(Order::DayFirst, "only-day-first-fits", total - month);
    }
    if month > day && month >= year {
        return settled(Order::MonthFirst, "only-month-first-fits", total - day);
    }
    if year > day && year > month {
        return settled(Order::YearFirst, "only-year-first-fits", total - day);
    }
    let dotted = shapes().any(|shape| matches!(shape, Shape::Numbers { dotted: true, .. }));
    if dotted {
        return settled(Order::DayFirst, "points-between", total);
    }
    if land.decimal_comma {
        return settled(Order::DayFirst, "decimal-comma", total);
    }
    // Both fit: rows are in the order of time under one of them, or the span is short under one of them.
    let turns = |order: Order| -> usize { runs.iter().map(|run| turns_of(run, order)).sum() };
    let (day_turns, month_turns) = (turns(Order::DayFirst), turns(Order::MonthFirst));
    let distinct = distinct_days(runs);
    if distinct >= MIN_DISTINCT && day_turns != month_turns {
        let (order, least) = if day_turns < month_turns {
            (Order::DayFirst, day_turns)
        } else {
            (Order::MonthFirst, month_turns)
        };
        if least == 0 {
            return settled(order, "dates-in-order", distinct);
        }
    }
    let unpadded = shapes().any(|shape| {
        matches!(
            shape,
            Shape::Numbers {
                month_unpadded: true,
                ..
            }
        )
    });
    let span = |order: Order| {
        let days: Vec<Day> = shapes().filter_map(|shape| shape.day(order)).gather();
        let ends = days.iter().min().zip(days.iter().max());
        ends.map_or(0, |(first, last)| last.0 - first.0)
    };
    let (day_span, month_span) = (span(Order::DayFirst), span(Order::MonthFirst));
    let month_first =
        land.dollars || unpadded || (month_span.saturating_mul(3) < day_span && month_span > 0);
    OrderSettled {
        order: if month_first {
            Order::MonthFirst
        } else {
            Order::DayFirst
        },
        evidence: ("date-order-likelier", total as u32),
        open: true,
    }
}

/// Fewer different dates than this prove no order by their sequence.
const MIN_DISTINCT: usize = 4;

/// How often the day of a row of the head is later than that of the row before, and how often earlier.
pub(super) fn turns(table: &Table<'_>, column: usize, order: Order) -> (usize, usize) {
    let rows = table.rows[..table.head].iter();
    let run = rows.filter_map(|row| date::shape(row.cell(column)));
    steps_of(&run.gather(), order)
}

/// How often a sequence of days rises, and how often it falls.
fn steps_of(run: &[Shape], order: Order) -> (usize, usize) {
    let days: Vec<Day> = run.iter().filter_map(|shape| shape.day(order)).gather();
    let falls = days.windows(2).filter(|pair| pair[1] < pair[0]).count();
    let rises = days.windows(2).filter(|pair| pair[1] > pair[0]).count();
    (rises, falls)
}

/// How often the sequence of days turns against its direction.
fn turns_of(run: &[Shape], order: Order) -> usize {
    let (rises, falls) = steps_of(run, order);
    falls.min(rises)
}

fn distinct_days(runs: &[Vec<Shape>]) -> usize {
    let most = |run: &Vec<Shape>| {
        let mut days: Vec<Day> = run
            .iter()
            .filter_map(|shape| shape.day(Order::DayFirst))
            .gather();
        days.arrange();
        days.dedup();
        days.len()
    };
    runs.iter().map(most).max().unwrap_or(0)
}
