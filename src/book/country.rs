//! Which country an account is in, as far as its files tell: it weighs brands, nothing more.

use crate::ledger::Account;

/// The country of an account: its IBAN's, else the one that alone uses its currency.
///
/// Shape: ISO 3166-1 alpha-2. `None` for currencies of many countries, such as the euro.
pub(super) fn of_account(account: &Account) -> Option<&'static str> {
    let iban = account.identifier.as_deref().and_then(country_of_iban);
    iban.or_else(|| {
        let currency = account.currency?;
        let found = BY_CURRENCY
            .iter()
            .find(|(code, _)| *code == currency.code());
        found.map(|(_, country)| *country)
    })
}

fn country_of_iban(identifier: &str) -> Option<&'static str> {
    let (country, rest) = identifier.split_at_checked(2)?;
    let digits = rest.get(..2)?.bytes().all(|byte| byte.is_ascii_digit());
    let known = COUNTRIES
        .iter()
        .find(|known| known.eq_ignore_ascii_case(country))?;
    // ISO 13616: no IBAN is shorter than Norway's 15 characters.
    (digits && identifier.len() >= 15).then_some(*known)
}

/// Countries of the IBAN registry that brands are weighed for.
const COUNTRIES: &[&str] = &[
    "AT", "BE", "BR", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "HU", "IE", "IT", "LU", "NL",
    "NO", "PL", "PT", "SE", "TR",
];

/// Currencies used in one country, or in one by far.
const BY_CURRENCY: &[(&str, &str)] = &[
    ("AUD", "AU"),
    ("BRL", "BR"),
    ("CAD", "CA"),
    ("CHF", "CH"),
    ("CNY", "CN"),
    ("CZK", "CZ"),
    ("DKK", "DK"),
    ("GBP", "GB"),
    ("HKD", "HK"),
    ("HUF", "HU"),
    ("INR", "IN"),
    ("JPY", "JP"),
    ("NOK", "NO"),
    ("NZD", "NZ"),
    ("PLN", "PL"),
    ("SEK", "SE"),
    ("SGD", "SG"),
    ("TRY", "TR"),
    ("USD", "US"),
    ("ZAR", "ZA"),
];
