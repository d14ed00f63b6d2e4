// The consent sheet in a frame of another origin, under a host that covers it, moves it, fades it and clicks for the person.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PATIENCE, ROOT, launch, picture, typeNumber } from "./support/browser.mjs";
import { MUTANTS, weakened } from "./support/mutants.mjs";
import { serve } from "./support/server.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TEXT = "I kept £162.05 of my pay in February.";

// The airlock without its engine: a view to lie under the sheet, and what was sent and decided, for the test to read.
const SHEET = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Farthing</title>
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self'; frame-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'">
  <link rel="stylesheet" href="airlock.css">
  <iframe id="view" title="view" srcdoc="<button>In the view</button>"></iframe>
  <script type="module">
    import { Consent } from "./consent.js";
    import { Receipts } from "./receipts.js";
    Object.assign(globalThis, { sent: [], outcomes: [], tight: 0, receipts: new Receipts() });
    const send = (message) => { sent.push(message); parent.postMessage(message, "*"); };
    globalThis.consent = new Consent({ host: "bank.example", receipts, send, tight: () => { tight += 1; } });
    globalThis.ask = (request) => { consent.ask(request).then((outcome) => outcomes.push(outcome)); };
  </script>`;

const HOST = (widget, { width = 390, height = 640 } = {}) => `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Host</title>
  <style>body { margin: 0; height: 3000px } iframe { border: 0; border-radius: 14px; display: block } #over { position: absolute; pointer-events: none }</style>
  <iframe id="frame" title="Farthing" src="${widget}sheet.html" width="${width}" height="${height}"></iframe>
  <script>
    globalThis.heard = [];
    addEventListener("message", ({ data }) => heard.push(data));
    globalThis.cover = (left, top, width, height, style = "") => {
      const over = document.createElement("div");
      over.id = "over";
      over.style.cssText = "background:white;left:" + left + "px;top:" + top + "px;width:" + width + "px;height:" + height + "px;" + style;
      document.body.append(over);
    };
    globalThis.uncover = () => document.getElementById("over")?.remove();
  </script>`;

/** The sheet's source, in a run of consent.mutants.mjs with one of its protections taken away. */
const WITHOUT = process.env.FARTHING_WITHOUT && MUTANTS.find(([name]) => name === process.env.FARTHING_WITHOUT);
const source = () => (WITHOUT ? weakened(readFileSync(join(ROOT, "www/airlock/consent.js"), "utf8"), WITHOUT) : undefined);

/** A browser and two servers, shared by the tests of this file. */
async function setUp(t) {
  const widget = await serve(join(ROOT, "www/airlock"), (path) => ({ "/sheet.html": SHEET, "/consent.js": source() })[path]);
  const size = {};
  const host = await serve(join(ROOT, "www/airlock"), (path) => (path === "/host.html" ? HOST(widget.url, size) : undefined));
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await widget.close();
    await host.close();
  });
  /** The host's page, the frame in it, and the sheet's parts. */
  const open = async (frameSize = {}, options = {}) => {
    Object.assign(size, { width: undefined, height: undefined }, frameSize);
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.wrong = [];
    page.on("pageerror", (error) => page.wrong.push(String(error)));
    // Another site, not only another port: a process of its own, as in the world.
    await page.goto(`${host.url.replace("127.0.0.1", "localhost")}host.html`);
    const frame = page.frames().find((one) => one.url().endsWith("/sheet.html"));
    await frame.waitForFunction(() => globalThis.ask);
    return {
      page,
      frame,
      yes: frame.getByRole("button", { name: "Share this text" }),
      no: frame.getByRole("button", { name: "Do not share" }),
      note: frame.locator(".note"),
      ask: (request = {}) => frame.evaluate((given) => globalThis.ask(given), { id: "s-1", what: "What did I save?", text: TEXT, ...request }),
      asleep: () => frame.locator(".yes").getAttribute("aria-disabled").then((value) => value === "true"),
      state: () => frame.evaluate(() => ({ sent, outcomes, tight, kept: receipts.list(), open: consent.open })),
    };
  };
  return open;
}

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
/** Once the number has been typed. */
const awake = async ({ frame }) => {
  await typeNumber(frame);
  await frame.locator('.yes[aria-disabled="false"]').waitFor();
};
/** A real click in the middle, whatever Playwright thinks of the control. */
async function press({ page }, control) {
  const { x, y, width, height } = await control.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await pause(150);
  await page.mouse.click(x + width / 2, y + height / 2);
}

test("the consent sheet", async (context) => {
  const open = await setUp(context);
  // A pattern for names would run all of them, as their parent matches.
  const only = process.env.FARTHING_ONLY ?? "";
  const t = { test: (name, run) => (name.startsWith(only) ? context.test(name, run) : undefined) };

  await t.test("shows the words, wakes after half a second, and sends them once", async () => {
    const sheet = await open();
    // Timed where it happens: this machine may be slow to answer.
    const woke = await sheet.frame.evaluate((text) => new Promise((done) => {
      const opened = performance.now();
      ask({ id: "s-1", what: "What did I save?", text });
      const yes = document.querySelector(".yes");
      const box = document.querySelector(".consent input");
      box.value = box.placeholder;
      const look = () => (yes.getAttribute("aria-disabled") === "true" ? requestAnimationFrame(look) : done(performance.now() - opened));
      look();
    }), TEXT);
    assert.ok(woke >= 500, `${woke} ms`);
    const words = await sheet.frame.getByRole("dialog", { name: "Share one text with bank.example?" }).innerText();
    assert.ok(words.includes(`“${TEXT}”`) && words.includes("bank.example asked: “What did I save?”"), words);
    await picture(sheet.page, "consent");
    // A second request meets the first one's sheet.
    await sheet.ask({ id: "s-2", text: "Other words." });
    assert.deepEqual((await sheet.state()).outcomes, [{ outcome: "busy" }]);
    await sheet.page.mouse.move(...await sheet.yes.boundingBox().then(({ x, y }) => [x + 20, y + 20]));
    await pause(150);
    await sheet.page.mouse.dblclick(...await sheet.yes.boundingBox().then(({ x, y }) => [x + 20, y + 20]));
    await sheet.frame.waitForFunction(() => !consent.open);
    await pause(400);
    const { sent, outcomes, kept } = await sheet.state();
    assert.equal(sent.length, 1);
    const { body: { consent: id, ...body }, ...message } = sent[0];
    assert.deepEqual([message, body], [{ farthing: 1, type: "answer" }, { id: "s-1", text: TEXT }]);
    assert.match(id, /^[0-9a-f-]{36}$/);
    const { at, ...receipt } = kept[0];
    assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(receipt, { consent: id, host: "bank.example", what: "What did I save?", text: TEXT, watched: true });
    assert.deepEqual(outcomes[1], { outcome: "shared", receipt: kept[0] });
    assert.deepEqual(await sheet.page.evaluate(() => heard), sent);
    // The next sheet has an id of its own.
    await sheet.ask({ id: null, what: null });
    await awake(sheet);
    await press(sheet, sheet.yes);
    await sheet.frame.waitForFunction(() => sent.length === 2);
    assert.notEqual((await sheet.state()).sent[1].body.consent, id);
    assert.deepEqual(sheet.page.wrong, []);
  });

  await t.test("stays inert while the host covers any part of it, and wakes half a second after", async () => {
    const sheet = await open();
    await sheet.ask();
    await awake(sheet);
    const parts = { text: "blockquote", button: ".yes", title: "h2", who: ".gets" };
    for (const [name, selector] of Object.entries(parts)) {
      const { x, y, width, height } = await sheet.frame.locator(`.consent ${selector}`).boundingBox();
      await sheet.page.evaluate((box) => cover(...box), [x + 4, y + 4, Math.max(20, width / 3), height - 8]);
      await sheet.frame.locator('.yes[aria-disabled="true"]').waitFor();
      assert.equal(await sheet.note.innerText(), "Wakes when nothing covers it.");
      await press(sheet, sheet.yes);
      await pause(300);
      assert.deepEqual((await sheet.state()).sent, [], name);
      await sheet.page.evaluate(() => uncover());
      const free = Date.now();
      await awake(sheet);
      assert.ok(Date.now() - free >= 450, `${name}: ${Date.now() - free} ms`);
    }
  });

  await t.test("an overlay that comes with the click, or a faded or turned frame, shares nothing", async () => {
    const sheet = await open();
    await sheet.ask();
    await awake(sheet);
    const { x, y, width, height } = await sheet.frame.locator("blockquote").boundingBox();
    const button = await sheet.yes.boundingBox();
    await sheet.page.mouse.move(button.x + 20, button.y + 20);
    await pause(150);
    // Covered, and clicked before the browser looks again.
    await sheet.page.evaluate((box) => cover(...box), [x, y, width, height]);
    await sheet.page.mouse.click(button.x + 20, button.y + 20);
    await pause(500);
    assert.deepEqual((await sheet.state()).sent, []);
    await sheet.page.evaluate(() => uncover());
    // Out at the side; and its upper edge out at the top, the button still in view.
    const cut = ["margin-left: -200px", `margin-top: ${-Math.round(y + 4)}px`];
    for (const style of ["opacity: 0.3", "filter: blur(1px)", "transform: rotate(3deg)", "mix-blend-mode: multiply", ...cut]) {
      await awake(sheet);
      await sheet.page.evaluate((css) => { document.getElementById("frame").style.cssText = css; }, style);
      await sheet.frame.waitForFunction(() => document.querySelector('.yes[aria-disabled="true"]'), null, { timeout: 5000 }).catch(() => assert.fail(style));
      await pause(1200);
      assert.equal(await sheet.asleep(), true, style);
      await sheet.page.evaluate(() => { document.getElementById("frame").style.cssText = ""; });
    }
    // The click of then is no click of now.
    await awake(sheet);
    await pause(500);
    assert.deepEqual((await sheet.state()).sent, []);
  });

  await t.test("a frame that the host masks, cuts or shrinks shares nothing, as nobody can read the number", async () => {
    // The browser calls each of these uncovered.
    const round = "border-radius: 300px";
    const cut = "clip-path: polygon(0 0, 1px 0, 1px 540px, 100% 540px, 100% 100%, 0 100%)";
    for (const style of ["", "mask-image: linear-gradient(transparent, transparent)", "mask-image: linear-gradient(transparent 82%, black 82%)", cut, round]) {
      const sheet = await open();
      await sheet.page.evaluate((css) => { document.getElementById("frame").style.cssText = css; }, style);
      await sheet.ask();
      await sheet.frame.locator(".note").getByText(/^Type \d\d to wake the button\.$/).waitFor();
      await press(sheet, sheet.yes);
      await sheet.frame.locator(".consent input").fill("7");
      await press(sheet, sheet.yes);
      await pause(400);
      assert.deepEqual([await sheet.asleep(), (await sheet.state()).sent], [true, []], style);
      await sheet.page.context().close();
    }
  });

  await t.test("a frame of any height says nothing of how long the text is", async () => {
    for (const height of [200, 240, 280, 320]) {
      const told = [];
      for (const text of ["1", "Wide words ".repeat(25).trim()]) {
        const sheet = await open({ width: 320, height });
        await sheet.page.evaluate(() => {
          document.body.style.height = "9000px";
          scrollTo(0, 0);
          globalThis.scrolled = [];
          addEventListener("scroll", () => scrolled.push(scrollY));
          document.getElementById("frame").style.marginTop = `${innerHeight - 40}px`;
        });
        // Where the frame stands must have been drawn before the sheet asks to be seen.
        await sheet.page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
        await sheet.ask({ text });
        await sheet.page.waitForFunction(() => scrolled.length > 0);
        await pause(600);
        told.push([(await sheet.state()).tight, await sheet.page.evaluate(() => scrolled.at(-1))]);
        await sheet.page.context().close();
      }
      assert.deepEqual(told[0], told[1], `${height}`);
      assert.equal(told[0][0], height < 320 ? 1 : 0);
    }
  });

  await t.test("a frame that was not drawn for a while wakes anew", async () => {
    const sheet = await open();
    await sheet.ask();
    await awake(sheet);
    const states = await sheet.frame.evaluate(() => new Promise((done) => {
      const until = performance.now() + 600;
      while (performance.now() < until);
      const seen = [];
      const look = () => {
        seen.push(document.querySelector(".yes").getAttribute("aria-disabled"));
        if (seen.length < 3) requestAnimationFrame(look);
        else done(seen);
      };
      requestAnimationFrame(look);
    }));
    assert.ok(states.includes("true"), states.join());
    await awake(sheet);
  });

  await t.test("a frame that is moved under a click, or shown just before it, shares nothing", async () => {
    const sheet = await open();
    await sheet.ask();
    await awake(sheet);
    const { x, y } = await sheet.yes.boundingBox().then((box) => ({ x: box.x + 20, y: box.y + 20 }));
    const restyle = (css) => sheet.page.evaluate((text) => { document.getElementById("frame").style.cssText = text; }, css);
    /** Plays the trick until the machine was quick enough for it to be one, and says whether it worked. */
    const worked = async (within, prepare, spring) => {
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const before = (await sheet.state()).sent.length;
        if (!(await sheet.state()).open) await sheet.ask();
        await awake(sheet);
        await prepare();
        const start = Date.now();
        await spring();
        const took = Date.now() - start;
        await pause(500);
        const sent = (await sheet.state()).sent.length > before;
        await restyle("");
        if (took < within) return sent;
      }
      return assert.fail("this machine is too slow to play the trick");
    };
    assert.equal(await worked(90, async () => {
      await sheet.page.mouse.move(x + 300, y);
    }, async () => {
      await restyle("margin-left: 300px");
      await sheet.page.mouse.click(x + 300, y);
    }), false);
    for (const style of ["visibility: hidden", "display: none", "content-visibility: hidden", "position: absolute; left: -5000px"]) {
      assert.equal(await worked(400, async () => {
        await sheet.page.mouse.move(x, y);
        await pause(150);
        await restyle(style);
        await pause(700);
      }, async () => {
        await restyle("");
        await sheet.page.mouse.click(x, y);
      }), false, style);
    }
    if (!(await sheet.state()).open) await sheet.ask();
    const before = (await sheet.state()).sent.length;
    await awake(sheet);
    await press(sheet, sheet.yes);
    await sheet.frame.waitForFunction((count) => sent.length > count, before);
  });

  await t.test("clicks and keys that no person made count for nothing", async () => {
    const sheet = await open();
    await sheet.ask();
    await awake(sheet);
    await sheet.frame.evaluate(() => {
      const yes = document.querySelector(".yes");
      yes.click();
      yes.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      yes.dispatchEvent(new PointerEvent("click", { bubbles: true, isPrimary: true }));
      yes.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    });
    await pause(400);
    const { sent, open: stillOpen } = await sheet.state();
    assert.deepEqual([sent, stillOpen], [[], true]);
  });

  await t.test("what was spent cannot be pressed again", async () => {
    const sheet = await open();
    await sheet.ask();
    await awake(sheet);
    await sheet.frame.evaluate(() => { globalThis.spent = document.querySelector(".consent"); });
    await press(sheet, sheet.yes);
    await sheet.frame.waitForFunction(() => sent.length === 1);
    // The sheet put back as it was: its button is a real one, and dead.
    await sheet.frame.evaluate(() => { document.body.append(spent); spent.showModal(); });
    await pause(700);
    await press(sheet, sheet.yes);
    await pause(400);
    assert.equal((await sheet.state()).sent.length, 1);
  });

  await t.test("a text that was changed after it was shown is not sent", async () => {
    const sheet = await open();
    await sheet.ask();
    await awake(sheet);
    await sheet.frame.evaluate(() => { document.querySelector("blockquote bdi").textContent = "Other words."; });
    await awake(sheet);
    await press(sheet, sheet.yes);
    await sheet.frame.waitForFunction(() => !consent.open);
    const { sent, outcomes, kept } = await sheet.state();
    assert.deepEqual([sent, outcomes, kept], [[], [{ outcome: "refused" }], []]);
  });

  await t.test("texts that would not be seen as they are sent open no sheet", async () => {
    const sheet = await open();
    const texts = ["", " ", "two  blanks", "a\u200Bb", "a\u202Eb", "a\nb", "a\u0000", "x".repeat(281), "\uD800", "a\u2800b", "e\u0301", 7, null];
    for (const text of texts) await sheet.ask({ text });
    await sheet.ask({ what: "\u202Eno" });
    const { outcomes, open: isOpen } = await sheet.state();
    assert.deepEqual([outcomes.map(({ outcome }) => outcome), isOpen], [Array(texts.length + 1).fill("refused"), false]);
  });

  await t.test("by keyboard: the focus stays in the sheet, Enter shares, Esc does not, and the focus goes back", async () => {
    const sheet = await open();
    const view = sheet.frame.frameLocator("#view").getByRole("button");
    await view.focus();
    await sheet.ask();
    const focused = () => sheet.frame.evaluate(() => document.activeElement.className || document.activeElement.localName);
    assert.equal(await focused(), "h2");
    const stops = [];
    for (let step = 0; step < 6; step += 1) {
      await sheet.page.keyboard.press("Tab");
      stops.push(await focused());
    }
    assert.deepEqual(stops, ["asked", "blockquote", "input", "yes", "no", "asked"]);
    await sheet.page.keyboard.press("Shift+Tab");
    assert.equal(await focused(), "no");
    await sheet.page.keyboard.press("Escape");
    await sheet.frame.waitForFunction(() => !consent.open);
    assert.equal(await sheet.frame.evaluate(() => document.activeElement.id), "view");
    await sheet.ask();
    for (let step = 0; step < 3; step += 1) await sheet.page.keyboard.press("Tab");
    await sheet.page.keyboard.type(await sheet.frame.locator(".consent input").getAttribute("placeholder"));
    await sheet.frame.locator('.yes[aria-disabled="false"]').waitFor();
    await sheet.page.keyboard.press("Tab");
    await sheet.page.keyboard.press("Enter");
    await sheet.frame.waitForFunction(() => !consent.open);
    const { sent, outcomes } = await sheet.state();
    assert.deepEqual([sent.length, outcomes.map(({ outcome }) => outcome)], [1, ["declined", "shared"]]);
    assert.equal(await sheet.frame.evaluate(() => document.activeElement.id), "view");
  });

  await t.test("the host may withdraw its own request, and only that", async () => {
    const sheet = await open();
    await sheet.ask();
    await sheet.frame.evaluate(() => { consent.withdraw("s-9"); consent.withdraw(null); });
    assert.equal((await sheet.state()).open, true);
    await sheet.frame.evaluate(() => consent.withdraw("s-1"));
    assert.deepEqual((await sheet.state()).outcomes, [{ outcome: "cancelled" }]);
    await sheet.ask();
    await sheet.no.click();
    await sheet.frame.waitForFunction(() => outcomes.length === 2);
    assert.deepEqual((await sheet.state()).outcomes[1], { outcome: "declined" });
  });

  await t.test("the longest text fits the smallest frame, its end has to be read, and less room is said", async () => {
    const long = "Wide words ".repeat(26).slice(0, 280).trim();
    const sheet = await open({ width: 320, height: 320 });
    await sheet.ask({ text: long, what: long });
    await pause(900);
    assert.deepEqual([await sheet.asleep(), await sheet.note.innerText()], [true, "Wakes at the end of the text."]);
    await sheet.frame.locator("blockquote").evaluate((quote) => { quote.scrollTop = quote.scrollHeight; });
    await awake(sheet);
    await picture(sheet.page, "consent-320");
    await press(sheet, sheet.yes);
    await sheet.frame.waitForFunction(() => sent.length === 1);
    const tiny = await open({ width: 320, height: 120 });
    await tiny.ask();
    await pause(900);
    assert.deepEqual([await tiny.asleep(), await tiny.note.innerText(), (await tiny.state()).tight], [true, "Needs more room than this frame has.", 1]);
    await tiny.page.evaluate(() => { document.getElementById("frame").height = 480; });
    await awake(tiny);
  });

  for (const colorScheme of ["light", "dark"]) {
    await t.test(`${colorScheme}: axe finds nothing, asleep or awake`, async () => {
      const sheet = await open({ width: 390, height: 640 }, { colorScheme });
      await sheet.ask();
      for (const state of ["asleep", "awake"]) {
        if (state === "awake") await awake(sheet);
        // The sheet's own policy forbids more scripts; the test is not the page.
        await sheet.frame.evaluate(readFileSync(AXE, "utf8"));
        const found = await sheet.frame.evaluate(() => axe.run(document.querySelector(".consent"), { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
        assert.deepEqual(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), [], state);
      }
      await picture(sheet.page, `consent-${colorScheme}`);
    });
  }

  await t.test("where the browser cannot tell what covers it, the sheet and the receipt say so", async () => {
    const sheet = await open();
    await sheet.frame.evaluate(() => {
      // As in a browser without version 2: the option is not known.
      const Known = IntersectionObserver;
      globalThis.IntersectionObserver = class extends Known {
        constructor(look, { threshold }) {
          super(look, { threshold });
        }
      };
    });
    await sheet.ask();
    await awake(sheet);
    assert.match(await sheet.note.innerText(), /cannot tell whether something covers/);
    // It can still tell that half of the title is out of view.
    const { y } = await sheet.frame.locator("h2").boundingBox();
    await sheet.page.evaluate((top) => { document.getElementById("frame").style.marginTop = `${-top}px`; }, Math.round(y + 11));
    await sheet.frame.waitForFunction(() => document.querySelector('.yes[aria-disabled="true"]'), null, { timeout: 5000 });
    await pause(1200);
    assert.equal(await sheet.asleep(), true);
    await sheet.page.evaluate(() => { document.getElementById("frame").style.marginTop = ""; });
    await awake(sheet);
    await press(sheet, sheet.yes);
    await sheet.frame.waitForFunction(() => sent.length === 1);
    assert.equal((await sheet.state()).kept[0].watched, false);
  });
});
