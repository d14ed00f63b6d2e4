//! The project's commands: `cargo xtask serve | test | bench | size | data`.

fn main() {}
