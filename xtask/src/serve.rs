//! The built page, served as a careful server would, and the host pages from another site beside it.
//!
//! The widget's own address is sealed like any other, so nothing in it can hear of a new build: the host pages reload
//! themselves instead, and the frame with them.

use crate::headers;
use crate::step::{Outcome, root, say};
use std::io::Cursor;
use std::net::TcpListener;
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;
use tiny_http::{Header, Request, Response, Server};

/// Where to serve when nothing is said, and how many ports after it are tried.
const FIRST_PORT: u16 = 8080;
const PORTS: u16 = 20;

/// Where a host page asks whether there is a new build.
const BUILT: &str = "/built";

/// Loads a host page again once there is a new build.
const RELOAD: &str = "<script>{
  let built;
  setInterval(async () => {
    const now = await (await fetch('/built')).text();
    if (built && now !== built) location.reload();
    built = now;
  }, 1000);
}</script>";

/// What a host page has in place of the widget's address.
const WIDGET: &str = "__FARTHING__";

/// The two addresses: other names, so other sites to the browser.
pub(crate) struct Addresses {
    widget: u16,
    hosts: u16,
}

impl Addresses {
    /// At this port and the next, or at the first two that are free.
    pub(crate) fn from(port: Option<&str>) -> Outcome<Addresses> {
        let widget = match port {
            Some(text) => text
                .parse()
                .ok()
                .filter(|port| (1..u16::MAX).contains(port))
                .ok_or_else(|| format!("--port {text}: not a port that has a next one"))?,
            None => free_port()?,
        };
        Ok(Addresses {
            widget,
            hosts: widget + 1,
        })
    }

    fn widget_url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.widget)
    }

    fn hosts_url(&self) -> String {
        format!("http://localhost:{}/", self.hosts)
    }

    /// Says where to look.
    pub(crate) fn announce(&self, how: &str) {
        say(&format!("Serving{how}, until interrupted"));
        println!("{}  Farthing in its own tab, sealed", self.widget_url());
        println!(
            "{}  inside other people's pages; these reload on a new build",
            self.hosts_url()
        );
    }

    /// Serves the built page and the host pages until interrupted.
    pub(crate) fn serve(&self, dist: PathBuf) -> Outcome {
        let open = |port: u16| {
            Server::http(("127.0.0.1", port)).map_err(|error| format!("port {port}: {error}"))
        };
        let (widget, hosts) = (open(self.widget)?, open(self.hosts)?);
        let address = self.widget_url();
        let built = dist.join("embed.html");
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for request in widget.incoming_requests() {
                    answer_sealed(request, &dist);
                }
            });
            for request in hosts.incoming_requests() {
                answer_host(request, &built, address.trim_end_matches('/'));
            }
        });
        Ok(())
    }
}

/// Every response has the headers, that of a file which is not there too.
fn answer_sealed(request: Request, dist: &Path) {
    let path = path_of(&request);
    let file = file_below(dist, &path);
    let policy = std::fs::read_to_string(dist.join("embed.html"))
        .ok()
        .and_then(|document| headers::policy_of(&document).map(str::to_owned))
        .unwrap_or_else(|| "default-src 'none'".to_owned());
    let mut response = respond(file.as_deref());
    for (name, value) in headers::all(&policy) {
        add(&mut response, name, &value);
    }
    add(&mut response, "Cache-Control", headers::cache(&path));
    let _ = request.respond(response);
}

/// A host page knows the widget's address, and whether it is of the last build.
fn answer_host(request: Request, built: &Path, widget: &str) {
    let path = path_of(&request);
    if path == BUILT {
        let time = std::fs::metadata(built).and_then(|file| file.modified());
        let time = time
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let text = time.map_or_else(String::new, |time| time.as_millis().to_string());
        let _ = request.respond(Response::from_string(text));
        return;
    }
    let file = file_below(&root().join("www/hosts"), &path);
    let response = match file.as_deref() {
        Some(file) if kind_of(file).starts_with("text/html") => {
            let page = std::fs::read_to_string(file).unwrap_or_default();
            let page = page.replace(WIDGET, widget) + RELOAD;
            let mut response = Response::from_data(page);
            add(&mut response, "Content-Type", kind_of(file));
            response
        }
        file => respond(file),
    };
    let _ = request.respond(response);
}

fn respond(file: Option<&Path>) -> Response<Cursor<Vec<u8>>> {
    let read = file.and_then(|file| Some((std::fs::read(file).ok()?, kind_of(file))));
    match read {
        Some((bytes, kind)) => {
            let mut response = Response::from_data(bytes);
            add(&mut response, "Content-Type", kind);
            response
        }
        None => Response::from_string("There is nothing here.\n").with_status_code(404),
    }
}

fn add(response: &mut Response<Cursor<Vec<u8>>>, name: &str, value: &str) {
    if let Ok(header) = Header::from_bytes(name, value) {
        response.add_header(header);
    }
}

/// The path of a request without its query.
fn path_of(request: &Request) -> String {
    let path = request.url().split(['?', '#']).next().unwrap_or_default();
    path.to_owned()
}

/// The file of a path, if there is one below the folder.
fn file_below(folder: &Path, path: &str) -> Option<PathBuf> {
    let relative = Path::new(path.trim_start_matches('/'));
    let is_below = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let mut file = folder.join(relative);
    if file.is_dir() {
        file = file.join("index.html");
    }
    (is_below && file.is_file()).then_some(file)
}

fn kind_of(file: &Path) -> &'static str {
    let ending = file.extension().and_then(|ending| ending.to_str());
    match ending.unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// The first port from 8080 on that nobody listens on, nor on the next.
fn free_port() -> Outcome<u16> {
    let is_free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    (FIRST_PORT..FIRST_PORT + PORTS)
        .find(|&port| is_free(port) && is_free(port + 1))
        .ok_or_else(|| format!("no two free ports from {FIRST_PORT} on: name one with --port"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let folder = root().join("www");
        assert!(file_below(&folder, "/element.js").is_some());
        for path in [
            "/../Cargo.toml",
            "//etc/passwd",
            "/hosts/../../Cargo.toml",
            "/none",
        ] {
            assert_eq!(file_below(&folder, path), None, "{path}");
        }
    }

    #[test]
    fn a_port_must_have_a_next_one() {
        for port in ["0", "65535", "x", ""] {
            assert!(Addresses::from(Some(port)).is_err(), "{port}");
        }
    }
}
