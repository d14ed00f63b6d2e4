// The parts of the document lie in it as text, a code point for each byte.
//
// Code points that a document cannot carry unchanged are written 256 higher, so the low byte is the byte.
// No policy covers such blocks: each part is compared with the digest that the sealing wrote into the script that asks for
// it. The engine's is in the worker's, so that two million letters are not read where the view waits.
/* global DIGESTS */

// Chromium does not tell a document whose line was cut: then nothing more comes. Counted in turns of a second, which a
// machine that sleeps does not take.
const PATIENCE_S = 30;

/** How much of the document has come. */
function extent() {
  const last = document.scripts[document.scripts.length - 1];
  return `${document.scripts.length} ${last?.childNodes.length} ${last?.lastChild?.length}`;
}

/** A part's block, once it has come whole: something follows it, or the document has ended. Rejects where nothing comes any more. */
const come = (name) => new Promise((resolve, reject) => {
  let [quiet, before] = [0, ""];
  const end = (settle, value) => {
    clearInterval(turns);
    seen.disconnect();
    document.removeEventListener("readystatechange", look);
    settle(value);
  };
  const look = () => {
    const block = document.getElementById(name);
    if (block?.nextSibling || document.readyState !== "loading") end(resolve, block);
  };
  const seen = new MutationObserver(look);
  const turns = setInterval(() => {
    const now = extent();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    if (quiet >= PATIENCE_S) end(reject, new Error(`${name} has not come`));
  }, 1_000);
  seen.observe(document.body, { childList: true });
  document.addEventListener("readystatechange", look);
  look();
});

/** The text of a part, taken out of the document. */
export async function textOf(name) {
  const block = await come(name);
  block.remove();
  return block.textContent;
}

/** The bytes that a part's text stands for; throws where they are not those that were sealed in. */
export async function bytesOf(name, text) {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = text.charCodeAt(at);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== DIGESTS[name]) throw new Error(`${name} is not what was sealed in`);
  return bytes;
}
