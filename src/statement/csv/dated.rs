//! What makes a record a row: its day, its amount and the amount's currency.

use super::amount::{self, NoAmount, Printed};
use super::cell::Cache;
use super::date;
use super::plan::{Amounts, FeeSign};
use super::rows::{Record, in_major_units, sum};
use super::sign::Sign;
use super::words::{self, Direction, State};
use crate::calendar::Day;
use crate::money::{Amount, Currency};

/// A record's day, amount and currency.
pub(super) struct DatedAmount {
    pub(super) day: Day,
    pub(super) amount: Amount,
    pub(super) currency: Option<Currency>,
    /// Whether it is still to be booked: a word for that stands where its date would, or its amount is only held.
    pub(super) is_pending: bool,
}

/// Reads them, and keeps what the records before had in common with the next.
#[derive(Default)]
pub(super) struct DatedAmounts {
    last_date: (Vec<u8>, Option<Day>),
    currencies: Cache<Option<Currency>>,
    directions: Cache<Option<Direction>>,
    /// Whether a date fits the other order of day and month only.
    pub(super) contradicts: bool,
}

impl DatedAmounts {
    /// Forgets the records, as before the first.
    pub(super) fn restart(&mut self) {
        self.last_date.0.clear();
        self.contradicts = false;
    }

    /// Date and amount of a record; `None` where either is not there.
    #[inline]
    pub(super) fn booked(&mut self, record: &Record<'_>) -> Option<DatedAmount> {
        let layout = record.layout;
        let (day, is_pending) = self.day(record)?;
        let mark = layout.mark.mark;
        let mut direction = None;
        let (mut amount, mut currency, signed) = match layout.plan.amounts {
            Amounts::Single(column) => {
                match amount::parse_fast(record.bytes(column), mark.byte()) {
                    Some(amount) => (amount, None, false),
                    None => {
                        let mut others = layout.in_other_currencies.iter();
                        let other = |&(column, currency): &(usize, Currency)| {
                            let read = amount::parse(record.cell(column), mark).ok()?;
                            let currency = Some(currency);
                            Some(Printed { currency, ..read })
                        };
                        let printed = amount::parse(record.cell(column), mark).ok();
                        let printed = printed.or_else(|| others.find_map(other))?;
                        direction = printed.direction;
                        (printed.amount, printed.currency, printed.signed)
                    }
                }
            }
            Amounts::Pair {
                out,
                inn,
                signed,
                turned,
            } => {
                let read = |column| -> Option<(Option<Amount>, Option<Currency>)> {
                    let bytes = record.bytes(column);
                    if bytes.is_empty() {
                        return Some((None, None));
                    }
                    if let Some(amount) = amount::parse_fast(bytes, mark.byte()) {
                        return Some((Some(amount), None));
                    }
                    match amount::parse(record.cell(column), mark) {
                        Ok(printed) => Some((Some(printed.amount), printed.currency)),
                        Err(NoAmount::Blank) => Some((None, None)),
                        Err(_) => None,
                    }
                };
                let (out, out_currency) = read(out)?;
                let (inn, in_currency) = read(inn)?;
                let out = out.map(|out| if signed { out } else { out.negated() });
                let inn = inn.map(|inn| if turned { inn.negated() } else { inn });
                let currency = out_currency.or(in_currency);
                let amount = match (out, inn) {
                    (Some(out), None) => out,
                    (None, Some(inn)) => inn,
                    (Some(out), Some(inn)) if inn.is_zero() => out,
                    (Some(out), Some(inn)) if out.is_zero() => inn,
                    (Some(out), Some(inn)) => sum(out, inn)?,
                    // A row of nothing but a fee.
                    (None, None) => {
                        let (fee, _) = layout.plan.fee?;
                        amount::parse(record.cell(fee), mark).ok()?;
                        Amount::new(0, 0)?
                    }
                };
                (amount, currency, true)
            }
        };
        match layout.sign.sign {
            Sign::Printed => {}
            Sign::Turned => amount = amount.negated(),
            Sign::Column(column) => {
                let cell = record.cell(column);
                let direction = self.directions.get(cell, words::direction);
                match direction {
                    Some(Direction::Out) => amount = amount.abs().negated(),
                    Some(Direction::In) if !signed => amount = amount.abs(),
                    // What the column says nothing of went out, unless its words say that it came back.
                    None if !signed && !amount.is_negative() => {
                        let mut printed = record.printed();
                        let is_out = layout.is_rest_out || !amount::is_blank(cell);
                        if is_out && !printed.any(|cell| words::says("back", cell)) {
                            amount = amount.negated();
                        }
                    }
                    _ => {}
                }
            }
            Sign::Suffix if direction == Some(Direction::In) => amount = amount.abs(),
            Sign::Suffix => amount = amount.negated(),
            Sign::Descriptor => {
                // Set once the descriptor is known.
            }
        }
        if let Some((column, sign)) = layout.plan.fee {
            let fee = amount::parse(record.cell(column), mark).ok();
            if let Some(fee) = fee {
                let fee = match sign {
                    FeeSign::Added => fee.amount,
                    FeeSign::Subtracted => fee.amount.negated(),
                };
                amount = sum(amount, fee)?;
            }
        }
        if let Some(column) = layout.currency {
            let cell = record.cell(column);
            currency = self.currencies.get(cell, words::currency).or(currency);
        }
        let currency = currency.or(layout.file_currency);
        if layout.in_minor_units.0 {
            amount = in_major_units(amount, currency)?;
        }
        Some(DatedAmount {
            day,
            amount,
            currency,
            is_pending,
        })
    }

    /// Date and amount of a record whose amount the bank only holds.
    #[cold]
    pub(super) fn held(&mut self, record: &Record<'_>) -> Option<DatedAmount> {
        let layout = record.layout;
        let column = layout.held.filter(|_| layout.sign.sign == Sign::Printed)?;
        let is_booked = !amount::is_blank(record.cell(layout.amount_column()));
        let printed = amount::parse(record.cell(column), layout.mark.mark).ok()?;
        let (day, _) = self.day(record)?;
        let named = [layout.currency, Some(column + 1)].into_iter().flatten();
        let currency = named
            .map(|column| record.cell(column))
            .find_map(words::currency);
        (!is_booked).then_some(DatedAmount {
            day,
            amount: printed.amount,
            currency: currency.or(printed.currency).or(layout.file_currency),
            is_pending: true,
        })
    }

    /// A record's day, and whether it is still to be booked: a word for that stands where its date would.
    #[inline]
    pub(super) fn day(&mut self, record: &Record<'_>) -> Option<(Day, bool)> {
        let layout = record.layout;
        let booked = |day| (day, false);
        if self.last_date.0 == record.bytes(layout.date) && !self.last_date.0.is_empty() {
            return self.last_date.1.map(booked);
        }
        let mut others = layout.other_dates.iter().map(|&column| record.cell(column));
        let mut cell = record.cell(layout.date);
        if cell.is_empty() {
            cell = others.find(|cell| !cell.is_empty())?;
        }
        if self.last_date.0 == cell.as_bytes() {
            return self.last_date.1.map(booked);
        }
        let order = layout.order.order;
        let day = date::parse_fast(cell.as_bytes(), order).or_else(|| date::parse(cell, order));
        if day.is_none()
            && !layout.other_dates.is_empty()
            && words::state(cell) == Some(State::Pending)
        {
            let day = others.find_map(|cell| date::parse(cell, order));
            return day.map(|day| (day, true));
        }
        if day.is_none() && date::parse(cell, order.other()).is_some() {
            self.contradicts = true;
        }
        self.last_date.0.clear();
        self.last_date.0.extend_from_slice(cell.as_bytes());
        self.last_date.1 = day;
        day.map(booked)
    }
}
