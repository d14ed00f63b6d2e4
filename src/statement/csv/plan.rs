//! Which columns hold what moved, and which the running balance: every plausible choice is weighed.

use super::amount::{self, Mark, Printed};
use super::balance::{self, Chain, Link, sum, turned};
use super::column::Profile;
use super::header::{Meaning, Reading};
use super::table::Table;
use super::words::{self, Direction};
use crate::order::{AddAll as _, Gather as _};

/// Where the amounts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amounts {
    /// One column.
    Single(usize),
    /// One for what goes out, one for what comes in; whether the first prints its minus.
    Pair {
        /// What goes out.
        out: usize,
        /// What comes in.
        inn: usize,
        /// Whether `out` holds negative numbers.
        signed: bool,
        /// Whether `inn` holds negative numbers, as where a card prints what it owes the less.
        turned: bool,
    },
}

/// How a column of fees bears on the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FeeSign {
    /// It is printed as it moves the balance.
    Added,
    /// It is printed as a magnitude.
    Subtracted,
}

/// A choice of columns with what speaks for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Where the amounts are.
    pub(super) amounts: Amounts,
    /// Where the running balance is.
    pub(super) balance: Option<usize>,
    /// A fee that moves the balance beside the amount.
    pub(super) fee: Option<(usize, FeeSign)>,
    /// How amounts and balances fit.
    pub(super) chain: Chain,
    /// Rows that have an amount under it.
    pub(super) covered: usize,
    /// Another column that may as well hold the amounts.
    pub(super) rival: Option<usize>,
}

/// The sampled numbers of each column, in units of the smallest place that is kept.
pub(super) struct Numbers {
    columns: Vec<Vec<Option<Printed>>>,
    /// What a column of words says of each row.
    directions: Vec<Option<Direction>>,
    /// Whether a column has no number below nothing.
    unsigned: Vec<bool>,
}

impl Numbers {
    /// Reads the numbers of every column under a decimal mark.
    pub(super) fn read(
        table: &Table<'_>,
        numeric: &[usize],
        mark: Mark,
        direction: Option<usize>,
    ) -> Numbers {
        let columns: Vec<Vec<Option<Printed>>> = (0..table.width)
            .map(|column| {
                if !numeric.contains(&column) {
                    return Vec::new();
                }
                let cells = table.rows.iter().map(|row| row.cell(column));
                cells.map(|cell| amount::parse(cell, mark).ok()).gather()
            })
            .gather();
        let directions = match direction {
            Some(column) => {
                let cells = table.rows.iter().map(|row| row.cell(column));
                cells.map(words::direction).gather()
            }
            None => Vec::new(),
        };
        let is_negative = |number: &Printed| number.amount.is_negative();
        let unsigned = columns
            .iter()
            .map(|column| !column.iter().flatten().any(is_negative))
            .gather();
        Numbers {
            columns,
            directions,
            unsigned,
        }
    }

    /// A cell's number.
    pub(super) fn get(&self, column: usize, row: usize) -> Option<&Printed> {
        self.columns.get(column)?.get(row)?.as_ref()
    }

    /// How many of a column's numbers are below, and above nothing.
    pub(super) fn signs(&self, column: usize) -> (usize, usize) {
        let numbers = || self.columns.get(column).into_iter().flatten().flatten();
        let negative = numbers()
            .filter(|number| number.amount.is_negative())
            .count();
        let zero = numbers().filter(|number| number.amount.is_zero()).count();
        (negative, numbers().count() - negative - zero)
    }

    /// How many of a column's numbers have a word for in behind them, one for out, and neither word nor sign.
    pub(super) fn suffixes(&self, column: usize) -> (usize, usize, usize) {
        let numbers = || self.columns.get(column).into_iter().flatten().flatten();
        let of = |direction| {
            numbers()
                .filter(|number| number.direction == direction)
                .count()
        };
        let bare = numbers().filter(|number| !number.signed).count();
        (of(Some(Direction::In)), of(Some(Direction::Out)), bare)
    }

    /// Whether any of a column's numbers has decimals.
    pub(super) fn has_decimals(&self, column: usize) -> bool {
        let mut numbers = self.columns.get(column).into_iter().flatten().flatten();
        numbers.any(|number| number.amount.scale() > 0)
    }

    /// What a row moves under a choice of columns.
    pub(super) fn moved(&self, amounts: Amounts, row: usize) -> Option<i128> {
        match amounts {
            Amounts::Single(column) => {
                let moved = self.get(column, row).map(|number| number.amount.wide())?;
                let went = self.directions.get(row) == Some(&Some(Direction::Out));
                let unsigned = went && self.unsigned.get(column) == Some(&true);
                Some(if unsigned { turned(moved) } else { moved })
            }
            Amounts::Pair {
                out,
                inn,
                signed,
                turned: is_turned,
            } => {
                let (out, inn) = (self.get(out, row), self.get(inn, row));
                if out.is_none() && inn.is_none() {
                    return None;
                }
                let out = out.map_or(0, |number| number.amount.wide());
                let inn = inn.map_or(0, |number| number.amount.wide());
                let out = if signed { out } else { turned(out) };
                let inn = if is_turned { turned(inn) } else { inn };
                Some(sum(inn, out))
            }
        }
    }
}
/// What a plan is weighed by. Only the order of the sums matters; they were set on the corpus.
mod weight {
    /// Every row has an amount.
    pub(super) const COVERED: i64 = 100;
    /// The header says amount.
    pub(super) const AMOUNT: i64 = 60;
    /// The header contains a phrase that says amount.
    pub(super) const AMOUNT_PART: i64 = 45;
    /// The header says amount after fees.
    pub(super) const NET: i64 = 75;
    /// The two headers say out and in.
    pub(super) const PAIR: i64 = 70;
    /// One header says out or in and stands alone.
    pub(super) const HALF_PAIR: i64 = 20;
    /// The header says something else.
    pub(super) const OTHER: i64 = -100;
    /// The amount in another currency, or before fees.
    pub(super) const ORIGINAL: i64 = -40;
    /// One currency stands beside it in every row; where several do, it is the purchase's.
    pub(super) const OWN_CURRENCY: i64 = 4;
    /// Some are negative.
    pub(super) const SIGNED: i64 = 15;
    /// Some have decimals.
    pub(super) const DECIMALS: i64 = 10;
    /// The same number in every row of three or more.
    pub(super) const CONSTANT: i64 = -40;
    /// Two columns of which each row fills one, with no header to say so.
    pub(super) const EXCLUSIVE: i64 = 40;
    /// A column beside an empty one, with no header to say what they are.
    pub(super) const HALF_EMPTY: i64 = 5;
    /// The running balance follows: for each pair of rows, as one or two may by accident.
    pub(super) const CHAIN_PAIR: i64 = 50;
    /// The most it counts.
    pub(super) const CHAIN: i64 = 150;
    /// It follows in most rows.
    pub(super) const MOST_OF_CHAIN: i64 = 60;
    /// The balance's header says so.
    pub(super) const BALANCE: i64 = 30;
    /// It grows with what goes out, of two columns whose headers say nothing that is known: more than fill tells of them.
    pub(super) const OWED: i64 = -15;
    /// What came in says thanks for it, of two columns without a header.
    pub(super) const THANKS: i64 = -30;
    /// Within this of the best, a column with an amount in every row may as well be meant.
    pub(super) const RIVAL: i64 = 7;
    /// Each column further right.
    pub(super) const COLUMN: i64 = -1;
}

/// Weighs every plausible plan and gives the best.
pub(super) fn best(
    table: &Table<'_>,
    profiles: &[Profile],
    numeric: &[usize],
    numbers: &Numbers,
    keys: &[u32],
    only: Option<usize>,
) -> Option<Plan> {
    let mut found: Option<(i64, Plan)> = None;
    let mut rivals: Vec<(i64, usize)> = Vec::new();
    for amounts in candidates(table, profiles, numeric, numbers) {
        if only.is_some_and(|column| amounts != Amounts::Single(column)) {
            continue;
        }
        let base = worth(table, profiles, numbers, amounts);
        let covered = (0..table.rows.len())
            .filter(|&row| numbers.moved(amounts, row).is_some())
            .count();
        if covered == 0 {
            continue;
        }
        let coverage = weight::COVERED * covered as i64 / table.rows.len().max(1) as i64;
        let used = |column: usize| match amounts {
            Amounts::Single(single) => single == column,
            Amounts::Pair { out, inn, .. } => out == column || inn == column,
        };
        let mut balances: Vec<Option<usize>> = vec![None];
        balances.add_all(
            numeric
                .iter()
                .copied()
                .filter(|&column| !used(column) && may_be_balance(table, column))
                .map(Some),
        );
        for balance in balances {
            let fees: Vec<Option<(usize, FeeSign)>> = match balance {
                Some(column) => fees(table, numeric, |fee| used(fee) || fee == column),
                None => vec![None],
            };
            for fee in fees {
                let chain = balance.map_or_else(Chain::default, |column| {
                    chain(table, numbers, amounts, column, fee, keys)
                });
                let says_balance =
                    balance.is_some_and(|column| table.readings[column].may_be(Meaning::Balance));
                let mut score = base + coverage;
                if says_balance {
                    score += weight::BALANCE;
                }
                if chain.holds() {
                    score += weight::CHAIN.min(weight::CHAIN_PAIR * i64::from(chain.best()));
                } else if chain.pairs > 3
                    && chain.best() * 2 > chain.pairs
                    && !balance.is_some_and(|column| profiles[column].constant)
                {
                    // A balance that never changes is hidden, and follows where nothing moves.
                    score += weight::MOST_OF_CHAIN;
                } else if balance.is_some() && !says_balance {
                    continue;
                }
                score -= i64::from(fee.is_some());
                if chain.holds() && chain.turned() > chain.plain() {
                    // Of two columns of balances the one that grows with what comes in is meant.
                    score += match amounts {
                        Amounts::Pair { out, .. }
                            if table.header.is_some()
                                && !table.readings[out].may_be(Meaning::Outflow) =>
                        {
                            weight::OWED
                        }
                        _ => -1,
                    };
                }
                let plan = Plan {
                    amounts,
                    balance,
                    fee,
                    chain,
                    covered,
                    rival: None,
                };
                if let Amounts::Single(column) = amounts {
                    rivals.push((score - weight::COLUMN * column as i64, column));
                }
                if found.is_none_or(|(held, _)| score > held) {
                    found = Some((score, plan));
                }
            }
        }
    }
    let (score, mut plan) = found?;
    if let Amounts::Single(column) = plan.amounts
        && !plan.chain.holds()
    {
        let least = score - weight::COLUMN * column as i64 - weight::RIVAL;
        let differs = |other: usize| {
            let rows = 0..table.rows.len();
            let both = |row| numbers.get(column, row).zip(numbers.get(other, row));
            rows.clone().all(|row| both(row).is_some())
                && rows
                    .filter_map(both)
                    .any(|(one, two)| one.amount != two.amount)
        };
        plan.rival = rivals
            .into_iter()
            .filter(|(score, other)| *score >= least && *other != column && differs(*other))
            .min_by_key(|(score, other)| (-*score, *other))
            .map(|(_, other)| other);
    }
    Some(plan)
}

/// The key of a row that moves no balance unless it has one: pending, or void.
pub(super) const LEFT_OUT: u32 = u32::MAX;

/// Follows the balances of a choice of columns through the sample's head.
fn chain(
    table: &Table<'_>,
    numbers: &Numbers,
    amounts: Amounts,
    balance: usize,
    fee: Option<(usize, FeeSign)>,
    keys: &[u32],
) -> Chain {
    let counts =
        |row: &usize| keys.get(*row) != Some(&LEFT_OUT) || numbers.get(balance, *row).is_some();
    balance::follow(&mut (0..table.head).filter(counts).map(|row| {
        let fees = fee.map_or(0, |(column, sign)| {
            let fee = numbers
                .get(column, row)
                .map_or(0, |number| number.amount.wide());
            match sign {
                FeeSign::Added => fee,
                FeeSign::Subtracted => turned(fee),
            }
        });
        Link {
            key: keys.get(row).copied().unwrap_or(0),
            amount: sum(numbers.moved(amounts, row).unwrap_or(0), fees),
            balance: numbers.get(balance, row).map(|number| number.amount.wide()),
        }
    }))
}

fn may_be_balance(table: &Table<'_>, column: usize) -> bool {
    let reading = &table.readings[column];
    reading.meanings.is_empty() || reading.may_be(Meaning::Balance)
}

fn fees(
    table: &Table<'_>,
    numeric: &[usize],
    is_used: impl Fn(usize) -> bool,
) -> Vec<Option<(usize, FeeSign)>> {
    let mut fees = vec![None];
    for &column in numeric {
        if !is_used(column) && table.readings[column].may_be(Meaning::Fee) {
            fees.push(Some((column, FeeSign::Subtracted)));
            fees.push(Some((column, FeeSign::Added)));
        }
    }
    fees
}

fn candidates(
    table: &Table<'_>,
    profiles: &[Profile],
    numeric: &[usize],
    numbers: &Numbers,
) -> Vec<Amounts> {
    let mut all: Vec<Amounts> = numeric
        .iter()
        .map(|&column| Amounts::Single(column))
        .gather();
    let is_named = table.readings.iter().any(Reading::is_amount);
    let may_pair = |column: usize, meaning: Meaning| {
        let reading = &table.readings[column];
        if is_named {
            reading.may_be(meaning)
        } else {
            reading.meanings.is_empty()
        }
    };
    // Beside a column that says in or out, one of which nothing is known is the other.
    let is_other = |column: usize, of: usize| {
        is_named
            && column.abs_diff(of) == 1
            && table.readings[column].meanings.is_empty()
            && !table.header_text(column).is_empty()
            && profiles[column].filled > 0
    };
    let is_empty = |column: usize| profiles[column].filled == 0;
    for out in 0..table.width {
        for inn in 0..table.width {
            let numbered = |column: usize| numeric.contains(&column);
            let fillable = |column: usize| numbered(column) || is_empty(column);
            if out == inn || !fillable(out) || !fillable(inn) || !(numbered(out) || numbered(inn)) {
                continue;
            }
            let named = (
                may_pair(out, Meaning::Outflow),
                may_pair(inn, Meaning::Inflow),
            );
            let fits = match named {
                (true, true) => true,
                (true, false) => is_other(inn, out),
                (false, true) => is_other(out, inn),
                (false, false) => false,
            };
            if !fits {
                continue;
            }
            if !is_named
                && (out.abs_diff(inn) > 1
                    || (is_empty(out) && out > inn)
                    || (is_empty(inn) && inn < out))
            {
                continue;
            }
            if is_exclusive(table, numbers, out, inn) {
                let (negative, positive) = numbers.signs(out);
                let signed = negative > positive;
                let (negative, positive) = numbers.signs(inn);
                all.push(Amounts::Pair {
                    out,
                    inn,
                    signed,
                    turned: is_named && negative > positive && !signed,
                });
            }
        }
    }
    all
}

/// Whether hardly a row fills both columns with something.
fn is_exclusive(table: &Table<'_>, numbers: &Numbers, left: usize, right: usize) -> bool {
    let moves = |column, row| numbers.get(column, row).is_some_and(moves_something);
    let both = (0..table.rows.len())
        .filter(|&row| moves(left, row) && moves(right, row))
        .count();
    both * 20 <= table.rows.len()
}

fn moves_something(number: &Printed) -> bool {
    !number.amount.is_zero()
}

/// What speaks for a choice but coverage and balance.
fn worth(table: &Table<'_>, profiles: &[Profile], numbers: &Numbers, amounts: Amounts) -> i64 {
    match amounts {
        Amounts::Single(column) => {
            let reading = &table.readings[column];
            let mut worth = weight::COLUMN * column as i64;
            if reading.may_be(Meaning::Net) {
                worth += weight::NET;
            } else if reading.may_be(Meaning::Amount) {
                worth += if reading.whole {
                    weight::AMOUNT
                } else {
                    weight::AMOUNT_PART
                };
            } else if reading.may_be(Meaning::Outflow) || reading.may_be(Meaning::Inflow) {
                worth += weight::HALF_PAIR;
            } else if reading.may_be(Meaning::OriginalAmount) {
                worth += weight::ORIGINAL;
            } else if !reading.meanings.is_empty() {
                worth += weight::OTHER;
            }
            if let Some(beside) = profiles
                .get(column + 1)
                .filter(|beside| beside.is_currency())
            {
                worth += if beside.constant {
                    weight::OWN_CURRENCY
                } else {
                    -weight::OWN_CURRENCY
                };
            }
            let (negative, _) = numbers.signs(column);
            if negative > 0 {
                worth += weight::SIGNED;
            }
            if numbers.has_decimals(column) {
                worth += weight::DECIMALS;
            }
            if profiles[column].constant && table.rows.len() > 2 {
                worth += weight::CONSTANT;
            }
            worth
        }
        Amounts::Pair { out, inn, .. } => {
            let named = table.readings[out].may_be(Meaning::Outflow)
                && table.readings[inn].may_be(Meaning::Inflow);
            let mut worth = weight::COLUMN * out.min(inn) as i64;
            if numbers.has_decimals(out) || numbers.has_decimals(inn) {
                worth += weight::DECIMALS;
            }
            let empty = profiles[out].filled == 0 || profiles[inn].filled == 0;
            worth += match (named, empty) {
                (true, _) => weight::PAIR,
                (false, true) => weight::HALF_EMPTY,
                (false, false) => weight::EXCLUSIVE,
            };
            // Without a header, what is filled more often is what goes out, and signs are what they say.
            let thanks = |row: &usize| {
                let moves = |column| numbers.get(column, *row).is_some_and(moves_something);
                let mut cells = table.rows[*row].cells.iter();
                moves(out) && !moves(inn) && cells.any(|cell| words::says("thanks", cell))
            };
            if table.header.is_none() && (0..table.rows.len()).any(|row| thanks(&row)) {
                worth += weight::THANKS;
            }
            let (negative, positive) = numbers.signs(inn);
            let usual = profiles[out].filled >= profiles[inn].filled;
            if !named
                && ((!usual && !matches!(amounts, Amounts::Pair { signed: true, .. }))
                    || negative > positive)
            {
                worth -= 2 * weight::HALF_EMPTY;
            }
            worth
        }
    }
}
