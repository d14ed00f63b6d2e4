// Saying what rows are: the list by keyboard and by touch, what else changes, the way back, the queue, and the rules.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { drop, open, picture, report, setUp } from "./support/browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Shops that no table knows, one of them four times; one of the dictionary, twice; and what nobody can know.
const ROWS = [
  "Date,Description,Amount", "2026-03-02,SQ *ZELDIN MARLOWE 2214 LEEDS,-3.20", "2026-03-03,SQ *ZELDIN MARLOWE 0017 LEEDS,-4.10",
  "2026-03-09,QUENTHORPE FIELDS,-12.50", "2026-03-10,TESCO STORES 6148,-25.00", "2026-03-12,SQ *ZELDIN MARLOWE 2214 LEEDS,-3.20",
  "2026-03-14,SQ *ZELDIN MARLOWE 2214 LEEDS,-3.60", "2026-03-15,ORBEN AND VANTRY,-230.00", "2026-03-17,TESCO STORES 6148,-31.00",
];
const FILE = { name: "march.csv", bytes: Buffer.from(`${ROWS.join("\n")}\n`) };

/** What axe finds against WCAG 2.2 A and AA, and its best practices. */
async function flaws(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
}

const screen = (page, name) => page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).filter({ visible: true }).first().click();
const row = (page, text) => page.locator("#rows .line.row").filter({ hasText: text });
const list = (page) => page.getByRole("dialog", { name: "Change category" });
const said = (page) => page.locator(".undo.said");
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** The rows' screen with the statement in it. */
async function transactions(browser, url, options) {
  const page = await open(browser, url, options);
  await drop(page, [FILE]);
  await report(page, 1);
  await screen(page, /^(Rows|Transactions)/);
  await page.locator("#row-0").waitFor();
  return page;
}

/** Waits until so many rows say something: what was done is told at once, and the rows come with the engine's next replies. */
const rowsSay = (page, text, count) => page.waitForFunction(([text, count]) =>
  [...document.querySelectorAll("#rows .line.row")].filter((row) => row.textContent.includes(text)).length === count, [text, count]);

/** The texts of the rows, one line each. */
async function lines(page) {
  const all = await page.locator("#rows .line.row").allInnerTexts();
  return all.map((text) => text.replaceAll(/\s+/g, " "));
}

test("by keyboard alone a category is picked, its reach is seen before it acts, and it is taken back", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await transactions(browser, server.url);
  const before = await lines(page);
  await page.locator("#rows").focus();
  await page.keyboard.press("Home");
  const places = await lines(page);
  for (let at = 0; !/ZELDIN/.test(places[at]); at += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await list(page).waitFor();
  // Once the list is drawn.
  await page.waitForFunction(() => document.activeElement.id === "picker-search");
  // The three best guesses stand first, each with how sure it is.
  const options = list(page).getByRole("option");
  assert.match((await options.allInnerTexts()).slice(0, 3).join(" "), /%.*%.*%/s);
  await page.keyboard.type("coff");
  assert.match(await options.first().innerText(), /Coffee/);
  await page.keyboard.press("Enter");
  await list(page).getByText("Also 3 other rows:").waitFor();
  assert.equal(await list(page).locator(".chg li").count(), 3);
  // The scope stands before the button, and both before anything is done.
  const order = await list(page).evaluate((element) => {
    const parts = [element.querySelector("[role=radiogroup]"), element.querySelector(".btn.pri")];
    return Boolean(parts[0].compareDocumentPosition(parts[1]) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  assert.ok(order, "the button stands before the scope");
  assert.deepEqual(await lines(page), before, "a preview changes nothing");
  assert.deepEqual(await flaws(page), []);
  await page.keyboard.press("Enter");
  await said(page).waitFor();
  await rowsSay(page, "Coffee", 4);
  const after = await lines(page);
  assert.deepEqual(after.map((text) => text.split(" ").slice(0, 3)), before.map((text) => text.split(" ").slice(0, 3)), "rows keep their places");
  assert.equal(after.filter((text) => /your word/.test(text)).length, 1);
  assert.equal(after.filter((text) => /learned from you/.test(text)).length, 3);
  // The focus is back at the rows.
  await page.waitForFunction(() => document.activeElement.id === "rows");
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: "Do it again" }).waitFor();
  await rowsSay(page, "Coffee", 0);
  assert.deepEqual(await lines(page), before);
  // Esc shuts the list and does nothing.
  await page.locator("#rows").focus();
  await page.keyboard.press("Enter");
  await list(page).waitFor();
  await page.keyboard.press("Escape");
  await list(page).waitFor({ state: "detached" });
  assert.deepEqual(await lines(page), before);
  // Space opens what is known of the row.
  await page.locator("#rows").focus();
  await page.keyboard.press("Space");
  await page.locator("#detail").waitFor();
  assert.deepEqual(page.wrong, []);
});

test("by touch a category of one's own is made for a whole shop, and one row of it is excepted", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await transactions(browser, server.url, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await row(page, "Tesco").first().locator(".cat").tap();
  await list(page).waitFor();
  const box = await list(page).boundingBox();
  const foot = await page.locator(".rows").boundingBox();
  assert.ok(Math.abs(box.y + box.height - (foot.y + foot.height)) < 2 && box.width > 380, "a sheet from the foot");
  for (const target of await list(page).getByRole("option").or(list(page).getByRole("radio")).all()) {
    const size = await target.boundingBox();
    if (size) assert.ok(size.height >= 44, `a target of ${size.height} px: ${await target.innerText()}`);
  }
  await page.locator("#picker-search").fill("Party food");
  await list(page).getByRole("option", { name: /New: Party food/ }).tap();
  await list(page).getByRole("radio", { name: "2 rows from Tesco" }).tap();
  await list(page).getByText("Also 1 other row:").waitFor();
  await list(page).getByRole("button", { name: "Change to Party food" }).tap();
  await said(page).waitFor();
  await rowsSay(page, "Party food", 2);
  // A row that a rule decides names the rule, and offers to change it or to except the row.
  await row(page, "Tesco").first().locator(".cat").tap();
  await list(page).getByText('Decided by your rule: merchant "Tesco" -> "Party food"').waitFor();
  await page.locator("#picker-search").fill("groc");
  await list(page).getByRole("option", { name: "Groceries" }).first().tap();
  await list(page).getByRole("radio", { name: "Except this row" }).tap();
  await list(page).getByText("No other row changes.").waitFor();
  await list(page).getByRole("button", { name: /Change to Groceries/ }).tap();
  await list(page).waitFor({ state: "detached" });
  const now = (await lines(page)).filter((text) => /Tesco/.test(text));
  assert.deepEqual([now.filter((text) => /Party food/.test(text)).length, now.filter((text) => /Groceries/.test(text)).length], [1, 1]);
  await said(page).getByRole("button", { name: "Undo" }).tap();
  await said(page).getByRole("button", { name: "Do it again" }).waitFor();
  await rowsSay(page, "Party food", 2);
  assert.deepEqual(page.wrong, []);
});

test("what needs review is a queue by money, and every row says why it is what it is", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await transactions(browser, server.url);
  const reasons = await page.locator("#rows .line.row .why").allInnerTexts();
  assert.equal(reasons.length, 8);
  for (const reason of reasons) assert.match(reason, /\S/);
  assert.equal(reasons.filter((reason) => /brand/.test(reason)).length, 2);
  await page.getByRole("combobox", { name: "Category" }).selectOption({ label: "Needs review" });
  await row(page, "Tesco").first().waitFor({ state: "detached" });
  const sums = (await page.locator("#rows .line.row .n").allInnerTexts()).map((text) => Number(text.replaceAll(/[^\d.]/g, "")));
  // By what waits at the merchant, so that one answer settles most; the rows of one merchant stay together.
  assert.deepEqual(sums, [230, 4.1, 3.6, 3.2, 3.2, 12.5]);
  assert.match(await page.locator(".mh [role=status]").innerText(), /^3 merchants, .*256\.60 waiting$/);
  // What was said stays in its place until the next look.
  await page.locator("#row-0 .cat").click();
  await page.keyboard.type("rent");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await said(page).waitFor();
  assert.match(await page.locator("#row-0").innerText(), /Rent/);
  assert.deepEqual(await flaws(page), []);
  assert.deepEqual(page.wrong, []);
});

test("rules are edited, tried, opened from a file, saved to one, and their faults are named by line", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await transactions(browser, server.url);
  await page.getByRole("button", { name: "Rules", exact: true }).click();
  const text = page.getByRole("textbox", { name: "Text of the rules" });
  await text.fill('merchant "Tesco" -> GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES\nmerchant Tesco -> OTHER_OTHER\n');
  await page.getByRole("button", { name: "What would change?" }).click();
  await page.getByText("2 rows would change.").waitFor();
  await page.getByText(/Line 2: cannot read "Tesco"\. Expected words between quotation marks/).waitFor();
  assert.deepEqual(await flaws(page), []);
  const rules = 'text "zeldin*" -> "Beans"  # mine\ncategory "Beans" under FOOD_AND_DRINK_COFFEE\ngroup "Treats" is "Beans", FOOD_AND_DRINK_COFFEE\n';
  await page.locator("#rules-file").setInputFiles({ name: "rules.txt", mimeType: "text/plain", buffer: Buffer.from(rules) });
  await page.getByText("4 rows would change.").waitFor();
  assert.equal(await text.inputValue(), rules, "a file takes the text's place, word for word");
  // One that was moved since gives an error and no text.
  await page.locator("#rules-file").evaluate((field) => {
    const gone = Object.assign(new File([], "gone.txt"), { text: () => Promise.reject(new DOMException("gone", "NotFoundError")) });
    Object.defineProperty(field, "files", { configurable: true, value: [gone] });
    field.dispatchEvent(new Event("change", { bubbles: true }));
    delete field.files;
  });
  await page.getByRole("alert").getByText("That file cannot be read.").waitFor();
  assert.equal(await text.inputValue(), rules, "what is there stays");
  await page.getByRole("button", { name: "Use these rules" }).click();
  await page.getByText("Your groups").waitFor();
  assert.match(await page.locator(".rulesp").innerText(), /Treats\s+Beans, Coffee/);
  const saves = page.getByRole("button", { name: "Save as a file" });
  if (await saves.count()) {
    const [download] = await Promise.all([page.top.waitForEvent("download"), saves.click()]);
    assert.equal(download.suggestedFilename(), "farthing-rules.txt");
    assert.equal(readFileSync(await download.path(), "utf8"), rules);
  } else {
    await page.getByRole("button", { name: "Copy", exact: true }).waitFor();
  }
  await page.getByText("Names of brands").click();
  await page.getByText(/name-suggestion-index contributors/).waitFor();
  assert.deepEqual(await flaws(page), []);
  await page.getByRole("button", { name: "Shut" }).or(page.getByRole("button", { name: "Close" })).first().click();
  assert.equal((await lines(page)).filter((line) => /Beans/.test(line) && /your rule/.test(line)).length, 4);
  assert.deepEqual(page.wrong, []);
});

for (const [size, viewport] of Object.entries({ phone: { width: 390, height: 844 }, tab: { width: 1200, height: 900 } })) {
  for (const scheme of ["light", "dark"]) {
    test(`the list, the undo line and the rules on a ${size}, ${scheme}`, async (t) => {
      const { server, browser } = await setUp(t);
      const page = await transactions(browser, server.url, { viewport, colorScheme: scheme });
      const found = [];
      const look = async (name) => {
        await picture(page, `${name}-${size}-${scheme}`);
        found.push(...(await flaws(page)).map((flaw) => `${name}: ${flaw}`));
        if (await overflow(page) > 0) found.push(`${name}: sticks out sideways by ${await overflow(page)} px`);
      };
      await row(page, "Zeldin").first().locator(".cat").click();
      await list(page).getByRole("radio").first().waitFor();
      await look("category-list");
      await page.locator("#picker-search").fill("coff");
      await list(page).getByRole("option", { name: /Coffee/ }).first().click();
      await list(page).getByText("Also 3 other rows:").waitFor();
      await look("category-reach");
      await list(page).getByRole("radio", { name: "4 rows from Zeldin Marlowe" }).click();
      await list(page).locator(".btn.pri").click();
      await said(page).waitFor();
      await look("category-said");
      await row(page, "Zeldin").first().locator(".cat").click();
      await list(page).getByText("Decided by your rule:").waitFor();
      await look("category-ruled");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Rules", exact: true }).click();
      await page.getByRole("textbox", { name: "Text of the rules" }).waitFor();
      await page.getByText("4 rows").first().waitFor();
      await look("rules");
      assert.deepEqual(found, []);
      assert.deepEqual(page.wrong, []);
    });
  }
}
