//! Robust statistics.

mod confidence;

pub use confidence::Confidence;
