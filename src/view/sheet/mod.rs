//! The sheets of the conversation: what was read from files, and what was answered.

mod answer;
mod chips;
mod file;
mod import;
mod table;
mod which;
mod workings;

pub use answer::answer_sheet;
pub(crate) use answer::{narrowed_to, spoken_sentence};
pub use chips::suggestions;
pub use import::import_sheet;
