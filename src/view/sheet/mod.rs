//! The sheets of the conversation: what was read from files, and what was answered.

mod answer;
mod chips;
mod import;
mod table;
mod workings;

pub(crate) use answer::narrowed_to;
pub use answer::{AnswerSheet, AnswerSheetProps};
pub use chips::{Suggestions, SuggestionsProps};
pub use import::{ImportSheet, ImportSheetProps};
