//! `wasm-opt` over the modules that Trunk has just built, each result kept for as long as its input stays the same.
//!
//! Not left to Trunk: it would run again at every start, half a minute for nothing, and the features that the
//! modules use would stand in the page, where nobody notices when the compiler's list changes.

use crate::step::{Outcome, output_of, read, root, run, write};
use crate::{order, tools};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::process::Command;

/// The view for its bytes, the engine and what unpacks both for their speed.
const MODULES: [(&str, &[&str]); 4] = [
    ("view_bg", &["-Oz"]),
    ("worker_bg", &["-O3"]),
    ("unpack", &["-O3"]),
    ("unmix", &["-O3", "--enable-simd"]),
];

/// What makes a module shorter and its Brotli longer: functions put into the one that calls them, which then has more
/// locals than a byte can name, a local of its own for what is computed twice, and locals moved to where they are used.
/// Off, they save 8 kB of the two.
const UNWANTED: [&str; 4] = [
    "--one-caller-inline-max-function-size=0",
    "--always-inline-max-function-size=0",
    "--skip-pass=local-cse",
    "--skip-pass=simplify-locals",
];

/// What is added to an address goes into the access, as the compiler may do it only where it sees that the sum is below
/// 4 GiB: an address that were not would come out below 1 KiB, where there is nothing but the far end of the stack.
const ADDRESSES: [&str; 2] = [
    "--low-memory-unused",
    "--optimize-added-constants-propagate",
];

/// Last, functions of a name beside each other, from where those that are alike are put beside each other: 8 kB of the large two.
const ORDER: &str = "--reorder-functions-by-name";

/// The names of a module's functions, a line each: its number, a colon, its name.
const SYMBOLS: &str = "symbols";

/// Optimises the modules of Trunk's staging folder.
pub(crate) fn staged_modules(staging: &Path) -> Outcome {
    let features = features()?;
    std::thread::scope(|scope| {
        let running = MODULES.map(|(name, options)| {
            let features = &features;
            scope.spawn(move || module(staging, name, options, features))
        });
        running.into_iter().try_for_each(|module| {
            module
                .join()
                .unwrap_or_else(|_| Err("wasm-opt was not waited for".to_owned()))
        })
    })
}

/// One module, taken from the results kept where its input has been seen.
fn module(staging: &Path, name: &str, options: &[&str], features: &[String]) -> Outcome {
    let module = staging.join(format!("{name}.wasm"));
    let failed = |error: std::io::Error| format!("{name}.wasm: {error}");
    let mut input = Sha256::new();
    input.update(std::fs::read(&module).map_err(failed)?);
    input.update(format!(
        "{options:?} {UNWANTED:?} {ADDRESSES:?} {ORDER} {features:?} {}",
        include_str!("order.rs")
    ));
    // The version of wasm-opt stands in the lock file.
    input.update(read(&root().join("tests/e2e/package-lock.json"))?);
    let key: String = input
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let folder = root().join("target/wasm-opt").join(name);
    let kept = folder.join(format!("{key}.wasm"));
    if !kept.is_file() || !folder.join(SYMBOLS).is_file() {
        // One result a module: what an older input gave is not asked for again.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let partial = folder.join("partial");
        let mut wasm_opt = tools::command("wasm-opt")?;
        wasm_opt
            .args(options)
            .args(UNWANTED)
            .args(ADDRESSES)
            .args(features)
            .arg(ORDER)
            .arg(format!("--symbolmap={}", folder.join(SYMBOLS).display()))
            .arg(&module)
            .arg("-o");
        run(wasm_opt.arg(&partial))?;
        put_in_order(&partial, &folder.join(SYMBOLS))?;
        std::fs::rename(&partial, &kept).map_err(failed)?;
    }
    // A module that stops tells the number of a function: here stands which one it is.
    let parts = root().join("target/parts");
    std::fs::create_dir_all(&parts).map_err(failed)?;
    std::fs::copy(
        folder.join(SYMBOLS),
        parts.join(format!("{name}.{SYMBOLS}")),
    )
    .map_err(failed)?;
    std::fs::copy(&kept, &module).map(drop).map_err(failed)
}

/// Puts a module's functions beside those like them, and their new numbers into the list of their names.
fn put_in_order(module: &Path, symbols: &Path) -> Outcome {
    let failed = |error: std::io::Error| format!("{}: {error}", module.display());
    let ordered = order::by_likeness(&std::fs::read(module).map_err(failed)?)?;
    let mut names = Vec::new();
    for line in read(symbols)?.lines() {
        let (number, name) = line.split_once(':').unwrap_or((line, ""));
        let number: u32 =
            (number.parse()).map_err(|error| format!("{}: {line}: {error}", symbols.display()))?;
        names.push((ordered.number(number), name.to_owned()));
    }
    names.sort();
    let names: String = names
        .iter()
        .map(|(number, name)| format!("{number}:{name}\n"))
        .collect();
    write(symbols, names.as_bytes())?;
    std::fs::write(module, ordered.module).map_err(failed)
}

/// What the compiler uses and no more: with all that wasm-opt knows, it writes a module that no browser loads.
fn features() -> Outcome<Vec<String>> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "cfg", "--target", tools::TARGET]);
    let cfg = output_of(rustc.current_dir(root()))?;
    Ok(cfg
        .lines()
        .filter_map(|line| line.strip_prefix("target_feature=\"")?.strip_suffix('"'))
        .map(|feature| match feature {
            "nontrapping-fptoint" => "--enable-nontrapping-float-to-int".to_owned(),
            _ => format!("--enable-{feature}"),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_opt_is_told_what_the_compiler_uses() {
        let features = features().unwrap();
        for feature in ["bulk-memory", "nontrapping-float-to-int", "sign-ext"] {
            assert!(
                features.contains(&format!("--enable-{feature}")),
                "{features:?}"
            );
        }
    }
}
