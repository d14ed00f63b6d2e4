//! What a file leaves open, and the two ways to read it.

use std::sync::Arc;

use crate::issue::IssueCode;
use crate::order::Gather as _;

/// One way to read what a file leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// `02/01/2025` is 2 January.
    DayFirst,
    /// `02/01/2025` is 1 February.
    MonthFirst,
    /// `1,000` is a thousand.
    DecimalPoint,
    /// `1,000` is one.
    DecimalComma,
    /// A number without a sign came in.
    PositiveIn,
    /// A number without a sign went out.
    PositiveOut,
    /// The amounts are in this column, counted from 1.
    Column(u16),
}

/// The names on the wire.
const NAMES: [(Choice, &str); 6] = [
    (Choice::DayFirst, "dayFirst"),
    (Choice::MonthFirst, "monthFirst"),
    (Choice::DecimalPoint, "decimalPoint"),
    (Choice::DecimalComma, "decimalComma"),
    (Choice::PositiveIn, "positiveIn"),
    (Choice::PositiveOut, "positiveOut"),
];

impl Choice {
    /// The code of the issue that says it is open.
    pub fn about(self) -> IssueCode {
        match self {
            Choice::DayFirst | Choice::MonthFirst => IssueCode::DateOrderAmbiguous,
            Choice::DecimalPoint | Choice::DecimalComma => IssueCode::DecimalMarkAmbiguous,
            Choice::PositiveIn | Choice::PositiveOut => IssueCode::SignAmbiguous,
            Choice::Column(_) => IssueCode::AmountColumnAmbiguous,
        }
    }

    /// What speaks for it once the person has.
    pub(super) fn evidence(self) -> &'static str {
        match self.about() {
            IssueCode::DateOrderAmbiguous => "date-order-chosen",
            IssueCode::DecimalMarkAmbiguous => "decimal-mark-chosen",
            IssueCode::SignAmbiguous => "sign-chosen",
            _ => "column-chosen",
        }
    }

    /// What speaks for it, or against it, before.
    pub(super) fn likelier(self) -> &'static str {
        match self.about() {
            IssueCode::DateOrderAmbiguous => "date-order-likelier",
            IssueCode::SignAmbiguous => "sign-likelier",
            _ => "",
        }
    }

    /// The name on the wire.
    pub fn name(self) -> String {
        match self {
            Choice::Column(column) => format!("column{column}"),
            _ => {
                let found = NAMES.iter().find(|(choice, _)| *choice == self);
                found.map_or("", |(_, name)| *name).to_owned()
            }
        }
    }

    /// The choice of a name on the wire.
    pub fn from_name(name: &str) -> Option<Choice> {
        let found = NAMES.iter().find(|(_, known)| *known == name);
        match (found, name.strip_prefix("column")) {
            (Some((choice, _)), _) => Some(*choice),
            (None, column) => column?.parse().ok().map(Choice::Column),
        }
    }
}

/// What the person has said of files of a shape.
pub type Readings<'a> = &'a [(Arc<str>, Choice)];

/// What was said of files of this shape about this.
pub(super) fn chosen(readings: Readings<'_>, shape: &str, ways: [Choice; 2]) -> Option<Choice> {
    let mut said = readings.iter().filter(|(of, _)| **of == *shape);
    said.find_map(|(_, choice)| ways.contains(choice).then_some(*choice))
}

/// A question that a file leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The code of the issue that says so.
    pub code: IssueCode,
    /// The column's header, or the field's tag.
    pub column: Box<str>,
    /// The ways to read it, the likelier first.
    pub ways: [Choice; 2],
    /// What the person has said.
    pub chosen: Option<Choice>,
    /// A few rows that show the difference.
    pub shown: Vec<Shown>,
}

/// A row that shows the difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its line, counted from 1.
    pub line: u32,
    /// What is printed there, as each of the ways looks at it.
    pub printed: [Box<str>; 2],
}

/// How many rows show a difference.
pub(super) const SHOWN: usize = 3;

impl Open {
    /// The way it was read: as chosen, else the likelier.
    pub fn taken(&self) -> Choice {
        self.chosen.unwrap_or(self.ways[0])
    }
}

/// A row that may show a difference: its line, what stands there either way, and whether that differs.
pub(super) type Candidate<'a> = (u32, [&'a str; 2], bool);

/// The rows that show a difference, each by its place: distinct texts first, then others, in the order of the file.
pub(super) fn pick_shown<'a>(row: &dyn Fn(usize) -> Option<Candidate<'a>>) -> Vec<Shown> {
    let mut picked: Vec<(u32, [&str; 2])> = Vec::new();
    for only_differing in [true, false] {
        let rows = (0..).map_while(row);
        for (line, printed, _) in rows.filter(|(_, _, differs)| *differs || !only_differing) {
            if picked.len() < SHOWN && picked.iter().all(|(_, held)| *held != printed) {
                picked.push((line, printed));
            }
        }
    }
    let mut shown: Vec<Shown> = picked
        .into_iter()
        .map(|(line, printed)| Shown {
            line,
            printed: printed.map(Into::into),
        })
        .gather();
    crate::order::Arrange::arrange_by_key(&mut shown[..], |shown| shown.line);
    shown
}
