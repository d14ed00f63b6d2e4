// The promise of the first screen, each part with a control that breaks it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, openSample, ask, drop, setUp } from "./support/browser.mjs";

const LOADED = ["GET /", "GET /view.js", "GET /view_bg.wasm", "GET /worker.js", "GET /worker_bg.wasm"];

test("after load nothing reaches the server, tries of the page and the worker included", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  const loaded = [...server.requests];
  assert.deepEqual(loaded.filter((request) => !LOADED.includes(request) && !request.endsWith(".css")), []);
  await openSample(page);
  await ask(page, "How much did I spend last month?");

  const ways = (address) => {
    const quiet = (attempt) => { try { Promise.resolve(attempt()).catch(() => {}); } catch { /* refused */ } };
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
  };
  const address = `${server.url}leak`;
  await page.evaluate(ways, address);
  const [worker] = page.workers();
  await worker.evaluate(ways, address);
  await page.waitForTimeout(1_000);
  assert.deepEqual(server.requests.slice(loaded.length), []);
});

test("the first screen says what was refused", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  const text = await page.locator("#main").innerText();
  for (const said of ["Nothing leaves this tab", "The engine cannot call out", "4 ways", "This page cannot call out", "Nothing is kept yet"]) {
    assert.ok(text.includes(said), `${said} is not in\n${text}`);
  }
});

test("without the policy the page says that it is not sealed, and takes no file", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, { bypassCSP: true });
  const text = await page.locator("#main").innerText();
  assert.ok(!text.includes("Nothing leaves this tab"), text);
  assert.ok(text.includes("This page is not fully sealed") && text.includes("The engine can call out"), text);
  await drop(page, [{ name: "march.csv", bytes: Buffer.from("Date,Description,Amount\n2025-03-14,LOAF,-3.20\n") }]);
  await page.waitForTimeout(300);
  assert.equal(await page.locator("article.import").count(), 0, "a file was taken");
  // The control of the test above: its tries do arrive where nothing refuses them.
  assert.ok(server.requests.some((request) => request.includes("/farthing-check/")), "no try has reached the server");
});

test("an engine that does not come is not called unsealed", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await browser.newPage();
  await page.route("**/worker_bg.wasm", (route) => route.abort());
  await page.goto(server.url);
  await page.getByText("The engine is not running, so no file can be opened.").waitFor();
  const text = await page.locator("#main").innerText();
  assert.ok(!text.includes("Nothing leaves this tab") && !text.includes("to reach the network"), text);
});

test("what an earlier visit left is not passed over", async (t) => {
  const { server, browser } = await setUp(t);
  const context = await browser.newContext();
  await context.addInitScript(() => localStorage.setItem("left", "behind"));
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByText("Something is kept").waitFor();
});

test("nothing is stored by a whole session", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await openSample(page);
  await ask(page, "How much did I spend on groceries last month?");
  const kept = await page.evaluate(async () => [
    localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, (await caches.keys()).length,
  ]);
  assert.deepEqual(kept, [0, 0, "", 0, 0]);
});

test("a worker that stops is made again, and the page says what was lost", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await openSample(page);
  const loaded = server.requests.length;
  let [worker] = page.workers();
  for (const nth of [1, 2, 3]) {
    const next = page.waitForEvent("worker");
    await worker.evaluate(() => { setTimeout(() => { throw new Error("stopped by the test"); }, 0); });
    worker = await next;
    await page.getByText("Restarted.").nth(nth - 1).waitFor();
  }
  await ask(page, "How much did I spend last month?");
  assert.deepEqual(server.requests.slice(loaded), []);
  await worker.evaluate(() => { setTimeout(() => { throw new Error("stopped by the test"); }, 0); });
  await page.getByText("Not running").filter({ visible: true }).first().waitFor();
});
