// The widget in other people's pages: a messenger, a bank and a blog, each from another origin and another site.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { DIST, PATIENCE, ROOT, TRIES, ask, launch, openSample, picture, typeNumber, viewOf } from "./support/browser.mjs";
import { sealedHeaders, serve } from "./support/server.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HOSTS = join(ROOT, "www/hosts");
const FEBRUARY = "How much did I spend on groceries in February 2026?";
const SAID = /^You spent £404\.43 on groceries in February(?: 2026)?, £61\.43 less than in January(?: 2026)?\.$/;
const DESK = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

const REST_MS = 250;
/**
 * How long a frame of another site must have kept its place: Chromium drops what is pressed in one that moved within the
 * last half second (its `DiscardInputEventsToRecentlyMovedFrames`), and no person is that quick.
 */
const STILL_MS = 800;
/** What Chromium notes of every dialog that opens in another site's frame. */
const AUTOFOCUS = "Blocked autofocusing";
const LAST_MONTH = "How much did I spend on groceries last month?";

/** All that the page around may be told, and the keys that its body may have. */
const TOLD = { ready: ["seal"], resize: ["height"], ack: ["id", "taken"], error: ["code", "id"], answer: ["consent", "id", "text"] };

/** A host's server and the widget's, and a browser. */
async function setUp(t) {
  const widget = await serve(DIST, undefined, sealedHeaders(DIST));
  const host = await serve(HOSTS, (path) => (path.endsWith(".html") ? page(path, widget.url) : undefined));
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await widget.close();
    await host.close();
  });
  return { widget, host, browser, site: `http://localhost:${host.port}/` };
}

/** A host page as `cargo xtask serve` gives it: with the widget's origin in it. */
const page = (path, widget) => readFileSync(join(HOSTS, path), "utf8").replaceAll("__FARTHING__", widget.slice(0, -1));

/** Opens a page of the host's; every message that reaches its window is in `heard()`, what goes wrong in `wrong`. */
async function visit({ browser, site }, name, options = {}) {
  const context = await browser.newContext({ viewport: DESK, locale: "en-GB", timezoneId: "Europe/London", ...options });
  const top = await context.newPage();
  top.setDefaultTimeout(PATIENCE);
  top.wrong = [];
  top.on("pageerror", (error) => top.wrong.push(String(error)));
  top.on("console", (message) => {
    if (message.type() === "error" && !TRIES.test(message.text()) && !message.text().startsWith(AUTOFOCUS)) top.wrong.push(message.text());
  });
  await top.addInitScript(() => {
    if (window !== top) return;
    globalThis.heard = [];
    addEventListener("message", ({ data, origin }) => globalThis.heard.push({ data, origin }));
  });
  await top.goto(site + name);
  return top;
}

/** The airlock's document in the host's page, and the view within, its checks done. */
async function inside(top) {
  const frame = await top.locator("farthing-widget iframe").elementHandle();
  const airlock = await frame.contentFrame();
  const view = await viewOf(airlock);
  await view.getByRole("heading", { name: "Checked in this browser" }).waitFor({ state: "attached" });
  return { airlock, view };
}

/** The sentence of the last answer, without what is written for screen readers alone. */
const sentence = (sheet) => sheet.locator(".lede").evaluate((lede) => {
  const shown = lede.cloneNode(true);
  for (const hidden of shown.querySelectorAll(".vh, .unseen, [hidden]")) hidden.remove();
  return shown.textContent.replace(/\s+/g, " ").trim();
});

/** What the host heard, each message held against the schema; the answers among it. */
async function answersHeard(top, widget) {
  const heard = await top.evaluate(() => globalThis.heard);
  for (const { data, origin } of heard) {
    assert.equal(`${origin}/`, widget.url);
    assert.deepEqual(Object.keys(data).sort(), ["body", "farthing", "type"]);
    assert.ok(Object.hasOwn(TOLD, data.type), `a message of type ${data.type}`);
    assert.deepEqual(Object.keys(data.body).sort(), TOLD[data.type]);
  }
  return heard.filter(({ data }) => data.type === "answer").map(({ data }) => data.body);
}

for (const [name, ready] of [["chat.html", "That Farthing is open here"], ["bank.html", "Hand it the rows"], ["blog.html", "All that this blog is told"]]) {
  test(`${name} has the widget from another origin, where it works, and learns nothing of it`, async (t) => {
    const servers = await setUp(t);
    const { widget, host } = servers;
    const top = await visit(servers, name);
    await top.getByText(ready).waitFor();
    const { view } = await inside(top);
    const first = await view.locator("#main").innerText();
    assert.ok(first.includes(new URL(servers.site).host), first);
    assert.match(first, /cannot look in/);
    // What a page can count of a frame without being told.
    const counted = async () => [widget.requests.length, host.requests.length, ...await top.evaluate(() => {
      const frame = document.querySelector("farthing-widget").shadowRoot.querySelector("iframe");
      return [history.length, window.length, frame.contentWindow.length, frame.offsetHeight];
    })];
    const before = await counted();

    await openSample(view);
    assert.match(await sentence(await ask(view, FEBRUARY)), SAID);

    assert.deepEqual(await counted(), before);
    assert.equal(await top.evaluate(() => document.querySelector("farthing-widget").shadowRoot?.querySelector("iframe").contentDocument ?? null), null);
    assert.deepEqual(await answersHeard(top, widget), []);
    // What was said, not who said it: a port may have any digits.
    assert.doesNotMatch(JSON.stringify(await top.evaluate(() => globalThis.heard.map(({ data }) => data))), /404|Marlow|groceries|Wren/i);
    assert.deepEqual(top.wrong, []);
  });
}

test("each page says the three lines that embed the widget, and loads nothing from elsewhere", () => {
  const files = readdirSync(HOSTS);
  const pages = ["bank.html", "blog.html", "chat.html"];
  assert.deepEqual(files.filter((file) => file.endsWith(".html")).sort(), [...pages, "index.html"]);
  for (const file of pages) {
    const comment = /<!--([^]*?)-->/.exec(readFileSync(join(HOSTS, file), "utf8"))[1];
    assert.match(comment, /<script src="https:\/\/your\.example\/farthing\/element\.js" async><\/script>\s+<farthing-widget locale="en-GB" height="640">\s+<\/farthing-widget>/);
  }
  for (const file of files) {
    const text = readFileSync(join(HOSTS, file), "utf8").replace(/<!--[^]*?-->/g, "").replaceAll("http://www.w3.org/2000/svg", "");
    assert.doesNotMatch(text, /https?:|url\(|@import|\bfetch\(|XMLHttpRequest|sendBeacon/, file);
    const loaded = [...text.matchAll(/<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    for (const address of loaded) assert.ok(address === "data:," || address === "__FARTHING__/element.js" || files.includes(address), `${file}: ${address}`);
  }
});

/** What the bank's own rows say of last month's groceries, by their merchant category code, in pence. */
const groceries = (top) => top.evaluate(() => {
  const now = new Date();
  const month = new Date(Date.UTC(now.getFullYear(), now.getMonth() - 1, 1)).toISOString().slice(0, 7);
  return ACCOUNTS.flatMap(({ rows }) => rows).filter(({ mcc, postingDate }) => mcc === "5411" && postingDate.startsWith(month))
    .reduce((sum, { amount }) => sum - Math.round(Number(amount) * 100), 0);
});

const pounds = (pence) => `£${Math.trunc(pence / 100)}.${String(pence % 100).padStart(2, "0")}`;

/** Agrees on the airlock's sheet, as a person does: a look, the mouse on the button, a press. Gives the text that was shown. */
async function agree(airlock) {
  const sheet = airlock.locator("dialog.consent");
  await sheet.waitFor();
  const text = (await sheet.locator("blockquote").innerText()).replace(/^“|”$/g, "");
  const button = sheet.locator("button.yes");
  await typeNumber(airlock);
  await button.hover();
  await sheet.locator("button.yes[aria-disabled=false]").waitFor();
  // One that is pressed as soon as the mouse is on it was moved there by the page around.
  await airlock.page().waitForTimeout(REST_MS);
  await button.click();
  await sheet.waitFor({ state: "detached" });
  return text;
}

test("the bank hands its rows in, asks for one figure, and gets the sentence that its customer agreed to", async (t) => {
  const servers = await setUp(t);
  const top = await visit(servers, "bank.html");
  const { airlock, view } = await inside(top);
  const expected = await groceries(top);
  assert.ok(expected > 0);
  const handed = await top.evaluate(() => ACCOUNTS.reduce((sum, { rows }) => sum + rows.length, 0));

  await top.getByRole("button", { name: "Look into these with Farthing" }).click();
  await top.getByText(`Farthing took ${handed} rows of 2 accounts.`).waitFor();
  await view.locator("article.import").nth(1).getByRole("heading").waitFor();
  const answer = await sentence(await ask(view, LAST_MONTH));
  assert.ok(answer.includes(pounds(expected)), `${answer} for ${pounds(expected)}`);

  const before = await answersHeard(top, servers.widget);
  assert.deepEqual(before, []);
  await top.getByRole("button", { name: "Start from last month" }).click();
  await airlock.locator("dialog.consent").getByText(/^Type \d\d to wake/).waitFor();
  // Nothing is told before the press.
  assert.deepEqual(await answersHeard(top, servers.widget), []);
  assert.equal(await top.locator("#agreed").isVisible(), false);
  await picture(top, "host-bank-consent");
  const shown = await agree(airlock);
  await top.locator("#agreed").waitFor();
  assert.equal(await top.locator("#words").innerText(), shown);
  assert.equal(shown, answer);
  assert.equal(await top.locator("#amount").inputValue(), String(Math.trunc(expected / 1000) * 10));
  const told = await answersHeard(top, servers.widget);
  assert.deepEqual(told.map(({ text }) => text), [shown]);
  await picture(top, "host-bank-shared");

  // Declined: the bank learns that, and not why.
  await top.reload();
  const again = await inside(top);
  await top.getByRole("button", { name: "Start from last month" }).click();
  await again.airlock.locator("dialog.consent button.no").click();
  await top.getByText("Nothing was shared.").waitFor();
  assert.deepEqual(await answersHeard(top, servers.widget), []);
  assert.equal(await top.locator("#agreed").isVisible(), false);
  assert.deepEqual(top.wrong, []);
});

test("the bank's table, payments, cards and goal do what they show", async (t) => {
  const top = await visit(await setUp(t), "bank.html");
  const rows = top.locator("#rows tr");
  assert.equal(await rows.count(), 10);
  await top.getByRole("button", { name: "Show 12 more" }).click();
  assert.equal(await rows.count(), 22);
  await top.getByRole("button", { name: /^Credit card/ }).click();
  assert.equal(await top.locator("#moves").innerText(), "Credit card");
  assert.equal(await rows.count(), 10);
  // Each balance is the one before it and the amount.
  const booked = await top.evaluate(() => ACCOUNTS.map(({ rows }) => rows.filter((row) => row.balanceAfter).map((row) => [row.amount, row.balanceAfter].map((text) => Math.round(Number(text) * 100)))));
  for (const account of booked) account.slice(0, -1).forEach(([amount, balance], at) => assert.equal(balance, account[at + 1][1] + amount));

  await top.getByLabel("Amount").fill("12.50");
  await top.getByRole("button", { name: "Review payment" }).click();
  assert.equal(await top.locator("#paid").innerText(), "£12.50 to Priya Nandakumar. Aldwater is invented, so nothing is sent.");
  await top.getByRole("switch", { name: "Freeze Everyday" }).click();
  await top.getByText("Everyday, frozen").waitFor();
  await top.getByLabel("Monthly goal").fill("380");
  await top.getByRole("button", { name: "Set goal" }).click();
  await top.getByText("Set: £380.00 a month").waitFor();
});

/** Opens the conversation with the widget, and lets its frame come to rest. */
async function openFarthing(top) {
  await top.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /^Farthing/ }).click();
  await top.waitForTimeout(STILL_MS);
}

/**
 * Writes into the conversation's box until it is there: where the widget's frame had the keyboard last, its browser hears a
 * moment later than the page that the keyboard is the page's now, and a key pressed within that moment is the widget's.
 */
async function write(top, text) {
  const box = top.getByRole("textbox", { name: "Message" });
  do await box.fill(text); while (await box.inputValue() !== text);
}

test("the messenger: a conversation asks for a figure, and its draft is what the person agreed to", async (t) => {
  const servers = await setUp(t);
  const top = await visit(servers, "chat.html");
  const { airlock, view } = await inside(top);
  await openSample(view);
  await ask(view, FEBRUARY);

  await top.getByRole("link", { name: /^Mum/ }).click();
  await write(top, "The plum jam too");
  await top.keyboard.press("Enter");
  await top.getByRole("log", { name: "Messages" }).getByText("The plum jam too").waitFor();

  // The person shares of their own accord: the messenger is told the words, and lists them.
  await openFarthing(top);
  await view.getByRole("button", { name: /^Share this with/ }).click();
  const shown = await agree(airlock);
  assert.match(shown, SAID);
  await top.locator("#told").getByText(shown).waitFor();

  // Another conversation asks: what is agreed to becomes its draft, which the person sends or not.
  const offer = async () => {
    await top.getByRole("link", { name: /^Flat 14/ }).click();
    await top.getByRole("button", { name: "Ask Farthing for your number" }).click();
    await top.getByText("Flat 14 would like one figure.").waitFor();
  };
  await offer();
  const agreed = await agree(airlock);
  assert.equal(agreed, await sentence(view.locator("article.card").last()));
  await top.waitForURL(/#flat$/);
  assert.equal(await top.getByRole("textbox", { name: "Message" }).inputValue(), agreed);
  assert.equal(await top.getByRole("log", { name: "Messages" }).getByText(agreed).count(), 0);

  // Withdrawn, and declined: the draft stays as it was.
  await write(top, "");
  await offer();
  await airlock.locator("dialog.consent").waitFor();
  await top.getByRole("button", { name: "Withdraw" }).click();
  await airlock.locator("dialog.consent").waitFor({ state: "detached" });
  await offer();
  await airlock.locator("dialog.consent button.no").click();
  await top.getByText("Nothing was shared with Flat 14.").waitFor();
  await top.getByRole("button", { name: "Back to Flat 14" }).click();
  assert.equal(await top.getByRole("textbox", { name: "Message" }).inputValue(), "");

  const told = await answersHeard(top, servers.widget);
  assert.deepEqual(told.map(({ text }) => text), [shown, agreed]);
  assert.equal(new Set(told.map(({ consent }) => consent)).size, 2);
  assert.deepEqual(top.wrong, []);
});

test("the blog's accent and corners reach the widget, in both schemes, and its questions are asked", async (t) => {
  const servers = await setUp(t);
  const top = await visit(servers, "blog.html", { colorScheme: "light" });
  const { view } = await inside(top);
  await openSample(view);
  const ground = () => view.locator(".send").first().evaluate((element) => getComputedStyle(element).backgroundColor);
  // The widget takes the hue as it is, and keeps the lightness at which text on it can be read.
  const hue = (colour) => top.evaluate((text) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `oklch(from ${text} l c h)`;
    const [, lightness, , angle] = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)/.exec(getComputedStyle(probe).color).map(Number);
    probe.remove();
    return { lightness, angle };
  }, colour);
  const wanted = await hue("#8a2b1f");
  const light = await hue(await ground());
  assert.ok(Math.abs(light.angle - wanted.angle) < 4, JSON.stringify({ light, wanted }));
  await top.emulateMedia({ colorScheme: "dark" });
  const dark = await hue(await ground());
  assert.ok(Math.abs(dark.angle - wanted.angle) < 4 && dark.lightness > light.lightness + 0.2, JSON.stringify({ dark, light }));
  assert.equal(await view.locator(".send").first().evaluate((element) => getComputedStyle(element).getPropertyValue("--r-2").replace(/\s/g, "")), "min(8px,3px)");

  await top.getByRole("button", { name: "How much did I spend on groceries in February?" }).click();
  await view.locator("article.card .lede").first().waitFor();
  assert.match(await sentence(view.locator("article.card").first()), SAID);
  assert.deepEqual(await answersHeard(top, servers.widget), []);
  assert.deepEqual(top.wrong, []);
});

test("the messenger on a phone: the list is one screen, a conversation the next", async (t) => {
  const top = await visit(await setUp(t), "chat.html", { viewport: PHONE });
  const list = top.getByRole("navigation", { name: "Conversations" });
  await list.waitFor();
  assert.equal(await top.locator("farthing-widget").isVisible(), false);
  await openFarthing(top);
  const { view } = await inside(top);
  await view.getByRole("heading", { name: "Checked in this browser" }).waitFor();
  assert.equal(await list.isVisible(), false);
  const box = await top.locator("farthing-widget").boundingBox();
  assert.ok(box.width === PHONE.width && box.y + box.height === PHONE.height, JSON.stringify(box));
  await top.getByRole("link", { name: "All conversations" }).click();
  await list.getByRole("link", { name: /^Tom Birch/ }).click();
  await top.getByRole("textbox", { name: "Message" }).fill("Bring biscuits");
  await top.getByRole("button", { name: "Send" }).click();
  await top.getByRole("log", { name: "Messages" }).getByText("Bring biscuits").waitFor();
  await top.goBack();
  await list.getByText("You: Bring biscuits").waitFor();
});

/** What axe finds in the host's own document. */
async function flaws(top) {
  await top.evaluate(AXE);
  const { violations } = await top.evaluate(() => globalThis.axe.run(document, { iframes: false }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

for (const [size, viewport] of Object.entries({ desktop: DESK, phone: PHONE })) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the three hosts on a ${size}, ${colorScheme}: pictures, and what axe has to say`, async (t) => {
      const servers = await setUp(t);
      const found = [];
      const look = async (top, name) => {
        await top.mouse.move(1, 1);
        await top.waitForTimeout(REST_MS);
        await picture(top, `host-${name}-${size}-${colorScheme}`);
        found.push(...(await flaws(top)).map((flaw) => `${name}: ${flaw}`));
        const wide = await top.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) found.push(`${name}: sticks out sideways by ${wide} px`);
      };
      const options = { viewport, colorScheme };

      const index = await visit(servers, "index.html", options);
      await look(index, "index");

      const chat = await visit(servers, "chat.html", options);
      if (size === "phone") await look(chat, "chat-list");
      await openFarthing(chat);
      let { view } = await inside(chat);
      await openSample(view);
      await ask(view, FEBRUARY);
      await look(chat, "chat");
      await chat.goto(`${servers.site}chat.html#flat`);
      await look(chat, "chat-flat");

      const bank = await visit(servers, "bank.html", options);
      await bank.getByText("Hand it the rows").waitFor();
      await look(bank, "bank");
      ({ view } = await inside(bank));
      await bank.getByRole("button", { name: "Look into these with Farthing" }).click();
      await bank.getByText("Farthing took").waitFor();
      await ask(view, LAST_MONTH);
      await bank.locator("farthing-widget").scrollIntoViewIfNeeded();
      await look(bank, "bank-answer");

      const blog = await visit(servers, "blog.html", options);
      await look(blog, "blog");
      ({ view } = await inside(blog));
      await openSample(view);
      await ask(view, FEBRUARY);
      await blog.locator("farthing-widget").evaluate((element) => element.scrollIntoView({ block: "center" }));
      await look(blog, "blog-answer");

      for (const top of [index, chat, bank, blog]) assert.deepEqual(top.wrong, []);
      assert.deepEqual(found, []);
    });
  }
}
