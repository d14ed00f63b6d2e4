//! The headers of every response, from one table: for our own server, and as files for the servers of others.

use crate::step::{Outcome, read, root, run, write};
use crate::{tools, verify};
use std::path::Path;

/// Name, value with its place-holders, what it is for.
const TABLE: &str = include_str!("headers.tsv");

/// Every feature that a Permissions-Policy can switch off in Chromium 156, but for client hints, which ride on requests.
///
/// Source: `document.featurePolicy.features()`.
const FEATURES: &str = include_str!("features.txt");

/// Cached, but asked about at each visit: a released document is not mixed with an older one.
const CACHE: &str = "no-cache";

/// The embedding script is asked about once an hour, as it is on every page of its host.
const CACHE_ELEMENT: &str = "public, max-age=3600";

/// The files of `www/deploy/`: what each is for stands in their README.
const FILES: [&str; 8] = [
    "README.md",
    "_headers",
    "nginx.conf",
    "Caddyfile",
    ".htaccess",
    "vercel.json",
    "firebase.json",
    "staticwebapp.config.json",
];

/// Writes a `.br` and a `.gz` beside each file, at the best level of both; the same bytes each time.
const COMPRESS: &str = "
const { readFileSync, writeFileSync } = require('node:fs'), zlib = require('node:zlib');
for (const file of process.argv.slice(1)) {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes, { params: {
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
}";

/// The headers of every response, the policy being that of the sealed document.
pub(crate) fn all(csp: &str) -> Vec<(&'static str, String)> {
    let off: Vec<String> = FEATURES
        .lines()
        .map(|feature| format!("{feature}=()"))
        .collect();
    let off = off.join(", ");
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (name, value) = (cells.next()?, cells.next()?);
            Some((name, value.replace("{csp}", csp).replace("{off}", &off)))
        })
        .collect()
}

/// How long the response to a path may be kept.
pub(crate) fn cache(path: &str) -> &'static str {
    if path.ends_with("/element.js") {
        CACHE_ELEMENT
    } else {
        CACHE
    }
}

/// Writes the files for the servers of others, with the policy of the document that lies there, and each file of it
/// compressed once and well.
pub(crate) fn deploy(dist: &Path) -> Outcome {
    let page = read(&dist.join("index.html"))?;
    let csp = policy_of(&page).ok_or("index.html has no policy in a meta element")?;
    write_deploy(dist, csp)?;
    let files = verify::released_files(dist)?;
    let mut node = tools::command("node")?;
    run(node
        .args(["-e", COMPRESS])
        .args(files.iter().map(|file| dist.join(file))))
}

/// The policy that a document gives itself: that of its first meta element for it.
pub(crate) fn policy_of(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, rest) = rest.split_once("content=\"")?;
    rest.split_once('"').map(|(policy, _)| policy)
}

/// Writes the files for the servers of others into `deploy/` of the built page.
pub(crate) fn write_deploy(dist: &Path, csp: &str) -> Outcome {
    for name in FILES {
        let template = read(&root().join("www/deploy").join(name))?;
        let file = filled(&template, csp).map_err(|failure| format!("{name}: {failure}"))?;
        write(&dist.join("deploy").join(name), file.as_bytes())?;
    }
    Ok(())
}

/// A template with the headers in it: a line that has `{{name}}` comes once for each.
fn filled(template: &str, csp: &str) -> Outcome<String> {
    // Each of these means something in one of the files; no policy needs them.
    if csp.contains(|letter: char| !(' '..='~').contains(&letter) || "\"\\$%{}#".contains(letter)) {
        return Err("the policy has a character that the files give a meaning of their own".into());
    }
    let headers = all(csp);
    let mut file = String::new();
    for line in template.lines() {
        if line.contains("{{name}}") {
            for (name, value) in &headers {
                file.push_str(&line.replace("{{name}}", name).replace("{{value}}", value));
                file.push('\n');
            }
        } else {
            file.push_str(
                &line
                    .replace("{{cache}}", CACHE)
                    .replace("{{cache-element}}", CACHE_ELEMENT),
            );
            file.push('\n');
        }
    }
    match file.contains("{{") {
        true => Err("a place-holder is left".into()),
        false => Ok(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSP: &str =
        "default-src 'none'; script-src 'sha256-AbC+/=' 'wasm-unsafe-eval'; connect-src 'self'";

    fn value_of<'a>(headers: &'a [(&str, String)], name: &str) -> &'a str {
        let mut found = headers.iter().filter(|(given, _)| *given == name);
        let (_, value) = found.next().unwrap();
        assert!(found.next().is_none(), "{name} twice");
        value
    }

    #[test]
    fn every_response_is_sealed() {
        let headers = all(CSP);
        for (name, value) in [
            ("Connection-Allowlist", "()"),
            ("Content-Security-Policy", CSP),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("Origin-Agent-Cluster", "?1"),
            ("Cross-Origin-Resource-Policy", "cross-origin"),
        ] {
            assert_eq!(value_of(&headers, name), value);
        }
        let off = value_of(&headers, "Permissions-Policy");
        for feature in ["camera", "clipboard-read", "payment", "usb"] {
            assert!(
                off.split(", ").any(|part| part == format!("{feature}=()")),
                "{off}"
            );
        }
        assert!(off.split(", ").all(|part| part.ends_with("=()")), "{off}");
    }

    #[test]
    fn each_file_has_every_header() {
        for name in FILES.into_iter().skip(1) {
            let template = read(&root().join("www/deploy").join(name)).unwrap();
            let file = filled(&template, CSP).unwrap();
            for (header, value) in all(CSP) {
                let lines = || file.lines().filter(|line| line.contains(header));
                assert!(
                    lines().any(|line| line.contains(&value)),
                    "{name} lacks {header}"
                );
            }
            // Where nothing is said, Netlify and Cloudflare ask anew at each visit.
            let is_said = file.contains(&format!("\"{CACHE}\"")) || name == "_headers";
            assert!(is_said && file.contains(CACHE_ELEMENT), "{name}");
        }
    }

    /// Cloudflare Pages: 100 rules, 2,000 characters a line. The form is that of Netlify as well.
    #[test]
    fn the_file_of_headers_is_of_its_form() {
        let template = read(&root().join("www/deploy/_headers")).unwrap();
        let file = filled(&template, CSP).unwrap();
        let mut rules: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
        for line in file
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            assert!(line.len() <= 2_000, "{} characters", line.len());
            match line.strip_prefix("  ") {
                None => rules.push((line, Vec::new())),
                Some(header) => {
                    let (name, value) = header.split_once(": ").unwrap();
                    rules.last_mut().unwrap().1.push((name, value));
                }
            }
        }
        assert_eq!(rules[0].0, "/*");
        for (name, value) in &all(CSP) {
            assert!(rules[0].1.contains(&(*name, value.as_str())), "{name}");
        }
        // Netlify joins the values of rules that both fit: only what no other rule sets may be set again.
        for (path, headers) in &rules[1..] {
            assert!(
                headers.iter().all(|(name, _)| *name == "Cache-Control"),
                "{path}"
            );
        }
    }

    #[test]
    fn a_policy_that_would_break_a_file_is_refused() {
        for csp in ["default-src \"x\"", "a\nb", "a $host", "a %{x}", "a # b"] {
            assert!(filled("{{name}}: {{value}}", csp).is_err(), "{csp}");
        }
    }

    #[test]
    fn the_policy_is_that_of_the_document() {
        let page = "<meta charset=utf-8><meta http-equiv=\"Content-Security-Policy\" content=\"a 'b'\"><meta content=\"c\">";
        assert_eq!(policy_of(page), Some("a 'b'"));
        assert_eq!(policy_of("<meta content=\"c\">"), None);
    }

    /// All but the policy: an older service worker would give a newer page the hashes of the older one.
    #[test]
    fn the_service_worker_adds_the_same() {
        let script = read(&root().join("www/sw.js")).unwrap();
        let (_, list) = script.split_once("const HEADERS = {\n").unwrap();
        let (list, _) = list.split_once("};").unwrap();
        let written: Vec<(&str, String)> = list
            .lines()
            .map(|line| {
                let (name, value) = line.trim().split_once(": ").unwrap();
                (
                    name.trim_matches('"'),
                    value.trim_matches(['"', ',']).to_owned(),
                )
            })
            .collect();
        let mut wanted = all(CSP);
        wanted.retain(|(name, _)| *name != "Content-Security-Policy");
        assert_eq!(written, wanted);
        assert!(!script.contains("\"message\"") && !script.contains("caches"));
    }

    #[test]
    fn only_the_embedding_script_is_kept_unasked() {
        assert_eq!(cache("/element.js"), CACHE_ELEMENT);
        for path in ["/", "/embed.html", "/sw.js", "/not-element.js/x"] {
            assert_eq!(cache(path), CACHE);
        }
    }
}
