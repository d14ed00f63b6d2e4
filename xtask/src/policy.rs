//! The page's Content-Security-Policy: Trunk's inline scripts named by their hash.
//!
//! Trunk writes the script that starts the view into the page, and under `serve` a second one that reloads it.
//! The policy allows no inline script, so each is allowed by the SHA-256 of its text; the reload script also gets the
//! socket that it listens on. `trunk build` has no reload script, and so no socket.

use crate::step::{Outcome, read, write};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Trunk fills these in when it serves the page, which would change the hash: filled in here instead.
const SERVED: [(&str, &str); 2] = [
    ("'{{__TRUNK_ADDRESS__}}'", "window.location.host"),
    ("{{__TRUNK_WS_BASE__}}", "/"),
];

/// Seals the page that Trunk has just built in its staging folder.
pub(crate) fn seal_staged_page(staging: &Path) -> Outcome {
    let page = staging.join("index.html");
    write(&page, sealed(&read(&page)?)?.as_bytes())
}

/// The page with its inline scripts named in its policy.
fn sealed(page: &str) -> Outcome<String> {
    let mut page = page.to_owned();
    let reloads = page.contains(SERVED[0].0);
    for (placeholder, value) in SERVED {
        page = page.replace(placeholder, value);
    }
    let mut allowed = String::from("script-src");
    for script in inline_scripts(&page) {
        let hash = base64(&Sha256::digest(script.as_bytes()));
        allowed.push_str(&format!(" 'sha256-{hash}'"));
    }
    if !page.contains("script-src") {
        return Err("index.html has no script-src to put the hashes in".to_owned());
    }
    let mut sealed = page.replacen("script-src", &allowed, 1);
    if reloads {
        sealed = sealed.replacen("connect-src", "connect-src ws:", 1);
    }
    Ok(sealed)
}

/// The text of each script that is written into the page.
fn inline_scripts(page: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    for piece in page.split("<script").skip(1) {
        let Some((tag, rest)) = piece.split_once('>') else {
            continue;
        };
        let Some((text, _)) = rest.split_once("</script>") else {
            continue;
        };
        if !tag.contains("src=") {
            scripts.push(text);
        }
    }
    scripts
}

/// Base64 with padding, as a policy writes its hashes.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0_u32, |group, &byte| group << 8 | u32::from(byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sextet = (group >> (18 - 6 * place)) & 63;
            text.push(if place <= chunk.len() {
                char::from(ALPHABET[sextet as usize])
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta content=\"script-src 'self'; connect-src 'self'\">";

    #[test]
    fn an_inline_script_is_allowed_by_its_hash_and_no_other() {
        let page = sealed(&format!(
            "{PAGE}<script>alert(1)</script><script src=a></script>"
        ));
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let hash = "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=";
        assert_eq!(
            page.unwrap(),
            format!(
                "<meta content=\"script-src '{hash}' 'self'; connect-src 'self'\">\
                 <script>alert(1)</script><script src=a></script>"
            )
        );
    }

    #[test]
    fn only_a_page_that_reloads_itself_may_open_a_socket() {
        let served = sealed(&format!(
            "{PAGE}<script>at('{{{{__TRUNK_ADDRESS__}}}}')</script>"
        ));
        let served = served.unwrap();
        assert!(served.contains("connect-src ws: 'self'"), "{served}");
        assert!(served.contains("at(window.location.host)"), "{served}");
        assert!(!sealed(PAGE).unwrap().contains("ws:"));
    }

    #[test]
    fn a_page_without_a_policy_is_refused() {
        assert!(sealed("<script>alert(1)</script>").is_err());
    }

    #[test]
    fn base64_pads_to_four() {
        assert_eq!(
            ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes())),
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
    }
}
