//! The page: built for release by Trunk, sealed, and served.

use crate::seal::Hooks;
use crate::step::{Outcome, output_of, read, root, run, say, write};
use crate::{headers, link, optimise, package, seal, serve, tools, verify};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is served beside the document.
const BESIDE: [&str; 2] = ["element.js", "sw.js"];

/// Builds the page into `dist/`.
pub(crate) fn build() -> Outcome {
    tools::set_up_build()?;
    link::forget_older()?;
    say("Building the page for release");
    run(trunk()?.args(["build", "--release"]))
}

/// Builds the page as it is released: nothing of a test in it, its hashes in the change log.
pub(crate) fn release() -> Outcome {
    build()?;
    let dist = root().join("dist");
    for path in verify::released_files(&dist)? {
        let file = dist.join(&path);
        let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        seal::refuse_hooked(&path.display().to_string(), &bytes)?;
    }
    let changelog = verify::changelog();
    verify::write_hashes(&changelog, &dist)?;
    println!("The hashes of this build stand in {}", changelog.display());
    package::package()
}

/// Builds the page, serves it, and builds again on change, until interrupted.
pub(crate) fn serve(port: Option<&str>) -> Outcome {
    let addresses = serve::Addresses::from(port)?;
    build()?;
    addresses.announce(", and building again on change");
    let mut trunk = trunk()?
        .args(["watch", "--release"])
        .spawn()
        .map_err(|error| format!("cannot start trunk: {error}"))?;
    let served = addresses.serve(root().join("dist"));
    let _ = trunk.kill();
    served
}

/// Seals the page of the last build with a test's code in it, and serves that until interrupted, by the headers of its own
/// policy: those of `dist/deploy/` name other scripts.
pub(crate) fn serve_hooked(options: &[&str]) -> Outcome {
    let mut options = options.to_vec();
    let at = options.iter().position(|option| *option == "--port");
    let port = at.and_then(|at| options.drain(at..options.len().min(at + 2)).nth(1));
    let addresses = serve::Addresses::from(port)?;
    let hooks = Hooks::from(&options)?;
    tools::set_up_scripts()?;
    let folder = root().join("target/hooked");
    seal_into(&folder, &hooks)?;
    addresses.announce(" the last build with your code in it");
    addresses.serve(folder)
}

/// Trunk's hook: finishes what lies in its staging folder.
pub(crate) fn post_build() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("post-build is Trunk's hook: it wants TRUNK_STAGING_DIR")?;
    unpacker(&staging, "unpack", &[])?;
    unpacker(&staging, "unmix", &UNMIXING)?;
    if std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") {
        optimise::staged_modules(&staging)?;
    }
    seal::take_parts(&staging)?;
    seal_into(&staging, &Hooks::default())
}

/// Seals the parts of the last build into `dist/` again: enough where only `www/` has changed.
pub(crate) fn seal_again() -> Outcome {
    tools::set_up_scripts()?;
    seal_into(&root().join("dist"), &Hooks::default())
}

/// Writes all that is served: the document, what an embedder loads, and the files for servers.
fn seal_into(folder: &Path, hooks: &Hooks) -> Outcome {
    let sealed = seal::seal(hooks)?;
    // The same bytes in a frame and in a tab of its own: there is one document, not a sealed and an open one.
    for name in ["embed.html", "index.html"] {
        write(&folder.join(name), sealed.document.as_bytes())?;
    }
    for name in BESIDE {
        let script = seal::minified(&root().join("www").join(name))?;
        write(&folder.join(name), script.as_bytes())?;
    }
    // Some hosts answer every unknown path with the page unless there is this file.
    write(
        &folder.join("404.html"),
        read(&root().join("www/404.html"))?.as_bytes(),
    )?;
    headers::write_deploy(folder, &sealed.policy)
}

/// What unpacks the engine is built with: it weighs eight numbers at a time, which takes three tenths less time.
pub(crate) const UNMIXING: [&str; 4] = ["--features", "mixed", "--", "-Ctarget-feature=+simd128"];

/// Builds what unpacks a module in the page. Trunk makes a script for each module it builds, and this one wants none.
fn unpacker(staging: &Path, name: &str, options: &[&str]) -> Outcome {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(root())
        .args(["rustc", "--quiet", "--locked", "--package", "pack", "--lib"])
        // Of the profile of the engine, for which the standard library is there by now.
        .args(["--target", tools::TARGET, "--profile", "engine"])
        .args(options);
    // It returns numbers alone: it is linked as the compiler would.
    run(set_for_modules(&mut cargo)?.env(TARGET_LINKER, "rust-lld"))?;
    let built = root()
        .join("target")
        .join(tools::TARGET)
        .join("engine/pack.wasm");
    std::fs::copy(&built, staging.join(format!("{name}.wasm")))
        .map(drop)
        .map_err(|error| format!("cannot copy {}: {error}", built.display()))
}

/// Trunk, with the tools it calls first on its path and no path of this machine in what it builds.
fn trunk() -> Outcome<Command> {
    let mut trunk = tools::command("trunk")?;
    // Trunk reads NO_COLOR as its own flag and refuses the value `1` that others use.
    trunk.current_dir(root()).env_remove("NO_COLOR");
    let own = std::env::current_exe().map_err(|error| format!("no path of xtask: {error}"))?;
    set_for_modules(&mut trunk)?.env(TARGET_LINKER, own);
    Ok(trunk)
}

/// Sets how cargo builds the modules: with a standard library of their own, and these flags.
fn set_for_modules(command: &mut Command) -> Outcome<&mut Command> {
    // Flags for every target would be taken instead of those for this one.
    Ok(command
        .env_remove("RUSTFLAGS")
        .envs(tools::BUILD_STD)
        .env(TARGET_FLAGS, flags()?))
}

/// Where cargo looks for the compiler's flags of the modules' target, and for its linker.
const TARGET_FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
const TARGET_LINKER: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER";

/// What the compiler is told for the modules.
fn flags() -> Outcome<String> {
    Ok(format!(
        "{} {INLINING} {LOADS} {DIGEST} {PANICS} {BRANCHES} {LINKED}",
        remapped_paths()?
    ))
}

/// A function marked `inline` is inlined where it is as small as any other; by the compiler's own measure it may be six
/// times as large, and so stood in the engine many times over. Of a threshold for all others, 5 weighs 4 KB less than 15,
/// and imports and answers take as long; 25 weighs more and is no quicker.
const INLINING: &str = "-Cllvm-args=-inlinehint-threshold=50 -Cllvm-args=-inline-threshold=5";

/// What is read again on one way of two is read again, not kept from both: 0.7 KB, and imports take as long.
const LOADS: &str = "-Cllvm-args=-enable-load-pre=false";

/// The rounds of SHA-256 as a loop, not written out one after the other: 1 KB. It is of a proof alone, when that is opened.
const DIGEST: &str = "--cfg=sha2_backend_soft=\"compact\"";

/// A panic is an instruction that stops the module: where it struck is in the error that the browser makes of it, as the
/// number of a function, whose name stands in `target/parts/*.symbols`.
const PANICS: &str = "-Zunstable-options -Cpanic=immediate-abort";

/// What a branch decides is not kept for the next one by a copy of what lies between: 1.2 KB.
const BRANCHES: &str = "-Zmir-enable-passes=-JumpThreading";

/// The code is left for the linker in LLVM's form too, see [`crate::link`].
const LINKED: &str = "--emit=llvm-bc -Clinker-flavor=wasm-ld";

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
    // Where the sources of the standard library are installed, the compiler names those instead of where they were built.
    let version = output_of(Command::new("rustc").arg("-vV").current_dir(root()))?;
    let built = version
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: "))
        .map_or_else(|| "rust".to_owned(), |hash| format!("/rustc/{hash}"));
    let library = format!("{sysroot}/lib/rustlib/src/rust");
    let mut folders = vec![
        (sysroot, "rust".to_owned()),
        (library, built),
        (cargo_home.display().to_string(), "cargo".to_owned()),
        (root().display().to_string(), "farthing".to_owned()),
    ];
    // Each source of crates has a folder named after its host; the last mapping that fits is taken.
    if let Ok(sources) = std::fs::read_dir(cargo_home.join("registry/src")) {
        folders.extend(
            sources
                .flatten()
                .map(|source| (source.path().display().to_string(), "crates".to_owned())),
        );
    }
    let flags: Vec<String> = folders
        .iter()
        .filter(|(from, _)| !from.contains(char::is_whitespace))
        .map(|(from, to)| format!("--remap-path-prefix={from}={to}"))
        .collect();
    Ok(flags.join(" "))
}
