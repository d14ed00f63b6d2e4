//! `cargo xtask package`: the npm package, put together in `target/package/` and packed beside it.

use crate::step::{Outcome, root, run, say, write};
use crate::{seal, tools};
use std::path::{Path, PathBuf};

/// From `www`, as they are.
const OWN: [&str; 7] = [
    "package.json",
    "custom-elements.json",
    "README.md",
    "CHANGELOG.md",
    "index.js",
    "index.d.ts",
    "react.d.ts",
];

/// The declaration of `farthing/element.js`, and the licences.
const MORE: [(&str, &str); 3] = [
    ("www/element.d.ts", "element.d.ts"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("LICENSE-MIT", "LICENSE-MIT"),
];

/// What a site serves, from the built page: the element with all that it needs beside it.
const ASSETS: [&str; 4] = ["element.js", "embed.html", "sw.js", "deploy"];

/// The engine alone, as Trunk and wasm-opt leave it.
const ENGINE: [&str; 2] = ["worker.js", "worker_bg.wasm"];

/// Puts the package together from what the last build left, and packs it into `target/`.
pub(crate) fn package() -> Outcome {
    assemble(&folder())?;
    say("Packing the npm package");
    let mut npm = tools::command("npm")?;
    npm.args(["pack", "--ignore-scripts", "--pack-destination", ".."]);
    run(npm.current_dir(folder()))
}

fn folder() -> PathBuf {
    root().join("target/package")
}

fn assemble(package: &Path) -> Outcome {
    if package.exists() {
        std::fs::remove_dir_all(package)
            .map_err(|error| format!("cannot clear {}: {error}", package.display()))?;
    }
    let (www, dist) = (root().join("www"), root().join("dist"));
    for name in OWN {
        copy(&www.join(name), &package.join(name))?;
    }
    for (from, to) in MORE {
        copy(&root().join(from), &package.join(to))?;
    }
    copy(&www.join("engine"), &package.join("engine"))?;
    for name in ENGINE {
        copy(
            &seal::parts().join(name),
            &package.join("engine/wasm").join(name),
        )?;
    }
    for name in ASSETS {
        copy(&dist.join(name), &package.join("assets").join(name))?;
    }
    let document = package.join("assets/embed.html");
    let bytes = std::fs::read(&document)
        .map_err(|error| format!("cannot read {}: {error}", document.display()))?;
    seal::refuse_hooked("dist/embed.html", &bytes)
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Outcome {
    let missing = |error| format!("{}: {error}. Run `cargo xtask build`", from.display());
    if !from.is_dir() {
        return write(to, &std::fs::read(from).map_err(missing)?);
    }
    for entry in std::fs::read_dir(from).map_err(missing)?.flatten() {
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step::read;

    #[test]
    fn the_package_has_the_version_of_the_crate() {
        let version = |file: &str, name: &str| {
            let text = read(&root().join(file)).unwrap();
            let line = text
                .lines()
                .find(|line| line.trim_start().starts_with(name))
                .unwrap();
            line.split('"').rev().nth(1).unwrap().to_owned()
        };
        assert_eq!(
            version("www/package.json", "\"version\""),
            version("Cargo.toml", "version")
        );
    }

    #[test]
    fn what_the_package_names_is_put_into_it() {
        let manifest = read(&root().join("www/package.json")).unwrap();
        // A name before a colon is what others call it, not where it lies.
        let named = manifest
            .split("\"./")
            .skip(1)
            .filter_map(|text| text.split_once('"'))
            .filter(|(path, after)| !path.contains('*') && !after.starts_with(':'));
        for (path, _) in named {
            let own = OWN.contains(&path) || MORE.iter().any(|(_, to)| *to == path);
            let asset = path
                .strip_prefix("assets/")
                .is_some_and(|name| ASSETS.contains(&name));
            let engine = path.starts_with("engine/") && root().join("www").join(path).is_file();
            assert!(own || asset || engine, "{path}");
        }
    }
}
