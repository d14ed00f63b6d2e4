//! A statement of as many rows as wanted, the same bytes on every run and in `tests/e2e/support/statement.mjs`.
//!
//! One account with a running balance, 27 rows a day from 2015 on, a third of the descriptors distinct, as store and
//! order numbers make them.

use std::fmt::Write as _;

use farthing::calendar::{Date, plus_days};

/// Descriptors, `#` being a number of its own in each row; the weight of each is equal.
const PAYEES: [&str; 24] = [
    "TESCO STORES #",
    "SAINSBURYS S/MKTS",
    "LIDL GB",
    "CO-OP GROUP FOOD #",
    "AMZNMktplace*#",
    "PAYPAL *EBAY #",
    "ARGOS LTD",
    "BOOTS #",
    "COSTA COFFEE #",
    "PRET A MANGER #",
    "GREGGS PLC #",
    "DELIVEROO.CO.UK",
    "JUST EAT.CO.UK LTD",
    "TFL TRAVEL CH",
    "TRAINLINE.COM",
    "UBER *TRIP",
    "SHELL #",
    "PREMIER INN #",
    "NETFLIX.COM",
    "SPOTIFY P#",
    "MARLOWS #",
    "SQ *KETTLE AND CRUMB",
    "CORNER LOAF #",
    "HALDEN ENERGY",
];

/// Rows booked on one day.
const ROWS_A_DAY: u32 = 27;

/// Every so many rows, pay comes in.
const PAY_EVERY: u32 = 800;

/// The statement as CSV, and the sum of its amounts in pence.
pub(crate) fn statement(rows: u32) -> (String, i64) {
    let mut random = Random(20_260_101);
    let mut out = String::from("Date,Description,Debit,Credit,Balance\n");
    let start = Date::new(2015, 1, 1).unwrap_or(Date::ZERO);
    let mut balance = 500_000_i64;
    let opening = balance;
    for row in 0..rows {
        let date = plus_days(start, (row / ROWS_A_DAY) as i32);
        let (month, day, year) = (date.month(), date.day(), date.year());
        let _ = write!(out, "{month:02}/{day:02}/{year},");
        if row % PAY_EVERY == PAY_EVERY - 1 {
            let pence = 2_000_000 + i64::from(random.below(100_000));
            balance += pence;
            let _ = writeln!(
                out,
                "MILL LANE SCHOOL SALARY,,{},{}",
                Pounds(pence),
                Pounds(balance)
            );
            continue;
        }
        let payee = PAYEES[random.below(24) as usize];
        let number = random.below(9_000) + 1_000;
        let pence = i64::from(random.below(4_900)) + 100;
        balance -= pence;
        let descriptor = payee.replace('#', &number.to_string());
        let _ = writeln!(out, "{descriptor},{},,{}", Pounds(pence), Pounds(balance));
    }
    (out, balance - opening)
}

/// Pence with two digits after the point.
struct Pounds(i64);

impl std::fmt::Display for Pounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let pence = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", pence / 100, pence % 100)
    }
}

/// A linear congruential generator (Knuth, The Art of Computer Programming 2, 3.3.4; constants of Numerical Recipes).
struct Random(u32);

impl Random {
    /// A number under `bound`, from the upper half of the state, whose period is longest.
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % bound
    }
}
