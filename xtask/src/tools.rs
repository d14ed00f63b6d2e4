//! The tools a build needs, each installed where it is missing or of another version.
//!
//! What cargo installs goes into `.tools/`, what npm installs into `tests/e2e/node_modules/`: nothing of the person's
//! own is changed. A tool of the right version that is on the path already is taken as it is.

use crate::step::{Outcome, output_of, read, root, run, say};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

const TRUNK: &str = "0.21.14";
const WASM_PACK: &str = "0.15.1";

/// The oldest Node.js that the scripts and npm packages run on.
const NODE_MAJOR: u32 = 20;
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Has cargo compile the standard library with the released modules, for its size and with panics that abort at once.
///
/// The one that is installed was compiled for speed and carries the text and the place of each panic, which nobody may
/// read here: without them a first visit is a twentieth lighter. Cargo calls it unstable, so the compiler, whose version is
/// pinned, is told that this is known.
pub(crate) const BUILD_STD: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// Where the npm dev-dependencies are named and installed.
const NPM_FOLDER: &str = "tests/e2e";

/// What the checks without a browser need.
pub(crate) fn set_up_check() -> Outcome {
    wasm_target()?;
    crates(&[], &[])
}

/// Everything `trunk build --release` needs.
pub(crate) fn set_up_build() -> Outcome {
    set_up_check()?;
    library_sources()?;
    llvm_tools()?;
    // Cargo takes what the standard library needs for this computer unless it is told the target.
    crates(&BUILD_STD, &["--target", TARGET])?;
    cargo_tool(
        "wasm-bindgen-cli",
        "wasm-bindgen",
        &locked_version("wasm-bindgen")?,
    )?;
    cargo_tool("trunk", "trunk", TRUNK)?;
    set_up_scripts()
}

/// What the sealing and the tests in Node need.
pub(crate) fn set_up_scripts() -> Outcome {
    npm_packages()
}

/// The runner of the tests in the browser.
pub(crate) fn wasm_pack() -> Outcome {
    cargo_tool("wasm-pack", "wasm-pack", WASM_PACK)
}

/// A tool by name, looked up where this project keeps its tools first, with the same path for what it calls.
pub(crate) fn command(name: &str) -> Outcome<Command> {
    let program = find(&[name]).ok_or_else(|| format!("{name} is not installed"))?;
    let mut command = Command::new(program);
    command.env("PATH", path());
    Ok(command)
}

/// The first of these programs that is on the path.
pub(crate) fn find(names: &[&str]) -> Option<PathBuf> {
    let path = path();
    names.iter().find_map(|name| {
        std::env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    })
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Outcome<String> {
    let lock = read(&root().join("Cargo.lock"))?;
    let name = format!("name = \"{package}\"");
    lock.lines()
        .skip_while(|line| *line != name)
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| format!("Cargo.lock names no {package}"))
}

/// The search path with the project's own tools first.
pub(crate) fn path() -> OsString {
    let own = [
        cargo_tools().join("bin"),
        root().join(NPM_FOLDER).join("node_modules/.bin"),
    ];
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = own
        .into_iter()
        .chain(std::env::split_paths(&inherited))
        .collect();
    // A folder with a colon in its name cannot be on a path at all; then the inherited one has to do.
    std::env::join_paths(folders).unwrap_or(inherited)
}

fn cargo_tools() -> PathBuf {
    root().join(".tools")
}

/// The standard library for the browser, for tests and checks.
fn wasm_target() -> Outcome {
    installed(TARGET, &["target", "add", TARGET])
}

/// Its sources, which the released modules are built with.
fn library_sources() -> Outcome {
    installed(
        "src/rust/library/Cargo.lock",
        &["component", "add", "rust-src"],
    )
}

/// What takes the compiler's code apart and compiles it again, of the compiler's own version.
fn llvm_tools() -> Outcome {
    let mut rustc = Command::new("rustc");
    let host = output_of(rustc.args(["--print", "host-tuple"]).current_dir(root()))?;
    installed(
        &format!("{host}/bin/llc"),
        &["component", "add", "llvm-tools"],
    )
}

/// Has rustup add what the compiler's own folder of libraries lacks.
fn installed(path: &str, add: &[&str]) -> Outcome {
    let mut rustc = Command::new("rustc");
    let sysroot = output_of(rustc.args(["--print", "sysroot"]).current_dir(root()))?;
    if Path::new(&sysroot).join("lib/rustlib").join(path).exists() {
        return Ok(());
    }
    let wanted = add.join(" ");
    if find(&["rustup"]).is_none() {
        return Err(format!(
            "no rustup here for `rustup {wanted}`: install it for {sysroot}"
        ));
    }
    say(&format!("Installing with `rustup {wanted}`"));
    run(Command::new("rustup").args(add).current_dir(root()))
}

/// The crates of Cargo.lock, and those of what `settings` add for a target: Trunk builds without the network.
fn crates(settings: &[(&str, &str)], target: &[&str]) -> Outcome {
    let fetch = |more: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo
            .args(["fetch", "--quiet", "--locked"])
            .args(target)
            .args(more)
            .envs(settings.iter().copied())
            .current_dir(root());
        cargo
    };
    if output_of(&mut fetch(&["--offline"])).is_ok() {
        return Ok(());
    }
    say("Fetching the crates of Cargo.lock");
    run(&mut fetch(&[]))
}

/// A tool that cargo builds, at exactly this version.
fn cargo_tool(package: &str, program: &str, version: &str) -> Outcome {
    if installed_version(program).as_deref() == Some(version) {
        return Ok(());
    }
    say(&format!(
        "Installing {package} {version} into .tools/ (built from source, minutes)"
    ));
    let install = |locked: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo.args([
            "install",
            package,
            "--version",
            version,
            "--force",
            "--root",
        ]);
        cargo.arg(cargo_tools()).args(locked).current_dir(root());
        run(&mut cargo)
    };
    // The lock file of a tool may name a crate that has been withdrawn since.
    install(&["--locked"]).or_else(|_| install(&[]))?;
    match installed_version(program) {
        Some(found) if found == version => Ok(()),
        found => Err(format!(
            "{program} should be {version} now, but is {found:?}"
        )),
    }
}

/// The first word of `program --version` that looks like a version.
fn installed_version(program: &str) -> Option<String> {
    let text = output_of(command(program).ok()?.arg("--version")).ok()?;
    let words = text.lines().next()?.split_whitespace();
    words
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
        .map(str::to_owned)
}

/// The npm dev-dependencies, wasm-opt among them, installed again only when their lock file has changed.
fn npm_packages() -> Outcome {
    let folder = root().join(NPM_FOLDER);
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.installed-lock.json");
    let wanted = read(&lock)?;
    if read(&installed).is_ok_and(|text| text == wanted) {
        return Ok(());
    }
    say(&format!(
        "Installing the npm packages of {NPM_FOLDER}/package-lock.json"
    ));
    let node = installed_version("node").unwrap_or_default();
    let major: Option<u32> = node.split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major| major < NODE_MAJOR) || find(&["npm"]).is_none() {
        return Err(format!(
            "install Node.js {NODE_MAJOR} or later with its npm (node here: {node:?})"
        ));
    }
    let mut npm = command("npm")?;
    run(npm
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder))?;
    std::fs::copy(&lock, &installed)
        .map(drop)
        .map_err(|error| format!("cannot keep the lock: {error}"))
}
