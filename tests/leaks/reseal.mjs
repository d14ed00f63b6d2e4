// A sealed document taken apart, changed, and sealed again: the same steps as `xtask/src/seal.rs`, to take a protection away.
import { createHash } from "node:crypto";
import { bytesIn } from "../../www/airlock/parts.js";

const BLOCK = /(<script type="application\/octet-stream" id="([\w-]+)">)([^<]*)(<\/script>)/g;
const SCRIPT = /(<script>)([\s\S]*?)(<\/script>)/;
const POLICY = /(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)/;

const sha256 = (bytes, form) => createHash("sha256").update(bytes).digest(form);
/** Byte by byte, which is read as well: code points that a document cannot carry stand 256 higher. */
const isAwkward = (byte) => byte === 0 || byte === 13 || byte === 0x3c || byte === 0x26 || (byte >= 0x7f && byte <= 0x9f);
const encoded = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(isAwkward(byte) ? byte + 256 : byte)).join("");

/** Applies `[from, to]` edits, each of which must be found: what is not there cannot be taken away. */
function edit(text, edits, where) {
  return edits.reduce((changed, [from, to]) => {
    if (!(from instanceof RegExp ? from.test(changed) : changed.includes(from))) throw new Error(`${where} has no ${from}`);
    return changed.replaceAll(from instanceof RegExp ? new RegExp(from, "g") : from, to);
  }, text);
}

/**
 * The document with `edits`: `{ airlock, view, engine, policy }`, each a list of `[from, to]`; `tamper` changes the engine
 * and tells nobody. Gives the document and its policy, every digest and hash being right again.
 */
export function reseal(document, { airlock = [], view = [], engine = [], policy = [], tamper = false }) {
  const parts = new Map(Array.from(document.matchAll(BLOCK), ([, , name, text]) => [name, text]));
  const was = new Map(Array.from(parts, ([name, text]) => [name, sha256(text, "hex")]));
  const meant = (name) => Buffer.from(bytesIn(parts.get(name))).toString("utf8");
  const page = meant("view-page");
  const pageNow = edit(page, view, "the view");
  parts.set("view-page", encoded(Buffer.from(pageNow, "utf8")));
  const glueNow = edit(meant("engine-glue"), engine, "the engine");
  parts.set("engine-glue", encoded(Buffer.from(glueNow, "utf8")));

  const script = SCRIPT.exec(document.replace(BLOCK, ""))[2];
  let scriptNow = edit(script, airlock, "the airlock");
  for (const [name, digest] of was) scriptNow = scriptNow.replace(digest, sha256(parts.get(name), "hex"));
  if (tamper) parts.set("engine-glue", `${parts.get("engine-glue")}\n// not as sealed`);

  let policyNow = POLICY.exec(document)[2];
  const hash = (text) => `'sha256-${sha256(text, "base64")}'`;
  const inner = (html) => SCRIPT.exec(html)[2];
  policyNow = policyNow.replace(hash(script), hash(scriptNow)).replace(hash(inner(page)), hash(inner(pageNow)));
  policyNow = edit(policyNow, policy, "the policy");

  const html = document
    .replace(BLOCK, (whole, open, name, text, close) => open + parts.get(name) + close)
    .replace(script, () => scriptNow)
    .replace(POLICY, (whole, open, text, close) => policyNow === "" ? "" : open + policyNow + close);
  return { html, policy: policyNow };
}
