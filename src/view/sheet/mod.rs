//! The sheets of the conversation: what was read from files, and what was answered.

mod answer;
mod chips;
mod import;
mod table;
mod workings;

pub use answer::{AnswerSheet, AnswerSheetProps};
pub(crate) use answer::{narrowed_to, spoken_sentence};
pub use chips::{Suggestions, SuggestionsProps};
pub use import::{ImportSheet, ImportSheetProps};
