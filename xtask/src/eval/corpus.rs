//! `cargo xtask eval corpus`: the test of the corpus, with its table, by the engine as the benches have it.

use std::process::Command;

use super::shared;
use crate::step::{Outcome, root, run};

pub(super) fn eval() -> Outcome {
    let shared = shared()?;
    run(Command::new("cargo")
        .current_dir(root())
        .env("FARTHING_SHARED", shared)
        .args(["test", "--quiet", "--profile", "bench", "--test", "corpus"])
        .args(["--", "--nocapture", "the_corpus_reads_exactly"]))
}
