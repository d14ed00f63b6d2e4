//! What the whole file says of its dates and amounts, before the first entry is read.

use crate::calendar::Day;
use crate::statement::csv::{
    DateShape, DecimalMark, Land, MarkEvidence, MarkSettled, OrderSettled, date_order_of,
    date_shape, decimal_mark_of, is_open_date, mark_evidence,
};

use super::record::{List, Part, Records};

/// How dates and amounts are read.
#[derive(Clone, Debug)]
pub(super) struct Evidence<'a> {
    /// The order of day and month.
    pub(super) order: OrderSettled,
    /// The decimal mark.
    pub(super) mark: MarkSettled,
    /// The line and the text of dates that fit either order, the first first.
    pub(super) dates: Vec<(u32, &'a str)>,
    /// The line and the text of amounts that fit either mark, the first first.
    pub(super) amounts: Vec<(u32, &'a str)>,
    /// What tells files of the same making: the first header, and how its first date looks.
    pub(super) shape: String,
}

/// Dates and amounts kept, of which some rows are shown.
const KEPT: usize = 50;

impl<'a> Evidence<'a> {
    /// Looks at every date and amount of the text.
    pub(super) fn of(text: &'a str) -> Evidence<'a> {
        let mut records = Records::new(text);
        let mut list = List::Entries(super::record::Kind::Bank);
        let mut runs: Vec<Vec<DateShape>> = vec![Vec::new()];
        let (mut point, mut comma, mut open) = (0, 0, None);
        let (mut dates, mut amounts) = (Vec::new(), Vec::new());
        let (mut shape, mut look) = (String::from("qif"), String::new());
        while let Some(part) = records.step() {
            if let Part::Header(header) = part {
                if shape.len() == 3 {
                    shape.push_str(header);
                }
                if let Some(next) = List::of(header) {
                    list = next;
                    runs.push(Vec::new());
                }
                continue;
            }
            if !matches!(list, List::Entries(_) | List::Investments) {
                continue;
            }
            for field in &records.fields {
                match field.letter {
                    b'D' => {
                        let Some(shape) = shape_of(field.text) else {
                            continue;
                        };
                        if look.is_empty() {
                            look.extend(field.text.chars().filter(char::is_ascii_punctuation));
                        }
                        if dates.len() < KEPT && is_open_date(shape) {
                            dates.push((field.line, field.text));
                        }
                        if let Some(run) = runs.last_mut() {
                            run.push(shape);
                        }
                    }
                    b'T' | b'U' | b'$' => match mark_evidence(field.text) {
                        Some(MarkEvidence::Proves(DecimalMark::Point)) => point += 1,
                        Some(MarkEvidence::Proves(DecimalMark::Comma)) => comma += 1,
                        Some(MarkEvidence::Open(mark)) => {
                            open = Some(mark);
                            if amounts.len() < KEPT {
                                amounts.push((field.line, field.text));
                            }
                        }
                        Some(MarkEvidence::None) | None => {}
                    },
                    _ => {}
                }
            }
        }
        let mark = decimal_mark_of((point, comma, open));
        let land = Land {
            dollars: false,
            decimal_comma: mark.proofs > 0 && mark.mark == DecimalMark::Comma,
        };
        Evidence {
            order: date_order_of(&runs, land),
            mark,
            dates,
            amounts,
            shape: shape + &look,
        }
    }

    /// The day that a date stands for.
    pub(super) fn day(&self, text: &str) -> Option<Day> {
        shape_of(text)?.day(self.order.order)
    }
}

/// The parts of a date: `6/ 1/94`, `1/ 1'00`, `31.12.2025` and whatever else CSV has.
///
/// Source: Quicken pads with blanks and writes an apostrophe before the year from 2000 on.
fn shape_of(text: &str) -> Option<DateShape> {
    let is_numeric = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'-' | b'.' | b'\'' | b' '));
    if !is_numeric || !text.contains([' ', '\'']) {
        return date_shape(text);
    }
    let plain = match text.split_once('\'') {
        Some((head, year)) if year.trim().len() <= 2 => {
            let year = year.trim().parse::<u16>().ok()?;
            format!("{head}/{}", 2000 + year)
        }
        _ => text.replace('\'', "/"),
    };
    date_shape(&plain.replace(' ', ""))
}

/// Lines at the begin of a file that are looked at.
const HEAD_LINES: usize = 200;

/// Whether a text is QIF: by its headers, or by records of a date and an amount without any.
pub(in crate::statement) fn looks_like_qif(text: &str) -> bool {
    const MARKS: [&str; 4] = ["!type:", "!account", "!option:", "!clear:"];
    let has_lf = text.contains('\n');
    let lines = || {
        text.split(if has_lf { '\n' } else { '\r' })
            .take(HEAD_LINES)
            .map(|line| line.trim_start_matches('\u{FEFF}').trim())
            .filter(|line| !line.is_empty())
    };
    let begins = |line: &str, mark: &str| {
        line.get(..mark.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(mark))
    };
    if lines().any(|line| MARKS.iter().any(|mark| begins(line, mark))) {
        return true;
    }
    let behind = |line: &'_ str, letter: char| line.strip_prefix(letter).map(str::to_owned);
    lines().any(|line| line == "^")
        && lines().all(|line| {
            line.starts_with(|letter: char| letter.is_ascii_uppercase() || "^$%".contains(letter))
        })
        && lines().any(|line| behind(line, 'D').is_some_and(|date| shape_of(&date).is_some()))
        && lines()
            .any(|line| behind(line, 'T').is_some_and(|amount| mark_evidence(&amount).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Vec<String> {
        let evidence = Evidence::of(text);
        text.lines()
            .filter_map(|line| evidence.day(line.strip_prefix('D')?))
            .map(|day| day.to_date().to_string())
            .collect()
    }

    #[test]
    fn one_date_settles_the_order_of_all() {
        assert_eq!(
            days("!Type:Bank\nD01/06/10\nT1\n^\nD29/12/10\nT1\n^\n"),
            ["2010-06-01", "2010-12-29"]
        );
        assert_eq!(
            days("!Type:Bank\nD01/06/10\nT1\n^\nD12/29/10\nT1\n^\n"),
            ["2010-01-06", "2010-12-29"]
        );
        let open = Evidence::of("D3/4/2010\nT1\n^\n");
        assert!(open.order.open);
        assert_eq!(open.dates, [(1, "3/4/2010")]);
    }

    #[test]
    fn quickens_own_dates_are_read() {
        assert_eq!(
            days("D1/31'00\nD 1/ 2'5\nD6/ 1/94\nD12/25'2004\n"),
            ["2000-01-31", "2005-01-02", "1994-06-01", "2004-12-25"]
        );
    }

    #[test]
    fn a_file_without_headers_is_known_by_its_records() {
        assert!(looks_like_qif("!TYPE:bank\n"));
        assert!(looks_like_qif("D31/12/2025\nT-1.50\nPX\n^\n"));
        assert!(!looks_like_qif("D31/12/2025\nT-1.50\nPX\n"));
        assert!(!looks_like_qif("Date,Total\n31/12/2025,1.50\n"));
    }
}
