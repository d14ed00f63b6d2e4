// The element with the sealed page in it: several on a page, moved, removed while rows come in, and more rows than fit at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DIST, PATIENCE, TRIES, launch, viewOf } from "./support/browser.mjs";
import { sealedHeaders, serve } from "./support/server.mjs";

const PAGE = (widget) => `<!DOCTYPE html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
  <script src="${widget}element.js"></script>
  <div id="one"><farthing-widget locale="en-GB" theme="dark" height="480"></farthing-widget></div>
  <div id="two"><farthing-widget locale="en-GB" height="480"></farthing-widget></div>`;

/** A page with two widgets of another site, both ready. */
async function open(t) {
  const widget = await serve(DIST, undefined, sealedHeaders(DIST));
  const host = await serve(DIST, (path) => path === "/page.html" ? PAGE(widget.url) : undefined);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await widget.close();
    await host.close();
  });
  const page = await browser.newPage({ viewport: { width: 900, height: 1000 }, locale: "en-GB" });
  page.setDefaultTimeout(PATIENCE);
  page.wrong = [];
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !TRIES.test(message.text())) page.wrong.push(message.text());
  });
  await page.goto(`http://localhost:${host.port}/page.html`);
  await page.evaluate(() => {
    globalThis.rows = (count, from = 0) => Array.from({ length: count }, (_, at) => ({
      postingDate: `2026-02-${String(1 + (at % 28)).padStart(2, "0")}`, amount: "-1.25", currency: "GBP",
      descriptor: `KETTLE AND CRUMB CAFE ${from + at}`, id: `k${from + at}`,
    }));
    return Promise.all([...document.querySelectorAll("farthing-widget")].map((element) => element.ready));
  });
  return page;
}

/** The view in the widget of this folder. */
async function view(page, at) {
  const frame = await page.locator(`${at} farthing-widget iframe`).elementHandle();
  return viewOf(await frame.contentFrame());
}

const QUESTION = "How much did I spend in February 2026?";

/** Hands rows to the widget of this folder and asks; gives the sentence of the answer in it. */
async function spent(page, at, count) {
  await page.evaluate(async ([at, count, question]) => {
    const element = document.querySelector(`${at} farthing-widget`);
    await element.ready;
    if (count > 0) await element.importTransactions(rows(count), { account: { name: "Everyday", kind: "current" } });
    await element.ask(question);
  }, [at, count, QUESTION]);
  return (await view(page, at)).locator("article.card .lede").last().innerText();
}

test("two widgets have two sessions, and each is themed by itself", async (t) => {
  const page = await open(t);
  assert.match(await spent(page, "#one", 4), /£5\.00/);
  assert.match(await spent(page, "#two", 8), /£10\.00/);
  assert.match(await spent(page, "#one", 0), /£5\.00/);
  assert.equal(await (await view(page, "#one")).locator("html").getAttribute("data-scheme"), "dark");
  await page.evaluate(() => { document.querySelector("#two farthing-widget").theme = "light"; });
  await (await view(page, "#two")).locator("html[data-scheme=light]").waitFor();
  assert.equal(await (await view(page, "#one")).locator("html").getAttribute("data-scheme"), "dark");
  assert.deepEqual(page.wrong, []);
});

test("moveBefore keeps the session; any other move begins anew, and the page hears of it", async (t) => {
  const page = await open(t);
  assert.match(await spent(page, "#one", 4), /£5\.00/);
  await page.evaluate(() => {
    document.querySelector("#two farthing-widget").remove();
    document.querySelector("#two").moveBefore(document.querySelector("#one farthing-widget"), null);
  });
  assert.match(await spent(page, "#two", 0), /£5\.00/);
  const again = await page.evaluate(async () => {
    const element = document.querySelector("farthing-widget");
    let readies = 0;
    element.addEventListener("farthing-ready", () => { readies += 1; });
    document.querySelector("#one").append(element);
    await element.ready;
    return readies;
  });
  assert.equal(again, 1);
  assert.match(await spent(page, "#one", 8), /£10\.00/);
  assert.deepEqual(page.wrong, []);
});

test("removed while rows come in, it rejects; put back, it takes them", async (t) => {
  const page = await open(t);
  const told = await page.evaluate(async () => {
    const element = document.querySelector("#one farthing-widget");
    const taking = element.importTransactions(rows(40_000), { account: { name: "Everyday" } }).catch(({ code, details }) => ({ code, ...details }));
    const shared = element.requestShare("How much on rent?").catch(({ code }) => code);
    await new Promise((done) => setTimeout(done, 0));
    element.remove();
    const ends = [await taking, await shared];
    document.querySelector("#one").append(element);
    return ends;
  });
  assert.equal(told[0].code, "removed");
  assert.ok(told[0].taken < 40_000, JSON.stringify(told));
  assert.equal(told[1], "removed");
  assert.match(await spent(page, "#one", 4), /£5\.00/);
  assert.equal(page.workers().length, 2);
  assert.deepEqual(page.wrong, []);
});

test("more rows than the widget takes at once all come in", { timeout: 180_000 }, async (t) => {
  const page = await open(t);
  const seconds = await page.evaluate(async () => {
    const begin = performance.now();
    await document.querySelector("#one farthing-widget").importTransactions(rows(110_000), { account: { name: "Everyday" } });
    return (performance.now() - begin) / 1000;
  });
  assert.ok(seconds > 6, String(seconds));
  const inside = await view(page, "#one");
  await inside.getByText("110,000").first().waitFor({ timeout: 120_000 });
  assert.deepEqual(page.wrong, []);
});
