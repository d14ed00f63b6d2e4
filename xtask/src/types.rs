//! What embedders' editors read: the declarations in `www`, held to every golden message of the wire.

use crate::step::{Outcome, read, root, run, write};
use crate::tools;

/// The folder of the uses that are checked, each mistake in them expected.
const FOLDER: &str = "tests/fixtures/types";

/// Has the compiler check the uses of the declarations, and each golden message against its type.
pub(crate) fn check() -> Outcome {
    let messages = root().join("tests/fixtures/wire");
    let requests = read(&messages.join("requests.jsonl"))?;
    let replies = read(&messages.join("replies.jsonl"))?;
    let golden = golden(&requests, &replies);
    write(&root().join("target/types/golden.ts"), golden.as_bytes())?;
    let mut tsc = tools::command("tsc")?;
    run(tsc.args(["-p", FOLDER]).current_dir(root()))
}

/// A literal is held to its type field by field: none may be missing, none may be unknown.
fn golden(requests: &str, replies: &str) -> String {
    let list = |lines: &str| {
        lines
            .lines()
            .map(|line| format!("  {line},\n"))
            .collect::<String>()
    };
    format!(
        "import type {{ Envelope, Outgoing }} from \"farthing/engine\";\n\n\
         export const requests: Envelope[] = [\n{}];\n\n\
         export const replies: Outgoing[] = [\n{}];\n",
        list(requests),
        list(replies)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_a_literal_of_its_own() {
        let golden = golden("{\"id\":1}\n{\"id\":2}\n", "{}\n");
        assert!(golden.contains("Envelope[] = [\n  {\"id\":1},\n  {\"id\":2},\n];"));
        assert!(golden.ends_with("Outgoing[] = [\n  {},\n];\n"));
    }
}
