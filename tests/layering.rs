//! The rules of the source itself: who may import whom, and what has one place only.
//!
//! Each rule is a table and a loop; a failure names the file and the line.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use farthing::issue::IssueCode;

/// Each module of `src/lib.rs`, in its order, with the modules it may import.
///
/// `values` are those above it among the values, `domain` all above it that compute, `all` every one.
const MAY_IMPORT: &[(&str, &str)] = &[
    ("money", "values"),
    ("calendar", "values"),
    ("order", "values"),
    ("text", "values"),
    ("table", "values"),
    ("phrase", "values"),
    ("issue", "values"),
    ("stats", "values"),
    ("statement", "values"),
    ("ledger", "domain"),
    ("merchant", "domain"),
    ("category", "domain"),
    ("book", "domain"),
    ("insight", "domain"),
    ("question", "domain"),
    ("session", "domain"),
    ("wire", "domain"),
    // The tables of words, and amounts and days, which cross as text; never the ledger or what computes over it.
    ("view", "money calendar order phrase wire"),
    ("native", "statement"),
    ("web", "all"),
];

/// The modules that `values` means.
const VALUES: &[&str] = &[
    "money", "calendar", "order", "text", "table", "phrase", "issue", "stats",
];

/// Names that say nothing about what is in a file.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "helpers", "helper", "common", "misc", "types", "manager", "data", "process",
];

/// The most lines of a file of source; the house aims far lower.
const MOST_LINES: usize = 700;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file of source, by its path inside the package.
struct Source {
    path: String,
    text: String,
}

/// The files under a folder whose names end in one of `endings`, in the order of their paths.
fn files(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "node_modules" | "target" | "dist") {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending))
                && let Ok(text) = fs::read_to_string(&path)
            {
                let path = path.strip_prefix(root()).unwrap_or(&path);
                found.push(Source {
                    path: path.to_string_lossy().replace('\\', "/"),
                    text,
                });
            }
        }
    }
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

impl Source {
    /// The lines with their numbers, comments and everything from a `#[cfg(test)]` module on left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines: Vec<&str> = self.text.lines().collect();
        let end = lines
            .windows(2)
            .position(|pair| pair[0].trim() == "#[cfg(test)]" && pair[1].ends_with('{'))
            .unwrap_or(lines.len());
        lines
            .into_iter()
            .enumerate()
            .take(end)
            .map(|(at, line)| (at + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The top-level module it belongs to; `None` for the crate's root, the binaries and files of tests.
    fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let is_test = inside.ends_with("/tests.rs") || inside.contains("/tests/");
        let module = inside.split('/').next()?.trim_end_matches(".rs");
        (!is_test && !matches!(module, "lib" | "bin")).then_some(module)
    }

    /// How many modules deep it is: 1 for `src/money.rs` and `src/ledger/mod.rs`.
    fn depth(&self) -> usize {
        let folders = self.path.matches('/').count();
        folders - usize::from(self.path.ends_with("/mod.rs"))
    }

    /// The modules of the crate that its code names, with the line of each.
    fn imports(&self) -> Vec<(usize, String)> {
        let mut code = String::new();
        let mut line_of = Vec::new();
        for (number, line) in self.code() {
            line_of.extend(std::iter::repeat_n(number, line.len() + 1));
            code.push_str(line);
            code.push('\n');
        }
        let to_root = "super::".repeat(self.depth());
        let mut found = Vec::new();
        for path in ["crate::", &to_root] {
            for (at, _) in code.match_indices(path) {
                let before = code[..at].chars().next_back();
                if before.is_some_and(|letter| letter.is_alphanumeric() || "_:$".contains(letter)) {
                    continue;
                }
                let names = first_names(&code[at + path.len()..]);
                found.extend(names.into_iter().map(|name| (line_of[at], name)));
            }
        }
        found
    }
}

/// The first name of a path, or of each path in a `{group}`.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        let letters = text.trim_start().chars();
        letters
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![name(path)];
    };
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The modules that a module may import.
fn allowed(module: &str) -> Option<BTreeSet<&'static str>> {
    let at = MAY_IMPORT.iter().position(|(name, _)| *name == module)?;
    let above = MAY_IMPORT[..at].iter().map(|(name, _)| *name);
    Some(match MAY_IMPORT[at].1 {
        "values" => above.filter(|name| VALUES.contains(name)).collect(),
        "domain" => above.collect(),
        "all" => MAY_IMPORT.iter().map(|(name, _)| *name).collect(),
        listed => listed.split(' ').collect(),
    })
}

#[test]
fn imports_point_up_the_table_only() {
    let mut wrong = Vec::new();
    for source in files("src", &[".rs"]) {
        let Some(module) = source.module() else {
            continue;
        };
        let Some(allowed) = allowed(module) else {
            wrong.push(format!("{}: the table has no module {module}", source.path));
            continue;
        };
        for (line, name) in source.imports() {
            if name != module && !allowed.contains(name.as_str()) {
                wrong.push(format!("{}:{line}: {module} imports {name}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_imports_sees_every_form() {
    let source = |path: &str, text: &str| Source {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let names = |path: &str, text: &str| -> Vec<String> {
        let imports = source(path, text).imports();
        imports.into_iter().map(|(_, name)| name).collect()
    };
    let text = "use crate::{money::{Amount, Money}, text};\nlet x = crate::wire::y();\n\
                // crate::view\nuse supercrate::no;\n#[cfg(test)]\nmod tests {\nuse crate::web;";
    assert_eq!(names("src/ledger/a.rs", text), ["money", "text", "wire"]);
    assert_eq!(
        names("src/ledger/a.rs", "use super::super::view::B;"),
        ["view"]
    );
    assert_eq!(names("src/ledger/mod.rs", "use super::view::B;"), ["view"]);
    assert_eq!(names("src/ledger/a.rs", "use super::view::B;"), [""; 0]);
    assert!(!allowed("statement").unwrap().contains("ledger"));
    assert!(allowed("insight").unwrap().contains("book"));
}

#[test]
fn the_table_is_the_order_of_the_crate() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let declared: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let listed: Vec<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).collect();
    assert_eq!(declared, listed);
}

#[test]
fn the_browser_is_named_on_three_lines() {
    let condition = "cfg(target_arch = \"wasm32\")";
    let lines: Vec<String> = files("src", &[".rs"])
        .iter()
        .flat_map(|source| {
            let lines = source.code().filter(|(_, line)| line.contains(condition));
            lines
                .map(|(number, _)| format!("{}:{number}", source.path))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(lines.len(), 3, "{}", lines.join("\n"));
}

#[test]
fn letters_change_case_in_one_place() {
    // The standard library's tables of them would weigh 6 KB more in every first visit.
    let mut wrong = Vec::new();
    for source in files("src", &[".rs"]) {
        let named = |line: &str| line.contains("to_lowercase") || line.contains("to_uppercase");
        for (number, line) in source.code().filter(|(_, line)| named(line)) {
            if source.path != "src/text/letters.rs" {
                wrong.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_wire_says_how_a_value_is_stored() {
    // The worker and the command line hand whole messages to a serialiser; nothing else knows of one.
    let mut wrong = Vec::new();
    for source in files("src", &[".rs"]) {
        let at_an_edge = ["src/web/", "src/bin/"]
            .iter()
            .any(|edge| source.path.starts_with(edge));
        if source.path.starts_with("src/wire/") {
            continue;
        }
        for (number, line) in source.code() {
            let derives = (line.contains("derive(") || line.contains("impl"))
                && (line.contains("Serialize for")
                    || line.contains("Serialize,")
                    || line.contains("Deserialize"));
            let names = line.contains("serde") && !at_an_edge;
            if derives || names {
                wrong.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_version_of_wasm_bindgen_is_named() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap_or_default();
    let lock = read("Cargo.lock");
    let after = lock
        .split("name = \"wasm-bindgen\"\n")
        .nth(1)
        .unwrap_or_default();
    let locked = after.split('"').nth(1).unwrap_or_default();
    assert!(locked.starts_with("0.2."), "Cargo.lock has no wasm-bindgen");
    let mut named = vec![
        ("Cargo.toml".to_owned(), read("Cargo.toml")),
        ("Trunk.toml".to_owned(), read("Trunk.toml")),
    ];
    let helpers = files("xtask", &[".rs", ".toml"]);
    named.extend(helpers.into_iter().map(|source| (source.path, source.text)));
    for (path, text) in named {
        for line in text.lines() {
            let key = line
                .trim_start()
                .split(['=', ':', ' '])
                .next()
                .unwrap_or_default();
            let is_tool = matches!(
                key.trim_matches('"'),
                "wasm-bindgen" | "wasm_bindgen" | "wasm-bindgen-cli"
            );
            let version = line
                .split('"')
                .find(|part| part.trim_start_matches('=').starts_with("0.2."));
            if let (true, Some(version)) = (is_tool, version) {
                assert_eq!(version.trim_start_matches('='), locked, "{path}: {line}");
            }
        }
    }
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("#[ig", "nore"),
        concat!("to", "do!("),
        concat!("unimpl", "emented!("),
    ];
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "xtask", "www", "benches"] {
        for source in files(
            folder,
            &[".rs", ".js", ".ts", ".css", ".html", ".md", ".toml", ".tsv"],
        ) {
            for (at, line) in source.text.lines().enumerate() {
                if marks.iter().any(|mark| line.contains(mark)) {
                    wrong.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_named_for_what_they_hold_and_stay_readable() {
    let mut wrong = Vec::new();
    for source in files("src", &[".rs"]) {
        let parts = source.path.trim_end_matches(".rs").split('/');
        let empty: Vec<&str> = parts.filter(|part| EMPTY_NAMES.contains(part)).collect();
        if !empty.is_empty() {
            wrong.push(format!(
                "{}: {} says nothing",
                source.path,
                empty.join(", ")
            ));
        }
        let lines = source.text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!(
                "{}: {lines} lines, at most {MOST_LINES}",
                source.path
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_issue_has_its_words() {
    for code in IssueCode::ALL {
        let name = format!("issue-{}", code.name());
        assert!(
            farthing::phrase::template(&name).is_some(),
            "no template {name}"
        );
    }
}

/// A sentence is named whole in the code, alone or before what it holds (`fees sum days`), or by the name of its family
/// and a member's: `view-role-`.
#[test]
fn every_sentence_is_said_somewhere() {
    let code: Vec<Source> = files("src", &[".rs", ".tsv"])
        .into_iter()
        .filter(|source| !source.path.starts_with("src/phrase/en/"))
        .collect();
    let literals: BTreeSet<&str> = code
        .iter()
        .flat_map(|source| source.text.split(['"', '\t', '\n']))
        .map(|literal| literal.split(['{', ' ']).next().unwrap_or_default())
        .filter(|literal| literal.contains('-'))
        .collect();
    let mut unsaid = Vec::new();
    for table in files("src/phrase/en", &[".tsv"]) {
        for line in table.text.lines().filter(|line| !line.starts_with('#')) {
            let name = line.split('\t').next().unwrap_or_default();
            let mut families = name.match_indices('-').map(|(at, _)| &name[..=at]);
            let is_member = families.any(|family| literals.contains(family));
            if !name.is_empty() && name.contains('-') && !is_member && !literals.contains(name) {
                unsaid.push(format!("{}: {name}", table.path));
            }
        }
    }
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
}

#[test]
fn no_path_of_the_machine_it_was_built_on_is_kept() {
    let paths = [
        concat!("/", "work", "/"),
        concat!("/", "root", "/"),
        concat!("/", "home", "/"),
    ];
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "xtask", "www", "benches"] {
        for source in files(
            folder,
            &[
                ".rs", ".js", ".ts", ".css", ".html", ".md", ".toml", ".tsv", ".json",
            ],
        ) {
            for (at, line) in source.text.lines().enumerate() {
                if paths.iter().any(|path| names_folder(line, path)) {
                    wrong.push(format!("{}:{}", source.path, at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a line has the path at the start of a word, and not inside a longer one.
fn names_folder(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|letter| letter.is_whitespace() || "\"'`(=:".contains(letter))
    })
}

/// Keeps the paths above honest: the package's own folder is where the files are read from.
#[test]
fn the_sources_are_found() {
    assert!(Path::new(&root()).join("src/lib.rs").exists());
    let count = files("src", &[".rs"]).len();
    assert!(count >= MAY_IMPORT.len(), "{count} files");
}
