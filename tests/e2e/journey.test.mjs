// A person's way through the page: three banks' files, five questions, each number the command line's own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, drop, open, report, setUp } from "./support/browser.mjs";
import { read, threeBanks } from "./support/files.mjs";
import { answers } from "./support/native.mjs";

/** The day it is for the page, whose clock is London's. */
const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/London" }).format(new Date());

/** An amount as the page writes it, without sign and symbol. */
function written(money) {
  return new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2 }).format(money.amount.replace("-", ""));
}

function figures(value) {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value === "number") return [new Intl.NumberFormat("en-GB").format(value)];
  return value?.amount ? [written(value)] : [];
}

test("three banks' files and five questions give the command line's numbers, and no request", async (t) => {
  const { server, browser } = await setUp(t);
  const { paths, month, next } = threeBanks();
  const page = await open(browser, server.url);
  const loaded = server.requests.length;

  await drop(page, paths.map(read));
  const text = await report(page, 1);
  for (const path of paths) assert.ok(text.includes(read(path).name), text);
  assert.match(text, /Read 3 files/);
  assert.match(text, /\d+ transactions in all/);

  const questions = [
    `How much did I spend in ${month}?`,
    `And in ${next}?`,
    `What came in in ${month}?`,
    `What were my three largest purchases in ${next}?`,
    `How many transactions were there in ${month}?`,
  ];
  const expected = answers(today(), paths, questions);
  let compared = 0;
  for (const [at, question] of questions.entries()) {
    const sheet = await ask(page, question);
    const seen = await sheet.innerText();
    const answer = expected[at];
    assert.equal(answer.status, "answered", `${question}: ${answer.sentence}`);
    const shown = [...figures(answer.value), ...answer.rows.slice(0, 3).flatMap((row) => figures(row.value))];
    for (const figure of shown) assert.ok(seen.includes(figure), `${question}: ${figure} is not in\n${seen}`);
    compared += shown.length;
  }
  assert.ok(compared >= questions.length, "fewer numbers than questions were compared");
  assert.ok(expected[1].inherited.length > 0, "the second question should have inherited from the first");
  assert.deepEqual(server.requests.slice(loaded), []);
  assert.deepEqual(page.wrong, []);
});

test("the workings open by the keyboard and show the rows counted", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await page.getByRole("button", { name: "Open the Wrens" }).focus();
  await page.keyboard.press("Enter");
  await report(page, 1);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "composer");
  await page.keyboard.type("How much did I spend on groceries in February 2026?");
  await page.keyboard.press("Enter");
  const sheet = page.locator("article.card").last();
  await sheet.locator(".lede").waitFor();
  const rows = Number((await sheet.locator(".lede .fig").first().getAttribute("aria-label") ?? await sheet.locator(".lede").innerText()).match(/(\d+) rows/)?.[1] ?? 0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+ArrowUp");
  await page.waitForFunction(() => document.activeElement?.closest("article"));
  await page.keyboard.press("w");
  await sheet.getByText(/^Counted: /).waitFor();
  assert.match(await sheet.innerText(), /Left out, in case you expected them|digest/);
  assert.ok(rows > 0, "the figure does not say how many rows it was added up from");
  assert.deepEqual(page.wrong, []);
});
