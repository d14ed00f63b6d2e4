//! One step of a command: what it says, what it runs, how it fails.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What went wrong, in a sentence for the person at the terminal.
pub(crate) type Failure = String;

/// What a step gives.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// The repository: the folder that holds this package's.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Says what comes next.
pub(crate) fn say(what: &str) {
    println!("\n== {what}");
}

/// Runs a program to its end; its output is the person's to see.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let name = name_of(command);
    let status = command
        .status()
        .map_err(|error| format!("cannot start {name}: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{name} ended with {status}"))
    }
}

/// Runs a program and gives what it wrote to stdout, without the last line break.
pub(crate) fn output_of(command: &mut Command) -> Outcome<String> {
    let name = name_of(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(|error| format!("cannot start {name}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{name} ended with {}", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .trim_end()
        .to_owned())
}

/// Reads a file as text.
pub(crate) fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// Writes a file, making its folder where it is missing.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Outcome {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    }
    std::fs::write(path, bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// The program and its first argument: enough to know a command again.
fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or_default().to_string_lossy();
    match command.get_args().next().map(OsStr::to_string_lossy) {
        Some(first) => format!("`{program} {first}`"),
        None => format!("`{program}`"),
    }
}
