//! Words to what they mean.

pub(crate) mod amount;
mod asked;
pub(crate) mod calendar;
mod date;
pub(crate) mod lexicon;
pub(crate) mod name;
pub(crate) mod period;
pub(crate) mod reader;
pub(crate) mod reading;
mod slip;
pub(crate) mod spelling;
pub(crate) mod time_word;
pub(crate) mod token;
mod unknown;
