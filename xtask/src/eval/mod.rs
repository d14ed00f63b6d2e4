//! `cargo xtask eval`: what the engine reaches on the labelled sets beside the repository.

mod categories;
mod corpus;
mod curve;
mod ledger;
mod names;
mod score;

pub(crate) use ledger::write_households;

use std::path::PathBuf;

use crate::step::{Outcome, root};

/// Runs one evaluation by its name.
pub(crate) fn eval(what: &str) -> Outcome {
    match what {
        "categories" => categories::eval(),
        "corpus" => corpus::eval(),
        "ledger" => ledger::eval(None, 0),
        _ => Err(format!("no evaluation is called `{what}`")),
    }
}

/// Evaluates the ledger on some households, from a seed on.
pub(crate) fn ledger(count: &str, from: &str) -> Outcome {
    let number = |text: &str| text.parse().map_err(|_| format!("`{text}` is no number"));
    ledger::eval(Some(number(count)?), number(from)?)
}

/// The folder of shared sets: `FARTHING_SHARED`, else the one beside the repository.
fn shared() -> Outcome<PathBuf> {
    let folder =
        std::env::var_os("FARTHING_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    match folder.is_dir() {
        true => Ok(folder),
        false => Err(format!(
            "no shared sets at {}; name their folder in FARTHING_SHARED",
            folder.display()
        )),
    }
}
