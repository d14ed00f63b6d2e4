//! The farthing.

fn main() {}
