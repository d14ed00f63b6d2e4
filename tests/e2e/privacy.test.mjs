// What was checked, told and shared: reached from the mark, by keys and from an answer; and rows that leave as a file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ask, open, openSample, setUp } from "./support/browser.mjs";

const panel = (page) => page.getByRole("heading", { name: "What no browser can promise" });

test("the privacy screen says what held, and a question about it is answered from the same facts", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await page.getByRole("button", { name: /^Farthing/ }).filter({ visible: true }).first().click();
  await panel(page).waitFor();
  const shown = await page.locator("#main").innerText();
  const [, engine] = /The engine cannot call out\s+It tried (\d+) ways/.exec(shown);
  const [, view] = /This page cannot call out\s+It tried (\d+) ways/.exec(shown);
  assert.match(shown, /Nothing has been shared\./);
  assert.doesNotMatch(shown, /has been told/, "nobody is around to be told");

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Open the Wrens" }).waitFor();
  await openSample(page);
  const sheet = await ask(page, "Can this website see any of this?");
  const answer = await sheet.locator(".lede").innerText();
  assert.ok(answer.includes(`tried ${engine} ways to reach the network: all were refused`), answer);
  assert.ok(answer.includes(`The page that shows them tried ${view} ways: all were refused`), answer);
  await sheet.getByRole("button", { name: "What was checked, told and shared" }).click();
  await panel(page).waitFor();

  await page.locator("#main").focus();
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.getByRole("heading", { name: "Worth a look" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await panel(page).waitFor();
  assert.deepEqual(page.wrong, []);
});

test("the rows shown leave as a file, all that meet the filter", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await openSample(page);
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: /^Transactions/ }).click();
  await page.locator("#row-0").waitFor();
  const take = async () => {
    const saved = page.top.waitForEvent("download");
    await page.getByRole("button", { name: "Download rows" }).click();
    const file = await saved;
    assert.equal(file.suggestedFilename(), "farthing-rows.csv");
    const [heads, ...rows] = readFileSync(await file.path(), "utf8").split("\r\n").slice(0, -1);
    assert.match(heads, /^Posting date,.*,Amount,Currency,/);
    return rows;
  };
  const count = async () => Number(/([\d,]+) of/.exec(await page.locator(".rows").innerText())[1].replace(",", ""));
  const all = await take();
  assert.equal(all.length, await count());
  await page.locator("#search").fill("marlow");
  await page.waitForFunction((before) => !document.querySelector(".rows").innerText.includes(`${before} of`), all.length);
  const some = await take();
  assert.equal(some.length, await count());
  assert.ok(some.length > 0 && some.length < all.length && some.every((row) => /marlow/i.test(row)));
  assert.ok(some.every((row) => !row.includes("\u2212")), "signs are plain");
  assert.deepEqual(page.wrong, []);
});
