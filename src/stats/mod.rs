//! Robust statistics.
