//! The page: built for release by Trunk, and served.

use crate::step::{Outcome, output_of, root, run, say};
use crate::{optimise, policy, tools};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

/// Where to serve when nothing is said, and how many ports after it are tried.
const FIRST_PORT: u16 = 8080;
const PORTS: u16 = 20;

/// Builds the page into `dist/`.
pub(crate) fn build() -> Outcome {
    tools::set_up_build()?;
    say("Building the page for release");
    run(trunk()?.args(["build", "--release"]))
}

/// Builds the page, serves it, and builds again on change, until interrupted.
pub(crate) fn serve(port: Option<&str>) -> Outcome {
    let port = match port {
        Some(text) => text
            .parse()
            .map_err(|_| format!("--port {text}: not a port"))?,
        None => free_port()?,
    };
    tools::set_up_build()?;
    say(&format!(
        "Building the page for release, then serving it at http://127.0.0.1:{port}/"
    ));
    run(trunk()?.args(["serve", "--release", "--port", &port.to_string()]))
}

/// Trunk's hook: finishes what lies in its staging folder.
pub(crate) fn post_build() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("post-build is Trunk's hook: it wants TRUNK_STAGING_DIR")?;
    if std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") {
        optimise::staged_modules(&staging)?;
    }
    policy::seal_staged_page(&staging)
}

/// The first port from 8080 on that nobody listens on.
fn free_port() -> Outcome<u16> {
    (FIRST_PORT..FIRST_PORT + PORTS)
        .find(|&port| TcpListener::bind(("127.0.0.1", port)).is_ok())
        .ok_or_else(|| format!("no free port from {FIRST_PORT} on: name one with --port"))
}

/// Trunk, with the tools it calls first on its path and no path of this machine in what it builds.
fn trunk() -> Outcome<Command> {
    let mut trunk = tools::command("trunk")?;
    // Trunk reads NO_COLOR as its own flag and refuses the value `1` that others use.
    trunk.current_dir(root()).env_remove("NO_COLOR");
    // Flags for every target would be taken instead of those for this one.
    trunk.env_remove("RUSTFLAGS").env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        remapped_paths()?,
    );
    Ok(trunk)
}

/// Compiler flags that replace this machine's folders by what they are.
fn remapped_paths() -> Outcome<String> {
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
        .ok_or("neither CARGO_HOME nor a home folder is known")?;
    let sysroot = output_of(
        Command::new("rustc")
            .args(["--print", "sysroot"])
            .current_dir(root()),
    )?;
    let mut folders = vec![
        (sysroot, "rust"),
        (cargo_home.display().to_string(), "cargo"),
        (root().display().to_string(), "farthing"),
    ];
    // Each source of crates has a folder named after its host; the last mapping that fits is taken.
    if let Ok(sources) = std::fs::read_dir(cargo_home.join("registry/src")) {
        folders.extend(
            sources
                .flatten()
                .map(|source| (source.path().display().to_string(), "crates")),
        );
    }
    let flags: Vec<String> = folders
        .iter()
        .filter(|(from, _)| !from.contains(char::is_whitespace))
        .map(|(from, to)| format!("--remap-path-prefix={from}={to}"))
        .collect();
    Ok(flags.join(" "))
}
