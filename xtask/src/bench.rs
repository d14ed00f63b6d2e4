//! `cargo xtask bench`: the engine natively, and the page in Chromium beside the peers it is measured against.

use crate::step::{Outcome, root, run, say};
use crate::{browser, check, page, peers};
use std::process::Command;

/// Runs `benches/`, builds the page, and measures it.
pub(crate) fn bench() -> Outcome {
    say("Benchmarks, native");
    run(Command::new("cargo").arg("bench").current_dir(root()))?;
    peers::run();
    page::build()?;
    let browser = browser::set_up()?;
    say("Benchmarks, in Chromium");
    run(check::node(&browser)?.arg("tests/e2e/bench.mjs"))?;
    say("From navigation to a view that takes input, in Chromium");
    run(check::node(&browser)?.arg("tests/e2e/start.mjs"))
}
