//! Numbers of cells as a person reads them: the decimal that was meant, or the day.
//!
//! A sheet holds binary fractions: `12.3` may stand in it as `12.300000000000001`, and a day as `45747`.

use crate::calendar::Day;
use crate::statement::csv::POINT;

/// A number as text: `-12.30` with [`POINT`] in it, `2025-03-31`, `10:15`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) text: String,
    /// Whether it is a day, not a figure.
    pub(super) is_day: bool,
}

impl Number {
    /// The day that a number of days stands for, or one of seconds or their thousandths since 1970, where it is one of our
    /// time.
    pub(super) fn of_days(text: &str, is_1904: bool) -> Option<Number> {
        let is_whole = text.bytes().all(|byte| byte.is_ascii_digit());
        if text.starts_with('0') {
            return None;
        }
        if is_whole && matches!(text.len(), SECONDS | THOUSANDTHS) {
            let seconds: i32 = text[..SECONDS].parse().ok()?;
            return Some(Number {
                text: Day(seconds / SECONDS_A_DAY).to_date().to_string(),
                is_day: true,
            });
        }
        let decimal = Decimal::parse(&text.replace(POINT, "."))?;
        // From 1980 to 2079.
        let is_ours = (29_221..=65_745).contains(&decimal.parts().0);
        let number = decimal.shown(&Shown::Day, is_1904);
        (is_ours && number.is_day).then_some(number)
    }
}

/// The digits of seconds since 1970 from 2001 on, and of their thousandths.
const SECONDS: usize = 10;
const THOUSANDTHS: usize = 13;
const SECONDS_A_DAY: i32 = 86_400;

/// What a cell's format makes of a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// A figure, with the mark or code of a currency behind it, if any.
    #[default]
    Figure,
    /// Money, with what names its currency.
    Money(String),
    /// A day, with or without a time.
    Day,
    /// A time of day.
    Time,
}

/// A decimal: `digits / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    is_negative: bool,
    digits: u128,
    places: u32,
}

/// The digits of a binary fraction that mean something: DBL_DIG of ISO C, which is also what Excel shows.
const MEANT: u32 = 15;
/// Places that money has at most, those of a satoshi; what lies behind is left of a calculation.
const PLACES: u32 = 8;

impl Decimal {
    /// Reads `-12.30` and `1.5E-3`.
    pub(super) fn parse(text: &str) -> Option<Decimal> {
        let text = text.trim();
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let bare = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
        let (mut digits, mut places, mut is_behind, mut any) = (0u128, 0i32, false, false);
        for byte in bare.bytes() {
            match byte {
                b'0'..=b'9' => {
                    any = true;
                    // Digits beyond those that are kept only move the point.
                    let is_kept = digits < 10u128.pow(30);
                    if is_kept {
                        digits = digits * 10 + u128::from(byte - b'0');
                    }
                    places += i32::from(is_behind && is_kept) - i32::from(!is_behind && !is_kept);
                }
                b'.' if !is_behind => is_behind = true,
                _ => return None,
            }
        }
        let places = places.checked_sub(exponent)?;
        let decimal = match places {
            60.. => (0, 0),
            0.. => (digits, places.unsigned_abs()),
            -18..0 if digits < 10u128.pow(18) => (digits * 10u128.pow(places.unsigned_abs()), 0),
            _ if digits == 0 => (0, 0),
            _ => return None,
        };
        any.then(|| Decimal::meant(mantissa.starts_with('-'), decimal.0, decimal.1))
    }

    /// The decimal that a binary fraction of 64 bits was meant for; `None` for what is no amount.
    ///
    /// Source: IEEE 754, binary64.
    pub(super) fn of_bits(bits: u64) -> Option<Decimal> {
        /// Places that are worked out; ten to them and the fraction's 53 bits are 113.
        const WORKED: u32 = 18;
        let exponent = i32::try_from(bits >> 52 & 0x7FF).ok()?;
        let fraction = u128::from(bits & ((1 << 52) - 1));
        let digits = match exponent {
            0 => 0,
            _ => fraction | 1 << 52,
        };
        let shift = exponent - 1075;
        let (digits, places) = match shift {
            0..=15 => (digits << shift, 0),
            -120..0 => {
                let scaled = digits * 10u128.pow(WORKED);
                let half = 1u128 << (shift.unsigned_abs() - 1);
                ((scaled + half) >> shift.unsigned_abs(), WORKED)
            }
            ..-120 => (0, 0),
            _ => return None,
        };
        Some(Decimal::meant(bits >> 63 == 1, digits, places))
    }

    /// A whole number of hundredths or of ones.
    pub(super) fn of_whole(number: i32, places: u32) -> Decimal {
        Decimal::meant(number < 0, u128::from(number.unsigned_abs()), places)
    }

    /// The same with its point moved to the left.
    pub(super) fn over_hundred(self) -> Decimal {
        Decimal::meant(self.is_negative, self.digits, self.places + 2)
    }

    /// Rounded to the digits that are meant, without noughts at its end.
    fn meant(is_negative: bool, mut digits: u128, mut places: u32) -> Decimal {
        while places > 0
            && (digits >= 10u128.pow(MEANT) || places > PLACES || digits.is_multiple_of(10))
        {
            // The last step rounds; those before cut, which cannot carry into what is kept twice.
            let is_last = digits / 10 < 10u128.pow(MEANT) && places <= PLACES + 1;
            digits = (digits + if is_last { 5 } else { 0 }) / 10;
            places -= 1;
        }
        Decimal {
            is_negative: is_negative && digits > 0,
            digits,
            places,
        }
    }

    /// What is before the point, and what is behind it in millionths.
    fn parts(self) -> (u128, u128) {
        let unit = 10u128.pow(self.places);
        (self.digits / unit, self.digits % unit * 1_000_000 / unit)
    }

    /// As text, by its cell's format; `epoch` is the day before the first.
    pub(super) fn shown(self, shown: &Shown, is_1904: bool) -> Number {
        let (whole, millionths) = self.parts();
        let figure = |text| Number {
            text,
            is_day: false,
        };
        match shown {
            Shown::Day | Shown::Time if self.is_negative => figure(self.printed()),
            Shown::Time if whole == 0 || millionths > 0 => {
                let minutes = (millionths * 1_440 + 500_000) / 1_000_000;
                figure(format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60))
            }
            Shown::Day | Shown::Time => {
                // Half a second before midnight is midnight that a binary fraction missed.
                let whole = whole + u128::from(millionths > 999_994);
                match day_of(whole, is_1904) {
                    Some(day) => Number {
                        text: day.to_date().to_string(),
                        is_day: true,
                    },
                    None => figure(self.printed()),
                }
            }
            Shown::Money(currency) => figure(format!("{} {currency}", self.printed())),
            Shown::Figure => figure(self.printed()),
        }
    }

    /// The digits with [`POINT`] before the decimals, of which there is never one alone: `12.30`.
    fn printed(self) -> String {
        let mut text = self.digits.to_string();
        if let Some(places) = usize::try_from(self.places)
            .ok()
            .filter(|places| *places > 0)
        {
            while text.len() <= places {
                text.insert(0, '0');
            }
            text.insert(text.len() - places, POINT);
            if places == 1 {
                text.push('0');
            }
        }
        if self.is_negative {
            text.insert(0, '-');
        }
        text
    }
}

/// The day of a number of days; `None` for what is no year of a statement.
///
/// Source: ECMA-376 part 1, 18.17.4.1. Excel counts a 29th of February 1900, so that the days before it are
/// counted one less.
fn day_of(days: u128, is_1904: bool) -> Option<Day> {
    // 1904-01-01, 1899-12-30 and 1899-12-31, counted from 1970-01-01.
    let epoch = match days {
        _ if is_1904 => -24_107,
        60.. => -25_569,
        _ => -25_568,
    };
    let days = i32::try_from(days)
        .ok()
        .filter(|days| (1..=109_574).contains(days))?;
    Some(Day(epoch + days))
}

/// What a format code makes of a number.
///
/// Source: ECMA-376 part 1, 18.8.31: texts in quotes, colours and conditions in brackets, four sections.
pub(super) fn shown_by(code: &str) -> Shown {
    let (mut letters, mut currency) = (String::new(), None);
    let mut rest = code;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        let close = match letter {
            '"' => '"',
            '[' => ']',
            ';' => break,
            '\\' | '_' | '*' => {
                rest = rest
                    .get(rest.chars().next().map_or(0, char::len_utf8)..)
                    .unwrap_or_default();
                continue;
            }
            _ => {
                letters.push(letter.to_ascii_lowercase());
                continue;
            }
        };
        let (inside, after) = rest.split_once(close).unwrap_or((rest, ""));
        rest = after;
        let named = match (close, inside.strip_prefix('$')) {
            (']', Some(named)) => named.split('-').next().unwrap_or_default(),
            (']', None) => {
                // `[h]` counts hours beyond a day.
                if matches!(inside, "h" | "hh" | "m" | "mm" | "s" | "ss" | "H" | "HH") {
                    letters.push('h');
                }
                ""
            }
            _ => inside,
        };
        let named = named.trim();
        if crate::statement::csv::names_currency(named) {
            currency = Some(named.to_owned());
        }
    }
    let has = |any: &[char]| letters.contains(any);
    let is_figure = letters.starts_with(['0', '#', '?', '-', '+', '('])
        || has(&['#', '?'])
        || matches!(letters.as_str(), "general" | "standard" | "@");
    if !is_figure && has(&['y', 'd']) {
        Shown::Day
    } else if !is_figure && has(&['h', 's']) {
        Shown::Time
    } else if !is_figure && has(&['m']) {
        Shown::Day
    } else {
        currency.map_or(Shown::Figure, Shown::Money)
    }
}

/// What a format has that every reader knows by its number.
///
/// Source: ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are days and times in Chinese, Japanese and Korean.
pub(super) fn shown_by_number(id: u32) -> Shown {
    match id {
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shown::Day,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shown::Time,
        _ => Shown::Figure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(decimal: Option<Decimal>) -> Option<String> {
        Some(decimal?.printed().replace(POINT, "."))
    }

    #[test]
    fn the_decimal_that_was_meant_is_read() {
        for (text, meant) in [
            ("12.3", "12.30"),
            ("12.300000000000001", "12.30"),
            ("-1234.5600000000002", "-1234.56"),
            ("33.499999999999996", "33.50"),
            ("0.30000000000000004", "0.30"),
            ("1E3", "1000"),
            ("1.5E-3", "0.0015"),
            ("-5.684341886080802E-14", "0"),
            ("45123", "45123"),
            ("123456789012345678", "123456789012345678"),
            ("1.234", "1.234"),
            ("9.9999999999999999", "10"),
        ] {
            assert_eq!(
                printed(Decimal::parse(text)).as_deref(),
                Some(meant),
                "{text}"
            );
        }
        for text in ["", "-", "1.2.3", "1e", "x", "1E99999999999", "1E300"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn binary_fractions_are_the_decimals_they_were_meant_for() {
        for (number, meant) in [
            (12.3, "12.30"),
            (-0.1 - 0.2, "-0.30"),
            (0.07 * 100.0, "7"),
            (99_999_999.99, "99999999.99"),
            (1e-300, "0"),
            (0.0, "0"),
            (4_503_599_627_370_497.0, "4503599627370497"),
        ] {
            let decimal = Decimal::of_bits(f64::to_bits(number));
            assert_eq!(printed(decimal).as_deref(), Some(meant), "{number}");
        }
        for hundredths in (-200_000..200_000).step_by(37) {
            let number = f64::from(hundredths) / 100.0;
            let decimal = Decimal::of_bits(number.to_bits());
            assert_eq!(decimal, Some(Decimal::of_whole(hundredths, 2)), "{number}");
        }
        assert_eq!(Decimal::of_bits(f64::INFINITY.to_bits()), None);
        assert_eq!(Decimal::of_bits(f64::NAN.to_bits()), None);
    }

    #[test]
    fn days_are_counted_as_sheets_count_them() {
        let day = |text: &str, is_1904| {
            Decimal::parse(text)
                .unwrap()
                .shown(&Shown::Day, is_1904)
                .text
        };
        assert_eq!(day("45747", false), "2025-03-31");
        assert_eq!(day("45746.999999", false), "2025-03-31");
        assert_eq!(day("45747.75", false), "2025-03-31");
        assert_eq!(day("44285", true), "2025-03-31");
        assert_eq!(day("61", false), "1900-03-01");
        assert_eq!(day("59", false), "1900-02-28");
        assert_eq!(day("0", false), "0");
        assert_eq!(day("-4", false), "-4");
        let time = |text: &str| {
            Decimal::parse(text)
                .unwrap()
                .shown(&Shown::Time, false)
                .text
        };
        assert_eq!(time("0.427083333333333"), "10:15");
        assert_eq!(time("45747"), "2025-03-31");
    }

    #[test]
    fn formats_say_what_a_number_is() {
        for (code, shown) in [
            ("General", Shown::Figure),
            ("dd/mm/yyyy", Shown::Day),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", Shown::Day),
            ("mmm-yy", Shown::Day),
            ("[$-411]ge.m.d", Shown::Day),
            ("yyyy\"年\"m\"月\"d\"日\"", Shown::Day),
            ("h:mm AM/PM", Shown::Time),
            ("[h]:mm:ss", Shown::Time),
            ("#,##0.00;[Red]-#,##0.00", Shown::Figure),
            ("0.00\" days\"", Shown::Figure),
            ("#,##0.00\\ [$€-407]", Shown::Money("€".to_owned())),
            ("[$EUR]\\ #,##0.00", Shown::Money("EUR".to_owned())),
            ("#,##0.00\" zł\"", Shown::Money("zł".to_owned())),
            ("@", Shown::Figure),
            ("\\", Shown::Figure),
        ] {
            assert_eq!(shown_by(code), shown, "{code}");
        }
    }
}
