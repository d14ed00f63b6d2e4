//! What a currency is roughly worth, to tell the two legs of a transfer across currencies from two other amounts.
//!
//! No sum is ever made with these: the rate that is shown is the one that the two amounts imply.

use rust_decimal::Decimal;

use crate::money::{Amount, Currency, Exact};

/// Roughly how many of a currency make 100 US dollars.
///
/// Source: the European Central Bank's reference rates of 2024 and 2025, rounded; see [`BAND`].
const PER_100_USD: &[(&str, i64)] = &[
    ("AUD", 152),
    ("BGN", 178),
    ("BRL", 560),
    ("CAD", 138),
    ("CHF", 86),
    ("CNY", 718),
    ("CZK", 2260),
    ("DKK", 680),
    ("EUR", 91),
    ("GBP", 77),
    ("HKD", 780),
    ("HUF", 36000),
    ("IDR", 1_600_000),
    ("ILS", 365),
    ("INR", 8500),
    ("ISK", 13500),
    ("JPY", 15000),
    ("KRW", 139_000),
    ("MXN", 1880),
    ("MYR", 440),
    ("NOK", 1060),
    ("NZD", 168),
    ("PHP", 5700),
    ("PLN", 388),
    ("RON", 455),
    ("SEK", 1020),
    ("SGD", 133),
    ("THB", 3400),
    ("TRY", 3700),
    ("USD", 100),
    ("ZAR", 1810),
];

/// How far a rate may lie from the table, in hundredths of it: most currencies moved less in a decade.
const BAND: i64 = 35;

/// How many of the second currency one of the first was worth, where that is plausible.
pub(super) fn implied(out: (Amount, Currency), back: (Amount, Currency)) -> Option<Decimal> {
    let (from, to) = (out.0.abs().to_decimal(), back.0.abs().to_decimal());
    let rate = to.over(from)?;
    let usual = per_100_usd(back.1)?.over(per_100_usd(out.1)?)?;
    let off = rate.near_minus(usual).abs().times(Decimal::ONE_HUNDRED)?;
    (off <= usual.times(Decimal::from(BAND))?).then_some(rate.round_sf(6)?)
}

#[inline(never)]
fn per_100_usd(currency: Currency) -> Option<Decimal> {
    let mut rates = PER_100_USD.iter();
    let found = rates.find(|(code, _)| *code == currency.code());
    found.map(|(_, per)| Decimal::from(*per))
}
