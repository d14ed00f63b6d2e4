//! What a table leaves open, with the rows that show it.

use super::amount::{self, Mark, MarkEvidence};
use super::date::{self, Order};
use super::layout::Layout;
use super::plan::Amounts;
use super::sign::Sign;
use super::table::Table;
use crate::statement::choice::{Open, pick_shown};
use crate::statement::{Choice, Readings, choice};

/// What tells files of the same making: the delimiter and the header, or how the first row looks.
pub(super) fn shape_of(table: &Table<'_>) -> String {
    let mut shape = format!("csv{}", char::from(table.delimiter));
    for column in 0..table.width {
        shape.push('\u{1f}');
        match (&table.header, table.rows.first()) {
            (None, Some(row)) => shape.extend(row.cell(column).chars().map(masked)),
            _ => shape.push_str(table.header_text(column)),
        }
    }
    // Words of the first row without a header differ from file to file; what is a number or a date does not.
    if table.header.is_none() {
        shape.retain(|letter| letter != 'a');
    }
    shape
}

fn masked(letter: char) -> char {
    match letter {
        '0'..='9' => '9',
        '/' | '-' | '.' | ',' | ':' => letter,
        _ => 'a',
    }
}

/// The two orders of a date.
pub(in crate::statement) fn orders(likelier: Order) -> [Choice; 2] {
    match likelier {
        Order::MonthFirst => [Choice::MonthFirst, Choice::DayFirst],
        Order::DayFirst | Order::YearFirst => [Choice::DayFirst, Choice::MonthFirst],
    }
}

/// The two decimal marks.
pub(in crate::statement) fn marks(likelier: Mark) -> [Choice; 2] {
    match likelier {
        Mark::Point => [Choice::DecimalPoint, Choice::DecimalComma],
        Mark::Comma => [Choice::DecimalComma, Choice::DecimalPoint],
    }
}

/// The two signs of a number that has none.
pub(super) fn signs(likelier: Sign) -> [Choice; 2] {
    match likelier {
        Sign::Turned => [Choice::PositiveOut, Choice::PositiveIn],
        _ => [Choice::PositiveIn, Choice::PositiveOut],
    }
}

/// The order that was chosen, in place of the likelier.
pub(in crate::statement) fn order_of(choice: Choice) -> Order {
    match choice {
        Choice::MonthFirst => Order::MonthFirst,
        _ => Order::DayFirst,
    }
}

/// The mark that was chosen, in place of the likelier.
pub(in crate::statement) fn mark_of(choice: Choice) -> Mark {
    match choice {
        Choice::DecimalComma => Mark::Comma,
        _ => Mark::Point,
    }
}

/// Whether a date fits with the day first and with the month first, and is not the same day in both.
pub(in crate::statement) fn is_open_date(shape: date::Shape) -> bool {
    match shape {
        date::Shape::Plain(_) => false,
        date::Shape::Numbers { parts, .. } => {
            parts[0] <= 12 && parts[1] <= 12 && parts[0] != parts[1]
        }
    }
}

/// The questions of a table, gathered while it is settled.
pub(super) struct Questions<'a> {
    readings: Readings<'a>,
    pub(super) shape: String,
    pub(super) open: Vec<Open>,
}

impl<'a> Questions<'a> {
    pub(super) fn of(table: &Table<'_>, readings: Readings<'a>) -> Questions<'a> {
        Questions {
            readings,
            shape: shape_of(table),
            open: Vec::new(),
        }
    }

    /// Notes that it is open which of two ways is right; the one that was chosen, if any.
    pub(super) fn ask(&mut self, ways: [Choice; 2]) -> Option<Choice> {
        let chosen = choice::chosen(self.readings, &self.shape, ways);
        self.open.push(Open {
            code: ways[0].about(),
            column: Box::default(),
            ways,
            chosen,
            shown: Vec::new(),
        });
        chosen
    }
}

/// Completes the questions with the column they are about and the rows that show them.
pub(super) fn complete(open: &mut [Open], table: &Table<'_>, layout: &Layout) {
    for open in open {
        let amount = layout.amount_column();
        let columns = open.ways.map(|way| match way {
            Choice::DayFirst | Choice::MonthFirst => layout.date,
            Choice::Column(column) => usize::from(column).saturating_sub(1),
            _ => amount,
        });
        let of_signs = matches!(layout.plan.amounts, Amounts::Pair { .. });
        open.column = layout.column_name(columns[0]).into();
        let row = |at: usize| {
            let row = table.rows.get(at)?;
            let printed = columns.map(|column| row.cell(column));
            let differs = match open.ways[0] {
                Choice::DayFirst | Choice::MonthFirst => {
                    date::shape(printed[0]).is_some_and(is_open_date)
                }
                Choice::DecimalPoint | Choice::DecimalComma => matches!(
                    amount::mark_evidence(printed[0]),
                    Some(MarkEvidence::Open(_))
                ),
                Choice::Column(_) => printed[0] != printed[1],
                Choice::PositiveIn | Choice::PositiveOut => !of_signs,
            };
            Some((row.line, printed, differs && !printed[0].is_empty()))
        };
        open.shown = pick_shown(&row);
    }
}
