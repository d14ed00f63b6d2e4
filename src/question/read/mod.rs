//! Words to what they mean.

pub(crate) mod amount;
pub(crate) mod lexicon;
pub(crate) mod name;
pub(crate) mod period;
pub(crate) mod reading;
pub(crate) mod spelling;
pub(crate) mod token;
