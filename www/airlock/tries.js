// Every way out is tried once, from the very context that is to be sealed.
//
// Nothing is believed that was not tried: an attempt counts as refused only when the browser reports that the policy
// stopped that very address. Being offline, or a server that is down, does not look like a seal.

// An address that no name server can know (RFC 6761).
const ELSEWHERE = "//farthing.invalid/";
// A report is a queued task, a few milliseconds away; seconds on a machine with twenty times its work.
const PATIENCE_MS = 4_000;

// Taken before the prelude takes them away: what is tried is the browser.
const { fetch, WebSocket, EventSource } = globalThis;

const WAYS = {
  fetch: (address) => fetch(address).catch(() => {}),
  socket: (address) => new WebSocket(address.replace(/^http/, "ws")),
  events: (address) => new EventSource(address),
  import: (address) => import(address).catch(() => {}),
};

/** Tries each way, to this page's own server and to another; gives `{ ways, refused }`. */
export async function tryToLeave() {
  const attempts = [];
  for (const way of Object.keys(WAYS)) {
    for (const base of [`${location.origin}/`, `${location.protocol === "http:" ? "http:" : "https:"}${ELSEWHERE}`]) {
      attempts.push({ way, address: `${base}farthing-check/${way}` });
    }
  }
  const stopped = new Set();
  const opened = [];
  await new Promise((settle) => {
    addEventListener("securitypolicyviolation", ({ disposition, blockedURI }) => {
      if (disposition === "enforce") stopped.add(blockedURI.replace(/^ws/, "http"));
      if (attempts.every(({ address }) => stopped.has(address))) settle();
    });
    setTimeout(settle, PATIENCE_MS);
    for (const { way, address } of attempts) {
      // What an attempt throws says nothing that the browser's report does not say better.
      try { opened.push(WAYS[way](address)); } catch { /* refused */ }
    }
  });
  for (const each of opened) each?.close?.();
  const ways = Object.keys(WAYS);
  const held = ways.filter((way) => attempts.every((attempt) => attempt.way !== way || stopped.has(attempt.address)));
  return { ways: ways.length, refused: held.length };
}
