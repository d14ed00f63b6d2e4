//! `cargo xtask leaks`: every way out of the page that is known, tried in Chromium while packets are counted.
//!
//! It runs in a network namespace of its own, where every address leads back to this machine and a name server of our
//! own answers every name. `tests/leaks/README.md` says what is tried and how it is judged.

use crate::seal::{self, Hooks};
use crate::step::{Outcome, read, root, run, write};
use crate::{browser, check, headers, page, tools};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What is run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    /// Every vector against the control and the sealed page.
    Matrix,
    /// The sealed page with each of its protections away in turn.
    Mutations,
}

/// Sets up the namespace, then becomes what is to run in it: `$1` is the file that names the name server.
///
/// Every address is local, so that a connect to any of them is answered. The device `out0` leads nowhere: it is there
/// because WebRTC sends nothing from a machine that has but the loopback device.
const INSIDE: &str = "\
set -e
ip link set lo up
if ip link add out0 type veth peer name out1; then
  ip address add 10.77.0.1/24 dev out0
  ip link set out0 up
  ip link set out1 up
  ip route add default via 10.77.0.2 dev out0
else
  ip address add 10.77.0.1/32 dev lo
fi 2>/dev/null
ip route add local default dev lo src 10.77.0.1
ip -6 route add local default dev lo 2>/dev/null || true
mount --bind \"$1\" /etc/resolv.conf
shift
exec \"$@\"";

const RESOLVER: &str = "nameserver 127.0.0.53\noptions timeout:1 attempts:1\n";

/// Runs it, with all of its set-up.
pub(crate) fn leaks(what: Run) -> Outcome {
    page::build()?;
    let browser = browser::set_up()?;
    in_namespace(&browser, what)
}

/// Runs it with what is set up, or says why this system cannot.
pub(crate) fn in_namespace(browser: &browser::Browser, what: Run) -> Outcome {
    let resolver = folder().join("resolv.conf");
    write(&resolver, RESOLVER.as_bytes())?;
    if let Err(why) = possible(&resolver) {
        println!("skipped: {why}");
        return Ok(());
    }
    seal_attack(browser)?;
    let script = match what {
        Run::Matrix => "tests/leaks/matrix.mjs",
        Run::Mutations => "tests/leaks/mutations.mjs",
    };
    let node = check::node(browser)?;
    let mut inside = isolated(&resolver);
    inside.arg(node.get_program()).arg(script);
    for (name, value) in node.get_envs() {
        if let Some(value) = value {
            inside.env(name, value);
        }
    }
    let own = std::env::current_exe().map_err(|error| format!("xtask's own path: {error}"))?;
    run(inside.env("FARTHING_CAPTURE", own).current_dir(root()))
}

/// What the tests serve, sealed here: never in `dist/`.
fn folder() -> PathBuf {
    root().join("target/leaks")
}

/// Seals the page of the last build with the attack in its view and in its worker, and writes its headers beside it.
fn seal_attack(browser: &browser::Browser) -> Outcome {
    let folder = folder();
    let mut node = check::node(browser)?;
    run(node.arg("tests/leaks/hook/write.mjs").arg(&folder))?;
    let sealed = seal::seal(&Hooks {
        view: Some(read(&folder.join("view-hook.js"))?),
        worker: Some(read(&folder.join("worker-hook.js"))?),
    })?;
    write(&folder.join("embed.html"), sealed.document.as_bytes())?;
    let lines: String = headers::all(&sealed.policy)
        .iter()
        .map(|(name, value)| format!("{name}\t{value}\n"))
        .collect();
    write(&folder.join("headers.tsv"), lines.as_bytes())
}

/// Whether a namespace can be had here; if not, why.
fn possible(resolver: &Path) -> Outcome {
    for (program, package) in [("unshare", "util-linux"), ("ip", "iproute2")] {
        if tools::find(&[program]).is_none() && browser::install(&[package]).is_err() {
            return Err(format!(
                "no `{program}` here to make a network of its own; it is in the package {package}"
            ));
        }
    }
    let tried = isolated(resolver)
        .arg("true")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("unshare does not start: {error}"))?;
    if tried.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&tried.stderr);
    Err(format!(
        "this system allows no network namespace: {}",
        said.trim()
    ))
}

/// A shell in namespaces of its own, with all that it starts; what is to run follows as arguments.
fn isolated(resolver: &Path) -> Command {
    let mut command = Command::new("unshare");
    if !browser::is_root() {
        command.arg("--map-root-user");
    }
    command
        .args([
            "--net",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "sh",
            "-c",
            INSIDE,
            "sh",
        ])
        .arg(resolver);
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step::output_of;

    #[test]
    fn a_namespace_has_no_way_out_and_answers_everywhere() {
        let resolver = folder().join("resolv.conf");
        write(&resolver, RESOLVER.as_bytes()).unwrap();
        if let Err(why) = possible(&resolver) {
            println!("skipped: {why}");
            return;
        }
        let mut routes = isolated(&resolver);
        routes.args(["ip", "-4", "route", "show", "table", "all", "default"]);
        assert!(
            output_of(&mut routes)
                .unwrap()
                .contains("local default dev lo")
        );
        let mut resolv = isolated(&resolver);
        resolv.args(["cat", "/etc/resolv.conf"]);
        assert_eq!(output_of(&mut resolv).unwrap(), RESOLVER.trim_end());
    }
}
