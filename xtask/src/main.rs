//! The project's commands: `cargo xtask help` lists them.
//!
//! `serve` and `test` do all their own set-up, say what each step does, and skip what is already right.

mod bench;
mod browser;
mod capture;
mod check;
mod dictionary;
mod eval;
mod fetch;
mod headers;
mod household;
mod leaks;
mod link;
mod names;
mod optimise;
mod order;
mod package;
mod page;
mod peers;
mod reproduce;
mod returns;
mod sample;
mod seal;
mod serve;
mod size;
mod step;
mod tools;
mod types;
mod verify;

use check::Extent;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask serve [--port N]   builds the page for release and serves it, alone and in host pages that reload on change
                               [--view-hook FILE] [--worker-hook FILE]: that of the last build, with a test's code in it
cargo xtask test [--quick]     runs every check and test; --quick leaves out the browser and the release build
cargo xtask build              builds the page for release into dist/
cargo xtask seal               seals the parts of the last build again: enough where only www/ has changed
                               [--view-hook FILE] [--worker-hook FILE] --out FILE: with a test's code, never released
cargo xtask release            builds, writes the hashes of what is released into www/CHANGELOG.md, and packs the npm package
cargo xtask size               weighs dist/ against the budget
cargo xtask package            packs the last build as an npm package into target/
cargo xtask deploy FOLDER      writes configuration of servers and .br and .gz files for the page in FOLDER
cargo xtask verify [--bytes] URL  compares a served copy with the released files and headers; --bytes: no headers
cargo xtask reproduce          builds the page again from a clone, and compares every byte
cargo xtask eval corpus        prints how the statements of the corpus read, by format and country
cargo xtask eval categories    prints how well merchants and categories of the labelled sets are told
cargo xtask data               writes the sample household and the dictionary of brands anew
cargo xtask eval ledger        prints precision and recall of each kind of match on generated households; COUNT SEED: others
cargo xtask data households    writes ten generated households into target/
cargo xtask leaks              tries every way out of the sealed page, counting packets; --mutations: with each protection away
cargo xtask bench              runs the benchmarks, natively and in Chromium

Trunk's hook: cargo xtask post-build. The compiler's linker: cargo xtask -flavor. The leak tests' count of packets: cargo xtask capture";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["serve"] => page::serve(None),
        ["serve", "--port", port] => page::serve(Some(port)),
        ["serve", options @ ..] => page::serve_hooked(options),
        ["test"] => check::test(Extent::Whole),
        ["test", "--quick"] => check::test(Extent::Quick),
        ["build"] => page::build(),
        ["release"] => page::release(),
        ["size"] => size::report(),
        ["package"] => package::package(),
        ["deploy", folder] => headers::deploy(Path::new(folder)),
        ["verify", url] => verify::verify(url, verify::Extent::Whole),
        ["verify", "--bytes", url] => verify::verify(url, verify::Extent::Bytes),
        ["reproduce"] => reproduce::reproduce(),
        ["data"] => sample::write_statements().and_then(|()| dictionary::write_brands()),
        ["leaks"] => leaks::leaks(leaks::Run::Matrix),
        ["leaks", "--mutations"] => leaks::leaks(leaks::Run::Mutations),
        ["capture"] => capture::capture(),
        ["eval", what] => eval::eval(what),
        ["eval", "ledger", count, from] => eval::ledger(count, from),
        ["data", "households"] => eval::write_households(10),
        ["bench"] => bench::bench(),
        ["seal"] => page::seal_again(),
        ["seal", options @ ..] => seal::seal_hooked(options),
        ["post-build"] => page::post_build(),
        ["-flavor", ..] => link::link(&arguments),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!(
            "unknown command `{}`\n\n{USAGE}",
            arguments.join(" ")
        )),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
