//! What the whole file says of its dates and amounts, before the first entry is read.

use crate::calendar::Day;
use crate::statement::csv::{
    DateShape, DecimalMark, Land, MarkEvidence, MarkSettled, OrderSettled, date_order_of,
    date_shape, decimal_mark_of, is_open_date, mark_evidence,
};
use crate::statement::lines::Place;

use super::record::{Field, List, Part, Records};

/// How dates and amounts are read.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    /// The order of day and month.
    pub(super) order: OrderSettled,
    /// The decimal mark.
    pub(super) mark: MarkSettled,
    /// Dates that fit either order, the first first.
    pub(super) dates: Vec<Printed>,
    /// Amounts that fit either mark, the first first.
    pub(super) amounts: Vec<Printed>,
    /// What tells files of the same making: the first header, and how its first date looks.
    pub(super) shape: String,
}

/// A line and what is printed there.
pub(super) type Printed = (u32, Box<str>);

/// Dates and amounts kept, of which some rows are shown.
const KEPT: usize = 50;

/// A text while its dates and amounts are looked at.
#[derive(Default)]
pub(super) struct Look {
    place: Place,
    is_done: bool,
    has_entries: bool,
    list: List,
    /// The dates of each list.
    runs: Vec<Vec<DateShape>>,
    /// Amounts that prove a point, that prove a comma, and the mark of one that proves neither.
    marks: (u32, u32, Option<DecimalMark>),
    dates: Vec<Printed>,
    amounts: Vec<Printed>,
    /// The first header.
    header: Option<String>,
    /// The marks of the first date.
    date_marks: String,
}

impl Look {
    /// Before the first record.
    pub(super) fn new(text: &str) -> Look {
        Look {
            place: Place::begin(text),
            runs: vec![Vec::new()],
            ..Look::default()
        }
    }

    /// How many bytes were looked at.
    pub(super) fn bytes_read(&self) -> usize {
        self.place.at
    }

    /// Whether all of the text was.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// Whether a list of entries was seen, or an entry.
    pub(super) fn has_entries(&self) -> bool {
        self.has_entries
    }

    /// Looks at so many records more.
    pub(super) fn advance(&mut self, text: &str, count: usize) {
        let mut records = Records::from(text, self.place);
        for _ in 0..count {
            let Some(part) = records.step() else {
                self.is_done = true;
                break;
            };
            match part {
                Part::Header(header) => self.header(header),
                Part::Record { .. } if self.list.has_entries() => {
                    self.has_entries = true;
                    for field in &records.fields {
                        self.field(field);
                    }
                }
                Part::Record { .. } => {}
            }
        }
        self.place = records.place;
    }

    fn header(&mut self, header: &str) {
        self.header.get_or_insert_with(|| header.to_owned());
        if let Some(next) = List::of(header) {
            self.list = next;
            self.has_entries |= next.has_entries();
            self.runs.push(Vec::new());
        }
    }

    fn field(&mut self, field: &Field<'_>) {
        let printed = || (field.line, field.text.into());
        match field.letter {
            b'D' => {
                let Some(shape) = shape_of(field.text) else {
                    return;
                };
                if self.date_marks.is_empty() {
                    let marks = field.text.chars().filter(char::is_ascii_punctuation);
                    self.date_marks.extend(marks);
                }
                if self.dates.len() < KEPT && is_open_date(shape) {
                    self.dates.push(printed());
                }
                if let Some(run) = self.runs.last_mut() {
                    run.push(shape);
                }
            }
            b'T' | b'U' | b'$' => match mark_evidence(field.text) {
                Some(MarkEvidence::Proves(DecimalMark::Point)) => self.marks.0 += 1,
                Some(MarkEvidence::Proves(DecimalMark::Comma)) => self.marks.1 += 1,
                Some(MarkEvidence::Open(mark)) => {
                    self.marks.2 = Some(mark);
                    if self.amounts.len() < KEPT {
                        self.amounts.push(printed());
                    }
                }
                Some(MarkEvidence::None) | None => {}
            },
            _ => {}
        }
    }

    /// What follows from all of the text.
    pub(super) fn settled(self) -> Evidence {
        let mark = decimal_mark_of(self.marks);
        let land = Land {
            dollars: false,
            decimal_comma: mark.proofs > 0 && mark.mark == DecimalMark::Comma,
        };
        let header = self.header.unwrap_or_default();
        Evidence {
            order: date_order_of(&self.runs, land),
            mark,
            dates: self.dates,
            amounts: self.amounts,
            shape: ["qif", &header, &self.date_marks].concat(),
        }
    }
}

impl Evidence {
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

    fn looked_at(text: &str) -> Evidence {
        let mut look = Look::new(text);
        while !look.is_done() {
            look.advance(text, 1);
        }
        look.settled()
    }

    fn days(text: &str) -> Vec<String> {
        let evidence = looked_at(text);
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
        let open = looked_at("D3/4/2010\nT1\n^\n");
        assert!(open.order.open);
        assert_eq!(open.dates, [(1, "3/4/2010".into())]);
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
