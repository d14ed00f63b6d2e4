// The person's word on matches: two rows that files have alike, and two that no rule sees as one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { drop, open, picture, report, setUp } from "./support/browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const text = (name, ...lines) => ({ name, bytes: Buffer.from(`${lines.join("\n")}\n`) });

const HEAD = "Date,Account Number,Description,Amount,Currency";
const FIRST = text("first.csv", HEAD, "2026-03-02,10002000,LOAF,-3.60,GBP", "2026-03-09,10002000,MARLOWS SUPERMARKET,-77.21,GBP", "2026-03-14,10002000,ALDER CLINIC,-40.00,GBP");
const SECOND = text("second.csv", HEAD, "2026-03-14,10002000,ALDER CLINIC,-40.00,GBP", "2026-03-20,10002000,R WREN,18.00,GBP");

async function flaws(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
}

const screen = (page, name) => page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).filter({ visible: true }).first().click();
const main = (page, name) => page.locator("#main").getByRole("button", { name, exact: true });
const undo = (page) => main(page, "Undo");
const rows = (page) => page.locator(".line.row");
const clinic = (page) => rows(page).filter({ hasText: /alder clinic/i });

async function start(t, options) {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, options);
  await drop(page, [FIRST]);
  await report(page, 1);
  await drop(page, [SECOND]);
  await report(page, 2);
  return page;
}

for (const colorScheme of ["light", "dark"]) {
  test(`a row that two files have is made two purchases and one again, ${colorScheme}`, async (t) => {
    const page = await start(t, { colorScheme });
    await screen(page, "Decisions");
    await page.getByText("second.csv repeats rows that were here already.").waitFor();
    await picture(page, `decisions-repeated-${colorScheme}`);
    assert.deepEqual(await flaws(page), []);
    await page.getByRole("button", { name: /These are two purchases/ }).first().focus();
    await page.keyboard.press("Enter");
    await undo(page).waitFor();
    await picture(page, `decisions-two-${colorScheme}`);
    assert.deepEqual(await flaws(page), []);
    await screen(page, /^(Rows|Transactions)/);
    await page.getByText("5 of 5").first().waitFor();
    await clinic(page).nth(1).waitFor();
    // The same file once more adds nothing, and takes nothing back.
    await drop(page, [SECOND]);
    await report(page, 3);
    await screen(page, /^(Rows|Transactions)/);
    await page.getByText("5 of 5").first().waitFor();
    assert.equal(await clinic(page).count(), 2);
    await screen(page, "Decisions");
    for (let step = 0; step < 2; step += 1) await undo(page).click();
    await main(page, "Do it again").waitFor();
    await screen(page, /^(Rows|Transactions)/);
    await page.getByText("4 of 4").first().waitFor();
    await clinic(page).first().waitFor();
    assert.equal(await clinic(page).count(), 1);
    assert.deepEqual(page.wrong, []);
  });
}

for (const [size, viewport] of Object.entries({ phone: { width: 390, height: 844 }, tab: { width: 1200, height: 900 } })) {
  test(`two rows are matched by hand, and it is undone, on a ${size}`, async (t) => {
    const page = await start(t, { viewport });
    await screen(page, /^(Rows|Transactions)/);
    const detail = page.locator("#detail");
    await rows(page).filter({ hasText: "77.21" }).locator(".date").click();
    await detail.getByRole("button", { name: "Match with another row" }).click();
    await page.locator("#held").waitFor();
    await picture(page, `match-held-${size}`);
    assert.deepEqual(await flaws(page), []);
    await rows(page).filter({ hasText: "18.00" }).locator(".date").click();
    await picture(page, `match-with-${size}`);
    assert.deepEqual(await flaws(page), []);
    await detail.getByRole("button", { name: "Purchase and reimbursement" }).click();
    await page.locator("#held").waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    if (size === "tab") {
      await screen(page, "Decisions");
      await page.getByRole("heading", { name: "Purchase and reimbursement" }).or(page.getByText("Purchase and reimbursement")).first().waitFor();
      await picture(page, "match-made");
      await undo(page).click();
      await main(page, "Do it again").waitFor();
      assert.equal(await page.getByText("Purchase and reimbursement").count(), 0);
    }
    assert.deepEqual(page.wrong, []);
  });
}
