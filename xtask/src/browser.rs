//! The browser of the tests: a Chromium with its driver, and how both are started.

use crate::step::{Outcome, output_of, root, run, say, write};
use crate::tools::find;
use std::path::PathBuf;
use std::process::Command;

/// Flags for a Chromium that shows nothing and calls nobody by itself.
///
/// `--no-sandbox`: Chromium does not start as root with one, and machines for tests run as root.
pub(crate) const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Names under which Chromium is installed.
const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// The Debian packages of a Chromium, its driver and the fonts that pictures of the page need.
const DEBIAN_PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-liberation"];

/// A browser and its driver of one version.
pub(crate) struct Browser {
    /// The browser itself.
    pub(crate) program: PathBuf,
    /// Its WebDriver.
    pub(crate) driver: PathBuf,
}

/// Finds Chromium and its driver, installing both where apt-get is there.
pub(crate) fn set_up() -> Outcome<Browser> {
    if find(&["unshare"]).is_none() {
        say(
            "No unshare here: the leak tests need it to count packets. It is in the package util-linux",
        );
    }
    if let Some(browser) = installed() {
        return Ok(browser);
    }
    let wanted = "Chromium and its chromedriver of the same version";
    if find(&["apt-get"]).is_none() {
        return Err(format!(
            "no apt-get here: install {wanted} and put both on PATH"
        ));
    }
    say(&format!(
        "Installing {} with apt-get",
        DEBIAN_PACKAGES.join(", ")
    ));
    install(&DEBIAN_PACKAGES)?;
    installed().ok_or_else(|| format!("apt-get has run, but there is no {wanted} on PATH"))
}

/// Installs Debian packages.
pub(crate) fn install(packages: &[&str]) -> Outcome {
    run(apt_get().arg("update"))?;
    let install = ["install", "--yes", "--no-install-recommends"];
    run(apt_get().args(install).args(packages))
}

/// The file that tells the driver of `wasm-pack test` how to start the browser, written anew into `target/`.
pub(crate) fn driver_settings(browser: &Browser) -> Outcome<PathBuf> {
    let file = root().join("target/webdriver.json");
    let flags = FLAGS.map(quoted).join(",");
    let program = quoted(&browser.program.display().to_string());
    let settings =
        format!("{{\"goog:chromeOptions\":{{\"binary\":{program},\"args\":[{flags}]}}}}\n");
    write(&file, settings.as_bytes())?;
    Ok(file)
}

/// The pair on the path, when both are there and of one major version.
fn installed() -> Option<Browser> {
    let browser = Browser {
        program: find(&BROWSERS)?,
        driver: find(&["chromedriver"])?,
    };
    let version = major_version(&browser.program)?;
    (major_version(&browser.driver)? == version).then_some(browser)
}

/// `156` of `Chromium 156.0.8078.79 built on Debian`.
fn major_version(program: &PathBuf) -> Option<String> {
    let text = output_of(Command::new(program).arg("--version")).ok()?;
    let words = text.split_whitespace();
    let mut majors = words
        .filter_map(|word| word.split_once('.'))
        .map(|(major, _)| major);
    majors
        .find(|major| major.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
}

/// Whether this runs as root.
pub(crate) fn is_root() -> bool {
    output_of(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// apt-get as root: directly, or by sudo for anyone else.
fn apt_get() -> Command {
    let is_root = is_root();
    let mut command = if is_root {
        Command::new("apt-get")
    } else {
        Command::new("sudo")
    };
    if !is_root {
        command.arg("apt-get");
    }
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// A JSON string.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
