// The element in other people's pages: from another origin, twice, moved, disposed of.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DIST, PATIENCE, launch, openSample, ask, picture } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";

/** A host's server and the widget's, two origins. */
async function setUp(t, pages = {}) {
  const widget = await serve(DIST);
  const host = await serve(DIST, (path) => pages[path]?.(widget.url));
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await widget.close();
    await host.close();
  });
  return { widget, host, browser };
}

/** A demo page whose script comes from the widget's own server, as an embedder's would. */
const embedding = (path) => (widget) => readFileSync(join(DIST, path), "utf8")
  .replace('new URL("../element.js", location.href)', `new URL("${widget}element.js")`)
  .replace("if (other) address.hostname = other;", "");

const HOSTS = { "/hosts/chat.html": embedding("hosts/chat.html"), "/hosts/bank.html": embedding("hosts/bank.html") };

for (const path of Object.keys(HOSTS)) {
  test(`${path} embeds the widget from another origin, and it works there`, async (t) => {
    const { widget, host, browser } = await setUp(t, HOSTS);
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, locale: "en-GB" });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`${host.url.slice(0, -1)}${path}`);
    await page.getByText("cannot look into").waitFor();
    const frame = page.frameLocator("farthing-widget iframe");
    const checks = await frame.locator("#main").innerText();
    assert.match(checks, /cannot look in/);
    assert.ok(checks.includes(new URL(host.url).host), checks);
    const loaded = [widget.requests.length, host.requests.length];
    await openSample(frame);
    const sheet = await ask(keyed(frame, page), "How much did I spend on groceries in February 2026?");
    assert.match(await sheet.innerText(), /£\d/);
    assert.equal(await page.evaluate(() => {
      try {
        return document.querySelector("farthing-widget").shadowRoot.querySelector("iframe").contentDocument;
      } catch (refused) {
        return String(refused);
      }
    }), null);
    assert.deepEqual([widget.requests.length, host.requests.length], loaded);
    await picture(page, `host-${path.includes("chat") ? "chat" : "bank"}`);
  });
}

/** A frame that has its page's keyboard. */
const keyed = (frame, page) => ({ locator: (selector) => frame.locator(selector), keyboard: page.keyboard });

const PLAIN = (widget) => `<!DOCTYPE html><meta charset="utf-8"><title>A page</title>
  <script src="${widget}element.js"></script><script src="${widget}element.js"></script>
  <div id="one"><farthing-widget theme="dark" height="480"></farthing-widget></div><div id="two"></div>`;

test("the script may come twice; the element may be moved, themed and disposed of", async (t) => {
  const { host, browser } = await setUp(t, { "/plain.html": PLAIN });
  const page = await browser.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  await page.goto(`${host.url}plain.html`);
  const frame = page.frameLocator("farthing-widget iframe");
  await frame.getByRole("heading", { name: "Checked in this browser" }).waitFor();
  const scheme = () => frame.locator("html").getAttribute("data-scheme");
  assert.equal(await scheme(), "dark");
  assert.equal(await page.locator("farthing-widget").evaluate((element) => element.offsetHeight), 480);
  assert.ok(await page.locator("farthing-widget iframe").getAttribute("title"));

  await page.locator("farthing-widget").evaluate((element) => { element.setAttribute("theme", "light"); });
  await frame.locator("html[data-scheme=light]").waitFor();
  await page.locator("farthing-widget").evaluate((element) => { element.setAttribute("height", "600"); });
  assert.equal(await page.locator("farthing-widget").evaluate((element) => element.offsetHeight), 640);

  const ready = page.locator("farthing-widget").evaluate((element) => new Promise((done) => {
    element.addEventListener("farthing-ready", () => done(true), { once: true });
    document.querySelector("#two").append(element);
  }));
  assert.equal(await ready, true);
  assert.equal(await page.locator("#two farthing-widget iframe").count(), 1);

  await page.locator("farthing-widget").evaluate((element) => {
    element.dispose();
    element.dispose();
    document.querySelector("#one").append(element);
  });
  assert.equal(await page.locator("farthing-widget iframe").count(), 0);
  assert.deepEqual(wrong, []);
});

test("only the widget's own frame is heard, and only messages of the right shape", async (t) => {
  const { host, browser } = await setUp(t, { "/plain.html": PLAIN });
  const page = await browser.newPage();
  await page.goto(`${host.url}plain.html`);
  const frame = page.frameLocator("farthing-widget iframe");
  await frame.getByRole("heading", { name: "Checked in this browser" }).waitFor();
  const heard = await page.evaluate(async () => {
    const element = document.querySelector("farthing-widget");
    let count = 0;
    for (const name of ["farthing-ready", "farthing-error"]) element.addEventListener(name, () => { count += 1; });
    postMessage({ farthing: 1, type: "ready" }, "*");
    postMessage({ farthing: 1, type: "error", body: { code: "not-sealed" } }, "*");
    const inner = element.shadowRoot.querySelector("iframe").contentWindow;
    inner.postMessage({ farthing: 1, type: "theme", body: "light", more: 1 }, "*");
    inner.postMessage({ farthing: 1, type: "theme", body: ["light"] }, "*");
    inner.postMessage("light", "*");
    inner.postMessage(null, "*");
    await new Promise((done) => setTimeout(done, 300));
    return count;
  });
  assert.equal(heard, 0);
  assert.equal(await frame.locator("html").getAttribute("data-scheme"), "dark");
});
