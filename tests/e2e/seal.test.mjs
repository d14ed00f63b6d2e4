// The promise of the first screen, each part with a control that breaks it.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DIST, PATIENCE, ask, drop, launchIn, open, openSample, report, setUp, viewOf } from "./support/browser.mjs";
import { reseal } from "../leaks/reseal.mjs";
import { sealedHeaders, serve } from "./support/server.mjs";

const STATEMENT = [{ name: "march.csv", bytes: Buffer.from("Date,Description,Amount\n2025-03-14,LOAF,-3.20\n") }];

/** Every way to the network that a script has, tried at once. */
function ways(address) {
  const quiet = (attempt) => { try { Promise.resolve(attempt()).catch(() => {}); } catch { /* refused, or not there */ } };
  quiet(() => fetch(address));
  quiet(() => new WebSocket(address.replace("http", "ws")));
  quiet(() => new EventSource(address));
  quiet(() => import(address));
  quiet(() => navigator.sendBeacon?.(address, "leak"));
  quiet(() => { const request = new XMLHttpRequest(); request.open("GET", address); request.send(); });
  if (typeof document === "object") {
    quiet(() => { new Image().src = address; });
    quiet(() => document.head.append(Object.assign(document.createElement("script"), { src: address })));
    quiet(() => document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address })));
    quiet(() => document.body.append(Object.assign(document.createElement("iframe"), { src: address })));
    quiet(() => new Worker(address));
  }
}

// A module whose one function stops, as a panic in ours does: its instruction is the module's byte 30.
const TRAP = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];

function stopInModule(bytes) {
  setTimeout(() => new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.f());
}

/** What a page's scripts write into the console as errors from now on. */
function saidIn(page) {
  const said = [];
  page.on("console", (message) => {
    if (message.type() === "error") said.push(message.text());
  });
  return () => said;
}

test("one request loads everything; after it nothing reaches the server, whoever tries", async (t) => {
  const { server, browser } = await setUp(t);
  const view = await open(browser, server.url);
  assert.deepEqual(server.requests, ["GET /"]);
  await openSample(view);
  await ask(view, "How much did I spend last month?");
  const address = `${server.url}leak`;
  await view.evaluate(ways, address);
  await view.top.evaluate(ways, address);
  const [worker] = view.workers();
  await worker.evaluate(ways, address);
  await view.waitForTimeout(1_000);
  assert.deepEqual(server.requests, ["GET /"]);
});

for (const [how, press] of Object.entries({
  "with Alt": async (page, click) => { await page.keyboard.down("Alt"); await click(); await page.keyboard.up("Alt"); },
  "with Control": async (page, click) => { await page.keyboard.down("Control"); await click(); await page.keyboard.up("Control"); },
  "with Shift": async (page, click) => { await page.keyboard.down("Shift"); await click(); await page.keyboard.up("Shift"); },
  "with the middle button": (page, click) => click({ button: "middle" }),
  "with Alt and Enter": (page) => page.keyboard.press("Alt+Enter"),
})) {
  test(`a link that bad code puts over the page is neither saved nor opened by a press ${how}`, async (t) => {
    // Without the header: then nothing stands behind what the frame itself does.
    const { server, browser } = await setUp(t, { headers: {} });
    const view = await open(browser, server.url, { serviceWorkers: "block" });
    const before = server.requests.length;
    await view.evaluate((address) => {
      const link = document.body.appendChild(document.createElement("a"));
      Object.assign(link, { href: address, textContent: "bait" }).style.cssText = "position:fixed;inset:0;z-index:99;display:block";
      link.focus();
    }, `${server.url}leak`);
    await press(view.top, (options) => view.top.mouse.click(300, 300, options));
    await view.waitForTimeout(700);
    assert.deepEqual([server.requests.slice(before), view.top.context().pages().length], [[], 1]);
  });
}

test("nothing that is read or written is for the browser's maker to translate, spell or complete", async (t) => {
  const { server, browser } = await setUp(t);
  const view = await open(browser, server.url);
  await openSample(view);
  const helps = () => [...document.querySelectorAll("textarea, input, article")].map((each) => [each.spellcheck, each.translate, each.writingSuggestions].join());
  const found = await view.evaluate(helps);
  assert.ok(found.length > 1);
  assert.deepEqual([...new Set(found)], ["false,false,false"]);
  assert.equal(await view.top.evaluate(() => document.documentElement.translate), false);
});

test("the first screen says what was refused", async (t) => {
  const { server, browser } = await setUp(t);
  const view = await open(browser, server.url);
  const text = await view.locator("#main").innerText();
  for (const said of ["Nothing leaves this tab", "The engine cannot call out", "4 ways", "This page cannot call out", "Nothing is kept yet"]) {
    assert.ok(text.includes(said), `${said} is not in\n${text}`);
  }
});

test("without the policy the page says that it is not sealed, and takes no file", async (t) => {
  const { server, browser } = await setUp(t, { headers: {} });
  const view = await open(browser, server.url, { bypassCSP: true, serviceWorkers: "block" });
  const text = await view.locator("#main").innerText();
  assert.ok(!text.includes("Nothing leaves this tab"), text);
  assert.ok(text.includes("The engine can call out"), text);
  await drop(view, STATEMENT);
  await view.waitForTimeout(300);
  assert.equal(await view.locator("article.import").count(), 0, "a file was taken");
  // The control of the tests above: its tries do arrive where nothing refuses them.
  assert.ok(server.requests.some((request) => request.includes("/farthing-check/")), "no try has reached the server");
});

for (const part of ["engine", "engine-glue", "unmix", "unpack", "view", "view-page"]) {
  test(`a document whose ${part} was changed on its way is not run`, async (t) => {
    const whole = readFileSync(join(DIST, "embed.html"), "utf8");
    const start = whole.indexOf(`id="${part}">`) + part.length + 5;
    const changed = `${whole.slice(0, start + 40)}${whole[start + 40] === "A" ? "B" : "A"}${whole.slice(start + 41)}`;
    const { server, browser } = await setUp(t, { written: (path) => path === "/" ? changed : undefined });
    const page = await browser.newPage();
    await page.goto(server.url);
    if (!part.startsWith("engine") && part !== "unmix") {
      await page.waitForTimeout(1_000);
      assert.equal(await page.locator("iframe").count(), 0);
      assert.equal(page.workers().length, 0);
      return;
    }
    const view = await viewOf(page);
    await view.getByText("The engine is not running, so no file can be opened.").waitFor({ timeout: PATIENCE });
    assert.equal(page.workers().length, 0);
    const text = await view.locator("#main").innerText();
    assert.ok(!text.includes("Nothing leaves this tab") && text.includes("It has tried nothing."), text);
  });
}

for (const [patience, drawn] of [[0, "before the checks are in, and takes files later"], [60_000, "with the checks in, and takes files at once"]]) {
  test(`a view that waits ${patience} ms for the checks is drawn ${drawn}`, async (t) => {
    const { html, policy } = reseal(readFileSync(join(DIST, "embed.html"), "utf8"), { airlock: [["=400,", `=${patience},`]] });
    const headers = { ...sealedHeaders(DIST), "Content-Security-Policy": policy };
    const { server, browser } = await setUp(t, { written: (path) => path === "/" ? html : undefined, headers });
    const page = await browser.newPage();
    // A worker that begins late: what it has tried comes after the view, if that does not wait.
    await page.addInitScript((late) => {
      const { Worker } = globalThis;
      const told = (worker) => Object.getOwnPropertyDescriptor(Worker.prototype, "onmessage").set.bind(worker);
      if (parent === window) globalThis.Worker = function begun(...made) {
        const worker = new Worker(...made);
        return Object.defineProperty(worker, "onmessage", { set: (hear) => told(worker)((event) => setTimeout(hear, late, event)) });
      };
      new MutationObserver(() => {
        if (document.getElementById("title")) globalThis.drawn ??= document.querySelector("#files:not([disabled])") !== null;
      }).observe(document, { childList: true, subtree: true });
    }, 1_000);
    await page.goto(server.url);
    const view = await viewOf(page);
    await view.locator("#files:not([disabled])").waitFor({ state: "attached", timeout: PATIENCE });
    assert.equal(await view.evaluate(() => globalThis.drawn), patience > 0);
  });
}

for (const [store, leave] of Object.entries({
  localStorage: () => { localStorage.setItem("left", "behind"); },
  "a bucket": () => navigator.storageBuckets.open("left"),
  "the origin's files": async () => { await (await navigator.storage.getDirectory()).getFileHandle("left", { create: true }); },
})) {
  test(`what an earlier visit left in ${store} is not passed over`, async (t) => {
    const { server, browser } = await setUp(t, { written: (path) => path === "/leave" ? "<!DOCTYPE html><title>left</title>" : undefined });
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${server.url}leave`);
    await page.evaluate(leave);
    await page.goto(server.url);
    const view = await viewOf(page);
    await view.getByText("Something is kept").waitFor({ timeout: PATIENCE });
  });
}

test("of the navigator the view and the engine are left the language alone, and of the global object no store", async (t) => {
  const { server, browser } = await setUp(t);
  const view = await open(browser, server.url);
  const left = () => {
    const given = [];
    for (const name in navigator) if (navigator[name] !== undefined) given.push(name);
    const stores = /FileSystem(?!.*(Handle|Observer|Stream)$)|^indexedDB$|^caches$|^BroadcastChannel$|^SharedWorker$/;
    for (let at = globalThis; at; at = Object.getPrototypeOf(at)) {
      given.push(...Object.getOwnPropertyNames(at).filter((name) => stores.test(name) && globalThis[name] !== undefined));
    }
    return given.sort();
  };
  for (const inside of [view, view.workers()[0]]) assert.deepEqual(await inside.evaluate(left), ["language", "languages"]);
});

test("nothing is stored by a whole session", async (t) => {
  const { server, browser } = await setUp(t);
  const view = await open(browser, server.url);
  await openSample(view);
  await ask(view, "How much did I spend on groceries last month?");
  const kept = await view.top.evaluate(async () => [
    localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length,
  ]);
  assert.deepEqual(kept, [0, 0, "", 0, 0]);
});

test("a worker that stops is made again, and the page says what was lost", async (t) => {
  const { server, browser } = await setUp(t);
  const view = await open(browser, server.url);
  const said = saidIn(view.top);
  await openSample(view);
  let [worker] = view.workers();
  for (const nth of [1, 2, 3]) {
    const next = view.top.waitForEvent("worker");
    if (nth === 1) await worker.evaluate(stopInModule, TRAP);
    else await worker.evaluate(() => { setTimeout(() => { throw new Error("stopped by the test"); }, 0); });
    worker = await next;
    await view.getByText("Restarted.").nth(nth - 1).waitFor();
  }
  await ask(view, "How much did I spend last month?");
  assert.deepEqual(server.requests, ["GET /"]);
  await worker.evaluate(() => { setTimeout(() => { throw new Error("stopped by the test"); }, 0); });
  await view.getByText("Not running").filter({ visible: true }).first().waitFor();
  assert.deepEqual(said(), ["The engine stopped in function 0 at byte 30"], "of the module's stop the place, of the others nothing");
});

test("a view that stops tells the person, and the console no more than the place", async (t) => {
  const { server, browser } = await setUp(t);
  const view = await open(browser, server.url);
  const said = saidIn(view.top);
  await openSample(view);
  assert.equal(await view.getByRole("alert").count(), 0);
  await view.evaluate(stopInModule, TRAP);
  await view.evaluate(stopInModule, TRAP);
  await view.getByRole("alert").getByText("This page stopped at a fault of its own.").waitFor();
  assert.equal(await view.getByRole("alert").count(), 1, "once is enough");
  assert.deepEqual(said(), ["The view stopped in function 0 at byte 30"]);
});

test("a server that leaves the header out is found out, and no file is taken", async (t) => {
  const { server, browser } = await setUp(t, { headers: {} });
  const view = await open(browser, server.url, { serviceWorkers: "block" });
  const text = await view.locator("#main").innerText();
  assert.match(text, /Not sealed, so no file can be opened/);
  assert.ok(!text.includes("Nothing leaves this tab"), text);
  await drop(view, STATEMENT);
  await view.waitForTimeout(300);
  assert.equal(await view.locator("article.import").count(), 0, "a file was taken");
  await openSample(view);
});

test("a browser without Connection-Allowlist is sealed in part, says so, and works", async (t) => {
  const { server, browser } = await setUp(t, { headers: {} });
  const context = await browser.newContext({ locale: "en-GB", serviceWorkers: "block" });
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "userAgentData", { value: { brands: [{ brand: "Chromium", version: "140" }] } }));
  const page = await context.newPage();
  await page.goto(server.url);
  const view = await viewOf(page);
  await view.getByRole("heading", { name: "Checked in this browser" }).waitFor({ timeout: PATIENCE });
  const text = await view.locator("#main").innerText();
  assert.match(text, /The engine cannot call out/);
  assert.ok(!text.includes("This page cannot call out"), text);
  assert.match(text, /Chrome or Edge/);
  await drop(view, STATEMENT);
  assert.match(await report(view, 1), /1 row/);
});

// Every way out is refused in them, and not by an allowlist: a server that is down, an extension, or no such function.
for (const [without, change] of Object.entries({
  "Connection-Allowlist, offline": () => {
    Object.defineProperty(Navigator.prototype, "userAgentData", { value: { brands: [{ brand: "Chromium", version: "140" }] } });
    globalThis.fetch = async () => { throw new TypeError("Failed to fetch"); };
  },
  "AbortSignal.timeout": () => { delete AbortSignal.timeout; },
  "reports of what the policy refused": () => {
    addEventListener("securitypolicyviolation", (event) => event.stopImmediatePropagation(), true);
    Object.defineProperty(Navigator.prototype, "userAgentData", { value: { brands: [{ brand: "Chromium", version: "140" }] } });
  },
})) {
  test(`a browser without ${without} does not say that the page is sealed`, async (t) => {
    const { server, browser } = await setUp(t);
    const context = await browser.newContext({ locale: "en-GB" });
    await context.addInitScript(change);
    const page = await context.newPage();
    await page.goto(server.url);
    const texts = async () => (await Promise.all(page.frames().map((frame) => frame.locator("body").innerText().catch(() => "")))).join();
    const end = Date.now() + PATIENCE;
    while (!/Checked in this browser|could not be loaded|not running/.test(await texts()) && Date.now() < end) await page.waitForTimeout(100);
    await page.waitForTimeout(500);
    const text = await texts();
    assert.match(text, /Checked in this browser|could not be loaded|not running/);
    assert.ok(!text.includes("This page cannot call out"), text);
  });
}

test("a whole session leaves nothing of a statement in the browser's profile", async (t) => {
  const server = await serve(DIST, undefined, sealedHeaders(DIST));
  const profile = mkdtempSync(join(tmpdir(), "farthing-profile-"));
  t.after(async () => {
    await server.close();
    rmSync(profile, { recursive: true, force: true });
  });
  const marker = `ZQ${randomBytes(12).toString("hex").toUpperCase()}`;
  const context = await launchIn(profile);
  const page = await context.newPage();
  await page.goto(server.url);
  // The control: what is stored is found.
  const control = marker.replace("ZQ", "QZ");
  await page.evaluate((word) => localStorage.setItem("control", word), control);
  const view = await viewOf(page);
  await view.getByRole("heading", { name: "Checked in this browser" }).waitFor({ timeout: PATIENCE });
  await drop(view, [{ name: `${marker}.csv`, bytes: Buffer.from(`Date,Description,Amount\n2025-03-14,${marker} LOAF,-3.20\n2025-03-15,${marker} LOAF,-2.00\n`) }]);
  await report(view, 1);
  const sheet = await ask(view, `How much did I spend at ${marker} in March 2025?`);
  assert.match(await sheet.innerText(), /5\.20/);
  await context.close();
  assert.ok(filesWith(profile, control).length > 0, "the search finds nothing at all");
  assert.deepEqual(filesWith(profile, marker), []);
});

/** The files below a folder that hold a word, as text of one or two bytes a letter. */
function filesWith(folder, word) {
  const forms = [Buffer.from(word), Buffer.from(word, "utf16le")];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => forms.some((form) => readFileSync(file).includes(form)));
}
