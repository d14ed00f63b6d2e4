//! `cargo xtask test`: everything that has to hold, cheapest first, until something does not.

use crate::step::{Outcome, root, run, say};
use crate::{browser, leaks, package, page, size, tools, types};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The tests that run inside Chromium; all others run natively.
const BROWSER_TESTS: [&str; 2] = ["browser", "worker"];

/// How much is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything, on the page as it is released, in Chromium.
    Whole,
    /// What needs no browser: for the inner loop.
    Quick,
}

/// Runs the checks and says how long each took.
pub(crate) fn test(extent: Extent) -> Outcome {
    let mut steps = Steps::default();
    tools::set_up_check()?;
    steps.take(
        "Formatting",
        || run(cargo("fmt").args(["--all", "--check"])),
    )?;
    steps.take("Clippy, native", || {
        run(cargo("clippy").args(["--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    steps.take("Clippy, browser", || {
        let mut clippy = cargo("clippy");
        clippy.args([
            "--target",
            tools::TARGET,
            "--lib",
            "--bin",
            "view",
            "--bin",
            "worker",
        ]);
        run(clippy.args(browser_tests()).args(["--", "-D", "warnings"]))?;
        for options in [["--"].as_slice(), &page::UNMIXING] {
            let mut clippy = cargo("clippy");
            clippy.args(["--package", "pack", "--lib", "--target", tools::TARGET]);
            run(clippy.args(options).args(["-D", "warnings"]))?;
        }
        Ok(())
    })?;
    steps.take("Native tests", || {
        run(cargo("test").args(["--workspace", "--no-fail-fast"]))
    })?;
    steps.take("The airlock's filter", || {
        let mut node = tools::command("node")?;
        run(node
            .current_dir(root())
            .arg("--test")
            .args(scripts("tests/airlock")?))
    })?;
    steps.take("Documentation", || {
        run(cargo("doc")
            .arg("--no-deps")
            .env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    if extent == Extent::Whole {
        steps.take("Set-up for the browser", || {
            tools::set_up_build()?;
            tools::wasm_pack()
        })?;
        steps.take("Types of the package", types::check)?;
        let browser = browser::set_up()?;
        steps.take("Tests in Chromium", || wasm_pack(&browser))?;
        steps.take("Release build", page::build)?;
        steps.take("Sizes", size::report)?;
        steps.take("npm package", package::package)?;
        steps.take("End-to-end tests", || end_to_end(&browser))?;
        steps.take("Leaks", || {
            leaks::in_namespace(&browser, leaks::Run::Matrix)
        })?;
    }
    steps.finish();
    Ok(())
}

/// The tests of the built page, one file after the other so that timings are not disturbed.
///
/// They press keys in frames of three processes of a browser that shares its machine. A file that fails is run once more
/// when the others are done, both runs in the output: a fault of the page fails twice, a press that came too early does not.
fn end_to_end(browser: &browser::Browser) -> Outcome {
    twice(&scripts("tests/e2e")?, |file| {
        run(node(browser)?
            .args(["--test", "--test-concurrency=1"])
            .arg(file))
    })
}

/// Tries every file, and each that failed once more; the names of those that failed both times.
fn twice(files: &[PathBuf], mut attempt: impl FnMut(&Path) -> Outcome) -> Outcome {
    let mut failing = |files: Vec<PathBuf>| -> Vec<PathBuf> {
        let tried = files.into_iter();
        tried.filter(|file| attempt(file).is_err()).collect()
    };
    let first = failing(files.to_vec());
    if first.is_empty() {
        return Ok(());
    }
    say(&format!("Once more, since it failed: {}", names(&first)));
    match failing(first) {
        second if second.is_empty() => Ok(()),
        second => Err(format!("failed twice: {}", names(&second))),
    }
}

fn names(files: &[PathBuf]) -> String {
    let names = files.iter().filter_map(|file| file.file_name());
    let names: Vec<_> = names.map(|name| name.to_string_lossy()).collect();
    names.join(", ")
}

/// Node with what its scripts must know: the browser, its flags, and where the built page lies.
pub(crate) fn node(browser: &browser::Browser) -> Outcome<Command> {
    let mut node = tools::command("node")?;
    node.current_dir(root())
        .env("FARTHING_CHROMIUM", &browser.program)
        .env("FARTHING_CHROMIUM_FLAGS", browser::FLAGS.join(" "))
        .env("FARTHING_DIST", root().join("dist"));
    Ok(node)
}

fn wasm_pack(browser: &browser::Browser) -> Outcome {
    let mut wasm_pack = tools::command("wasm-pack")?;
    wasm_pack.args([
        "test",
        "--headless",
        "--chrome",
        "--mode",
        "no-install",
        "--chromedriver",
    ]);
    wasm_pack
        .arg(&browser.driver)
        .args(browser_tests())
        .current_dir(root());
    run(wasm_pack.env(
        "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
        browser::driver_settings(browser)?,
    ))
}

fn browser_tests() -> impl Iterator<Item = &'static str> {
    BROWSER_TESTS.into_iter().flat_map(|name| ["--test", name])
}

/// The `*.test.mjs` of a folder, by name.
fn scripts(folder: &str) -> Outcome<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(root().join(folder)).map_err(|error| format!("{folder}: {error}"))?;
    let mut tests: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    tests.sort();
    if tests.is_empty() {
        Err(format!("{folder} holds no *.test.mjs"))
    } else {
        Ok(tests)
    }
}

fn cargo(command: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.arg(command).current_dir(root());
    cargo
}

/// The steps taken and the time of each.
#[derive(Default)]
struct Steps(Vec<(&'static str, Duration)>);

impl Steps {
    #[expect(
        clippy::disallowed_methods,
        reason = "the core has no clock, this is not the core"
    )]
    fn take(&mut self, name: &'static str, step: impl FnOnce() -> Outcome) -> Outcome {
        say(name);
        let start = Instant::now();
        step().map_err(|failure| format!("{name}: {failure}"))?;
        self.0.push((name, start.elapsed()));
        Ok(())
    }

    fn finish(&self) {
        say("All of it holds");
        for (name, time) in &self.0 {
            println!("{:>6} s  {name}", time.as_secs());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step::read;

    #[test]
    fn a_failing_step_ends_the_run_and_is_named() {
        let mut steps = Steps::default();
        let failure = steps.take("Sums", || Err("1 is not 2".to_owned()));
        assert_eq!(failure, Err("Sums: 1 is not 2".to_owned()));
        assert!(steps.0.is_empty());
    }

    #[test]
    fn a_file_that_fails_is_tried_once_more_and_no_oftener() {
        let files = ["a", "b", "c"].map(PathBuf::from);
        let mut tried = Vec::new();
        let outcome = twice(&files, |file| {
            tried.push(file.to_path_buf());
            let wrong = file == Path::new("c") || tried.len() == 1;
            if wrong { Err(String::new()) } else { Ok(()) }
        });
        assert_eq!(outcome, Err("failed twice: c".to_owned()));
        assert_eq!(tried, ["a", "b", "c", "a", "c"].map(PathBuf::from));
        assert_eq!(twice(&files, |_| Ok(())), Ok(()));
    }

    #[test]
    fn ci_runs_the_command_of_the_readme() {
        let ci = read(&root().join(".ci/run")).unwrap();
        let readme = read(&root().join("README.md")).unwrap();
        assert_eq!(ci.lines().last(), Some("exec cargo xtask test"));
        assert!(readme.contains("\ncargo xtask serve ") && readme.contains("\ncargo xtask test "));
    }
}
