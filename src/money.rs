//! Exact money: an amount, and the currency it is in when the file says so.
//!
//! [`Amount`] is what columns hold (9 bytes, no currency of its own), [`Money`] what crosses an edge,
//! [`Total`] what sums are kept in. None of them is ever a float.
//!
//! ```
//! use farthing::money::{Amount, Currency, Money};
//!
//! let eur = Currency::from_code("EUR");
//! let paid = Money::new(Amount::parse_plain("-12.50").unwrap(), eur);
//! let back = Money::new(Amount::parse_plain("2.5").unwrap(), eur);
//! assert_eq!(paid.checked_add(back).unwrap().to_string(), "-10.00 EUR");
//! assert!(paid.checked_add(Money::new(Amount::ZERO, Currency::from_code("USD"))).is_err());
//! ```

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;

mod currency;
mod exact;

pub use currency::Currency;
pub use exact::Exact;

/// The most decimal places an [`Amount`] keeps: crypto exports print 18 and are cut by none of our banks.
pub const MAX_SCALE: u8 = 18;

/// An exact signed decimal whose currency is known from elsewhere (its account's, or its column's).
///
/// Units: `mantissa / 10^scale` of the currency's major unit; negative leaves the account.
/// Shape: the mantissa is never `i64::MIN`, so that every amount has its opposite.
///
/// ```
/// use farthing::money::Amount;
///
/// let paid = Amount::parse_plain("-12.50").unwrap();
/// assert_eq!((paid.mantissa(), paid.scale()), (-1250, 2));
/// assert_eq!(Some(paid), Amount::new(-125, 1)); // the same amount, written shorter
/// assert_eq!(paid.abs().to_string(), "12.50");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Amount {
    mantissa: i64,
    scale: u8,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount {
        mantissa: 0,
        scale: 0,
    };

    /// `mantissa / 10^scale`; `None` over [`MAX_SCALE`] places, and for `i64::MIN`.
    pub fn new(mantissa: i64, scale: u8) -> Option<Amount> {
        (scale <= MAX_SCALE && mantissa != i64::MIN).then_some(Amount { mantissa, scale })
    }

    /// The parts of an amount put together again.
    pub(crate) fn kept(mantissa: i64, scale: u8) -> Amount {
        debug_assert!(Amount::new(mantissa, scale).is_some());
        Amount { mantissa, scale }
    }

    /// Reads ASCII digits with an optional leading sign and at most one decimal point: `-1234.50`.
    ///
    /// Errors: `None` for anything else; a statement's own notation is the business of `statement`.
    pub fn parse_plain(text: &str) -> Option<Amount> {
        let bytes = text.as_bytes();
        let (negative, digits) = match bytes.first()? {
            b'-' => (true, &bytes[1..]),
            b'+' => (false, &bytes[1..]),
            _ => (false, bytes),
        };
        let (mut mantissa, mut scale, mut seen, mut point) = (0i64, 0u8, false, false);
        for byte in digits {
            match byte {
                b'0'..=b'9' => {
                    let digit = i64::from(byte - b'0');
                    // A checked product is a call in WebAssembly, and this is every digit of every row.
                    if mantissa < i64::MIN / 10 {
                        return None;
                    }
                    mantissa = (mantissa * 10).checked_sub(digit)?;
                    scale = scale.saturating_add(u8::from(point));
                    seen = true;
                }
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        // It was summed below zero, where the range is the wider one.
        let opposite = mantissa.checked_neg()?;
        let mantissa = if negative { mantissa } else { opposite };
        seen.then(|| Amount::new(mantissa, scale)).flatten()
    }

    /// The digits without their point.
    pub fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// How many of the digits stand after the point.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// Whether it leaves the account.
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Its magnitude.
    pub fn abs(self) -> Amount {
        Amount {
            mantissa: self.mantissa.abs(),
            scale: self.scale,
        }
    }

    /// The other direction.
    pub fn negated(self) -> Amount {
        Amount {
            mantissa: -self.mantissa,
            scale: self.scale,
        }
    }

    /// The same value with `scale` places where that loses nothing.
    pub fn rescaled(self, scale: u8) -> Option<Amount> {
        let mantissa = match scale.cmp(&self.scale) {
            Ordering::Equal => self.mantissa,
            Ordering::Greater => i64::try_from(widened(self.mantissa, scale - self.scale)).ok()?,
            Ordering::Less => {
                let divisor = *TENS.get(usize::from(self.scale - scale))?;
                if self.mantissa % divisor != 0 {
                    return None;
                }
                self.mantissa / divisor
            }
        };
        Amount::new(mantissa, scale)
    }

    /// The digits it has with [`MAX_SCALE`] places, at which all amounts can be added.
    pub(crate) fn wide(self) -> i128 {
        self.widened_to(MAX_SCALE)
    }

    /// The digits it has with so many places, which are no fewer than its own.
    pub(crate) fn widened_to(self, places: u8) -> i128 {
        match places.saturating_sub(self.scale) {
            0 => self.mantissa.into(),
            zeros => widened(self.mantissa, zeros),
        }
    }

    /// As a decimal with the places it was written with.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.mantissa, u32::from(self.scale))
    }

    /// From a decimal; `None` where the digits do not fit 64 bits.
    pub fn from_decimal(value: Decimal) -> Option<Amount> {
        let value = if value.scale() > u32::from(MAX_SCALE) {
            value.normalize()
        } else {
            value
        };
        let scale = u8::try_from(value.scale()).ok()?;
        Amount::new(i64::try_from(value.mantissa()).ok()?, scale)
    }

    fn key(self) -> (i64, u8) {
        let (mut mantissa, mut scale) = (self.mantissa, self.scale);
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        (mantissa, scale)
    }
}

/// `12.5` and `12.50` are the same amount.
impl PartialEq for Amount {
    fn eq(&self, other: &Amount) -> bool {
        if self.scale == other.scale {
            self.mantissa == other.mantissa
        } else {
            self.key() == other.key()
        }
    }
}

impl Eq for Amount {}

impl std::hash::Hash for Amount {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        // One word: what is hashed once a row is worth it.
        let (mantissa, scale) = self.key();
        state.write_u64(mantissa as u64 ^ u64::from(scale) << 56);
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Amount) -> Ordering {
        if self.scale == other.scale {
            return self.mantissa.cmp(&other.mantissa);
        }
        let scale = self.scale.max(other.scale);
        let wide = |amount: &Amount| widened(amount.mantissa, scale - amount.scale);
        wide(self).cmp(&wide(other))
    }
}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Amount) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_decimal().fmt(f)
    }
}

/// A running sum of [`Amount`]s of one currency, exact at any mix of scales.
///
/// ```
/// use farthing::money::{Amount, Currency, Total};
///
/// let mut spent = Total::default();
/// for text in ["0.1", "0.20", "12"] {
///     spent.add(Amount::parse_plain(text).unwrap());
/// }
/// assert_eq!(spent.in_currency(Currency::from_code("EUR")).to_string(), "12.30 EUR");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Total {
    mantissa: i128,
    scale: u8,
}

impl Total {
    /// The sum of one amount.
    pub fn of(amount: Amount) -> Total {
        Total {
            mantissa: i128::from(amount.mantissa),
            scale: amount.scale,
        }
    }

    /// Adds one amount.
    pub fn add(&mut self, amount: Amount) {
        if amount.scale == self.scale {
            // By far the most: a currency's own places.
            self.mantissa = self.mantissa.saturating_add(i128::from(amount.mantissa));
            return;
        }
        if amount.scale > self.scale {
            self.mantissa = self
                .mantissa
                .saturating_mul(ten_to(amount.scale - self.scale));
            self.scale = amount.scale;
        }
        let same = widened(amount.mantissa, self.scale - amount.scale);
        self.mantissa = self.mantissa.saturating_add(same);
    }

    /// Adds another sum.
    pub fn add_total(&mut self, other: Total) {
        if other.scale == self.scale {
            self.mantissa = self.mantissa.saturating_add(other.mantissa);
            return;
        }
        let scale = self.scale.max(other.scale);
        let left = self.mantissa.saturating_mul(ten_to(scale - self.scale));
        let right = other.mantissa.saturating_mul(ten_to(scale - other.scale));
        *self = Total {
            mantissa: left.saturating_add(right),
            scale,
        };
    }

    /// The sum with its sign turned.
    pub fn negated(self) -> Total {
        Total {
            mantissa: self.mantissa.saturating_neg(),
            scale: self.scale,
        }
    }

    /// Whether nothing is left.
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether more left than came.
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// As a decimal; the last places of a sum beyond 96 bits are cut, which no household reaches.
    pub fn to_decimal(self) -> Decimal {
        let (mut mantissa, mut scale) = (self.mantissa, u32::from(self.scale));
        loop {
            match Decimal::try_from_i128_with_scale(mantissa, scale) {
                Ok(value) => return value,
                Err(_) if scale > 0 => {
                    mantissa /= 10;
                    scale -= 1;
                }
                Err(_) if mantissa < 0 => return Decimal::MIN,
                Err(_) => return Decimal::MAX,
            }
        }
    }

    /// As money of one currency.
    pub fn in_currency(self, currency: Option<Currency>) -> Money {
        Money::from_decimal(self.to_decimal(), currency)
    }
}

/// `1.5` and `1.50` are the same sum.
impl PartialEq for Total {
    fn eq(&self, other: &Total) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Total {}

impl PartialOrd for Total {
    fn partial_cmp(&self, other: &Total) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Total {
    fn cmp(&self, other: &Total) -> Ordering {
        let scale = self.scale.max(other.scale);
        let wide = |total: &Total| total.mantissa.saturating_mul(ten_to(scale - total.scale));
        wide(self).cmp(&wide(other))
    }
}

/// An exact amount in a currency; the currency is `None` where no file names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Option<Currency>,
}

impl Money {
    /// An amount of a currency.
    pub fn new(amount: Amount, currency: Option<Currency>) -> Money {
        Money::from_decimal(amount.to_decimal(), currency)
    }

    /// A decimal of a currency, shown with at least the currency's own places.
    pub fn from_decimal(amount: Decimal, currency: Option<Currency>) -> Money {
        let places = u32::from(currency.map_or(2, Currency::minor_units));
        let mut amount = amount;
        if amount.scale() > places {
            amount = amount.normalize();
        }
        if amount.scale() < places {
            amount.rescale(places);
        }
        if amount.is_zero() {
            amount.set_sign_positive(true);
        }
        Money { amount, currency }
    }

    /// The signed decimal.
    pub fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency, where known.
    pub fn currency(self) -> Option<Currency> {
        self.currency
    }

    /// Its magnitude.
    #[inline(never)]
    pub fn abs(self) -> Money {
        Money {
            amount: self.amount.abs(),
            currency: self.currency,
        }
    }

    /// The other direction.
    pub fn negated(self) -> Money {
        Money::from_decimal(-self.amount, self.currency)
    }

    /// The sum, where both are in the same currency.
    ///
    /// Errors: [`CurrencyMismatch`] where they are not; nothing is ever converted.
    pub fn checked_add(self, other: Money) -> Result<Money, CurrencyMismatch> {
        if self.currency != other.currency {
            return Err(CurrencyMismatch {
                left: self.currency,
                right: other.currency,
            });
        }
        Ok(Money::from_decimal(
            self.amount.near_plus(other.amount),
            self.currency,
        ))
    }

    /// The difference, where both are in the same currency.
    ///
    /// Errors: [`CurrencyMismatch`] where they are not.
    pub fn checked_sub(self, other: Money) -> Result<Money, CurrencyMismatch> {
        self.checked_add(other.negated())
    }
}

/// The invariant rendering of the command line and of logs of tests: `-12.50 EUR`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.currency {
            Some(currency) => write!(f, "{} {}", self.amount, currency.code()),
            None => write!(f, "{}", self.amount),
        }
    }
}

/// Two currencies were about to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrencyMismatch {
    /// The currency on the left.
    pub left: Option<Currency>,
    /// The currency on the right.
    pub right: Option<Currency>,
}

impl fmt::Display for CurrencyMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |currency: Option<Currency>| match currency {
            Some(currency) => currency.code().to_owned(),
            None => "an unnamed currency".to_owned(),
        };
        write!(
            f,
            "{} cannot be added to {}",
            name(self.right),
            name(self.left)
        )
    }
}

impl std::error::Error for CurrencyMismatch {}

/// The powers of ten that an amount's places may be.
const TENS: [i64; MAX_SCALE as usize + 1] = {
    let mut tens = [1; MAX_SCALE as usize + 1];
    let mut power = 1;
    while power < tens.len() {
        tens[power] = tens[power - 1] * 10;
        power += 1;
    }
    tens
};

fn ten_to(power: u8) -> i128 {
    TENS.get(usize::from(power))
        .map_or_else(|| 10i128.saturating_pow(power.into()), |ten| (*ten).into())
}

/// Digits with so many zeros after them; in 64 bits where they have the room, as wider ones are multiplied by a call each.
fn widened(mantissa: i64, zeros: u8) -> i128 {
    match TENS.get(usize::from(zeros)) {
        Some(ten) if mantissa.unsigned_abs().leading_zeros() + ten.leading_zeros() > 64 => {
            i128::from(mantissa * ten)
        }
        _ => i128::from(mantissa).saturating_mul(ten_to(zeros)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse_plain(text).unwrap()
    }

    #[test]
    fn one_decimal_place_is_a_decimal() {
        assert_eq!(amount("-110.7"), Amount::new(-1107, 1).unwrap());
        assert_eq!(
            Money::new(amount("-110.7"), Currency::from_code("EUR")).to_string(),
            "-110.70 EUR"
        );
    }

    #[test]
    fn the_extremes_fit() {
        assert_eq!(amount("-9223372036854775807").abs().mantissa(), i64::MAX);
        assert_eq!(
            amount("9223372036854775807").negated().mantissa(),
            -i64::MAX
        );
        assert_eq!(Amount::parse_plain("9223372036854775808"), None);
        assert_eq!(Amount::parse_plain("-9223372036854775808"), None);
        assert_eq!(Amount::new(i64::MIN, 0), None);
        assert_eq!(Amount::parse_plain(&format!("0.{}", "0".repeat(300))), None);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", ".", "1.2.3", "1,5", " 1", "1e3", "٣"] {
            assert_eq!(Amount::parse_plain(text), None, "{text}");
        }
        assert_eq!(amount(".23"), amount("0.230"));
        assert_eq!(amount("5."), amount("5"));
    }

    #[test]
    fn totals_mix_scales() {
        let mut total = Total::default();
        for text in ["0.1", "0.20", "-0.3", "12.3456", "-0.3456"] {
            total.add(amount(text));
        }
        assert_eq!(total.in_currency(None).to_string(), "12.00");
        let mut twelve = Total::default();
        twelve.add(amount("12"));
        assert_eq!(total, twelve);
        twelve.add(amount("0.001"));
        assert!(total < twelve);
    }

    #[test]
    fn money_keeps_more_places_than_its_currency_where_they_say_something() {
        let eur = Currency::from_code("EUR");
        assert_eq!(Money::new(amount("1.2345"), eur).to_string(), "1.2345 EUR");
        assert_eq!(Money::new(amount("1.2300"), eur).to_string(), "1.23 EUR");
        assert_eq!(
            Money::new(amount("500"), Currency::from_code("JPY")).to_string(),
            "500 JPY"
        );
        assert_eq!(Money::new(amount("-0.00"), eur).to_string(), "0.00 EUR");
    }
}
