// 100,000 rows: the page stays awake while they are read, and reading can be stopped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, carry, drop, open, report, setUp } from "./support/browser.mjs";
import { statement } from "./support/statement.mjs";

const ROWS = 100_000;

test("while 100,000 rows are read the page answers, and its longest task is told", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  const { csv } = statement(ROWS);
  // Once a small file is read the engine is there, and the other is read at once.
  await drop(page, [{ name: "small.csv", bytes: Buffer.from("Date,Description,Amount\n2025-03-14,LOAF,-3.20\n") }]);
  await report(page, 1);
  const large = await carry(page, [{ name: "large.csv", bytes: Buffer.from(csv) }]);
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ entryTypes: ["longtask"] });
  });
  await drop(page, large);
  await page.locator("article.import [role=progressbar]").waitFor({ state: "attached" });
  // A key is heard while the worker reads.
  await page.locator("#composer").fill("still here");
  assert.equal(await page.locator("#composer").inputValue(), "still here");
  const said = await report(page, 2, 120_000);
  assert.match(said, /100,000 rows/);
  assert.match(said, /The running balance agrees in 99,999 of 99,999 rows/);
  const sheet = await ask(page, "How much did I spend in January 2015?");
  assert.match(await sheet.innerText(), /\d/);
  t.diagnostic(`longest task of the page while ${ROWS} rows were read, 0 where none took 50 ms: ${await page.evaluate(() => Math.round(globalThis.longest))} ms`);
  assert.deepEqual(page.wrong, []);
});

test("an import can be stopped; what was read before stays, and the next one works", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  // So many that a press, however slow the machine, comes before the last of them.
  const { csv } = statement(4 * ROWS);
  const small = statement(100).csv;
  await drop(page, [{ name: "small.csv", bytes: Buffer.from(small) }, { name: "large.csv", bytes: Buffer.from(csv) }]);
  await page.getByRole("button", { name: "Stop reading" }).click();
  await page.locator("article.import").first().getByText(/stopped|cancelled/i).waitFor();
  await drop(page, [{ name: "after.csv", bytes: Buffer.from("Date,Description,Amount\n2025-03-14,LOAF,-3.20\n2025-03-15,LOAF,-2.00\n") }]);
  assert.match(await report(page, 2), /2 rows/);
  assert.deepEqual(page.wrong, []);
});
