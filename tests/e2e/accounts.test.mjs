// The accounts by hand: named, typed, merged and taken apart; rates, notes, parts; and the files to take along.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { drop, open, openSample, picture, report, setUp } from "./support/browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const text = (name, ...lines) => ({ name, bytes: Buffer.from(`${lines.join("\n")}\n`) });

// January and March: February is a gap. On 9 May 12.40 is missing.
const JANUARY = text("everyday-jan.csv", "Date,Description,Amount,Currency,Balance", "2026-01-05,RENT,-500.00,GBP,500.00", "2026-01-20,MARLOWS SUPERMARKET,-60.00,GBP,440.00", "2026-01-31,LOAF,-5.00,GBP,435.00");
const MARCH = text("everyday-mar.csv", "Date,Description,Amount,Currency,Balance", "2026-03-01,MILL LANE SCHOOL SALARY,900.00,GBP,1300.00", "2026-03-09,MARLOWS SUPERMARKET,-30.00,GBP,1270.00", "2026-03-15,LOAF,-5.00,GBP,1252.60");
const TRIP = text("trip.csv", "Date,Details,Value,Money", "2026-03-07,DINER,-21.90,USD", "2026-03-08,MUSEUM,-10.00,USD");

/** What axe finds against WCAG 2.2 A and AA, and its best practices. */
async function flaws(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
}

/** Whether anything sticks out sideways. */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** To the accounts, by the rail or by the tab for more. */
async function toAccounts(page) {
  const screens = page.getByRole("navigation", { name: "Screens" });
  const direct = screens.getByRole("button", { name: "Accounts" }).filter({ visible: true });
  if (await direct.count() > 0) {
    await direct.first().click();
  } else {
    await screens.getByRole("button", { name: "More" }).filter({ visible: true }).click();
    await page.getByRole("main").getByRole("button", { name: "Accounts" }).click();
  }
  await page.getByRole("heading", { name: "Accounts", level: 1 }).waitFor();
  await page.locator(".acct").first().waitFor();
}

const account = (page, name) => page.locator(".acct").filter({ has: page.getByRole("heading", { name, exact: true }) });

/** The text of a file that a button hands over. */
async function taken(page, button) {
  const [download] = await Promise.all([page.top.waitForEvent("download"), page.getByRole("button", { name: button, exact: true }).click()]);
  return readFileSync(await download.path(), "utf8");
}

test("an account is named, typed, merged and taken apart by keyboard, and each is undone", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await drop(page, [JANUARY, MARCH]);
  await report(page, 1);
  await drop(page, [TRIP]);
  await report(page, 2);
  await page.locator("#main").focus();
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page.locator(".acct").first().waitFor();
  const everyday = account(page, "Everyday");
  assert.match(await everyday.innerText(), /No file covers (1.* 28 Feb|February 1.* 28)/);
  assert.match(await everyday.innerText(), /Balance does not follow from the rows: (£|GBP.)12\.40 out is missing/);
  assert.equal(await everyday.locator(".strip .none").count(), 1);
  await everyday.getByRole("button", { name: "Change Everyday" }).focus();
  await page.keyboard.press("Enter");
  const name = page.getByLabel("Name", { exact: true });
  assert.ok(await name.evaluate((field) => field === document.activeElement), "the name has the focus");
  await name.fill("Joint");
  await page.keyboard.press("Enter");
  const joint = account(page, "Joint");
  await joint.waitFor();
  await page.getByText("Everyday is called Joint now.").first().waitFor();
  await joint.getByRole("button", { name: "Change Joint" }).click();
  await page.getByLabel("Kind").selectOption("savings");
  await joint.getByText(/^Savings/).waitFor();
  await joint.getByRole("button", { name: "Change Joint" }).click();
  await joint.getByRole("button", { name: "everyday-mar.csv is not of this account" }).click();
  await account(page, "Everyday mar").or(page.locator(".acct").nth(2)).first().waitFor();
  assert.equal(await page.locator(".acct").count(), 3);
  await page.locator("#title").focus();
  await page.keyboard.press("Control+z");
  await page.locator(".acct").nth(2).waitFor({ state: "detached" });
  await page.keyboard.press("Control+y");
  await page.locator(".acct").nth(2).waitFor();
  // The two halves are merged again by hand.
  const half = await page.locator(".acct h2").allInnerTexts();
  const other = half.find((one) => !["Joint", "Trip"].includes(one));
  await account(page, other).getByRole("button", { name: `Change ${other}` }).click();
  await page.getByLabel("Is one account with").selectOption({ label: "Joint" });
  await page.getByRole("button", { name: "Merge" }).click();
  await page.locator(".acct").nth(2).waitFor({ state: "detached" });
  assert.match(await joint.innerText(), /6 rows/);
  // Two currencies are not one account.
  await joint.getByRole("button", { name: "Change Joint" }).click();
  await page.getByLabel("Is one account with").selectOption({ label: "Trip" });
  await page.getByRole("button", { name: "Merge" }).click();
  await page.getByText("The two accounts are in two currencies. Nothing was changed.").first().waitFor();
  await page.keyboard.press("Escape");
  const journal = await taken(page, "hledger");
  assert.match(journal, /assets:joint-a1 {2}GBP -500\.00/);
  assert.match(await taken(page, "Beancount"), /Assets:Joint-A1 {2}-500\.00 GBP/);
  assert.match(await taken(page, "CSV"), /^Posting date,/);
  assert.equal(JSON.parse(await taken(page, "JSON")).length, 8);
  assert.deepEqual(page.wrong, []);
});

test("currencies are added only at a rate that was given, which is shown with its day", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await drop(page, [JANUARY, MARCH, TRIP]);
  await report(page, 1);
  const screens = page.getByRole("navigation", { name: "Screens" });
  await screens.getByRole("button", { name: /Transactions/ }).first().click();
  await page.locator("#row-0").waitFor();
  assert.equal(await page.locator(".together").count(), 0);
  await toAccounts(page);
  await page.getByLabel("One of this currency").fill("gbp");
  await page.getByLabel("is so much").fill("1.25");
  await page.getByLabel("of this currency", { exact: true }).fill("USD");
  await page.getByLabel("on this day").fill("2026-03-01");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("1 GBP = 1.25 USD on").first().waitFor();
  assert.deepEqual(await flaws(page), []);
  await screens.getByRole("button", { name: /Transactions/ }).first().click();
  // 31.90 USD are 25.52 GBP, beside 600.00 GBP.
  await page.getByText(/All currencies together: .*625\.52 spent.* at 1 GBP = 1\.25 USD on (1 Mar|Mar 1)/).waitFor();
  // A file of the bank's rates is known by its content; what was typed counts before it.
  await drop(page, [text("rates.csv", "Date,USD,GBP,", "2026-03-09,1.2,0.8,", "2026-03-06,1.1,0.8,")]);
  await toAccounts(page);
  await page.getByText(/rates\.csv: 2 currencies in euro/).waitFor();
  await page.getByRole("button", { name: /Remove 1 GBP/ }).click();
  await page.getByText("1 GBP = 1.25 USD on").first().waitFor({ state: "detached" });
  await screens.getByRole("button", { name: /Transactions/ }).first().click();
  // 31.90 / 1.2 * 0.8 = 21.27.
  await page.getByText(/All currencies together: .*621\.27 spent.* at 1 USD = 0\.666667 GBP/).waitFor();
  assert.deepEqual(page.wrong, []);
});

test("a row is noted, tagged and split in its detail, which stays open", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await drop(page, [JANUARY, MARCH]);
  await report(page, 1);
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: /Transactions/ }).first().click();
  await page.locator(".line.row").filter({ hasText: "60.00" }).locator(".date").click();
  const detail = page.locator("#detail");
  await detail.getByRole("button", { name: "Note, tags, parts" }).click();
  await page.getByLabel("Note", { exact: true }).fill("birthday");
  await page.getByLabel("Tags", { exact: true }).fill("family, #party");
  await page.keyboard.press("Enter");
  await detail.getByText("#party").waitFor();
  await detail.getByRole("button", { name: "Note, tags, parts" }).click();
  await page.getByLabel("Amount of part 1").fill("45.00");
  assert.equal(await page.getByLabel("Amount of part 2").inputValue(), "15.00");
  await page.getByLabel("Category of part 2").selectOption("GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES");
  await picture(page, "detail-split");
  assert.deepEqual(await flaws(page), []);
  await detail.getByRole("button", { name: "Split", exact: true }).click();
  await detail.getByText("Split into 2 parts").waitFor();
  await picture(page, "detail-parts");
  assert.deepEqual(await flaws(page), []);
  // A search finds the words of the note.
  await page.keyboard.press("Escape");
  await page.locator(".field input").fill("birthday");
  await page.getByText("1 of 6").first().waitFor();
  // What was said by hand is among the decisions.
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Decisions" }).first().click();
  await page.getByText("Split by you").waitFor();
  await picture(page, "decisions-by-hand");
  assert.deepEqual(await flaws(page), []);
  await toAccounts(page);
  assert.match(await taken(page, "hledger"), /; note: birthday\n {4}; family:\n {4}; party:\n/);
  assert.deepEqual(page.wrong, []);
});

for (const [size, viewport] of Object.entries({ phone: { width: 390, height: 844 }, tab: { width: 1200, height: 900 } })) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the accounts on a ${size}, ${colorScheme}`, async (t) => {
      const { server, browser } = await setUp(t);
      const page = await open(browser, server.url, { viewport, colorScheme });
      if (colorScheme === "dark") {
        await openSample(page);
      } else {
        await drop(page, [JANUARY, MARCH, TRIP]);
        await report(page, 1);
      }
      await toAccounts(page);
      await picture(page, `accounts-${size}-${colorScheme}`);
      await page.getByRole("button", { name: /^Change / }).first().click();
      await picture(page, `accounts-change-${size}-${colorScheme}`);
      assert.deepEqual(await flaws(page), []);
      assert.ok(await overflow(page) <= 0, `sticks out sideways by ${await overflow(page)} px`);
      await page.locator("#take").scrollIntoViewIfNeeded();
      await picture(page, `accounts-end-${size}-${colorScheme}`);
      assert.deepEqual(page.wrong, []);
    });
  }
}
