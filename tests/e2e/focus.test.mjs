// By keyboard alone: wherever a key leads, something has the focus, it is in sight and shows it; in a page around, too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DIST, PATIENCE, launch, open, report, setUp, viewOf } from "./support/browser.mjs";
import { sealedHeaders, serve } from "./support/server.mjs";

/** What has the focus: its words, and what is wrong with it. */
const focused = (view) => view.evaluate(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return { name: "nothing", wrong: "nothing has the focus" };
  const name = (element.id ? `#${element.id} ` : "") + (element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 60);
  // A field is ringed by its frame, a file field by its label.
  const ringed = [element, element.closest(".field"), element.nextElementSibling].some((each) => each && getComputedStyle(each).outlineStyle !== "none");
  const { top, bottom, left } = element.getBoundingClientRect();
  const isSeen = bottom > 0 && top < innerHeight && left < innerWidth;
  return { name, wrong: !isSeen ? "out of sight" : ringed ? null : "not shown" };
});

for (const [size, viewport] of Object.entries({ tab: { width: 1200, height: 900 }, phone: { width: 390, height: 844 } })) {
  test(`the sample, a question, its workings, the rows and every screen by keyboard, on a ${size}`, async (t) => {
    const { server, browser } = await setUp(t);
    const view = await open(browser, server.url, { viewport });
    const lost = [];
    const at = async (step) => {
      // What takes the focus takes it once it is drawn.
      await view.waitForTimeout(150);
      const { name, wrong } = await focused(view);
      if (wrong) lost.push(`${step}: ${name}: ${wrong}`);
      return name;
    };
    const keys = async (...list) => {
      for (const key of list) await view.keyboard.press(key);
      return at(list.join(" "));
    };
    const reach = async (wanted) => {
      for (let step = 0; step < 60; step += 1) {
        await view.keyboard.press("Tab");
        if (wanted.test((await focused(view)).name)) return;
      }
      assert.fail(`${wanted} is not reached by Tab`);
    };
    await reach(/Open the Wrens/);
    await view.keyboard.press("Enter");
    await report(view, 1);
    assert.match(await at("the sample is open"), /^#entry-/);
    await keys("/");
    await view.keyboard.type("How much did I spend on groceries in February 2026?");
    await view.keyboard.press("Enter");
    await view.locator("article.card .lede").waitFor();
    assert.match(await at("answered"), /^#composer/);
    await keys("Escape");
    assert.match(await keys("Alt+ArrowUp"), /^#entry-/);
    await keys("w");
    await view.getByText(/^Counted: /).waitFor();
    await reach(/£404\.43/);
    assert.match(await keys("Enter"), /^#workings-/);
    assert.match(await keys("g", "r"), /^#title/);
    await view.locator("#row-0").waitFor();
    await reach(/^#rows/);
    await keys("ArrowDown", "ArrowDown");
    assert.match(await keys("c"), /^#picker-search/);
    // On a phone nothing below the sheet takes the focus before it is shut.
    for (let step = 0; step < 4; step += 1) {
      const name = await keys("Tab");
      assert.ok(size === "tab" || !name.startsWith("Download rows"), name);
    }
    assert.match(await keys("Escape"), /^#rows/);
    for (const letter of ["o", "a", "d", "p"]) assert.match(await keys("g", letter), /^#title/);
    await keys("Escape");
    assert.deepEqual(lost, []);
    assert.deepEqual(view.wrong, []);
  });
}

test("an answer is shared and declined by keyboard in a page around, and the focus comes back", async (t) => {
  const widget = await serve(DIST, undefined, sealedHeaders(DIST));
  const text = `<!DOCTYPE html><html lang="en"><title>host</title><script src="${widget.url}element.js"></script><body>
    <button id="before">Before</button><farthing-widget height="640" locale="en-GB"></farthing-widget><button id="after">After</button></body>`;
  const host = await serve(DIST, (path) => (path === "/host.html" ? text : undefined));
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await widget.close();
    await host.close();
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(`http://localhost:${host.port}/host.html`);
  const airlock = await (await page.locator("farthing-widget iframe").elementHandle()).contentFrame();
  const view = await viewOf(airlock);
  await view.getByRole("heading", { name: "Checked in this browser" }).waitFor();
  const reach = async (wanted, key = "Tab") => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press(key);
      if (wanted.test((await focused(view)).name)) return;
    }
    assert.fail(`${wanted} is not reached by ${key}`);
  };
  await page.locator("#before").focus();
  await reach(/Open the Wrens/);
  await page.keyboard.press("Enter");
  await report(view, 1);
  await page.keyboard.press("/");
  await page.keyboard.type("How much did I spend on groceries in February 2026?");
  await page.keyboard.press("Enter");
  await view.locator("article.card .lede").waitFor();

  const sheet = airlock.locator("dialog.consent");
  for (const [way, said] of [["Escape", "Not shared"], ["Enter", "Shared with"]]) {
    if (way === "Enter") {
      await view.locator("#composer").focus();
      await page.keyboard.type("How much did I spend on groceries in January 2026?");
      await page.keyboard.press("Enter");
      await view.locator("article.card .lede").nth(1).waitFor();
    }
    await view.locator("#thread").focus();
    await page.keyboard.press("Alt+ArrowUp");
    await reach(/^Share this with/);
    await page.keyboard.press("Enter");
    await sheet.getByText(/^Type \d\d to wake/).waitFor();
    if (way === "Enter") {
      // From the title past the text to the box for the number, and on to the button.
      for (let step = 0; step < 2; step += 1) await page.keyboard.press("Tab");
      await page.keyboard.type(await sheet.locator("input").getAttribute("placeholder"));
      await sheet.locator("button.yes[aria-disabled=false]").waitFor();
      await page.keyboard.press("Tab");
      assert.equal(await airlock.evaluate(() => document.activeElement.className), "yes");
    }
    await page.keyboard.press(way);
    await sheet.waitFor({ state: "detached" });
    await view.getByText(said).filter({ visible: true }).first().waitFor();
    await page.waitForTimeout(200);
    const { name, wrong } = await focused(view);
    assert.deepEqual([name.startsWith("#share-"), wrong], [true, null], name);
  }

  // Out at the end of the frame, and back in.
  for (let step = 0; step < 40 && await page.evaluate(() => document.activeElement.id !== "after"); step += 1) {
    await page.keyboard.press("Tab");
    // From the frame's process to the page's the focus takes a moment, in which the next key would pass the button.
    await page.waitForTimeout(50);
  }
  assert.equal(await page.evaluate(() => document.activeElement.id), "after");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.localName), "farthing-widget");
  assert.equal((await focused(view)).wrong, null);
});
