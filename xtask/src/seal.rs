//! The sealed document: airlock, view and engine in one `embed.html`, each script named by its hash in the policy.
//!
//! Trunk gives the parts. The view's glue and the engine's glue are bundled with what surrounds them in
//! `www/airlock`, the modules travel as text, and the airlock's script carries the digest of each part but the engine's
//! module, whose digest the engine's script carries: the policy, which names that script by its hash, covers all of it.

use crate::names;
use crate::step::{Outcome, output_of, read, root, write};
use crate::tools;
use pack::Unpackable;
use pack::text::{base64, letters};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What the page is made of, as Trunk and wasm-opt leave it.
const PARTS: [&str; 7] = [
    "view.js",
    "view_bg.wasm",
    "worker.js",
    "worker_bg.wasm",
    "unpack.wasm",
    "unmix.wasm",
    "style.css",
];

/// The word in a document that runs code of a test; no such document is released.
pub(crate) const HOOK_MARK: &str = "farthing-test-hook";

/// What the view's frame is held to beyond what it inherits from the airlock.
///
/// The airlock makes the frame before it has given up its own network, so what it gives up is said here, too.
const VIEW_POLICY: &str = "trusted-types 'none'; require-trusted-types-for 'script'; base-uri 'none'; \
                           connect-src 'none'; worker-src 'none'";

/// The language, and no help with it: for some who write or read here, the browser asks its maker's servers.
const OWN_WORDS: &str =
    "lang=\"en\" translate=\"no\" spellcheck=\"false\" writingsuggestions=\"false\"";

/// Code of a test that is baked into a document which is never released.
#[derive(Default)]
pub(crate) struct Hooks {
    /// Runs in the view's frame, after everything of its own.
    pub(crate) view: Option<String>,
    /// Runs in the engine's worker, after everything of its own.
    pub(crate) worker: Option<String>,
}

impl Hooks {
    /// Those that the command line names: `[--view-hook FILE] [--worker-hook FILE]`.
    pub(crate) fn from(options: &[&str]) -> Outcome<Hooks> {
        let mut hooks = Hooks::default();
        for pair in options.chunks(2) {
            match pair {
                ["--view-hook", file] => hooks.view = Some(read(Path::new(file))?),
                ["--worker-hook", file] => hooks.worker = Some(read(Path::new(file))?),
                _ => return Err("a hook is --view-hook FILE or --worker-hook FILE".to_owned()),
            }
        }
        Ok(hooks)
    }
}

/// The document and the policy that it starts with.
pub(crate) struct Sealed {
    /// `embed.html`.
    pub(crate) document: String,
    /// The same policy for the header `Content-Security-Policy`.
    pub(crate) policy: String,
}

/// Where the parts are kept, so that a document can be sealed again without a build.
pub(crate) fn parts() -> PathBuf {
    root().join("target/parts")
}

/// Takes the parts out of Trunk's staging folder.
pub(crate) fn take_parts(staging: &Path) -> Outcome {
    let parts = parts();
    std::fs::create_dir_all(&parts)
        .map_err(|error| format!("cannot make {}: {error}", parts.display()))?;
    for name in PARTS {
        let from = staging.join(name);
        std::fs::copy(&from, parts.join(name))
            .and_then(|_| std::fs::remove_file(&from))
            .map_err(|error| format!("Trunk left no {name}: {error}"))?;
    }
    Ok(())
}

/// Seals the parts that the last build left.
pub(crate) fn seal(hooks: &Hooks) -> Outcome<Sealed> {
    let parts = parts();
    let (view, view_glue) = packed(&parts, "view", pack::pack)?;
    let (engine, engine_glue) = packed(&parts, "worker", pack::mix)?;
    let engine = Part {
        name: "engine",
        text: base64(&engine),
    };
    let view_script = hooked(
        bundle("view.js", &[("farthing-view-glue", &view_glue)], &[])?,
        hooks.view.as_deref(),
    );
    let unmix = bytes(&parts.join("unmix.wasm"))?;
    let unmix = pack::pack(&unmix).map_err(|why| format!("unmix.wasm: {why}"))?;
    write(&root().join("target/short/unmix.packed"), &unmix)?;
    let engine_script = hooked(
        bundle(
            "worker.js",
            &[("farthing-engine-glue", &engine_glue)],
            &[&digests(std::slice::from_ref(&engine))],
        )?,
        hooks.worker.as_deref(),
    );
    let view_style = minified(&parts.join("style.css"))?;
    let style = minified(&root().join("www/airlock/airlock.css"))?;
    let view_page = format!(
        "<!DOCTYPE html><html {OWN_WORDS}><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{VIEW_POLICY}\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Farthing</title><style>{view_style}</style></head><body><script>{view_script}</script></body></html>"
    );
    let asked_for = [
        Part::new("view-page", view_page.as_bytes()),
        Part::new("engine-glue", engine_script.as_bytes()),
        Part::new("unpack", &bytes(&parts.join("unpack.wasm"))?),
        Part::new("view", &view),
        Part::new("unmix", &unmix),
    ];
    let airlock = bundle("main.js", &[], &[&digests(&asked_for)])?;
    let policy = policy(&[&airlock, &view_script], &[&style, &view_style]);
    // In the order in which they are wanted. Before the script stand the frame's page, for which the browser makes a
    // process, and the worker's script, which tries to leave: both begin while the view is on its way. Files are taken
    // before the engine has come.
    let [page, glue, unpack, view, unmix] = asked_for.each_ref().map(Part::block);
    let engine = engine.block();
    let document = format!(
        "<!DOCTYPE html>\n<html {OWN_WORDS}><head><meta charset=\"utf-8\"><title>Farthing</title>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <link rel=\"icon\" href=\"data:,\"></head><body>\
         <p id=\"opening\" role=\"status\" style=\"font-family:system-ui,sans-serif\">Farthing is opening. \
         <span>It takes longer than it should. Nothing was read. If it stays so, load the page anew.</span></p>\n\
         <style>{style}</style>{page}{glue}<script>{airlock}</script>\n{unpack}{view}{unmix}{engine}</body></html>\n",
    );
    Ok(Sealed { document, policy })
}

/// A part of the document: its name, and the text that its bytes are there.
struct Part {
    name: &'static str,
    text: String,
}

impl Part {
    fn new(name: &'static str, bytes: &[u8]) -> Part {
        Part {
            name,
            text: letters(bytes),
        }
    }

    /// The part as a data block.
    fn block(&self) -> String {
        let Part { name, text } = self;
        format!("<script type=\"application/octet-stream\" id=\"{name}\">{text}</script>\n")
    }
}

/// What a script knows its parts by: the digests of their texts.
fn digests(parts: &[Part]) -> String {
    let digests: Vec<String> = parts
        .iter()
        .map(|Part { name, text }| format!("\"{name}\":\"{}\"", hex(&Sha256::digest(text))))
        .collect();
    format!("DIGESTS={{{}}}", digests.join(","))
}

/// A module as it lies in the document, and where its glue lies, once their names for each other are short.
fn packed(
    parts: &Path,
    name: &str,
    pack: fn(&[u8]) -> Result<Vec<u8>, Unpackable>,
) -> Outcome<(Vec<u8>, PathBuf)> {
    let module = bytes(&parts.join(format!("{name}_bg.wasm")))?;
    let glue = read(&parts.join(format!("{name}.js")))?;
    let (module, glue) = names::shortened(&module, &glue)?;
    let file = |extension| {
        root()
            .join("target/short")
            .join(format!("{name}.{extension}"))
    };
    write(&file("js"), glue.as_bytes())?;
    write(&file("wasm"), &module)?;
    let packed = pack(&module).map_err(|why| format!("{name}_bg.wasm: {why}"))?;
    write(&file("packed"), &packed)?;
    Ok((packed, file("js")))
}

/// What the document may do until the airlock narrows it further, the same bytes at every address.
fn policy(scripts: &[&str], styles: &[&str]) -> String {
    let named = |texts: &[&str]| -> String {
        texts
            .iter()
            .map(|text| format!(" 'sha256-{}'", base64(&Sha256::digest(text.as_bytes()))))
            .collect()
    };
    format!(
        "default-src 'none'; script-src{} 'wasm-unsafe-eval'; style-src{}; style-src-attr 'unsafe-inline'; \
         img-src data: blob:; connect-src 'self'; frame-src 'none'; worker-src blob: 'self'; form-action 'none'; \
         base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types farthing",
        named(scripts),
        named(styles)
    )
}

/// A script of `www/airlock` with all that it imports, made small.
fn bundle(name: &str, aliases: &[(&str, &Path)], defines: &[&str]) -> Outcome<String> {
    let mut esbuild = tools::command("esbuild")?;
    esbuild
        .current_dir(root())
        .arg(format!("www/airlock/{name}"))
        .args([
            "--bundle",
            "--minify",
            "--format=iife",
            "--target=es2022",
            "--charset=utf8",
            "--legal-comments=none",
            "--log-level=error",
            "--log-override:empty-import-meta=silent",
        ]);
    for (alias, path) in aliases {
        esbuild.arg(format!("--alias:{alias}={}", path.display()));
    }
    for define in defines {
        esbuild.arg(format!("--define:{define}"));
    }
    let script = output_of(&mut esbuild)?;
    match script.contains("</script") || script.contains("<!--") {
        true => Err(format!(
            "www/airlock/{name} would end its own script element"
        )),
        false => Ok(script),
    }
}

/// A style sheet or a script of its own, made small.
pub(crate) fn minified(file: &Path) -> Outcome<String> {
    let mut esbuild = tools::command("esbuild")?;
    esbuild.arg(file).args([
        "--minify",
        "--target=esnext",
        "--charset=utf8",
        "--log-level=error",
    ]);
    output_of(&mut esbuild)
}

/// A script with a test's code after it, and the mark that keeps it from being released.
fn hooked(script: String, hook: Option<&str>) -> String {
    match hook {
        Some(hook) => format!("{script}\n/* {HOOK_MARK} */\n{hook}\n"),
        None => script,
    }
}

fn bytes(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|error| {
        format!(
            "cannot read {}: {error}. Run `cargo xtask build`",
            path.display()
        )
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a document that runs a test's code: `cargo xtask seal [--view-hook FILE] [--worker-hook FILE] --out FILE`.
pub(crate) fn seal_hooked(options: &[&str]) -> Outcome {
    let [hooks @ .., "--out", out] = options else {
        return Err("seal takes hooks, then --out FILE".to_owned());
    };
    let hooks = Hooks::from(hooks)?;
    tools::set_up_scripts()?;
    write(Path::new(out), seal(&hooks)?.document.as_bytes())
}

/// Fails for a file that runs a test's code.
pub(crate) fn refuse_hooked(name: &str, bytes: &[u8]) -> Outcome {
    // The engine's script travels as text, too: the mark has no byte that a data block writes in another way.
    let mark = HOOK_MARK.as_bytes();
    match bytes.windows(mark.len()).any(|window| window == mark) {
        true => Err(format!("{name} runs a test's code: build it anew")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_allowed_by_its_hash_and_no_other() {
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        let policy = policy(&["alert(1)"], &[]);
        assert!(
            policy.contains(&format!("script-src {hash} 'wasm-unsafe-eval';")),
            "{policy}"
        );
        assert!(!policy.contains("script-src 'self'"), "{policy}");
    }

    #[test]
    fn what_runs_a_tests_code_is_not_released() {
        let script = hooked("let a;".to_owned(), Some("leak()"));
        assert!(refuse_hooked("embed.html", script.as_bytes()).is_err());
        // As the engine's script lies in the document.
        assert!(
            refuse_hooked(
                "embed.html",
                Part::new("engine-glue", script.as_bytes())
                    .block()
                    .as_bytes()
            )
            .is_err()
        );
        assert_eq!(
            refuse_hooked("embed.html", hooked("let a;".to_owned(), None).as_bytes()),
            Ok(())
        );
    }

    #[test]
    fn base64_pads_to_four() {
        assert_eq!(
            ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes())),
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
    }
}
