// The parts of the document lie in it as text: letters beyond ASCII as they are, a code point for each other byte.
//
// Code points below `LETTERS` are bytes: those that a document cannot carry unchanged are written 256 higher, so the low
// byte is the byte. Letters from `MOVED` on, which would be taken for one, stand from `MOVED_TO` on. `xtask/pack/src/text.rs`
// writes it, and reads it where a module is unpacked; the engine's is written in base64. No policy covers such blocks: the
// text of each part is compared with the digest that the sealing wrote into the script that asks for it. The engine's is in
// the worker's, so that half a million letters are not read where the view waits.
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

const [LETTERS, MOVED, MOVED_TO] = [0x200, 0x80, 0x500];

/** The bytes that a text stands for. */
export function bytesIn(text) {
  const bytes = new Uint8Array(3 * text.length);
  let to = 0;
  for (let at = 0; at < text.length; at += 1) {
    let letter = text.charCodeAt(at);
    if (letter < LETTERS) {
      bytes[to++] = letter;
      continue;
    }
    if (letter >= MOVED_TO && letter < MOVED_TO + LETTERS - MOVED) letter -= MOVED_TO - MOVED;
    if (letter < 0x800) bytes[to++] = 0xc0 | letter >> 6;
    else {
      bytes[to++] = 0xe0 | letter >> 12;
      bytes[to++] = 0x80 | letter >> 6 & 63;
    }
    bytes[to++] = 0x80 | letter & 63;
  }
  return bytes.slice(0, to);
}

/** The text of a part in UTF-8; throws where it is not what was sealed in. */
export async function sealedIn(name, text) {
  const utf8 = new TextEncoder().encode(text);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== DIGESTS[name]) throw new Error(`${name} is not what was sealed in`);
  return utf8;
}

/** The bytes of a part that is there whole and is what was sealed in. */
export async function bytesOf(name) {
  const text = await textOf(name);
  await sealedIn(name, text);
  return bytesIn(text);
}
