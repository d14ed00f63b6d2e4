//! Which reading? What a file leaves open is shown both ways on its own rows, with what would follow.
//!
//! ```text
//! 02/01/2025   day first     2 January    1 row in January, 1 in February and 1 in March.
//!              month first   1 February   1 row in February, 2 in March and none in January.
//! ```

use std::sync::Arc;

use crate::calendar::{Date, Period};
use crate::issue::IssueCode;
use crate::money::{Money, Total};
use crate::order::{Arrange as _, Gather as _};
use crate::phrase::{Argument, Phrase};
use crate::statement::{Choice, Hints, Open, Reading, Readings, Row, Statement};
use crate::stats::Confidence;

/// How much of a file is read both ways: some 10,000 rows.
pub(super) const HEAD_BYTES: usize = 1 << 20;

/// What the likelier of two readings is worth, in hundredths: a little more than either.
const LIKELIER: u8 = 60;

/// How many months are told apart in what follows.
const MONTHS_TOLD: usize = 3;

/// What a file leaves open, read both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The code of the issue that says so.
    pub code: IssueCode,
    /// The column's header, or the field's tag.
    pub column: Box<str>,
    /// The reading that was taken; `None` while the rows stay out.
    pub taken: Choice,
    /// Whether the person has said so.
    pub chosen: bool,
    /// Both readings, the likelier first.
    pub sides: [Side; 2],
}

impl Question {
    /// How sure the reading is: the person's word, or the likelier of two that the file allows.
    pub fn confidence(&self) -> Confidence {
        match self.chosen {
            true => Confidence::CERTAIN,
            false => Confidence::from_hundredths(LIKELIER),
        }
    }
}

/// One of two readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// What would be chosen.
    pub choice: Choice,
    /// The rows that show the difference.
    pub rows: Vec<SideRow>,
    /// What follows.
    pub follows: Phrase,
}

/// A row as one of the readings has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideRow {
    /// Its line, counted from 1.
    pub line: u32,
    /// What is printed.
    pub printed: Box<str>,
    /// The characters of it that are read differently, from and to.
    pub marked: (u32, u32),
    /// The day it would be.
    pub day: Option<Date>,
    /// The amount it would be.
    pub amount: Option<Money>,
    /// What it is about.
    pub descriptor: Box<str>,
}

/// The begin of a file, to the end of a line.
pub(super) fn head(bytes: &[u8]) -> &[u8] {
    match bytes.get(..HEAD_BYTES) {
        Some(head) => {
            // An even number of bytes, for encodings of two.
            let end = head.iter().rposition(|byte| *byte == b'\n');
            let end = end.map_or(HEAD_BYTES, |at| at & !1);
            head.get(..end).unwrap_or(head)
        }
        None => bytes,
    }
}

/// What a statement leaves open, read both ways from the head of its file.
pub(super) fn questions(
    head: &[u8],
    statement: &Statement,
    readings: Readings<'_>,
    hints: Hints<'_>,
) -> Vec<Question> {
    let shape: Arc<str> = Arc::from(&*statement.shape);
    let open = statement.open.iter();
    open.filter_map(|open| {
        let read = |way: Choice| {
            let said = |(of, held): &&(Arc<str>, Choice)| *of != shape || held.about() != open.code;
            let mut readings: Vec<_> = readings.iter().filter(said).cloned().gather();
            readings.push((Arc::clone(&shape), way));
            let mut reading = Reading::open_as(head.to_vec(), hints, &readings).ok()?;
            while !reading.advance(usize::MAX).done {}
            Some(reading.finish().ok()?.value)
        };
        let [one, two] = open.ways;
        let (one, two) = (read(one)?, read(two)?);
        Some(Question {
            code: open.code,
            column: open.column.clone(),
            taken: open.taken(),
            chosen: open.chosen.is_some(),
            sides: [side(open, 0, &one, &two), side(open, 1, &two, &one)],
        })
    })
    .gather()
}

fn side(open: &Open, at: usize, read: &Statement, other: &Statement) -> Side {
    let choice = open.ways[at];
    let rows = open.shown.iter().map(|shown| {
        // The last row that begins no further down: an entry may take several lines.
        let rows = read.rows.iter().filter(|row| row.line <= shown.line);
        let row = rows.max_by_key(|row| row.line);
        let printed = &shown.printed[at];
        SideRow {
            line: shown.line,
            printed: printed.clone(),
            marked: marked(choice, printed),
            day: row.map(|row| row.posting_date.to_date()),
            amount: row.map(|row| Money::new(row.amount, row.currency)),
            descriptor: row.map_or("", |row| read.texts.get(row.descriptor)).into(),
        }
    });
    Side {
        choice,
        rows: rows.gather(),
        follows: match choice {
            Choice::DayFirst | Choice::MonthFirst => months(&read.rows, &other.rows),
            _ => moved(&read.rows),
        },
    }
}

/// The characters that mean something else under the other reading.
fn marked(choice: Choice, printed: &str) -> (u32, u32) {
    let letters = || (0..).zip(printed.chars());
    let span = |is: &dyn Fn(char) -> bool| {
        let from = letters()
            .find(|(_, letter)| is(*letter))
            .map(|(at, _)| at)?;
        let mut rest = letters().skip(from as usize);
        let end = rest.find(|(_, letter)| !is(*letter)).map(|(at, _)| at);
        Some((from, end.unwrap_or(printed.chars().count() as u32)))
    };
    let found = match choice {
        Choice::DayFirst | Choice::MonthFirst => span(&|letter| letter.is_ascii_digit()),
        Choice::DecimalPoint | Choice::DecimalComma => span(&|letter| matches!(letter, '.' | ',')),
        Choice::PositiveIn | Choice::PositiveOut | Choice::Column(_) => span(&|_| true),
    };
    found.unwrap_or((0, 0))
}

/// In which months the rows are, as far as the other reading has them elsewhere.
fn months(rows: &[Row], others: &[Row]) -> Phrase {
    let mut counts: Vec<((i16, i8), [u64; 2])> = Vec::new();
    for (side, rows) in [rows, others].into_iter().enumerate() {
        for row in rows {
            let day = row.posting_date.to_date();
            let month = (day.year(), day.month());
            match counts.iter_mut().find(|(held, _)| *held == month) {
                Some((_, held)) => held[side] += 1,
                None => {
                    let mut held = [0, 0];
                    held[side] = 1;
                    counts.push((month, held));
                }
            }
        }
    }
    counts.retain(|(_, [here, there])| here != there);
    counts.arrange_by_key(|(month, [here, there])| {
        (std::cmp::Reverse(here.abs_diff(*there)), *month)
    });
    counts.truncate(MONTHS_TOLD);
    counts.arrange_by_key(|(month, [here, _])| (*here == 0, *month));
    let told = counts
        .iter()
        .enumerate()
        .filter_map(|(at, ((year, month), [here, _]))| {
            let name = match (at, *here) {
                (0, 0) => "reading-no-rows-in",
                (0, _) => "reading-rows-in",
                (_, 0) => "reading-none-in",
                (_, _) => "reading-more-in",
            };
            let month = Period::month(*year, *month)?;
            let mut phrase = Phrase::new(name);
            phrase.count("count", *here).period("month", month);
            Some(Argument::Phrase(Box::new(phrase)))
        });
    let told: Vec<Argument> = told.gather();
    if told.is_empty() {
        return Phrase::new("reading-same-months");
    }
    let mut months = Phrase::new("reading-months");
    months.put("months", Argument::List(told));
    // Whether time runs one way is said where it runs both ways on the other side.
    match [is_in_order(rows), is_in_order(others)] {
        [true, false] => Phrase::joined(vec![months, Phrase::new("reading-in-order")]),
        [false, true] => Phrase::joined(vec![months, Phrase::new("reading-out-of-order")]),
        _ => months,
    }
}

fn is_in_order(rows: &[Row]) -> bool {
    let pairs = || rows.windows(2);
    let falls = pairs().filter(|pair| pair[1].posting_date < pair[0].posting_date);
    let rises = pairs().filter(|pair| pair[1].posting_date > pair[0].posting_date);
    falls.count().min(rises.count()) == 0
}

/// What goes out and what comes in.
fn moved(rows: &[Row]) -> Phrase {
    let currency = rows.first().and_then(|row| row.currency);
    let part = |is: &dyn Fn(&&Row) -> bool, some: &'static str, none: &'static str| {
        let mut sum = Total::default();
        let rows = rows.iter().filter(|row| row.currency == currency);
        let count = rows
            .filter(is)
            .inspect(|row| sum.add(row.amount.abs()))
            .count();
        if count == 0 {
            return Phrase::new(none);
        }
        let mut phrase = Phrase::new(some);
        phrase.count("count", count as u64);
        phrase.money("sum", &sum.in_currency(currency));
        phrase
    };
    let went = part(
        &|row| row.amount.is_negative(),
        "reading-went",
        "reading-none-went",
    );
    let came = part(
        &|row| !row.amount.is_negative() && !row.amount.is_zero(),
        "reading-came",
        "reading-none-came",
    );
    let mut moved = Phrase::new("reading-moved");
    moved.phrase("went", went).phrase("came", came);
    moved
}
