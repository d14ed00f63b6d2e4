//! The page built a second time, in another folder: the same bytes, or the release cannot be checked by anyone.

use crate::step::{Outcome, output_of, root, run, say};
use crate::verify::{released_files, sha256};
use crate::{page, tools};
use std::path::Path;
use std::process::Command;

/// Builds here and in a clone of what is committed, and compares every file.
pub(crate) fn reproduce() -> Outcome {
    let changed = output_of(git().args(["status", "--porcelain"]))?;
    if !changed.is_empty() {
        return Err(format!(
            "commit first, a clone has what is committed only:\n{changed}"
        ));
    }
    page::build()?;
    let clone = clone()?;
    say(&format!("Building again in {}", clone.display()));
    // A folder, a target folder and an environment of its own, behind everything else that runs.
    let mut build = match tools::find(&["nice"]) {
        Some(nice) => {
            let mut build = Command::new(nice);
            build.arg("cargo");
            build
        }
        None => Command::new("cargo"),
    };
    for (name, _) in std::env::vars_os() {
        let is_of_this_run = name.to_string_lossy().starts_with("CARGO_PKG_")
            || [
                "CARGO_MANIFEST_DIR",
                "CARGO_MANIFEST_PATH",
                "CARGO_TARGET_DIR",
            ]
            .iter()
            .any(|own| name == *own);
        if is_of_this_run {
            build.env_remove(name);
        }
    }
    // The tools of this folder are of the right version: they are not built again.
    run(build
        .args(["xtask", "build"])
        .current_dir(&clone)
        .env("PATH", tools::path()))?;
    compare(&root().join("dist"), &clone.join("dist"))
}

/// A clone of what is committed, below `target/`, where cargo finds no other workspace around it.
fn clone() -> Outcome<std::path::PathBuf> {
    let clone = root().join("target/reproduce/farthing");
    if clone.is_dir() {
        for step in [
            &["fetch", "--quiet", "origin", "HEAD"][..],
            &["reset", "--quiet", "--hard", "FETCH_HEAD"],
        ] {
            let mut git = Command::new("git");
            run(git.args(step).current_dir(&clone))?;
        }
        // Nothing that an earlier build left counts as made by this one.
        for left in [
            "dist",
            "target/parts",
            "target/wasm-opt",
            "target/wasm32-unknown-unknown",
        ] {
            let _ = std::fs::remove_dir_all(clone.join(left));
        }
    } else {
        let mut git = git();
        run(git
            .args(["clone", "--quiet", "--no-hardlinks"])
            .arg(root())
            .arg(&clone))?;
    }
    Ok(clone)
}

/// Prints both digests of each file that is in either folder; fails where two are not the same.
fn compare(one: &Path, other: &Path) -> Outcome {
    say("Every released file, built twice");
    let mut names = released_files(one)?;
    names.extend(released_files(other)?);
    names.sort();
    names.dedup();
    let mut different = Vec::new();
    println!(
        "{:<28}{:>10}  {:<18}{:<18}",
        "file", "bytes", "SHA-256 here", "in the clone"
    );
    for name in &names {
        let read = |folder: &Path| std::fs::read(folder.join(name)).ok();
        let (here, there) = (read(one), read(other));
        let digest = |bytes: &Option<Vec<u8>>| match bytes {
            Some(bytes) => sha256(bytes)[..16].to_owned(),
            None => "not there".to_owned(),
        };
        let bytes = here.as_ref().map_or(0, Vec::len);
        println!(
            "{:<28}{bytes:>10}  {:<18}{:<18}",
            name.display(),
            digest(&here),
            digest(&there)
        );
        if here != there {
            different.push(name.display().to_string());
        }
    }
    match different.is_empty() {
        true => Ok(()),
        false => Err(format!("other bytes in {}", different.join(", "))),
    }
}

fn git() -> Command {
    let mut git = Command::new("git");
    git.current_dir(root());
    git
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step::write;

    #[test]
    fn a_byte_or_a_file_more_is_a_difference() {
        let folder = root().join("target/reproduce-test");
        let _ = std::fs::remove_dir_all(&folder);
        let (one, other) = (folder.join("one"), folder.join("other"));
        for dist in [&one, &other] {
            write(&dist.join("embed.html"), b"same").unwrap();
            // None of these is released.
            for own in ["deploy/x", ".stage/x", ".x", "x.br"] {
                write(&dist.join(own), dist.as_os_str().as_encoded_bytes()).unwrap();
            }
        }
        assert_eq!(compare(&one, &other), Ok(()));
        write(&other.join("embed.html"), b"sane").unwrap();
        assert_eq!(
            compare(&one, &other),
            Err("other bytes in embed.html".to_owned())
        );
        write(&other.join("embed.html"), b"same").unwrap();
        write(&one.join("a/sw.js"), b"more").unwrap();
        assert!(compare(&one, &other).is_err());
    }
}
