//! Exchange rates that the person gives, and sums of several currencies in one.

use serde::Serialize;

use super::tree::{Read, Reading, Tree, read};
use super::{Money, Period};

/// A rate: one `from` is `value` of `to`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RateSaid {
    /// ISO 4217.
    pub from: String,
    /// Above nothing, with a decimal point.
    pub value: String,
    /// ISO 4217.
    pub to: String,
    /// The day it is of, ISO 8601.
    pub date: String,
    /// Whether it was typed, and is of no file.
    pub typed: bool,
}

/// Every rate there is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RatesReport {
    /// Those typed; they count before those of files.
    pub typed: Vec<RateSaid>,
    /// Those of files.
    pub files: Vec<RateFile>,
}

/// A file of rates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RateFile {
    /// The file's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// From its first day to its last.
    pub period: Option<Period>,
    /// How many currencies beside the euro.
    pub currencies: u64,
}

/// Sums of several currencies in one, by rates that the person gave. Each currency's sum is converted once and rounded
/// once, a half away from nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Combined {
    /// Purchases less refunds, as a signed sum.
    pub spending: Money,
    /// Income.
    pub income: Money,
    /// The rates used, one a currency.
    pub rates: Vec<RateSaid>,
}

read! {
    RatesReport { typed, files }
    RateFile { id, name, period, currencies }
    Combined { spending, income, rates }
}

impl Read for RateSaid {
    fn read(mut tree: Tree, reading: &mut Reading) -> RateSaid {
        RateSaid {
            from: reading.field(&mut tree, "from"),
            value: reading.field(&mut tree, "value"),
            to: reading.field(&mut tree, "to"),
            date: reading.field(&mut tree, "date"),
            typed: reading.field_or_default(&mut tree, "typed"),
        }
    }
}
