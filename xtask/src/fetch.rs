//! One GET over HTTP: by a socket where there is no TLS, else by curl.
//!
//! curl is on every system this project is developed on. A client in Rust with TLS is 25 more crates, one of them with
//! a C compiler: 22 seconds more of a processor for everyone's first build, for a command that few run.

use crate::step::Outcome;
use crate::tools;
use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

/// How long a server may be silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// More than any released file.
const MOST_BYTES: u64 = 1 << 28;

/// What a server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Response {
    /// The status.
    pub(crate) status: u16,
    /// The headers in the order they came, names in small letters.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// A header's value; of several with the same name, all, as one list.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self
            .headers
            .iter()
            .filter(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}

/// How often a server may send on.
const MOST_REDIRECTS: usize = 3;

/// Asks for an address and for those that it is sent on to, as some hosts send `page.html` on to `page`.
///
/// Shape: at least one answer, each with its address; the last is no redirect, or leads to another server.
pub(crate) fn follow(url: &str) -> Outcome<Vec<(String, Response)>> {
    let mut answers = Vec::new();
    let mut url = url.to_owned();
    loop {
        let response = get(&url)?;
        let next = response
            .header("location")
            .filter(|_| (300..400).contains(&response.status))
            .and_then(|location| resolved(&url, &location));
        answers.push((url, response));
        match next {
            Some(next) if answers.len() <= MOST_REDIRECTS => url = next,
            _ => return Ok(answers),
        }
    }
}

/// Where a redirect leads; `None` where that is another server.
fn resolved(url: &str, location: &str) -> Option<String> {
    let host = url.find("://")? + 3;
    let origin = &url[..url[host..].find('/').map_or(url.len(), |at| host + at)];
    if location.contains("://") {
        let rest = location.strip_prefix(origin)?;
        return rest.starts_with('/').then(|| location.to_owned());
    }
    if location.starts_with("//") {
        return None;
    }
    if location.starts_with('/') {
        return Some(format!("{origin}{location}"));
    }
    let folder = url.rfind('/').filter(|at| *at > host)?;
    Some(format!("{}/{location}", &url[..folder]))
}

/// Asks for an address, with nothing kept on the way and nothing compressed.
pub(crate) fn get(url: &str) -> Outcome<Response> {
    if let Some(rest) = url.strip_prefix("http://") {
        let (authority, path) = match rest.split_once('/') {
            Some((authority, path)) => (authority, format!("/{path}")),
            None => (rest, "/".to_owned()),
        };
        plain(authority, &path).map_err(|failure| format!("{url}: {failure}"))
    } else if url.starts_with("https://") {
        by_curl(url)
    } else {
        Err(format!("{url}: neither http:// nor https://"))
    }
}

fn plain(authority: &str, path: &str) -> Outcome<Response> {
    let has_port = authority
        .rsplit_once(':')
        .is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let address = match has_port {
        true => authority.to_owned(),
        false => format!("{authority}:80"),
    };
    let failed = |error: std::io::Error| error.to_string();
    let address = address.to_socket_addrs().map_err(failed)?.next();
    let address = address.ok_or("the host has no address")?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).map_err(failed)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {authority}\r\nAccept-Encoding: identity\r\n\
         Cache-Control: no-cache\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut bytes = Vec::new();
    let mut limited = stream.take(MOST_BYTES);
    // A server may cut the connection once all is sent: what came tells whether it was all.
    if let Err(error) = limited.read_to_end(&mut bytes)
        && bytes.is_empty()
    {
        return Err(error.to_string());
    }
    let mut response = parse(&bytes)?;
    let is_chunked = response.header("transfer-encoding");
    if is_chunked.is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        response.body = unchunked(&response.body).ok_or("the answer is cut off")?;
    } else if let Some(length) = response.header("content-length") {
        let length: usize = length.parse().map_err(|_| "a length that is no number")?;
        if response.body.len() < length {
            return Err("the answer is cut off".to_owned());
        }
        response.body.truncate(length);
    }
    Ok(response)
}

fn by_curl(url: &str) -> Outcome<Response> {
    let mut curl = tools::command("curl").map_err(|_| "install curl: it does TLS".to_owned())?;
    curl.args([
        "--silent",
        "--show-error",
        "--include",
        "--globoff",
        "--suppress-connect-headers",
        "--max-time",
        "60",
        "--header",
        "Accept-Encoding: identity",
        "--header",
        "Cache-Control: no-cache",
        "--url",
        url,
    ]);
    let output = curl
        .output()
        .map_err(|error| format!("cannot start curl: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "{url}: {}",
            said.lines().next().unwrap_or_default()
        ));
    }
    parse(&output.stdout).map_err(|failure| format!("{url}: {failure}"))
}

/// Status, headers and what follows them.
fn parse(bytes: &[u8]) -> Outcome<Response> {
    const END: &[u8] = b"\r\n\r\n";
    let end = bytes.windows(END.len()).position(|four| four == END);
    let end = end.ok_or("the answer has no headers")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.lines();
    let status = lines
        .next()
        .filter(|line| line.starts_with("HTTP/"))
        .and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .ok_or("the answer has no status")?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Ok(Response {
        status,
        headers,
        body: bytes[end + END.len()..].to_vec(),
    })
}

/// The body out of its chunks; `None` where the last one is missing.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = bytes.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(&bytes[..end]).ok()?;
        let size = size.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        bytes = &bytes[end + 2..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(bytes.get(..size)?);
        bytes = bytes.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::io::BufRead as _;
    use std::net::TcpListener;

    /// Answers each request by its path, on a port of its own, for as long as the test runs.
    #[expect(
        clippy::disallowed_methods,
        reason = "wasm has no threads, this never runs there"
    )]
    pub(crate) fn serve(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = std::io::BufReader::new(stream.try_clone().unwrap()).lines();
                let first = lines.next().unwrap().unwrap();
                while lines
                    .next()
                    .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
                {}
                let path = first.split(' ').nth(1).unwrap();
                let _ = stream.write_all(&answer(path));
            }
        });
        format!("http://127.0.0.1:{port}/")
    }

    #[test]
    fn a_redirect_is_followed_on_the_same_server_only() {
        let url = "https://a.example/f/page.html";
        for (location, wanted) in [
            ("/f/page", Some("https://a.example/f/page")),
            ("page", Some("https://a.example/f/page")),
            ("https://a.example/page", Some("https://a.example/page")),
            ("https://a.example.other/page", None),
            ("http://a.example/page", None),
            ("//other.example/page", None),
        ] {
            assert_eq!(resolved(url, location).as_deref(), wanted, "{location}");
        }
        let url = serve(|path| {
            let head = match path {
                "/round" => "HTTP/1.1 302 Found\r\nLocation: /round\r\n\r\n",
                "/page.html" => "HTTP/1.1 308 Permanent Redirect\r\nLocation: /page\r\n\r\n",
                _ => "HTTP/1.1 200 OK\r\n\r\nwords",
            };
            head.as_bytes().to_vec()
        });
        let answers = follow(&format!("{url}page.html")).unwrap();
        let statuses: Vec<u16> = answers
            .iter()
            .map(|(_, response)| response.status)
            .collect();
        assert_eq!(statuses, [308, 200]);
        assert_eq!(answers[1].0, format!("{url}page"));
        assert_eq!(follow(&format!("{url}round")).unwrap().len(), 4);
    }

    #[test]
    fn an_answer_is_read_by_its_length_in_chunks_and_to_its_end() {
        let url = serve(|path| {
            match path {
                "/length" => "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a: 2\r\n\r\nwordsREST",
                "/chunks" => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nwor\r\n2;x\r\nds\r\n0\r\n\r\n",
                "/short" => "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nwords",
                "/torn" => "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nwor\r\n",
                "/nothing" => "",
                _ => "HTTP/1.0 404 Not Found\r\n\r\nwords",
            }
            .as_bytes()
            .to_vec()
        });
        for (path, status) in [("length", 200), ("chunks", 200), ("other?x", 404)] {
            let response = get(&format!("{url}{path}")).unwrap();
            assert_eq!(
                (response.status, response.body.as_slice()),
                (status, &b"words"[..]),
                "{path}"
            );
        }
        let response = get(&format!("{url}length")).unwrap();
        assert_eq!(response.header("X-a").as_deref(), Some("1, 2"));
        for path in ["short", "torn", "nothing"] {
            assert!(get(&format!("{url}{path}")).is_err(), "{path}");
        }
        assert!(get("ftp://127.0.0.1/").is_err());
    }
}
