//! A served copy compared with what was released: every byte by the hashes of `www/CHANGELOG.md`, and every header.

use crate::step::{Outcome, read, root, say, write};
use crate::{fetch, headers};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Under this heading of a version stand the files that were released with it.
const HEADING: &str = "### Released files";

/// Nothing lies here; what the server says then is as sealed as the rest.
const NOT_THERE: &str = "farthing-not-there.html";

/// How much of a served copy is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Bytes and headers.
    Whole,
    /// Bytes only: for hosts that send no header, where `sw.js` adds them.
    Bytes,
}

/// A file as it was released.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Released {
    name: String,
    bytes: u64,
    sha256: String,
}

/// What an address was asked for.
enum Asked<'a> {
    File(&'a Released),
    SentOn,
    NotThere,
}

/// What one path of a served copy turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    path: String,
    status: u16,
    bytes: u64,
    hash: &'static str,
    /// What is wrong; nothing where all agrees.
    wrong: Vec<String>,
}

/// Compares what a server gives with what was released, and prints both.
pub(crate) fn verify(url: &str, extent: Extent) -> Outcome {
    let changelog = read(&changelog())?;
    let base = folder_of(url);
    let document = fetch::follow(&format!("{base}embed.html"))?;
    let bytes = document
        .last()
        .map(|(_, response)| response.body.as_slice());
    let (version, files) = release_of(&changelog, bytes.unwrap_or_default())?;
    say(&format!("{base} compared with release {version}"));
    let lines = compare(&base, &files, extent)?;
    println!(
        "{:<28}{:>6}{:>10}  {:<10}what is wrong",
        "path", "status", "bytes", "SHA-256"
    );
    for line in &lines {
        let wrong = match line.wrong.is_empty() {
            true => "nothing".to_owned(),
            false => line.wrong.join("; "),
        };
        println!(
            "{:<28}{:>6}{:>10}  {:<10}{wrong}",
            line.path, line.status, line.bytes, line.hash
        );
    }
    let wrong = lines.iter().filter(|line| !line.wrong.is_empty()).count();
    match wrong {
        0 => {
            println!("\nAll {} paths are as they were released.", lines.len());
            Ok(())
        }
        _ => Err(format!(
            "{wrong} of {} paths are not as they were released",
            lines.len()
        )),
    }
}

/// Writes the hashes of all that is released into the newest version of a change log.
pub(crate) fn write_hashes(changelog: &Path, dist: &Path) -> Outcome {
    let mut files = Vec::new();
    for path in released_files(dist)? {
        let bytes = std::fs::read(dist.join(&path))
            .map_err(|error| format!("{}: {error}", path.display()))?;
        // The same name on every system.
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        files.push(Released {
            name: parts.join("/"),
            bytes: bytes.len() as u64,
            sha256: sha256(&bytes),
        });
    }
    let text = with_hashes(&read(changelog)?, &files)?;
    write(changelog, text.as_bytes())
}

/// `www/CHANGELOG.md`.
pub(crate) fn changelog() -> PathBuf {
    root().join("www/CHANGELOG.md")
}

/// Every file of the built page that is served, in order; not the configuration of servers.
pub(crate) fn released_files(dist: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let failed = |error: std::io::Error| format!("{}: {error}", dist.join(&folder).display());
        for entry in std::fs::read_dir(dist.join(&folder)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            // What begins with a dot is the builder's or the server's; what is compressed is the same file.
            let name = entry.file_name();
            let name = name.as_encoded_bytes();
            if name.starts_with(b".") || name.ends_with(b".br") || name.ends_with(b".gz") {
                continue;
            }
            let path = folder.join(entry.file_name());
            match entry.file_type().map_err(failed)?.is_dir() {
                true if path != Path::new("deploy") => folders.push(path),
                true => {}
                false => files.push(path),
            }
        }
    }
    files.sort();
    match files.is_empty() {
        true => Err(format!(
            "{} holds no file: run `cargo xtask build`",
            dist.display()
        )),
        false => Ok(files),
    }
}

/// The digest as a change log writes it.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The folder that the address names, with a slash at its end.
fn folder_of(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let folder = match rest.rsplit_once('/') {
        Some((folder, file)) if file.is_empty() || file.contains('.') => folder,
        _ => rest,
    };
    format!("{scheme}://{folder}/")
}

/// The release whose document this is; the newest where it is of none.
fn release_of(changelog: &str, document: &[u8]) -> Outcome<(String, Vec<Released>)> {
    let digest = sha256(document);
    let mut releases = releases(changelog);
    let is_it = |file: &Released| file.name == "embed.html" && file.sha256 == digest;
    let at = releases
        .iter()
        .position(|(_, files)| files.iter().any(is_it))
        .unwrap_or(0);
    match at < releases.len() {
        true => Ok(releases.swap_remove(at)),
        false => {
            Err("www/CHANGELOG.md has no hashes: `cargo xtask release` writes them".to_owned())
        }
    }
}

/// Every version that has hashes, newest first.
fn releases(changelog: &str) -> Vec<(String, Vec<Released>)> {
    let sections = changelog.split("\n## ").skip(1);
    sections
        .filter_map(|section| {
            let version = section.lines().next()?.trim().to_owned();
            let (_, table) = section.split_once(HEADING)?;
            let table = table
                .lines()
                .skip(1)
                .take_while(|line| !line.starts_with('#'));
            let files: Vec<Released> = table.filter_map(released).collect();
            (!files.is_empty()).then_some((version, files))
        })
        .collect()
}

/// A row of the table: `| name | bytes | sha256 |`, name and hash in back-quotes.
fn released(row: &str) -> Option<Released> {
    let mut cells = row.trim().strip_prefix('|')?.split('|').map(str::trim);
    let quoted = |cell: &str| Some(cell.strip_prefix('`')?.strip_suffix('`')?.to_owned());
    let (name, bytes, sha256) = (
        quoted(cells.next()?)?,
        cells.next()?,
        quoted(cells.next()?)?,
    );
    Some(Released {
        name,
        bytes: bytes.parse().ok()?,
        sha256,
    })
}

/// A change log whose newest version ends with the table of these files.
fn with_hashes(changelog: &str, files: &[Released]) -> Outcome<String> {
    let start = changelog
        .find("\n## ")
        .ok_or("the change log has no version")?
        + 1;
    let end = changelog[start..]
        .find("\n## ")
        .map_or(changelog.len(), |at| start + at + 1);
    let section = &changelog[start..end];
    let (kept, rest) = match section.split_once(HEADING) {
        Some((kept, old)) => (kept, old.find("\n#").map_or("", |at| &old[at + 1..])),
        None => (section, ""),
    };
    let mut table = format!("{HEADING}\n\n| file | bytes | SHA-256 |\n| --- | --- | --- |\n");
    for Released {
        name,
        bytes,
        sha256,
    } in files
    {
        table.push_str(&format!("| `{name}` | {bytes} | `{sha256}` |\n"));
    }
    let mut parts = vec![kept.trim_end(), table.trim_end()];
    parts.extend(Some(rest.trim_end()).filter(|rest| !rest.is_empty()));
    let mut text = changelog[..start].to_owned() + &parts.join("\n\n") + "\n";
    if end < changelog.len() {
        text.push('\n');
        text.push_str(&changelog[end..]);
    }
    Ok(text)
}

/// Asks for every released file, for the folder itself, and for what is not there.
fn compare(base: &str, files: &[Released], extent: Extent) -> Outcome<Vec<Line>> {
    let mut asked: Vec<(&str, Option<&Released>)> = files
        .iter()
        .map(|file| (file.name.as_str(), Some(file)))
        .collect();
    if let Some(index) = files.iter().find(|file| file.name == "index.html") {
        asked.insert(0, ("", Some(index)));
    }
    asked.push((NOT_THERE, None));
    let mut responses = Vec::new();
    for (path, file) in asked {
        let mut answers = fetch::follow(&format!("{base}{path}"))?;
        let last = answers.pop();
        // What is sent on carries the headers as well; the bytes are those of where it leads.
        let sent_on = answers
            .into_iter()
            .map(|(url, response)| (url, Asked::SentOn, response));
        responses.extend(sent_on);
        let what = file.map_or(Asked::NotThere, Asked::File);
        responses.extend(last.map(|(url, response)| (url, what, response)));
    }
    // The policy of the header is that of the document, whichever document it is.
    let is_document =
        |what: &Asked<'_>| matches!(what, Asked::File(file) if file.name == "embed.html");
    let document = responses.iter().find(|(_, what, _)| is_document(what));
    let document =
        document.map(|(_, _, response)| String::from_utf8_lossy(&response.body).into_owned());
    let policy = document
        .as_deref()
        .and_then(headers::policy_of)
        .unwrap_or_default();
    let wanted = match extent {
        Extent::Whole => headers::all(policy),
        Extent::Bytes => Vec::new(),
    };
    let lines = responses.iter().map(|(url, what, response)| {
        let mut wrong = Vec::new();
        let (hash, status) = match what {
            Asked::File(file) if file.sha256 == sha256(&response.body) => ("agrees", Some(200)),
            Asked::File(_) => ("differs", Some(200)),
            Asked::NotThere => ("-", Some(404)),
            Asked::SentOn => ("-", None),
        };
        if let Some(status) = status.filter(|status| *status != response.status) {
            wrong.push(format!("the status should be {status}"));
        }
        if let Asked::File(file) = what
            && hash == "differs"
        {
            match response.header("content-encoding") {
                Some(coding) => wrong.push(format!("sent as {coding}, which was not asked for")),
                None => wrong.push(format!(
                    "{} bytes were released, {}",
                    file.bytes, file.sha256
                )),
            }
        }
        for (name, value) in &wanted {
            match response.header(name) {
                None => wrong.push(format!("no {name}")),
                Some(found) if found != *value => wrong.push(format!("another {name}")),
                Some(_) => {}
            }
        }
        if let Asked::File(file) = what
            && extent == Extent::Whole
            && !is_asked_anew(&file.name, response)
        {
            wrong.push("kept without asking anew".to_owned());
        }
        Line {
            path: format!("/{}", url.strip_prefix(base).unwrap_or(url)),
            status: response.status,
            bytes: response.body.len() as u64,
            hash,
            wrong,
        }
    });
    Ok(lines.collect())
}

/// Whether a browser asks the server before it shows a kept copy; only the embedding script may be kept a while.
fn is_asked_anew(path: &str, response: &fetch::Response) -> bool {
    let cache = response.header("cache-control").unwrap_or_default();
    path.ends_with("element.js")
        || ["no-cache", "no-store", "max-age=0"]
            .iter()
            .any(|word| cache.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::tests::serve;

    const CSP: &str = "default-src 'none'";
    const LOG: &str = "# Changes\n\nWords.\n\n## 0.2.0\n\n- New.\n\n## 0.1.0\n\n- Old.\n";

    fn page() -> String {
        format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{CSP}\">")
    }

    fn files() -> Vec<Released> {
        let file = |name: &str, bytes: &[u8]| Released {
            name: name.to_owned(),
            bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        };
        vec![
            file("element.js", b"1"),
            file("embed.html", page().as_bytes()),
            file("index.html", page().as_bytes()),
        ]
    }

    /// A careful server, but for what is left out or changed.
    fn answer(path: &str, without: &str, changed: &str) -> Vec<u8> {
        let (status, body) = match path {
            _ if path == changed => ("200 OK", "other".to_owned()),
            "/" | "/index.html" | "/embed.html" => ("200 OK", page()),
            "/element.js" => ("200 OK", "1".to_owned()),
            _ => ("404 Not Found", String::new()),
        };
        let mut text = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
        let cache = [("Cache-Control", headers::cache(path).to_owned())];
        for (name, value) in headers::all(CSP).into_iter().chain(cache) {
            if format!("{path} {name}") != without {
                text.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        (text + "\r\n" + &body).into_bytes()
    }

    fn wrong(without: &'static str, changed: &'static str, extent: Extent) -> Vec<String> {
        let url = serve(move |path| answer(path, without, changed));
        let lines = compare(&url, &files(), extent).unwrap();
        assert_eq!(lines.len(), 5);
        let wrong = lines.iter().filter(|line| !line.wrong.is_empty());
        wrong
            .map(|line| format!("{}: {}", line.path, line.wrong.join("; ")))
            .collect()
    }

    #[test]
    fn a_careful_server_passes_and_each_omission_is_named() {
        assert_eq!(wrong("", "", Extent::Whole), [""; 0]);
        for (without, said) in [
            (
                "/farthing-not-there.html Connection-Allowlist",
                "/farthing-not-there.html: no Connection-Allowlist",
            ),
            ("/ Content-Security-Policy", "/: no Content-Security-Policy"),
            (
                "/index.html Cache-Control",
                "/index.html: kept without asking anew",
            ),
        ] {
            assert_eq!(wrong(without, "", Extent::Whole), [said]);
            assert_eq!(wrong(without, "", Extent::Bytes), [""; 0]);
        }
    }

    #[test]
    fn another_byte_is_another_release() {
        for extent in [Extent::Whole, Extent::Bytes] {
            let said = format!("/element.js: 1 bytes were released, {}", sha256(b"1"));
            assert_eq!(wrong("", "/element.js", extent), [said]);
        }
        let said = "/farthing-not-there.html: the status should be 404";
        assert_eq!(wrong("", "/farthing-not-there.html", Extent::Whole), [said]);
    }

    #[test]
    fn a_host_that_sends_pages_on_is_followed_and_sealed_on_the_way() {
        for (header, said) in [
            ("Connection-Allowlist: ()\r\n", "no Content-Security-Policy"),
            ("", "no Connection-Allowlist; no Content-Security-Policy"),
        ] {
            let url = serve(move |path| match path {
                "/embed.html" => {
                    format!("HTTP/1.1 308 On\r\nLocation: /embed\r\n{header}\r\n").into()
                }
                "/embed" => answer("/embed.html", "", ""),
                path => answer(path, "", ""),
            });
            let lines = compare(&url, &files(), Extent::Whole).unwrap();
            let at = lines
                .iter()
                .position(|line| line.path == "/embed.html")
                .unwrap();
            assert!(
                lines[at].wrong.join("; ").starts_with(said),
                "{:?}",
                lines[at]
            );
            assert_eq!(
                (lines[at + 1].path.as_str(), lines[at + 1].hash),
                ("/embed", "agrees")
            );
            assert_eq!(lines[at + 1].wrong, [""; 0]);
        }
    }

    #[test]
    fn hashes_stand_in_the_newest_version_and_are_written_anew() {
        let once = with_hashes(LOG, &files()).unwrap();
        assert_eq!(with_hashes(&once, &files()).unwrap(), once);
        assert!(
            once.starts_with(
                "# Changes\n\nWords.\n\n## 0.2.0\n\n- New.\n\n### Released files\n\n| file |"
            ),
            "{once}"
        );
        assert!(once.ends_with("|\n\n## 0.1.0\n\n- Old.\n"), "{once}");
        assert_eq!(releases(&once), [("0.2.0".to_owned(), files())]);
        let newest = with_hashes("# Changes\n\n## 0.1.0\n\n- Old.", &files()).unwrap();
        assert_eq!(releases(&newest)[0].1, files());
        assert!(with_hashes("# Changes\n", &files()).is_err());
    }

    #[test]
    fn an_older_release_is_known_by_its_document() {
        let older = with_hashes("\n## 0.1.0\n", &files()).unwrap();
        let log = format!("\n## 0.2.0\n\n{HEADING}\n\n| `embed.html` | 1 | `00` |\n{older}");
        assert_eq!(release_of(&log, page().as_bytes()).unwrap().0, "0.1.0");
        assert_eq!(release_of(&log, b"of none").unwrap().0, "0.2.0");
        assert!(release_of(LOG, b"").is_err());
    }

    #[test]
    fn an_address_names_its_folder() {
        for (given, folder) in [
            ("https://a.example", "https://a.example/"),
            ("https://a.example/", "https://a.example/"),
            ("http://127.0.0.1:8080/f", "http://127.0.0.1:8080/f/"),
            ("https://a.example/f/embed.html?x#y", "https://a.example/f/"),
        ] {
            assert_eq!(folder_of(given), folder);
        }
    }
}
