// What a file leaves open, asked side by side; imports taken back; several files at once.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT, ask, drop, open, picture, report, setUp } from "./support/browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const text = (name, ...lines) => ({ name, bytes: Buffer.from(`${lines.join("\n")}\n`) });

const EVERYDAY = text("everyday.csv", "Date,Description,Amount,Balance", "2025-03-13,GREEN GROCER,-12.50,87.50", "2025-03-14,CORNER LOAF,-3.20,84.30", "2025-03-27,MILL LANE SCHOOL SALARY,642.80,727.10");
const SAVER = text("saver-q1.csv", "Date,Details,Amount (GBP)", "02/01/2025,INTEREST,1.20", "03/02/2025,FEE,-1.25", "03/03/2025,INTEREST,1.30");
const SAVER_TOO = text("saver-q2.csv", "Date,Details,Amount (GBP)", "04/05/2025,INTEREST,1.40", "05/06/2025,FEE,-1.45");

/** What axe finds against WCAG 2.2 A and AA, and its best practices. */
async function flaws(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

const item = (page, name) => page.locator(".files > li").filter({ hasText: name });
const total = (page) => page.locator("article.import .ih .note").last().innerText();

/** The rows of the ledger as the table has them. */
async function rows(page) {
  const screens = page.getByRole("navigation", { name: "Screens" });
  await screens.getByRole("button", { name: /Transactions/ }).first().click();
  await page.locator("#row-0").waitFor();
  const all = await page.locator("#rows .line.row").allInnerTexts();
  await screens.getByRole("button", { name: "Overview" }).first().click();
  return all.map((row) => row.replaceAll(/\s+/g, " "));
}

test("both readings stand side by side, are chosen by pointer, remembered, and changed later", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await drop(page, [EVERYDAY, SAVER]);
  assert.match(await report(page, 1), /3 transactions in all/);
  const which = page.getByRole("region", { name: "Which reading is right?" });
  const [left, right] = [which.getByRole("group", { name: "Day first" }), which.getByRole("group", { name: "Month first" })];
  for (const [side, days] of [[left, ["2 Jan", "3 Feb", "3 Mar"]], [right, ["1 Feb", "2 Mar", "3 Mar"]]]) {
    const lines = await side.locator("li").allInnerTexts();
    assert.equal(lines.length, 3);
    days.forEach((day, at) => assert.match(lines[at], new RegExp(`0[23]/0[123]/2025\\s+\\w+,? (${day}|${day.split(" ").reverse().join(" ")})`)));
    assert.deepEqual(await side.locator("mark").allInnerTexts(), ["02", "03", "03"]);
  }
  assert.match(await right.innerText(), /2 rows in March 2025 and none in January 2025/);
  assert.deepEqual(await flaws(page), []);
  // Left for later, every answer says so.
  const before = await ask(page, "How much did I spend in March 2025?");
  assert.match(await before.innerText(), /saver-q1\.csv waits for one answer: its 3 rows are not counted yet/);
  await right.getByRole("button", { name: "Use month first" }).click();
  await page.getByText("6 transactions in all").first().waitFor();
  assert.equal(await which.count(), 0);
  assert.ok((await rows(page)).some((row) => /(2 Mar|Mar 2).* FEE/i.test(row)));
  const after = await ask(page, "How much did I spend in March 2025?");
  assert.doesNotMatch(await after.innerText(), /waits for one answer/);
  // Asked once: another file of that shape is read the same way.
  await drop(page, [SAVER_TOO]);
  assert.doesNotMatch(await report(page, 2), /Which reading|Waiting/);
  assert.ok((await rows(page)).some((row) => /5 Apr|Apr 5/.test(row)));
  // Changed later, all files of that shape are read again.
  const chosen = item(page, "saver-q2.csv").locator("details.chosen");
  await chosen.locator("summary").click();
  await chosen.getByRole("button", { name: "Use day first" }).click();
  await page.getByText("saver-q2.csv is read as chosen.").first().waitFor();
  const read = await rows(page);
  assert.ok(read.some((row) => /4 May|May 4/.test(row)) && read.some((row) => /(3 Feb|Feb 3).*FEE/i.test(row)), read.join("\n"));
  assert.deepEqual(await flaws(page), []);
  assert.deepEqual(page.wrong, []);
});

test("the question, the change, undo and redo are all there for the keyboard", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await drop(page, [SAVER]);
  await report(page, 1);
  const focused = () => page.evaluate(() => document.activeElement.innerText || document.activeElement.id);
  const tabTo = async (name, key = "Tab") => {
    for (let at = 0; at < 60; at += 1) {
      if (name.test(await focused())) return;
      await page.keyboard.press(key);
    }
    assert.fail(`${name} is not reached; at ${await focused()}`);
  };
  await page.locator("article.import").first().focus();
  await tabTo(/^Use month first$/);
  await page.keyboard.press("Enter");
  await page.getByText("3 transactions in all").first().waitFor();
  // The focus is on the file that was settled, not lost.
  assert.match(await focused(), /saver-q1\.csv/);
  await tabTo(/^Month first, as you chose/);
  await page.keyboard.press("Enter");
  await tabTo(/^Use day first$/);
  await page.keyboard.press("Space");
  await item(page, "saver-q1.csv").getByText("Day first, as you chose").waitFor();
  await tabTo(/^Undo$/);
  await page.keyboard.press("Enter");
  await item(page, "saver-q1.csv").getByText("Month first, as you chose").waitFor();
  await tabTo(/^Do it again$/);
  await page.keyboard.press("Enter");
  await item(page, "saver-q1.csv").getByText("Day first, as you chose").waitFor();
  assert.match(await page.locator("p[role=status]").innerText(), /read as chosen/);
  assert.deepEqual(page.wrong, []);
});

test("a whole import is taken back and done again, and a file is taken out", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await drop(page, [EVERYDAY]);
  await report(page, 1);
  const answer = async () => (await (await ask(page, "How much did I spend in March 2025?")).locator(".lede").innerText());
  const [first, of] = [await rows(page), await answer()];
  await drop(page, [text("card.csv", "Date,Payee,Amount", "14/03/2025,RAILWAY,-8.40", "15/03/2025,BOOKS,-9.99"), text("notes.txt", "Dear diary")]);
  await report(page, 2);
  const [both, more] = [await rows(page), await answer()];
  assert.notEqual(of, more);
  const undos = page.locator(".undos");
  await undos.getByRole("button", { name: "Undo" }).click();
  await undos.getByText("card.csv taken out.").waitFor();
  assert.match(await item(page, "card.csv").innerText(), /None of its rows count/);
  assert.deepEqual(await rows(page), first);
  assert.equal(await answer(), of);
  await undos.getByRole("button", { name: "Do it again" }).click();
  await undos.getByText("card.csv added.").waitFor();
  assert.deepEqual(await rows(page), both);
  const file = item(page, "everyday.csv");
  await file.getByText("How it was read").click();
  await file.getByRole("button", { name: /Take this file out/ }).click();
  await undos.getByText("everyday.csv taken out.").waitFor();
  assert.equal((await rows(page)).length, 2);
  await undos.getByRole("button", { name: "Undo" }).click();
  await undos.getByText("everyday.csv added.").waitFor();
  assert.deepEqual(await rows(page), both);
  assert.deepEqual(await flaws(page), []);
  assert.deepEqual(page.wrong, []);
});

/** Ten statements of ten banks, of every kind there is a fixture of. */
const TEN = ["soll-haben-letters", "mt940-structured-details", "camt-batch-is-one-row", "ofx-bank-and-card-in-one-file", "qif-accounts-splits-and-transfers",
  "debit-and-credit-columns", "windows-1252-with-euro", "preamble-with-balance-and-iban", "card-with-purchases-positive", "pending-by-status"];

test("ten files of ten banks are picked at once, and one that fails does not stop the others", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  const files = TEN.map((name) => {
    const folder = join(ROOT, "tests/fixtures/statements", name);
    const input = readdirSync(folder).find((file) => file.startsWith("input."));
    return { name: `${name}${input.slice("input".length)}`, mimeType: "application/octet-stream", buffer: readFileSync(join(folder, input)) };
  });
  files.splice(4, 0, { name: "photo.png", mimeType: "image/png", buffer: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex") });
  await page.locator("input[type=file]").first().setInputFiles(files);
  assert.match(await report(page, 1, 60_000), /Read 10 of 11 files/);
  const items = await page.locator(".files > li").allInnerTexts();
  assert.equal(items.length, 11);
  items.forEach((said, at) => assert.match(said, at === 4 ? /cannot be read as a statement/ : /\d+ (of \d+ )?rows?[\s\S]*How it was read/, said));
  const batch = item(page, "camt-batch-is-one-row");
  assert.match(await batch.innerText(), /CAMT of/);
  assert.deepEqual(await flaws(page), []);
  assert.deepEqual(page.wrong, []);
});

test("a batch opens to its payments, which are found by their words, and pending rows say so", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  const folder = join(ROOT, "tests/fixtures/statements");
  await drop(page, [
    { name: "batch.xml", bytes: readFileSync(join(folder, "camt-batch-is-one-row/input.xml")) },
    { name: "pending.csv", bytes: readFileSync(join(folder, "pending-by-status/input.csv")) },
  ]);
  await report(page, 1);
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: /Transactions/ }).first().click();
  await page.locator("#row-0").waitFor();
  assert.ok(await page.locator(".tag", { hasText: "pending" }).count() > 0);
  const expected = readFileSync(join(folder, "camt-batch-is-one-row/expected.txt"), "utf8");
  const payment = expected.split("\n").find((line) => line.startsWith("  ")).match(/"([^"]+)"/)[1];
  await page.getByRole("searchbox").or(page.locator("input[type=search], #search")).first().fill(payment);
  await page.waitForFunction(() => document.querySelectorAll("#rows .line.row").length === 1);
  await page.locator("#row-0").click();
  const table = page.locator("#detail table.batch");
  await table.waitFor();
  assert.ok((await table.innerText()).includes(payment.split(" ")[0]));
  assert.ok(await table.locator("tr").count() > 1);
  await picture(page, "batch-tab-light");
  assert.deepEqual(await flaws(page), []);
  assert.deepEqual(page.wrong, []);
});

test("files that are pasted are read, several at once", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await page.evaluate((list) => {
    const held = new DataTransfer();
    for (const [name, words] of list) held.items.add(new File([words], name));
    document.querySelector("#main").dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
  }, [EVERYDAY, SAVER_TOO].map(({ name, bytes }) => [name, bytes.toString()]));
  assert.match(await report(page, 1), /Read 2 files/);
  assert.match(await total(page), /3 transactions in all/);
  assert.deepEqual(page.wrong, []);
});

for (const [size, viewport] of Object.entries({ phone: { width: 390, height: 1400 }, tab: { width: 1200, height: 1100 } })) {
  for (const scheme of ["light", "dark"]) {
    test(`reports and the question on a ${size}, ${scheme}`, async (t) => {
      const { server, browser } = await setUp(t);
      const page = await open(browser, server.url, { viewport, colorScheme: scheme });
      await drop(page, [EVERYDAY, SAVER, text("notes.txt", "Dear diary")]);
      await report(page, 1);
      await picture(page, `question-${size}-${scheme}`);
      await page.getByRole("button", { name: "Use month first" }).click();
      await page.getByText("6 transactions in all").first().waitFor();
      await page.evaluate(() => document.querySelectorAll(".files details").forEach((details) => { details.open = true; }));
      await picture(page, `reports-${size}-${scheme}`);
      assert.deepEqual(await flaws(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}
