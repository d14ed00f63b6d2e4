// From navigation to a view that takes input: the sealed document, and the same parts without a seal, in Brotli both.
//
// The unsealed page fetches each part by itself, starts the view at once and the engine beside it, and checks nothing.
// Runs alternate, so that both meet the same machine. `cargo xtask bench` builds the page first.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { DIST, PARTS, launch } from "./support/browser.mjs";
import { BOOT } from "./support/engine.mjs";
import { sealedHeaders, serve } from "./support/server.mjs";

const RUNS = 9;
/** Every context is a window of its own, which Chromium draws with pages of its own: a person's has been there for long. */
const WINDOW_MS = 1_500;

/** What DevTools calls fast 4G, and a processor four times as slow: a phone of the middle. */
const PHONE = { net: { offline: false, latency: 60, downloadThroughput: 9e6 * 0.9 / 8, uploadThroughput: 1.5e6 * 0.9 / 8 }, rate: 4 };
const PROFILES = [["loopback", null], ["phone, throttled", PHONE]];

const UNSEALED = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Farthing</title><link rel="stylesheet" href="style.css"><body><script type="module">
  import { initSync } from "./view.js";
  const bytes = async (name) => (await fetch(name)).arrayBuffer();
  const view = bytes("view_bg.wasm");
  const engine = Promise.all([fetch("worker.js").then((glue) => glue.text()), bytes("worker_bg.wasm")]);
  const [line, requests] = [new MessageChannel(), new MessageChannel()];
  const checks = ["engine", "page", "host", "disk"].map((what) => ({ what, passed: true, tried: 1 }));
  const facts = { checks, host: null, allowlist: "held", seal: "whole", open: true, storage: true, downloads: true, dropped: 0, told: [] };
  globalThis.farthing = { line: line.port1, engine: requests.port1, settings: {} };
  line.port2.postMessage({ type: "facts", facts });
  initSync({ module: await view });
  const [glue, wasm] = await engine;
  const worker = new Worker(URL.createObjectURL(new Blob([glue, ${JSON.stringify(BOOT)}], { type: "text/javascript" })), { type: "module" });
  worker.postMessage({ bytes: wasm, port: requests.port2 }, [requests.port2]);
</script>`;

/** A file that is given as soon as files are taken. It waits for the engine. */
const FILE = { name: "march.csv", mimeType: "text/csv", buffer: Buffer.from("Date,Description,Amount\n2025-03-14,LOAF,-3.20\n") };

/** Runs in every frame: notes when the title is drawn, when files are taken, and when the first one is read. */
function watch() {
  const at = () => performance.timeOrigin + performance.now();
  const look = () => {
    if (!globalThis.drawnAt && document.querySelector("#title")) globalThis.drawnAt = at();
    if (!globalThis.readyAt && document.querySelector("#files:not([disabled])")) globalThis.readyAt = at();
    if (!globalThis.readAt && /^Read /m.test(document.querySelector("article.import")?.innerText)) globalThis.readAt = at();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
}

/** Holds the page to a profile, and its frame from the moment that its process is there. Workers are not slowed. */
async function throttle(context, page, { net, rate }) {
  const slow = (session) => session.send("Emulation.setCPUThrottlingRate", { rate });
  page.on("framenavigated", async (frame) => {
    if (frame === page.mainFrame()) return;
    try { await slow(await context.newCDPSession(frame)); } catch { /* in the page's own process, slowed with it */ }
  });
  const session = await context.newCDPSession(page);
  await session.send("Network.emulateNetworkConditions", net);
  await slow(session);
}

async function start(browser, address, profile) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  await context.addInitScript(watch);
  const page = await context.newPage();
  await new Promise((drawn) => { setTimeout(drawn, WINDOW_MS); });
  if (profile) await throttle(context, page, profile);
  await page.goto(address);
  const frame = (await page.locator("iframe").count()) > 0 ? await (await page.locator("iframe").elementHandle()).contentFrame() : page.mainFrame();
  await frame.waitForFunction(() => globalThis.readyAt);
  await frame.setInputFiles("#files", FILE);
  await frame.waitForFunction(() => globalThis.readAt);
  const origin = await page.evaluate(() => performance.timeOrigin);
  const [drawn, ready, read] = await frame.evaluate(() => [globalThis.drawnAt, globalThis.readyAt, globalThis.readAt]);
  await context.close();
  return { drawn: drawn - origin, ready: ready - origin, read: read - origin };
}

const middle = (times) => times.toSorted((a, b) => a - b)[Math.trunc(times.length / 2)];
const told = (times) => `${Math.round(middle(times))} (${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))})`;

/** A folder's files in Brotli, each compressed once. */
function compressed(folder, written = {}) {
  const kept = new Map();
  return (path) => {
    const name = path.endsWith("/") ? `${path}index.html` : path;
    if (!kept.has(name)) {
      let file = written[name];
      try { file ??= readFileSync(join(folder, name)); } catch { file = ""; }
      kept.set(name, brotliCompressSync(file));
    }
    return kept.get(name);
  };
}

const BROTLI = { "content-encoding": "br" };
const sealed = await serve(DIST, compressed(DIST), { ...sealedHeaders(DIST), ...BROTLI });
const open = await serve(PARTS, compressed(PARTS, { "/start.html": UNSEALED }), BROTLI);
const browser = await launch();
try {
  for (const [profileName, profile] of PROFILES) {
    const runs = { sealed: [], unsealed: [] };
    for (let run = -1; run < RUNS; run += 1) {
      const pair = { sealed: await start(browser, sealed.url, profile), unsealed: await start(browser, `${open.url}start.html`, profile) };
      // The first pair warms the browser.
      if (run >= 0) for (const [name, times] of Object.entries(pair)) runs[name].push(times);
    }
    console.log(`${profileName}: from navigation, ms, median of ${RUNS} (least to most)`);
    for (const [name, times] of Object.entries(runs)) {
      const moments = [["drawn", "drawn"], ["takes input", "ready"], ["has read a file", "read"]];
      console.log([name, ...moments.map(([what, key]) => `${what} ${told(times.map((at) => at[key]))}`)].join("\t"));
    }
  }
} finally {
  await browser.close();
  await sealed.close();
  await open.close();
}
