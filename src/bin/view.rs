//! The view.

fn main() {}
