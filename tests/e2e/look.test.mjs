// Each screen in both widths and both schemes: a picture of it, and what axe has to say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT, ask, open, openSample, picture, setUp, viewOf } from "./support/browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = { phone: { width: 390, height: 844 }, tab: { width: 1200, height: 900 } };
const SCHEMES = ["light", "dark"];

/** What axe finds against WCAG 2.2 A and AA, and its best practices. */
async function flaws(page, screen) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations.map(({ id, nodes }) => `${screen}: ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

/** Whether anything sticks out sideways. */
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const go = (page, name) => page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).filter({ visible: true }).first().click();

for (const [size, viewport] of Object.entries(WIDTHS)) {
  for (const scheme of SCHEMES) {
    test(`every screen on a ${size}, ${scheme}`, async (t) => {
      const { server, browser } = await setUp(t);
      const page = await open(browser, server.url, { viewport, colorScheme: scheme });
      const found = [];
      const look = async (screen) => {
        await picture(page, `${screen}-${size}-${scheme}`);
        found.push(...await flaws(page, screen));
        if (await overflow(page) > 0) found.push(`${screen}: sticks out sideways by ${await overflow(page)} px`);
      };
      await look("first");
      await openSample(page);
      await look("import");
      await go(page, "Overview");
      await page.getByRole("heading", { name: "Worth a look" }).waitFor();
      await look("overview");
      if (size === "phone") await go(page, "Ask");
      const sheet = await ask(page, "How much did I spend on groceries in February 2026?");
      await look("answer");
      await sheet.getByText("How this was worked out").click();
      await sheet.getByText(/^Counted: /).waitFor();
      await look("workings");
      await go(page, /^(Rows|Transactions)/);
      await page.locator("#row-0").waitFor();
      await look("rows");
      await go(page, size === "phone" ? "More" : "Privacy");
      if (size === "phone") await page.getByRole("main").getByRole("button", { name: "Privacy" }).click();
      await page.getByRole("heading", { name: "What no browser can promise" }).waitFor();
      await look("privacy");
      assert.deepEqual(found, []);
      assert.deepEqual(page.wrong, []);
    });
  }
}

// WCAG 2.2: 1.4.10 reflow at 320 px, 1.4.4 text at twice its size.
for (const [width, size] of [[320, "100%"], [640, "200%"]]) {
  test(`at ${width} px and a text size of ${size} nothing sticks out`, async (t) => {
    const { server, browser } = await setUp(t);
    const page = await open(browser, server.url, { viewport: { width, height: 640 } });
    await page.evaluate((fontSize) => { document.documentElement.style.fontSize = fontSize; }, size);
    assert.ok(await overflow(page) <= 0, "first screen");
    await openSample(page);
    for (const name of ["Overview", "Ask", /^Rows/]) {
      await go(page, name);
      await page.waitForTimeout(100);
      assert.ok(await overflow(page) <= 0, `${name} sticks out by ${await overflow(page)} px`);
    }
  });
}

test("on a phone with text twice its size no part of the rows' screen lies over another", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, { viewport: { width: 390, height: 844 } });
  await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
  await openSample(page);
  await go(page, /^Rows/);
  await page.locator("#row-0").waitFor();
  const parts = await page.evaluate(() => [...document.querySelector(".rows").children].map((part) => {
    const { top, bottom, right } = part.getBoundingClientRect();
    return { part: part.className, top, bottom, right: Math.max(right, ...[...part.querySelectorAll("input")].map((field) => field.getBoundingClientRect().right)) };
  }));
  for (const [at, { part, top, right }] of parts.entries()) {
    assert.ok(at === 0 || top >= parts[at - 1].bottom, `${part} lies over ${parts[at - 1]?.part}`);
    assert.ok(right <= 390, `${part} ends at ${right}`);
  }
  // The last of it can be reached.
  await page.getByRole("button", { name: "Download rows" }).click({ trial: true });
});

test("on a phone with text twice its size the way back is in sight when something was changed", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, { viewport: { width: 390, height: 844 } });
  await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
  await openSample(page);
  await go(page, /^Rows/);
  await page.locator("#row-3 .cat").click();
  await page.waitForFunction(() => document.activeElement.id === "picker-search");
  await page.keyboard.type("gro");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const undo = page.locator(".said").getByRole("button", { name: "Undo" });
  await undo.waitFor();
  await page.waitForTimeout(150);
  const { bottom, limit } = await undo.evaluate((button) => ({ bottom: button.getBoundingClientRect().bottom, limit: document.querySelector(".composer").getBoundingClientRect().top }));
  assert.ok(bottom <= limit, `it ends at ${bottom}, and what is in sight at ${limit}`);
});

test("on a phone with text twice its size no name beside a bar is cut, and each mark lies over its bar", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, { viewport: { width: 390, height: 844 } });
  await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
  await openSample(page);
  const sheet = await ask(page, "Which merchants took the most last month?");
  const bars = await sheet.locator(".chart").evaluate((chart) => {
    const marks = [...chart.querySelectorAll(".marks li")].map((mark) => mark.getBoundingClientRect());
    return [...chart.querySelectorAll(".brk .row")].map((row, at) => {
      const [{ top, bottom }, name] = [row.getBoundingClientRect(), row.querySelector(".nm")];
      return { cut: name.scrollWidth > name.clientWidth, off: Math.abs(marks[at].top - top) + Math.abs(marks[at].bottom - bottom) };
    });
  });
  assert.ok(bars.length > 2 && bars.every(({ cut, off }) => !cut && off < 2), JSON.stringify(bars));
});

test("where text is twice its size on a wide screen, a row's sheet takes the height there is", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, { viewport: { width: 640, height: 430 } });
  await openSample(page);
  await go(page, /^Rows/);
  await page.locator("#row-1").click();
  const sheet = page.locator(".detail");
  await sheet.waitFor();
  const [top, bottom, left] = await sheet.evaluate((one) => [one.getBoundingClientRect().top, one.getBoundingClientRect().bottom, one.scrollHeight - one.clientHeight]);
  assert.ok(top >= 0 && bottom <= 430 && left <= 1, `from ${top} to ${bottom}, ${left} px of it to be scrolled to`);
});

test("spending is split of the month that is chosen", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, { viewport: { width: 1280, height: 860 } });
  await openSample(page);
  const month = page.getByRole("combobox", { name: "Month" });
  const total = page.locator(".parts .total");
  assert.match(await total.innerText(), /^2,745\.15/);
  await month.focus();
  await month.selectOption({ label: "January" });
  await page.locator(".parts .total", { hasText: "2,587.23" }).waitFor();
  assert.equal(await page.locator("#split").textContent(), "January");
  assert.ok(await month.evaluate((one) => one === document.activeElement), "the focus stays");
  await page.getByRole("button", { name: "Groceries", exact: true }).click();
  await page.locator("#row-0 .date", { hasText: "Jan" }).waitFor();
});

test("heads side by side end on one line, however long the one is", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, { viewport: { width: 1280, height: 860 } });
  await openSample(page);
  await page.locator("#split").waitFor();
  for (const [width, title] of [[1280, "February 2026"], [1280, "1 September \u2013 22 September 2026"], [1104, "February"]]) {
    await page.top.setViewportSize({ width, height: 860 });
    const ends = await page.evaluate((title) => {
      document.querySelector(".sh select").selectedOptions[0].textContent = title;
      return [...document.querySelectorAll(".g2 .sh")].map((head) => head.getBoundingClientRect().bottom);
    }, title);
    assert.equal(ends.length, 2);
    assert.equal(ends[0], ends[1], `${title} at ${width} px`);
  }
});

test("what a wrong style would move: frame, margins, rows, charts, rules and the focus", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, { viewport: { width: 1280, height: 860 } });
  await openSample(page);
  await page.locator("#split").waitFor();
  const measured = await page.evaluate(() => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    const style = (selector) => getComputedStyle(document.querySelector(selector));
    const rule = (kind) => [style(`.fig.${kind}, .total.${kind}`)].map((one) => `${one.borderBlockEndWidth} ${one.borderBlockEndStyle}`)[0];
    const [first, second] = document.querySelectorAll(".over > .blk");
    const plot = box("#months .cols, [aria-labelledby=months] .cols");
    return {
      frame: [box(".rail").width, box(".dock").width],
      margins: [parseFloat(style(".over").paddingLeft), second.getBoundingClientRect().top - first.getBoundingClientRect().bottom],
      // The largest of the bars fills its room, the columns all of theirs.
      chart: [Math.round(box(".parts .bb i").width - (box(".parts .bb").width - 12)), Math.round(plot.width - box("[aria-labelledby=months]").width), plot.height],
      rules: ["proved", "sofar", "est"].map(rule),
      target: Math.min(...[...document.querySelectorAll(".seg button, .over .link, .over summary, .over .rowlink")].map((one) => one.getBoundingClientRect().height)) >= 24,
    };
  });
  assert.deepEqual(measured, {
    frame: [176, 368],
    margins: [24, 28],
    chart: [0, 0, 112],
    rules: ["4px double", "1px solid", "2px dotted"],
    target: true,
  });
  await page.locator("#composer").focus();
  const ring = (selector) => page.locator(selector).first().evaluate((one) => {
    one.focus({ focusVisible: true });
    const { outlineStyle, outlineWidth, outlineOffset, outlineColor } = getComputedStyle(one);
    return `${outlineWidth} ${outlineStyle} ${outlineColor}, ${outlineOffset} away`;
  });
  assert.equal(await ring(".find .fig"), "2px solid rgb(21, 80, 200), 2px away");
  assert.equal(await ring(".send"), "2px solid rgb(21, 80, 200), 2px away");
  await go(page, /^Transactions/);
  await page.locator("#row-1").waitFor();
  const rows = await page.evaluate(() => {
    const height = document.querySelector("#row-0").getBoundingClientRect().height;
    const cash = [...document.querySelectorAll(".line.row")].find((row) => row.textContent.includes("CASH WITHDRAWAL"));
    return [height, cash.querySelector(".who").innerText];
  });
  // A row of no merchant says what kind it is.
  assert.deepEqual(rows, [35, "Cash"]);
});

test("a screen begins at its head, however far down the one before it was read", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await openSample(page);
  const down = () => page.locator("#main").evaluate((main) => { main.scrollTop = 600; return main.scrollTop; });
  for (const name of ["Accounts", "Decisions", "Overview", "Privacy"]) {
    assert.ok(await down() > 100, "the screen is too short for the test");
    await go(page, name);
    await page.getByRole("heading", { level: 1, name: name === "Overview" ? /2026/ : name }).waitFor();
    await page.waitForFunction(() => document.querySelector("#main").scrollTop === 0);
  }
});

for (const [size, viewport] of Object.entries(WIDTHS)) {
  test(`while the checks come in nothing on the first screen moves, on a ${size}`, async (t) => {
    const { server, browser } = await setUp(t);
    const context = await browser.newContext({ viewport });
    await context.addInitScript(() => {
      globalThis.moved = [];
      new PerformanceObserver((list) => globalThis.moved.push(...list.getEntries().map(({ value }) => value))).observe({ type: "layout-shift", buffered: true });
    });
    const page = await context.newPage();
    await page.goto(server.url);
    const view = await viewOf(page);
    await view.getByRole("heading", { name: "Checked in this browser" }).waitFor();
    await page.waitForTimeout(300);
    assert.deepEqual(await view.evaluate(() => globalThis.moved), []);
  });
}

test("what is chosen is told without colours of the page's own", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, { forcedColors: "active" });
  await openSample(page);
  await go(page, /^Transactions/);
  await page.locator("#row-3").click();
  await page.getByRole("button", { name: "Change category" }).click();
  const outline = (checked) => page.locator(`[role=radio][aria-checked=${checked}]`).first().evaluate((choice) => getComputedStyle(choice).outlineStyle);
  assert.deepEqual([await outline(true), await outline(false)], ["solid", "none"]);
});

test("in a box of any width the rows' amounts are in sight", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url, { viewport: { width: 606, height: 640 } });
  await openSample(page);
  await go(page, /^Rows/);
  await page.locator("#row-0").waitFor();
  for (const width of [320, 599, 600, 606, 660, 720, 767]) {
    await page.top.setViewportSize({ width, height: 640 });
    await page.waitForTimeout(150);
    const [hidden, right] = await page.evaluate(() => {
      const rows = document.querySelector("#rows");
      return [rows.scrollWidth - rows.clientWidth, document.querySelector("#row-0 .n").getBoundingClientRect().right];
    });
    assert.ok(hidden <= 0 && right <= width, `${width} px: ${hidden} px are hidden, the amount ends at ${right}`);
  }
});

test("everything on the first screen is reached by Tab, with its focus seen", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  const reached = [];
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate(() => {
      const active = document.activeElement;
      const shown = active.id && document.querySelector(`label[for="${active.id}"]`) || active;
      const style = getComputedStyle(shown);
      return { name: (shown.textContent ?? "").trim(), ring: style.outlineStyle !== "none" || style.boxShadow !== "none" };
    }));
  }
  for (const name of ["Choose files", "Open the Wrens"]) {
    const stop = reached.find((candidate) => candidate.name === name);
    assert.ok(stop, `${name} is not reached: ${JSON.stringify(reached)}`);
    assert.ok(stop.ring, `${name} has the focus and does not show it`);
  }
});

test("the embedder's locale is the page's", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, `${server.url}#locale=de-DE&theme=dark`);
  assert.equal(await page.locator("html").getAttribute("data-scheme"), "dark");
  await openSample(page);
  await page.getByRole("heading", { name: "Worth a look" }).waitFor();
  const said = await page.locator("#main").innerText();
  assert.match(said, /\d,\d\d\u00a0£/);
  // A list is of the sentence that it is in.
  assert.match(said, /£ and Loop/);
});

for (const scheme of SCHEMES) {
  test(`any accent of an embedder is light or dark enough for text, ${scheme}`, async (t) => {
    const { browser } = await setUp(t);
    const page = await browser.newPage({ colorScheme: scheme });
    const style = readFileSync(join(ROOT, "www/style.css"), "utf8");
    await page.setContent(`<style>${style}</style><div class="w" style="--accent:#000000"><i></i></div>`);
    const worst = await page.evaluate(() => {
      const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const [widget, probe] = document.querySelectorAll(".w, .w i");
      const shown = (colour) => {
        probe.style.color = `var(${colour})`;
        canvas.fillStyle = getComputedStyle(probe).color;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
      const light = (colour) => {
        const [red, green, blue] = colour.map((part) => linear(part / 255));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const grounds = ["--page", "--surface", "--ledger", "--on-verd", "--verd-soft"].map((name) => light(shown(name)));
      const parts = ["00", "33", "66", "99", "cc", "ff"];
      const accents = parts.flatMap((red) => parts.flatMap((green) => parts.map((blue) => `#${red}${green}${blue}`)));
      const ratios = accents.flatMap((accent) => {
        widget.style.setProperty("--accent", accent);
        const ink = light(shown("--verdigris"));
        return grounds.map((ground) => ({ accent, ratio: (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05) }));
      });
      return ratios.reduce((low, each) => (each.ratio < low.ratio ? each : low));
    });
    assert.ok(worst.ratio >= 4.5, JSON.stringify(worst));
  });
}
