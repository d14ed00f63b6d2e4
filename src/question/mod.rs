//! A question in plain words to a plan, a sentence, rows and a proof.

mod answer;
mod plan;
mod read;

pub use answer::{Answer, AnswerRow, Chart, ChartKind, Point, Rule, Status, Value};
pub use plan::{CategoryName, Measure, Plan, category_names, group_by_name};

/// How many characters of a question are read; the rest is left unread, and the answer says so.
///
/// Source: ten times the longest question of `tests/fixtures/questions`.
pub const MAX_QUESTION_CHARS: usize = 1000;
