// The tries: fresh pages, real clicks, and what the page around has seen.
//
// Vectors that leave a page as it is share one, sixteen at a time; what moves it, opens windows, covers it or needs a
// click of its own has one to itself. The control has the very same pages, so that none can hide another there.
import { addressOf, PLANTED } from "./sinks.mjs";

/** How many pages are tried at a time: waiting, most of them. */
const AT_ONCE = 6;
/** How many quiet vectors share a page. */
const TOGETHER = 16;
/** How long a vector has after the second click. */
const PATIENCE_MS = 1_000;
/** Peer connections, reports and workers of workers take longer. */
const SLOW_MS = 2_200;
const SLOW = /peer|STUN|TURN|service worker|background|worker of a worker|report|WebTransport|identity|payment|passkey|later|hover|shared|look|prerender|icon/i;
const LOAD_MS = 60_000;
/** What a page has to be in front for, so that it gets a window of its own. */
const IN_FRONT = /^rules|service worker|shared worker/;
/** In a private window Chromium looks up no name and opens no connection ahead. */
const LOOKS_AHEAD = /dns-prefetch|preconnect|looks? names|looked up ahead|hover/;
const BETWEEN_CLICKS_MS = 150;
/** A page that is being moved elsewhere may never answer a click or a question. */
const CLICK_MS = 3_000;
const CLOSE_MS = 5_000;

/** Where a vector is tried; `at` is where the page is, `inside` what runs the attack. */
export const SURFACES = {
  control: { path: "/control.html", at: "tab", inside: "page" },
  "control, reported": { path: "/reported.html", at: "tab", inside: "page" },
  "control, framed": { path: "/control.html", at: "framed", inside: "page" },
  "control, opened": { path: "/control.html", at: "opened", inside: "page" },
  framed: { path: "/embed.html", at: "framed", inside: "view" },
  tab: { path: "/plain/embed.html", at: "tab", inside: "view" },
  opened: { path: "/embed.html", at: "opened", inside: "view" },
  "worker control": { path: "/control-worker.html", at: "tab", inside: "worker" },
  worker: { path: "/embed.html", at: "framed", inside: "worker" },
  "worker, no headers": { path: "/static/embed.html", at: "framed", inside: "worker" },
};

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Waits until `find` gives something. */
async function until(find, what) {
  const end = Date.now() + LOAD_MS;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`no ${what} came`);
    await sleep(25);
  }
}

/** The frame or worker in which the attack waits. */
async function attacker(page, surface, vector) {
  // The view's frame is there before the browser was asked whether it seals, and may go with a page that is loaded once more
  // for its service worker: nothing of the person's is in it until it draws.
  const mustDraw = surface.inside === "view";
  const waits = (drawn) => globalThis.farthingHook === true && (!drawn || document.getElementById("main") !== null);
  const ready = (each) => each.evaluate(waits, mustDraw).catch(() => false);
  // The control has one of each kind; only the older kind has `importScripts`.
  const kind = surface.path === "/control-worker.html" ? vector.startsWith("importScripts") ? "classic" : "module" : undefined;
  const isKind = (worker) => kind === undefined || worker.evaluate((wanted) => name === wanted, kind).catch(() => false);
  return until(async () => {
    if (surface.inside === "worker") {
      for (const worker of page.workers()) if (await ready(worker) && await isKind(worker)) return worker;
      return undefined;
    }
    const address = surface.inside === "view" ? "about:srcdoc" : surface.path;
    for (const frame of page.frames()) if (frame.url().split("?")[0].endsWith(address) && await ready(frame)) return frame;
    return undefined;
  }, `${surface.inside} at ${surface.path}`);
}

/** Opens the page as the surface has it; gives the page that is clicked and the one around it. */
async function openPage(newPage, servers, surface, watch) {
  const path = `${servers.own}${surface.path}`;
  const page = await newPage();
  if (surface.at === "tab") {
    if (watch) {
      const other = await newPage();
      await other.goto(`${servers.own}/observe.html`, { waitUntil: "commit" });
    }
    await page.goto(path, { waitUntil: "commit" });
    return { page };
  }
  const asked = new URLSearchParams({ [surface.at === "framed" ? "frame" : "open"]: path });
  if (watch) asked.set("watch", `${servers.own}/observe.html`);
  await page.goto(`${servers.host}/host.html?${asked}`, { waitUntil: "domcontentloaded" });
  if (surface.at === "framed") return { page, host: page };
  const opened = page.waitForEvent("popup", { timeout: LOAD_MS });
  await page.mouse.click(200, 200);
  return { page: await opened, host: page };
}

/** Tries the vectors of one page; each gets what the page around saw, and what the attack said of itself. */
async function attempt(newPage, servers, tries) {
  const [{ surface: name, vector, watch }] = tries;
  const surface = SURFACES[name];
  const { page, host } = await openPage(newPage, servers, surface, watch);
  const list = tries.map((each) => ({ vector: each.vector, word: each.word, address: addressOf(each.word) }));
  let target = await attacker(page, surface, vector);
  const before = await host?.evaluate(() => counts());
  const plant = () => target.evaluate((planted) => { globalThis.farthingVectors = planted; }, { own: servers.own, list });
  // A page that is loaded once more, as for its service worker, has another frame than the one that was found.
  await plant().catch(async (error) => {
    if (!/detached/.test(error.message)) throw error;
    target = await attacker(page, surface, vector);
    await plant();
  });
  const press = async (key) => {
    if (key) await page.keyboard.down(key);
    await page.mouse.click(200, 200);
    if (key) await page.keyboard.up(key);
  };
  const click = (key) => Promise.race([press(key).catch(() => {}), sleep(CLICK_MS)]);
  // A page that has not taken what was planted has not been attacked; one that is gone has.
  const taken = () => Promise.race([target.evaluate(() => globalThis.farthingVectors === undefined).catch(() => true), sleep(CLICK_MS)]);
  await until(async () => {
    if (surface.inside !== "worker") await click();
    await sleep(BETWEEN_CLICKS_MS);
    return await taken();
  }, "attack");
  // The second click is for what the vector has put under the pointer.
  if (surface.inside !== "worker" && tries.length === 1) await click(/holding (\w+)$/.exec(vector)?.[1]);
  await sleep(tries.some((each) => SLOW.test(each.vector)) ? SLOW_MS : PATIENCE_MS);
  const said = await Promise.race([target.evaluate(() => globalThis.farthingTried).catch(() => undefined), sleep(CLICK_MS)]);
  const looked = host?.evaluate(() => ({ messages: seen, counts: counts() })).catch(() => undefined);
  const seen = await Promise.race([looked, sleep(CLICK_MS)]);
  for (const each of tries) each.outcome = { said: said?.[each.vector], host: seen && { ...seen, before } };
}

/** What the page at this path says to the page around once it has checked itself: `ready whole`, `error not-sealed`. */
export async function bootOf(browser, servers, path) {
  const context = await browser.alone();
  try {
    const { page } = await openPage(() => context.newPage(), servers, { path, at: "framed" });
    return await until(() => page.evaluate(() => {
      const said = seen.map(({ text }) => JSON.parse(text)).find(({ type }) => type === "ready" || type === "error");
      return said && `${said.type} ${said.body.seal ?? said.body.code}`;
    }), "word of the airlock").catch((error) => error.message);
  } finally {
    await context.close();
  }
}

/** Puts together what may share a page: quiet vectors of one surface, in their order. */
function pagesOf(tries) {
  const pages = [];
  const open = new Map();
  for (const each of tries) {
    const key = `${each.surface} ${LOOKS_AHEAD.test(each.vector)} ${IN_FRONT.test(each.vector)}`;
    const page = open.get(key);
    if (!each.quiet) pages.push([each]);
    else if (page && page.length < TOGETHER) page.push(each);
    else {
      open.set(key, [each]);
      pages.push(open.get(key));
    }
  }
  return pages;
}

/** Tries all of them, several pages at a time; each gets its `outcome`, or why it `failed`. `done` hears of each page. */
export async function tryAll(browser, servers, tries, done = () => {}) {
  const waiting = pagesOf(tries);
  const lane = async () => {
    for (let together = waiting.shift(); together; together = waiting.shift()) {
      const [{ vector }] = together;
      const pages = [];
      const keep = (page) => {
        pages.push(page);
        page.on("popup", keep);
        return page;
      };
      try {
        let context = LOOKS_AHEAD.test(vector) ? browser.profile : browser.common;
        if (together[0].watch || IN_FRONT.test(vector)) pages.push(context = await browser.alone());
        await attempt(async () => keep(await context.newPage()), servers, together);
      } catch (error) {
        for (const each of together) each.failed = String(error.message ?? error).split("\n")[0];
      }
      done(together, waiting.length);
      // The context goes first, its pages with it. One that hangs must not hold up the others.
      await Promise.race([Promise.allSettled(pages.map((page) => page.close())), sleep(CLOSE_MS)]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  // What is sent as a page goes away, and reports, which wait.
  await sleep(SLOW_MS);
}

/** What the page around got from a try: the word in a message, or a count that moved. */
export function hostWays({ outcome, word, quiet }) {
  const ways = new Set();
  const around = outcome?.host;
  if (!around) return ways;
  for (const { from, text } of around.messages) if (text.includes(word)) ways.add(`message from ${from === "airlock" ? "airlock" : "view"}`);
  if (JSON.stringify(around.counts).includes(PLANTED)) ways.add("name or fragment");
  // A page is scrolled by whatever of the vectors in it takes the focus.
  for (const count of quiet ? ["history", "frames"] : ["history", "frames", "scroll"]) if (around.counts[count] !== around.before[count]) ways.add(`count of ${count}`);
  return ways;
}
