//! Amounts as banks print them: any mark, any sign, a symbol or code before or behind.

use crate::money::{Amount, Currency};

use super::words::{self, Direction};

/// The decimal mark of a number that was one in its sheet, whatever that of the file: ASCII's record separator.
pub(in crate::statement) const POINT: char = '\u{1E}';

/// Which mark stands before the decimals; every other mark groups thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::statement) enum Mark {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

impl Mark {
    /// The letter.
    pub(super) fn byte(self) -> u8 {
        match self {
            Mark::Point => b'.',
            Mark::Comma => b',',
        }
    }
}

/// A cell that is an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::statement) struct Printed {
    /// The value with the sign that was printed, if any.
    pub(in crate::statement) amount: Amount,
    /// Whether a sign was printed, `+` included.
    pub(super) signed: bool,
    /// The currency that stands with it.
    pub(super) currency: Option<Currency>,
    /// `DR`, `CR` and the like behind it.
    pub(super) direction: Option<Direction>,
}

/// Why a cell is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::statement) enum NoAmount {
    /// Nothing is there, or dashes.
    Blank,
    /// It is something else, or its marks contradict the decimal mark.
    Unreadable,
    /// It has more digits than can be kept.
    TooLarge,
}

/// What a number's marks say about the file's decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::statement) enum MarkEvidence {
    /// No mark in it.
    None,
    /// Only this decimal mark fits.
    Proves(Mark),
    /// One mark with three digits behind it: `1.234`.
    Open(Mark),
}

/// So many digits and a mark fit an `i64` whatever they are.
const MOST_DIGITS: usize = 17;

/// Reads digits, one mark and a minus sign without looking left or right; `None` sends to [`parse`].
#[inline]
pub(super) fn parse_fast(cell: &[u8], mark: u8) -> Option<Amount> {
    let (negative, digits) = match cell.first()? {
        b'-' => (true, &cell[1..]),
        _ => (false, cell),
    };
    if digits.is_empty() || digits.len() > MOST_DIGITS {
        return None;
    }
    let (mut mantissa, mut scale, mut point) = (0i64, 0u8, false);
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa * 10 + i64::from(digit);
            scale += u8::from(point);
        } else if (byte == mark || byte == POINT as u8) && !point {
            point = true;
        } else {
            return None;
        }
    }
    if point && digits.len() == 1 {
        return None;
    }
    Amount::new(if negative { -mantissa } else { mantissa }, scale)
}

/// As [`parse_fast`], for cells that end with a digit and were no numbers in their sheet: nearly all there are.
fn plain(cell: &str, mark: Mark) -> Option<Amount> {
    let cell = cell.as_bytes();
    let is_plain = cell.last()?.is_ascii_digit() && !cell.contains(&(POINT as u8));
    parse_fast(cell, mark.byte()).filter(|_| is_plain)
}

/// Reads a cell under a decimal mark.
///
/// Errors: what is there instead.
pub(in crate::statement) fn parse(cell: &str, mark: Mark) -> Result<Printed, NoAmount> {
    if let Some(amount) = plain(cell, mark) {
        return Ok(Printed {
            amount,
            signed: cell.starts_with('-'),
            currency: None,
            direction: None,
        });
    }
    let parts = Parts::of(cell)?;
    let decimal = match parts.digits.contains(POINT) {
        true => POINT as u8,
        false => mark.byte(),
    };
    let (whole, decimals) = match parts.digits.rfind(char::from(decimal)) {
        Some(at) => (&parts.digits[..at], Some(&parts.digits[at + 1..])),
        None => (parts.digits, None),
    };
    if decimals.is_some_and(|decimals| !decimals.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(NoAmount::Unreadable);
    }
    if whole.contains(char::from(decimal)) || !is_grouped(whole) {
        return Err(NoAmount::Unreadable);
    }
    let decimals = decimals.unwrap_or_default();
    // Digits behind the eighteenth place are kept only where they say something.
    let decimals = if decimals.len() > usize::from(crate::money::MAX_SCALE) {
        decimals.trim_end_matches('0')
    } else {
        decimals
    };
    let amount = of_digits(whole, decimals).ok_or(NoAmount::TooLarge)?;
    let negative = parts.negative || (!parts.signed && parts.direction == Some(Direction::Out));
    Ok(Printed {
        amount: if negative { amount.negated() } else { amount },
        signed: parts.signed || parts.direction.is_some(),
        currency: parts.currency,
        direction: parts.direction,
    })
}

/// The amount of digits before a decimal mark, whatever stands between them, and of those behind it.
pub(in crate::statement) fn of_digits(whole: &str, decimals: &str) -> Option<Amount> {
    let mut plain = String::with_capacity(whole.len() + decimals.len() + 1);
    plain.extend(whole.chars().filter(char::is_ascii_digit));
    if !decimals.is_empty() {
        plain.push('.');
        plain.push_str(decimals);
    }
    Amount::parse_plain(&plain)
}

/// What a cell's marks say about the decimal mark; `None` where it is no amount under either.
pub(in crate::statement) fn mark_evidence(cell: &str) -> Option<MarkEvidence> {
    for mark in [Mark::Point, Mark::Comma] {
        match plain(cell, mark).map(Amount::scale) {
            Some(0) => return Some(MarkEvidence::None),
            // Three digits behind a mark may be thousands.
            None | Some(3) => {}
            Some(_) => return Some(MarkEvidence::Proves(mark)),
        }
    }
    let parts = Parts::of(cell).ok()?;
    let digits = parts.digits;
    let count = |mark: char| digits.matches(mark).count();
    let (points, commas) = (count('.'), count(','));
    let fits = |mark| parse(cell, mark).is_ok();
    if digits.contains(POINT) {
        return fits(Mark::Point).then_some(MarkEvidence::None);
    }
    match (points, commas) {
        (0, 0) => is_grouped(digits).then_some(MarkEvidence::None),
        (1, 0) | (0, 1) => {
            let mark = if points == 1 {
                Mark::Point
            } else {
                Mark::Comma
            };
            let other = if points == 1 {
                Mark::Comma
            } else {
                Mark::Point
            };
            match (fits(mark), fits(other)) {
                (true, true) if digits.starts_with('0') => Some(MarkEvidence::Proves(mark)),
                (true, true) => Some(MarkEvidence::Open(mark)),
                (true, false) => Some(MarkEvidence::Proves(mark)),
                (false, true) => Some(MarkEvidence::Proves(other)),
                (false, false) => None,
            }
        }
        _ => match (fits(Mark::Point), fits(Mark::Comma)) {
            (true, false) => Some(MarkEvidence::Proves(Mark::Point)),
            (false, true) => Some(MarkEvidence::Proves(Mark::Comma)),
            _ => None,
        },
    }
}

/// Whether a cell is an amount under either mark; digits that begin with a zero are a code.
pub(super) fn is_amount(cell: &str) -> bool {
    let is_code =
        cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|b| b.is_ascii_digit());
    !is_code && mark_evidence(cell).is_some()
}

/// Whether nothing but dashes and blanks stands in a cell.
pub(super) fn is_blank(cell: &str) -> bool {
    cell.chars()
        .all(|letter| letter.is_whitespace() || matches!(letter, '-' | '–' | '—' | '\u{FEFF}'))
}

/// The longest cell that is looked at; no amount with its currency comes near.
const MAX_LENGTH: usize = 48;

/// A number cut into what surrounds its digits.
struct Parts<'a> {
    digits: &'a str,
    negative: bool,
    signed: bool,
    currency: Option<Currency>,
    direction: Option<Direction>,
}

impl<'a> Parts<'a> {
    fn of(cell: &'a str) -> Result<Parts<'a>, NoAmount> {
        let mut rest = cell.trim_matches(is_space);
        if is_blank(rest) {
            return Err(NoAmount::Blank);
        }
        if rest.len() > MAX_LENGTH || !rest.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(NoAmount::Unreadable);
        }
        // A wallet notes in brackets behind an amount what became of it: `56.50(已退款6.50)`.
        if let Some(inner) = rest.strip_suffix(')')
            && let Some((number, note)) = inner.rsplit_once('(')
            && number.ends_with(|last: char| last.is_ascii_digit())
            && note.starts_with(|first: char| !first.is_ascii() && first.is_alphabetic())
        {
            rest = number;
        }
        let mut parts = Parts {
            digits: "",
            negative: false,
            signed: false,
            currency: None,
            direction: None,
        };
        let bracketed = rest
            .strip_prefix('(')
            .and_then(|inner| inner.strip_suffix(')'))
            .or_else(|| inner_brackets(rest));
        if let Some(inner) = bracketed {
            parts.sign(true)?;
            rest = inner.trim_matches(is_space);
        }
        // A sign, a symbol and a code may come in any order before the digits, and again behind them.
        loop {
            rest = rest.trim_start_matches(is_space);
            let Some(first) = rest.chars().next() else {
                return Err(NoAmount::Unreadable);
            };
            if first.is_ascii_digit() || ((first == '.' || first == ',') && second_is_digit(rest)) {
                break;
            }
            rest = parts.take(first, rest, End::Start)?;
        }
        let end = rest
            .rfind(|letter: char| letter.is_ascii_digit())
            .map_or(0, |at| at + 1);
        let (digits, mut tail) = rest.split_at(end);
        tail = tail.strip_prefix(['.', ',']).unwrap_or(tail);
        loop {
            tail = tail.trim_matches(is_space);
            let Some(last) = tail.chars().next_back() else {
                break;
            };
            tail = parts.take(last, tail, End::Behind)?;
        }
        let allowed = |letter: char| {
            letter.is_ascii_digit()
                || matches!(letter, '.' | ',' | '\'' | '’' | POINT)
                || is_space(letter)
        };
        if !digits.chars().all(allowed) {
            return Err(NoAmount::Unreadable);
        }
        parts.digits = digits;
        Ok(parts)
    }

    fn sign(&mut self, negative: bool) -> Result<(), NoAmount> {
        if self.signed {
            return Err(NoAmount::Unreadable);
        }
        self.signed = true;
        self.negative = negative;
        Ok(())
    }

    /// Takes the sign, symbol or code at one end of `rest`, and gives what is left.
    fn take(&mut self, letter: char, rest: &'a str, end: End) -> Result<&'a str, NoAmount> {
        let without = |length: usize| match end {
            End::Start => &rest[length..],
            End::Behind => &rest[..rest.len() - length],
        };
        match letter {
            '-' | '−' | '–' => {
                self.sign(true)?;
                return Ok(without(letter.len_utf8()));
            }
            '+' => {
                self.sign(false)?;
                return Ok(without(1));
            }
            _ => {}
        }
        let is_word = |letter: char| {
            !letter.is_ascii_digit() && !is_space(letter) && !matches!(letter, '-' | '+' | '−')
        };
        let word = match end {
            End::Start => rest.split(|letter| !is_word(letter)).next(),
            End::Behind => rest.rsplit(|letter| !is_word(letter)).next(),
        }
        .filter(|word| !word.is_empty())
        .ok_or(NoAmount::Unreadable)?;
        // In `$.23` the point is the number's, in `Rs.50` the mark's.
        let word = match end {
            End::Start if !words::is_currency_mark(word) => word.trim_end_matches(['.', ',']),
            _ => word,
        };
        if let Some(currency) = words::currency(word) {
            self.currency = self.currency.or(Some(currency));
        } else if let (End::Behind, Some(direction)) = (end, words::direction(word)) {
            self.direction = Some(direction);
        } else if !words::is_currency_mark(word) {
            return Err(NoAmount::Unreadable);
        }
        Ok(without(word.len()))
    }
}

#[derive(Clone, Copy)]
enum End {
    Start,
    Behind,
}

/// `$(12.00)` and `(12.00) EUR`: what is left with the brackets taken out is not contiguous, so only a
/// symbol before the bracket is dropped.
fn inner_brackets(rest: &str) -> Option<&str> {
    let open = rest.find('(')?;
    let inner = rest[open + 1..].strip_suffix(')')?;
    words::is_currency_mark(rest[..open].trim_matches(is_space)).then_some(inner)
}

fn second_is_digit(rest: &str) -> bool {
    rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}

/// Blanks as they stand in numbers: no-break, narrow and thin ones too.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202F}' | '\u{FEFF}')
}

/// Whether the whole part's marks stand where thousands (or lakhs) are grouped, one kind of mark only.
fn is_grouped(whole: &str) -> bool {
    let mut mark = None;
    let (mut length, mut groups) = (0usize, 0usize);
    for letter in whole.chars() {
        if letter.is_ascii_digit() {
            length += 1;
            continue;
        }
        if *mark.get_or_insert(letter) != letter {
            return false;
        }
        let fits = if groups == 0 {
            (1..=3).contains(&length)
        } else {
            length == 2 || length == 3
        };
        if !fits {
            return false;
        }
        groups += 1;
        length = 0;
    }
    groups == 0 || length == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, mark: Mark) -> Option<String> {
        parse(cell, mark)
            .ok()
            .map(|printed| printed.amount.to_string())
    }

    #[test]
    fn every_notation_is_read() {
        for (cell, value) in [
            ("-110.7", "-110.7"),
            ("($1,936.76)", "-1936.76"),
            ("$.23", "0.23"),
            ("-$7,971.39", "-7971.39"),
            ("- $220.00", "-220.00"),
            ("+ $600.00", "600.00"),
            ("CNY13.50", "13.50"),
            ("1,00,000.00", "100000.00"),
            ("12.30-", "-12.30"),
            ("£1 234.50", "1234.50"),
            ("1'234.50 CHF", "1234.50"),
            ("12.30 CR", "12.30"),
            ("−5", "-5"),
        ] {
            assert_eq!(read(cell, Mark::Point).as_deref(), Some(value), "{cell}");
        }
        assert_eq!(
            read("-1.143,41 €", Mark::Comma).as_deref(),
            Some("-1143.41")
        );
        assert_eq!(
            parse("12.30 CR", Mark::Point).unwrap().direction,
            Some(Direction::In)
        );
    }

    #[test]
    fn what_contradicts_the_mark_is_refused() {
        for cell in [
            "1.2.3,4",
            "12,5",
            "1,23.4",
            "8.10 SGD @ .97",
            "5%",
            "abc",
            "1e5",
            "12:30",
        ] {
            assert_eq!(
                parse(cell, Mark::Point),
                Err(NoAmount::Unreadable),
                "{cell}"
            );
        }
        assert_eq!(parse(" - ", Mark::Point), Err(NoAmount::Blank));
        assert_eq!(
            parse("99999999999999999999", Mark::Point),
            Err(NoAmount::TooLarge)
        );
    }

    #[test]
    fn marks_prove_what_they_can() {
        use MarkEvidence::{None, Open, Proves};
        for (cell, evidence) in [
            ("-110.7", Proves(Mark::Point)),
            ("1.234,5", Proves(Mark::Comma)),
            ("1.234", Open(Mark::Point)),
            ("0.500", Proves(Mark::Point)),
            ("1,234,567", Proves(Mark::Point)),
            ("12", None),
        ] {
            assert_eq!(mark_evidence(cell), Some(evidence), "{cell}");
        }
    }

    #[test]
    fn the_fast_way_agrees() {
        for cell in ["-12.50", "7", "0.1", "-1234567.89"] {
            assert_eq!(
                parse_fast(cell.as_bytes(), b'.').unwrap(),
                parse(cell, Mark::Point).unwrap().amount
            );
        }
        for cell in ["", "-", ".", "1,5", "1 2"] {
            assert_eq!(parse_fast(cell.as_bytes(), b'.'), Option::None, "{cell}");
        }
    }
}
