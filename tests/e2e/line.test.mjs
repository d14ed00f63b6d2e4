// A line that is slow, or cut: what was done before the engine has come is kept and said, or given up and said.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { DIST, PATIENCE, ask, drop, launch, picture, report, viewOf } from "./support/browser.mjs";
import { slowLine } from "./support/line.mjs";
import { serve } from "./support/server.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const MARCH = [{ name: "march.csv", bytes: Buffer.from("Date,Description,Amount\n2025-03-14,LOAF,-3.20\n2025-03-15,MARLOWS,-13.20\n") }];
const SPENT = "How much did I spend in March 2025?";
const COMING = "The engine is still loading. Files and questions wait for it.";
const NOT_RUNNING = "The engine is not running, so no file can be opened.";
const NOT_DONE = "Not done: the engine is not running.";

/** A page whose document stops coming within this part. In a hurry, its patience with the line is a second and a half. */
async function setUp(t, part, { hurry = false, host } = {}) {
  const line = await slowLine(part);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await line.close();
  });
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, locale: "en-GB", timezoneId: "Europe/London" });
  if (hurry) {
    await context.addInitScript(() => {
      const turns = setInterval;
      globalThis.setInterval = (turn, ms) => turns(turn, ms / 20);
    });
  }
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(host ? await host(t, line.url) : line.url, { waitUntil: "commit" });
  return { line, page };
}

/** The view in a document that is still on its way, when it takes files. */
async function begun(airlock) {
  const view = await viewOf(airlock);
  await view.locator("#files:not([disabled])").waitFor({ state: "attached" });
  return view;
}

async function flaws(view) {
  await view.evaluate(AXE);
  const { violations } = await view.evaluate(() => globalThis.axe.run(document));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

test("on a slow line a file and a question wait for the engine, which is said, and the answer is from the file", async (t) => {
  const { line, page } = await setUp(t, "engine");
  const view = await begun(page);
  await drop(view, MARCH);
  await view.locator("#thread").getByText(COMING).waitFor();
  await view.locator("#composer").fill(SPENT);
  await page.keyboard.press("Enter");
  await view.locator("article.card").getByText("Reading").waitFor();
  assert.ok(!(await view.locator("body").innerText()).includes("Add a statement"), "nothing else is asked of the person");
  assert.deepEqual(await flaws(view), []);
  await picture(view, "line-slow");
  line.more();
  assert.match(await report(view, 1), /2 rows/);
  const sheet = view.locator("article.card");
  await sheet.locator(".lede").waitFor();
  assert.match(await sheet.locator(".lede").innerText(), /16\.40/);
  assert.equal(await view.getByText(COMING).count(), 0);
});

test("a question that is asked while a first file is read is answered from it", async (t) => {
  const { line, page } = await setUp(t, "engine");
  const view = await begun(page);
  line.more();
  const rows = Array.from({ length: 40_000 }, (_, at) => `2025-03-${String(at % 28 + 1).padStart(2, "0")},LOAF ${at},-1.00`);
  await drop(view, [{ name: "long.csv", bytes: Buffer.from(`Date,Description,Amount\n${rows.join("\n")}\n`) }]);
  const sheet = await ask(view, SPENT);
  assert.match(await sheet.locator(".lede").innerText(), /40,000\.00/);
});

test("where the line is cut before the engine has come, what waited for it is given up, in words", async (t) => {
  const { line, page } = await setUp(t, "engine", { hurry: true });
  const view = await begun(page);
  await drop(view, MARCH);
  await view.locator("#composer").fill(SPENT);
  await page.keyboard.press("Enter");
  line.cut();
  await view.locator("#thread").getByText(NOT_RUNNING).waitFor();
  assert.equal(await view.getByText(NOT_DONE).count(), 2, "the file and the question");
  await view.locator("article.import").getByRole("heading", { name: "march.csv" }).waitFor();
  assert.equal(await view.getByText(COMING).count(), 0);
  assert.ok(!(await view.locator("body").innerText()).includes("Add a statement"), "nothing can be added");
  assert.deepEqual(await flaws(view), []);
  await picture(view, "line-cut");
  // No engine will answer what comes after it either.
  await view.locator("#composer").fill("rent?");
  await page.keyboard.press("Enter");
  await view.getByText(NOT_DONE).nth(2).waitFor();
  assert.equal(page.workers().length, 0);
});

for (const part of ["unpack", "view"]) {
  test(`a document that ends within its ${part} says that it could not be loaded`, async (t) => {
    const { line, page } = await setUp(t, part, { hurry: true });
    await page.getByText("Farthing is opening.").waitFor({ state: "attached" });
    line.cut();
    await page.getByText("Farthing could not be loaded. Load the page anew.").waitFor();
    assert.equal(page.workers().length, 0);
  });
}

// Nothing of the document's runs: its first bytes say it, and its policy stays as tight.
for (const part of ["view-page", "engine-glue"]) {
  test(`a document that ends within its ${part}, before its script, says so after a while`, async (t) => {
    const { line, page } = await setUp(t, part);
    const late = page.getByText("It takes longer than it should. Nothing was read. If it stays so, load the page anew.");
    await late.waitFor({ state: "attached" });
    line.cut();
    assert.equal(await late.isVisible(), false, "not at once");
    await page.evaluate(() => { for (const wait of document.getAnimations()) wait.finish(); });
    assert.ok(await late.isVisible());
    assert.ok(await page.getByText("Farthing is opening.").isVisible());
    assert.equal(await page.locator("script:not([type])").count(), 0);
  });
}

test("a document that ends within its style says so, in plain letters", async (t) => {
  const { line, page } = await setUp(t, "opening");
  await page.getByText("Farthing is opening.").waitFor();
  line.cut();
  assert.ok(await page.getByText("Nothing was read. If it stays so, load the page anew.").isVisible());
  assert.equal(await page.title(), "Farthing");
  // What it may do stands before anything that is loaded, looks or runs.
  const [policy] = await page.evaluate(() => [...document.querySelectorAll("meta[http-equiv], [style], style, link, script, p")].map((part) => part.outerHTML));
  assert.match(policy, /Content-Security-Policy/);
});

/** A page around the document, with the element in it; its errors are in `failed`, what came of its request in `outcome`. */
async function around(t, url) {
  const script = readFileSync(`${DIST}/element.js`, "utf8").replaceAll("</script", "<\\/script");
  const text = `<!DOCTYPE html><html lang="en"><title>host</title><script>${script}</script><body>
    <farthing-widget assets="${url}" height="640"></farthing-widget><script>
      globalThis.failed = [];
      const widget = document.querySelector("farthing-widget");
      widget.addEventListener("farthing-error", ({ detail }) => failed.push(detail.code));
      widget.requestShare("How much did I spend?").catch(({ code }) => { globalThis.outcome = code; });
    </script></body>`;
  const server = await serve(DIST, (path) => (path === "/host.html" ? text : undefined), {});
  t.after(() => server.close());
  return `http://localhost:${server.port}/host.html`;
}

test("the page around hears that the engine did not come, and its request comes to an end", async (t) => {
  const { line, page } = await setUp(t, "engine", { hurry: true, host: around });
  const airlock = await (await page.locator("farthing-widget iframe").elementHandle()).contentFrame();
  const view = await begun(airlock);
  await view.getByText("How much did I spend?").waitFor();
  line.cut();
  await view.getByText(NOT_RUNNING).waitFor();
  await page.waitForFunction(() => globalThis.failed.length > 0 && globalThis.outcome);
  assert.deepEqual(await page.evaluate(() => [failed, outcome]), [["not-loaded"], "declined"]);
});
