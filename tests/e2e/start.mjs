// From navigation to a view that takes input: the sealed document, and the same parts without a seal.
//
// The unsealed page fetches each part by itself, starts the view at once and the engine beside it, and checks nothing.
// Runs alternate, so that both meet the same machine. `cargo xtask bench` builds the page first.
import { DIST, PARTS, launch } from "./support/browser.mjs";
import { BOOT } from "./support/engine.mjs";
import { sealedHeaders, serve } from "./support/server.mjs";

const RUNS = 9;

const UNSEALED = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Farthing</title><link rel="stylesheet" href="style.css"><body><script type="module">
  import { initSync } from "./view.js";
  const bytes = async (name) => (await fetch(name)).arrayBuffer();
  const view = bytes("view_bg.wasm");
  const engine = Promise.all([fetch("worker.js").then((glue) => glue.text()), bytes("worker_bg.wasm")]);
  const [line, requests] = [new MessageChannel(), new MessageChannel()];
  const checks = ["engine", "page", "host", "disk"].map((what) => ({ what, passed: true, tried: 1 }));
  const facts = { checks, host: null, allowlist: "held", seal: "whole", open: true, storage: true, downloads: true, dropped: 0, told: [] };
  globalThis.farthing = { line: line.port1, engine: requests.port1, facts, settings: {} };
  initSync({ module: await view });
  const [glue, wasm] = await engine;
  const worker = new Worker(URL.createObjectURL(new Blob([glue, ${JSON.stringify(BOOT)}], { type: "text/javascript" })), { type: "module" });
  worker.postMessage({ bytes: wasm, port: requests.port2 }, [requests.port2]);
</script>`;

/** Runs in every frame: notes when the title is drawn, and when files are taken. */
function watch() {
  const at = () => performance.timeOrigin + performance.now();
  const look = () => {
    if (!globalThis.drawnAt && document.querySelector("#title")) globalThis.drawnAt = at();
    if (!globalThis.readyAt && document.querySelector("#files:not([disabled])")) globalThis.readyAt = at();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
}

async function start(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  await context.addInitScript(watch);
  const page = await context.newPage();
  await page.goto(address);
  const frame = (await page.locator("iframe").count()) > 0 ? await (await page.locator("iframe").elementHandle()).contentFrame() : page.mainFrame();
  await frame.waitForFunction(() => globalThis.readyAt);
  const origin = await page.evaluate(() => performance.timeOrigin);
  const [drawn, ready] = await frame.evaluate(() => [globalThis.drawnAt, globalThis.readyAt]);
  await context.close();
  return { drawn: drawn - origin, ready: ready - origin };
}

const middle = (times) => times.toSorted((a, b) => a - b)[Math.trunc(times.length / 2)];
const told = (times) => `${Math.round(middle(times))} (${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))})`;

const sealed = await serve(DIST, undefined, sealedHeaders(DIST));
const open = await serve(PARTS, (path) => (path === "/start.html" ? UNSEALED : undefined));
const browser = await launch();
try {
  const runs = { sealed: [], unsealed: [] };
  for (let run = -1; run < RUNS; run += 1) {
    const pair = { sealed: await start(browser, sealed.url), unsealed: await start(browser, `${open.url}start.html`) };
    // The first pair warms the browser.
    if (run >= 0) for (const [name, times] of Object.entries(pair)) runs[name].push(times);
  }
  console.log(`from navigation, ms, median of ${RUNS} (least to most)`);
  for (const [name, times] of Object.entries(runs)) {
    console.log([name, `drawn ${told(times.map(({ drawn }) => drawn))}`, `takes input ${told(times.map(({ ready }) => ready))}`].join("\t"));
  }
} finally {
  await browser.close();
  await sealed.close();
  await open.close();
}
