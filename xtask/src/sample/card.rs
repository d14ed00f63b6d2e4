//! The card is paid off in full each month from the current account: both legs.

use super::calendar::{months, on_or_after};
use super::entry::{Account, Entry};
use super::{FIRST, LAST};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// What was owed on the statement before the first day, and what has been bought since that statement.
const OWED_AT_FIRST_MINOR: i64 = 21_460;
const BOUGHT_SINCE_MINOR: i64 = 3_815;

/// The card's balance before its first entry.
pub(super) const OPENING_MINOR: i64 = -(OWED_AT_FIRST_MINOR + BOUGHT_SINCE_MINOR);

/// A statement closes on this day of the month, and is paid on that one of the next.
const CLOSES: i8 = 25;
const PAID: i8 = 11;

/// Each month's repayment: what left the current account, and its arrival a working day later.
pub(super) fn repayments(purchases: &[Entry]) -> Vec<Entry> {
    let mut paid_minor = 0;
    let mut legs = Vec::new();
    for month in months(FIRST, LAST) {
        let (Ok(paid), Ok(closed)) = (on(month, PAID), on(month.saturating_sub(1.month()), CLOSES))
        else {
            continue;
        };
        let left = on_or_after(paid);
        let arrived = on_or_after(left.saturating_add(1.day()));
        let owed_minor = match month == FIRST.first_of_month() {
            true => OWED_AT_FIRST_MINOR,
            false => {
                let until = purchases.iter().filter(|entry| entry.day <= closed);
                -OPENING_MINOR - until.map(|entry| entry.amount_minor).sum::<i64>() - paid_minor
            }
        };
        paid_minor += owed_minor;
        let leg = |day, account, kind: &str, descriptor: &str, amount_minor| Entry {
            day,
            account,
            kind: kind.to_owned(),
            descriptor: descriptor.to_owned(),
            mcc: String::new(),
            amount_minor,
            original: String::new(),
        };
        let text = "LARK CREDIT CARD PAYMENT";
        legs.push(leg(
            left,
            Account::Everyday,
            "Direct debit",
            text,
            -owed_minor,
        ));
        let text = "PAYMENT RECEIVED THANK YOU";
        legs.push(leg(arrived, Account::Card, "", text, owed_minor));
    }
    legs
}

fn on(month: Date, day: i8) -> Result<Date, jiff::Error> {
    month.with().day(day).build()
}
