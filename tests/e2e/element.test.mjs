// The element by itself: what it says to its frame, what it believes of it, and what becomes of those who wait.
// The frame here is a stand-in that speaks the messages and does as the test says, also what the airlock never would.
import assert from "node:assert/strict";
import { test as unlimited } from "node:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PATIENCE, ROOT, launch } from "./support/browser.mjs";
import { serve } from "./support/server.mjs";
import { fromHost } from "../../www/airlock/filter.js";

const WWW = join(ROOT, "www");

/** A promise of the element's that never ends is a failure, not a wait. */
const test = (name, run) => unlimited(name, { timeout: 60_000 }, run);

/** Answers as the airlock does: ready to `hello`, an `ack` to a request. `say` and `heard` are the test's. */
const STAND_IN = `<!DOCTYPE html><meta charset="utf-8"><title>Stand-in</title><script type="module">
  import { fromHost } from "/airlock/filter.js";
  globalThis.filter = fromHost;
</script><script>
  const heard = [], refused = [];
  let host, taken = true, silent = false;
  const say = (type, body) => host.source.postMessage({ farthing: 1, type, body }, host.origin);
  addEventListener("message", (event) => {
    heard.push(event.data);
    if (globalThis.filter && !filter(event.data)) refused.push(event.data);
    host = { source: event.source, origin: event.origin };
    if (silent) return;
    if (event.data.type === "hello") say("ready", { seal: "whole" });
    else if (event.data.id) say("ack", { id: event.data.id, taken });
  });
</script>`;

/** Loads, and never says that it is ready. */
const QUIET = "<!DOCTYPE html><title>Quiet</title>";

const PLAIN = (widget) => `<!DOCTYPE html><meta charset="utf-8"><title>A page</title>
  <script src="${widget}element.js"></script><script src="${widget}element.js"></script>
  <div id="one"><farthing-widget locale="de-de" theme="dark" currency="EUR" height="480"></farthing-widget></div>
  <div id="two"></div>`;

const EMPTY = (widget) => `<!DOCTYPE html><meta charset="utf-8"><title>A page</title><body><script src="${widget}element.js"></script>`;

/** A host page and the widget's server, two origins; what goes wrong in the page is in `page.wrong`. */
async function open(t, markup = PLAIN, options = {}, more = {}) {
  const widget = await serve(WWW, (path) => {
    if (path.endsWith("/quiet/embed.html")) return QUIET;
    if (more[path]) return more[path];
    return path.endsWith("/embed.html") ? STAND_IN : undefined;
  });
  const host = await serve(WWW, (path) => ({ "/page.html": markup(widget.url), "/favicon.ico": "" })[path]);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await widget.close();
    await host.close();
  });
  const page = await browser.newPage(options);
  page.setDefaultTimeout(PATIENCE);
  page.wrong = [];
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.wrong.push(message.text());
  });
  await page.goto(`${host.url}page.html`);
  return { page, widget: widget.url, host };
}

/** Waits until the first element of the page is ready. */
const ready = (page) => page.evaluate(() => document.querySelector("farthing-widget").ready);

/** The stand-in that a page shows, the newest. */
const inner = (page) => page.frames().filter((frame) => frame.url().includes("embed.html")).at(-1);

/** What the stand-in has heard of a type. */
const heard = (page, type) => inner(page).evaluate((type) => heard.filter((message) => message.type === type), type);

/** Runs in the page with its first element; a rejection comes back as its code. */
const asked = (page, run, argument) => page.evaluate(async ([run, argument]) => {
  try {
    return await new Function("element", "argument", `return (${run})(element, argument)`)(document.querySelector("farthing-widget"), argument);
  } catch (error) {
    return { code: error.code, details: error.details, named: error.name, typed: error instanceof customElements.get("farthing-widget").FarthingError };
  }
}, [run.toString(), argument]);

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Waits until something holds. */
async function until(holds) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await wait(50);
  }
  assert.fail(`never: ${holds}`);
}

const ROW = { postingDate: "2026-03-02", amount: "-12.50", currency: "EUR", descriptor: "KETTLE AND CRUMB" };

test("the options are in the frame's address, the greeting goes to its origin, and nothing else is told", async (t) => {
  const { page, widget } = await open(t);
  assert.deepEqual(await ready(page), { seal: "whole" });
  const address = new URL(inner(page).url());
  assert.equal(address.origin + address.pathname, `${widget}embed.html`);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(address.hash.slice(1))), { locale: "de-DE", theme: "dark", currency: "EUR", height: "480" });
  assert.deepEqual(await inner(page).evaluate(() => heard), [{ farthing: 1, type: "hello", id: null, body: { version: 1 } }]);
  assert.equal(await inner(page).evaluate(() => document.referrer), "");
  assert.equal(await page.locator("farthing-widget").evaluate((element) => element.offsetHeight), 480);
  assert.deepEqual(page.wrong, []);
});

test("attributes and CSS properties reach the frame as values it takes, and what it would refuse does not", async (t) => {
  const { page } = await open(t);
  await ready(page);
  await asked(page, (element) => {
    element.theme = "light";
    element.setAttribute("locale", "en_GB");
    element.setAttribute("currency", "euro");
    element.height = 600;
    element.label = "Money";
  });
  assert.equal(await page.locator("farthing-widget").evaluate((element) => element.offsetHeight), 640);
  assert.equal(await page.locator("farthing-widget iframe").getAttribute("title"), "Money");
  await asked(page, (element) => element.style.setProperty("--farthing-accent", "color-mix(in oklab, teal, teal)"));
  await until(async () => (await heard(page, "set")).some(({ body }) => body.accent));
  await page.addStyleTag({ content: "#one { --farthing-radius: 1.5rem }" });
  await until(async () => (await heard(page, "set")).some(({ body }) => body.radius));
  await asked(page, (element) => {
    element.style.setProperty("--farthing-accent", "url(javascript:0)");
    element.style.setProperty("--farthing-radius", "a lot");
    element.theme = null;
  });
  await wait(300);
  assert.deepEqual((await heard(page, "set")).map(({ id, body }) => ({ id, ...body })), [
    { id: null, theme: "light" },
    { id: null, height: 640 },
    { id: null, accent: "#008080" },
    { id: null, radius: 14 },
    { id: null, theme: "system" },
  ]);
});

test("a page's own Content-Security-Policy, without inline styles, does not break the element", async (t) => {
  const { page } = await open(t, (widget) => `<!DOCTYPE html><meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; script-src ${widget}; frame-src ${widget}; require-trusted-types-for 'script'"><title>Strict</title>
    <script src="${widget}element.js"></script><farthing-widget height="320"></farthing-widget>`);
  await page.waitForSelector("farthing-widget iframe");
  await until(() => inner(page)?.evaluate(() => heard.length === 1));
  assert.equal(await page.locator("farthing-widget").evaluate((element) => element.offsetHeight), 320);
  assert.deepEqual(page.wrong, []);
});

test("a question resolves when it was taken, and rejects when it was refused", async (t) => {
  const { page } = await open(t);
  assert.equal(await asked(page, (element) => element.ask("biggest subscriptions this year")), undefined);
  const [question] = await heard(page, "ask");
  assert.deepEqual(question.body, { text: "biggest subscriptions this year" });
  await inner(page).evaluate(() => { taken = false; });
  assert.deepEqual(await asked(page, (element) => element.ask("and last year?")), { code: "refused", details: null, named: "FarthingError", typed: true });
  for (const text of ["", "  ", "x".repeat(501), 7, null, undefined]) {
    assert.equal((await asked(page, (element, text) => element.ask(text), text)).code, "invalid");
  }
  assert.equal((await heard(page, "ask")).length, 2);
});

test("rows go in plain copies, at most 10,000 a message, each message after the last was taken", async (t) => {
  const { page } = await open(t);
  const told = await asked(page, async (element, row) => {
    class Booked {
      postingDate = row.postingDate; amount = row.amount; currency = row.currency; descriptor = row.descriptor;
      reference = undefined; mcc = null; pending = false;
    }
    const rows = function* () { for (let at = 0; at < 25_000; at += 1) yield new Booked(); };
    return element.importTransactions(rows(), { account: { name: "Everyday", kind: "current", currency: undefined } });
  }, ROW);
  assert.equal(told, undefined);
  const messages = await inner(page).evaluate(() => heard.filter(({ type }) => type === "rows").map(({ id, body }) => ({ id, account: body.account, count: body.rows.length, first: body.rows[0] })));
  assert.deepEqual(messages.map(({ count }) => count), [10_000, 10_000, 5_000]);
  assert.equal(new Set(messages.map(({ id }) => id)).size, 3);
  assert.deepEqual(messages[0].account, { name: "Everyday", kind: "current" });
  assert.deepEqual(messages[0].first, { ...ROW, pending: false });
  assert.equal(await asked(page, (element) => element.importTransactions([], { account: { name: "Everyday" } })), undefined);
  assert.equal((await heard(page, "rows")).length, 3);
});

test("rows alike on both sides of a part's edge go in one part", async (t) => {
  const { page } = await open(t);
  await asked(page, async (element, row) => {
    const rows = Array.from({ length: 10_002 }, (_, at) => ({ ...row, descriptor: at < 9_998 ? `SHOP ${at}` : "CAFE", postingDate: at < 9_998 ? "2026-03-01" : "2026-03-02" }));
    return element.importTransactions(rows, { account: { name: "Everyday" } });
  }, ROW);
  const counts = await inner(page).evaluate(() => heard.filter(({ type }) => type === "rows").map(({ body }) => body.rows.length));
  assert.deepEqual(counts, [9_998, 4]);
});

test("a row that the frame would refuse is named and nothing is sent", async (t) => {
  const { page } = await open(t);
  await ready(page);
  const cases = [
    [[ROW, { ...ROW, amount: -12.5 }], { row: 1, field: "amount" }],
    [[{ ...ROW, amount: "1e9" }], { row: 0, field: "amount" }],
    [[{ ...ROW, postingDate: "02/03/2026" }], { row: 0, field: "postingDate" }],
    [[{ ...ROW, html: "<b>" }], { row: 0, field: "html" }],
    [[{ ...ROW, descriptor: "x".repeat(513) }], { row: 0, field: "descriptor" }],
    [[{ ...ROW, pending: "no" }], { row: 0, field: "pending" }],
    [[{ amount: "1", currency: "EUR", descriptor: "" }], { row: 0, field: "postingDate" }],
    [[null], { row: 0, field: "postingDate" }],
    [7, { field: "rows" }],
  ];
  for (const [rows, details] of cases) {
    const error = await asked(page, (element, rows) => element.importTransactions(rows, { account: { name: "Everyday" } }), rows);
    assert.deepEqual([error.code, error.details], ["invalid", details], JSON.stringify(rows).slice(0, 80));
  }
  for (const account of [undefined, null, {}, { name: "E", kind: "hedge fund" }, { name: "E", url: "x" }]) {
    assert.equal((await asked(page, (element, account) => element.importTransactions([], { account }), account)).code, "invalid");
  }
  assert.deepEqual(await heard(page, "rows"), []);
});

test("the element and the airlock's filter agree on every row, account and question", async (t) => {
  const { page } = await open(t);
  await ready(page);
  const values = ["", " ", "x", "2026-03-02", "2026-02-30", "2026-3-2", "0000-00-00", "9999-12-31", "12", "-12.5000", "-12.50000", "+1", "1.", ".5", "--1", "1e3",
    "1234567890123456", "EUR", "eur", "EURO", "5411", "541", "a\nb", "a\u0000b", "a\u0085b", "\ud800", "x".repeat(512), "x".repeat(513), "<b>", "current", "loan", "fund",
    true, false, 0, 1, -0, NaN, {}, [], ["EUR"]];
  const fields = ["postingDate", "amount", "currency", "descriptor", "valueDate", "transactionDate", "counterparty", "reference", "mcc", "pending", "balanceAfter", "id",
    "constructor", "toString", "html"];
  const rows = fields.flatMap((field) => values.map((value) => ({ ...ROW, [field]: value })));
  const accounts = ["name", "currency", "kind", "identifier", "url"].flatMap((field) => values.map((value) => ({ name: "Everyday", [field]: value })));
  const verdicts = await asked(page, async (element, [rows, accounts]) => {
    const list = [];
    // The frame takes only so many messages a minute: what is sent is counted, and not waited for.
    const inner = element.shadowRoot.querySelector("iframe").contentWindow;
    for (const row of rows) {
      const taking = element.importTransactions([row], { account: { name: "Everyday" } });
      list.push(await Promise.race([taking.then(() => true, (error) => error.code !== "invalid"), new Promise((go) => setTimeout(go, 0, true))]));
      taking.catch(() => {});
    }
    for (const account of accounts) list.push(await element.importTransactions([], { account }).then(() => true, (error) => error.code !== "invalid"));
    return inner && list;
  }, [rows, accounts]);
  const message = (account, row) => ({ farthing: 1, type: "rows", id: "r1", body: { account, rows: [row] } });
  const wanted = [...rows.map((row) => message({ name: "Everyday" }, row)), ...accounts.map((account) => message(account, ROW))];
  assert.equal(verdicts.length, wanted.length);
  wanted.forEach((each, at) => assert.equal(verdicts[at], fromHost(structuredClone(each)) !== null, JSON.stringify(each).slice(0, 300)));
  for (const text of ["two  blanks", " ends ", "a\u00a0b", "\u0065\u0301", "€ 12"]) {
    await asked(page, (element, text) => Promise.all([element.ask(text), Promise.race([element.requestShare(text), new Promise((go) => setTimeout(go, 50))])]), text);
  }
  assert.deepEqual(await inner(page).evaluate(() => refused), []);
  assert.equal((await heard(page, "share")).length, 5);
});

test("a shared text resolves the request for it; declined, busy and withdrawn reject", async (t) => {
  const { page } = await open(t);
  await ready(page);
  await asked(page, (element) => {
    globalThis.told = [];
    element.addEventListener("farthing-share", ({ detail }) => told.push(detail));
    globalThis.first = element.requestShare("How much on rent?");
    globalThis.second = element.requestShare("How much on food?").catch((error) => error.code);
  });
  await until(async () => (await heard(page, "share")).length === 2);
  const [first, second] = await heard(page, "share");
  assert.deepEqual(first.body, { what: "How much on rent?" });
  await inner(page).evaluate(([first, second]) => {
    say("error", { code: "busy", id: second });
    say("answer", { id: "someone else's", consent: "c0", text: "not asked for" });
    say("answer", { id: first, consent: "c1", text: "You spent £1,265.00 on rent." });
    say("answer", { id: first, consent: "c1", text: "You spent £1.00 on rent." });
    say("answer", { id: null, consent: "c2", text: "Shared unasked." });
  }, [first.id, second.id]);
  assert.equal(await page.evaluate(() => first), "You spent £1,265.00 on rent.");
  assert.equal(await page.evaluate(() => second), "busy");
  await until(() => page.evaluate(() => told.length === 4));
  assert.deepEqual(await page.evaluate(() => told.at(-1)), { text: "Shared unasked.", consent: "c2" });

  const third = asked(page, (element) => element.requestShare("And on trains?"));
  await until(async () => (await heard(page, "share")).length === 3);
  await inner(page).evaluate(() => say("error", { code: "declined", id: heard.at(-1).id }));
  assert.equal((await third).code, "declined");

  const reason = await asked(page, async (element) => {
    const ends = new AbortController();
    const shared = element.requestShare("And on gas?", { signal: ends.signal });
    setTimeout(() => ends.abort(), 100);
    return shared.catch((error) => [error.name, error === ends.signal.reason]);
  });
  assert.deepEqual(reason, ["AbortError", true]);
  await until(async () => (await heard(page, "cancel")).length === 1);
  const [cancel] = await heard(page, "cancel");
  assert.deepEqual(cancel, { farthing: 1, type: "cancel", id: (await heard(page, "share")).at(-1).id, body: {} });
  const early = await asked(page, (element) => element.requestShare("x", { signal: AbortSignal.abort() }).catch((error) => error.name));
  assert.equal(early, "AbortError");
  assert.equal((await heard(page, "share")).length, 4);
});

test("only the element's own frame is believed, and only what has the right shape", async (t) => {
  const { page, widget } = await open(t);
  await ready(page);
  const count = await page.evaluate(async (widget) => {
    const element = document.querySelector("farthing-widget");
    globalThis.told = [];
    for (const name of ["ready", "resize", "share", "error"]) {
      element.addEventListener(`farthing-${name}`, (event) => told.push([name, event.detail]));
    }
    const answer = { farthing: 1, type: "answer", body: { id: null, consent: "c", text: "forged" } };
    postMessage(answer, "*");
    // Another frame of the same origin.
    const other = document.body.appendChild(Object.assign(document.createElement("iframe"), { src: `${widget}quiet/embed.html` }));
    await new Promise((done) => { other.onload = done; });
    dispatchEvent(new MessageEvent("message", { data: answer, origin: new URL(widget).origin, source: other.contentWindow }));
    dispatchEvent(new MessageEvent("message", { data: answer, origin: "https://widget.example", source: element.shadowRoot.querySelector("iframe").contentWindow }));
    other.remove();
    return told.length;
  }, widget);
  assert.equal(count, 0);
  await inner(page).evaluate(() => {
    const bodies = [undefined, null, 0, "", "x", [], {}, { height: 321 }, { height: "480" }, { height: Infinity }, { seal: "none" }, { code: "constructor", id: null },
      { code: "__proto__", id: null }, { code: "toString", id: null }, { code: "declined", id: {} }, { id: "r1", taken: 1 }, { id: null, consent: "c", text: 7 },
      { id: null, consent: "c", text: "x".repeat(281) }, { id: null, consent: null, text: "x" }, { id: 1n, consent: "c", text: "x" },
      new Date(), new Map([["height", 480]]), new Uint8Array(8)];
    const types = ["ready", "resize", "ack", "error", "answer", "hello", "set", "constructor", "__proto__", "hasOwnProperty", "", undefined, null, 7, {}, []];
    for (const type of types) for (const body of bodies) say(type, body);
    for (const data of [null, undefined, 1, "ready", [], { farthing: 2, type: "resize", body: { height: 480 } }, { farthing: "1", type: "resize", body: { height: 480 } }]) {
      host.source.postMessage(data, host.origin);
    }
    say("resize", { height: 800 });
  });
  await until(() => page.evaluate(() => told.length > 0));
  assert.deepEqual(await page.evaluate(() => told), [["resize", { height: 800 }]]);
  assert.deepEqual(page.wrong, []);
});

test("a frame may ask for a height, and gets it where the page has said none", async (t) => {
  const { page } = await open(t);
  await ready(page);
  const height = () => page.locator("farthing-widget").evaluate((element) => element.offsetHeight);
  await inner(page).evaluate(() => say("resize", { height: 800 }));
  await wait(200);
  assert.equal(await height(), 480);
  await asked(page, (element) => element.removeAttribute("height"));
  await inner(page).evaluate(() => say("resize", { height: 320 }));
  await until(async () => (await height()) === 320);
});

test("a frame that never says ready is an error after 20 seconds, and one that does so late is welcome", async (t) => {
  const { page, widget } = await open(t, EMPTY);
  await page.clock.install();
  const codes = page.evaluate(async (widget) => {
    const element = document.createElement("farthing-widget");
    element.assets = `${widget}quiet`;
    globalThis.codes = [];
    element.addEventListener("farthing-error", ({ detail }) => codes.push(detail.code));
    const waits = [element.ready, element.ask("x"), element.importTransactions([], { account: { name: "E" } }), element.requestShare("x")];
    document.body.append(element);
    const ended = await Promise.allSettled(waits);
    const later = await element.ask("y").catch((error) => error.code);
    return { event: codes, ended: ended.map(({ status, reason }) => reason?.code ?? status), later };
  }, widget);
  await page.waitForSelector("farthing-widget iframe", { state: "attached" });
  await page.clock.runFor(21_000);
  assert.deepEqual(await codes, { event: ["not-loaded"], ended: ["not-loaded", "not-loaded", "fulfilled", "not-loaded"], later: "not-loaded" });
  await inner(page).evaluate(() => parent.postMessage({ farthing: 1, type: "ready", body: { seal: "partly" } }, "*"));
  await until(async () => (await asked(page, (element) => element.ready)).seal === "partly");
});

test("a frame that takes a request and says nothing does not keep it waiting for good", async (t) => {
  const { page } = await open(t);
  await ready(page);
  await inner(page).evaluate(() => { silent = true; });
  await page.clock.install();
  const question = asked(page, (element) => element.ask("x"));
  await until(async () => (await heard(page, "ask")).length === 1);
  await page.clock.runFor(21_000);
  assert.equal((await question).code, "unanswered");
});

test("assets that are no web address, or missing, are an error event and never an exception", async (t) => {
  const { page } = await open(t, EMPTY);
  for (const assets of ["javascript:alert(1)", "data:text/html,x", "http://[", "blob:x"]) {
    const told = await page.evaluate(async (assets) => {
      const element = document.createElement("farthing-widget");
      element.setAttribute("assets", assets);
      const error = new Promise((done) => element.addEventListener("farthing-error", ({ detail }) => done(detail.code)));
      document.body.append(element);
      const ready = await element.ready.catch(({ code }) => code);
      const result = [await error, ready, element.shadowRoot?.querySelector("iframe") ?? null];
      element.remove();
      return result;
    }, assets);
    assert.deepEqual(told, ["not-loaded", "not-loaded", null], assets);
  }
  assert.deepEqual(page.wrong, []);
});

test("an error of the frame before it is ready ends the waiting; a later one is an event", async (t) => {
  const { page } = await open(t, EMPTY);
  const code = await page.evaluate(async () => {
    const element = document.createElement("farthing-widget");
    globalThis.codes = [];
    element.addEventListener("farthing-error", ({ detail }) => codes.push(detail.code));
    document.body.append(element);
    await element.ready;
    element.shadowRoot.querySelector("iframe").src += "&again";
  });
  assert.equal(code, undefined);
  await ready(page);
  await inner(page).evaluate(() => say("error", { code: "engine-stopped", id: null }));
  await until(() => page.evaluate(() => codes.length === 1));
  assert.deepEqual(await page.evaluate(() => codes), ["engine-stopped"]);
});

const UNSEALED = STAND_IN.replace('say("ready", { seal: "whole" })', 'say("error", { code: "not-sealed", id: null })');

test("a browser that seals nothing rejects all that waits", async (t) => {
  const { page, widget } = await open(t, EMPTY, {}, { "/unsealed/embed.html": UNSEALED });
  const codes = await page.evaluate(async (assets) => {
    const element = document.createElement("farthing-widget");
    const told = [];
    element.addEventListener("farthing-error", ({ detail }) => told.push(detail.code));
    element.assets = assets;
    document.body.append(element);
    const waits = await Promise.allSettled([element.ready, element.ask("x")]);
    return [...told, ...waits.map(({ reason }) => reason.code)];
  }, `${widget}unsealed/`);
  assert.deepEqual(codes, ["not-sealed", "not-sealed", "not-sealed"]);
});

test("moved, what was sent is rejected as restarted and what was not is sent to the new frame", async (t) => {
  const { page } = await open(t);
  await ready(page);
  await inner(page).evaluate(() => { silent = true; });
  const codes = await asked(page, async (element) => {
    const before = element.ready;
    let readies = 0;
    element.addEventListener("farthing-ready", () => { readies += 1; });
    const sent = element.ask("one").catch(({ code }) => code);
    await new Promise((done) => setTimeout(done, 100));
    document.querySelector("#two").append(element);
    const waits = element.ask("two").then(() => "taken");
    const renewed = before !== element.ready;
    await element.ready;
    return [await sent, await waits, renewed, readies];
  });
  assert.deepEqual(codes, ["restarted", "taken", true, 1]);
  assert.equal(await page.locator("#two farthing-widget iframe").count(), 1);
  assert.deepEqual((await heard(page, "ask")).map(({ body }) => body.text), ["two"]);
  assert.deepEqual(page.wrong, []);
});

test("moveBefore keeps the frame and all that waits", async (t) => {
  const { page } = await open(t);
  await ready(page);
  await inner(page).evaluate(() => { silent = true; });
  const same = await asked(page, async (element) => {
    globalThis.question = element.ask("one");
    const frame = element.shadowRoot.querySelector("iframe");
    document.querySelector("#two").moveBefore(element, null);
    await new Promise((done) => setTimeout(done, 100));
    return frame === element.shadowRoot.querySelector("iframe") && frame.isConnected;
  });
  assert.equal(same, true);
  await inner(page).evaluate(() => say("ack", { id: heard.at(-1).id, taken: true }));
  assert.equal(await page.evaluate(() => question), undefined);
});

test("removed while rows are being taken: they reject, with how many were taken; back again it works", async (t) => {
  const { page } = await open(t);
  await ready(page);
  await inner(page).evaluate(() => {
    addEventListener("message", ({ data }) => { if (data.type === "rows") silent = true; });
  });
  const error = await asked(page, async (element, row) => {
    const rows = Array.from({ length: 30_000 }, () => row);
    const taking = element.importTransactions(rows, { account: { name: "Everyday" } });
    const shared = element.requestShare("x").catch(({ code }) => code);
    setTimeout(() => element.remove(), 1_000);
    const error = await taking.catch(({ code, details }) => ({ code, details }));
    return [error, await shared, await element.ready.catch(({ code }) => code), element.shadowRoot.querySelector("iframe")];
  }, ROW);
  assert.deepEqual(error, [{ code: "removed", details: { taken: 10_000 } }, "removed", "removed", null]);
  const again = await page.evaluate(() => 1);
  assert.equal(again, 1);
  assert.deepEqual(page.wrong, []);
});

test("disposed of, it is gone for good: all that waits rejects, and all that is asked later", async (t) => {
  const { page } = await open(t);
  await ready(page);
  await inner(page).evaluate(() => { silent = true; });
  const told = await asked(page, async (element) => {
    const share = element.requestShare("x");
    share.catch(() => {});
    await new Promise((done) => setTimeout(done, 100));
    element.dispose();
    element.dispose();
    document.querySelector("#two").append(element);
    await new Promise((done) => setTimeout(done, 100));
    const waits = await Promise.allSettled([share, element.ready, element.ask("y"), element.importTransactions([], { account: { name: "E" } })]);
    return [waits.map(({ status, reason }) => reason?.code ?? status), element.shadowRoot.querySelector("iframe")];
  });
  assert.deepEqual(told, [["disposed", "disposed", "disposed", "fulfilled"], null]);
  assert.deepEqual(page.wrong, []);
});

test("a document that comes anew in the same frame is greeted, and what the old one owed is rejected", async (t) => {
  const { page } = await open(t);
  await ready(page);
  await inner(page).evaluate(() => { silent = true; });
  const told = await asked(page, async (element) => {
    const before = element.ready;
    const sent = element.ask("one").catch(({ code }) => code);
    await new Promise((done) => setTimeout(done, 100));
    const frame = element.shadowRoot.querySelector("iframe");
    await new Promise((done) => {
      frame.addEventListener("load", done, { once: true });
      frame.src = frame.src.replace("#", "?again#");
    });
    return [await sent, before !== element.ready, (await element.ready).seal];
  });
  assert.deepEqual(told, ["restarted", true, "whole"]);
});

test("several elements do not hear each other, and many moves leave nothing behind", async (t) => {
  const { page } = await open(t, (widget) => PLAIN(widget).replace("</farthing-widget>", "</farthing-widget><farthing-widget></farthing-widget>"));
  const told = await page.evaluate(async () => {
    const [one, two] = document.querySelectorAll("farthing-widget");
    await Promise.all([one.ready, two.ready]);
    const share = one.requestShare("x");
    const heard = [];
    for (const element of [one, two]) element.addEventListener("farthing-error", () => heard.push(element));
    // The other frame knows no request of this one.
    const other = two.requestShare("y");
    share.catch(() => {});
    other.catch(() => {});
    for (let times = 0; times < 50; times += 1) document.querySelector(times % 2 ? "#one" : "#two").append(one);
    await one.ready;
    return [heard.length, one.shadowRoot.querySelectorAll("iframe").length, one.shadowRoot.adoptedStyleSheets.length,
      await share.catch(({ code }) => code), await Promise.race([other, "waits"])];
  });
  assert.deepEqual(told, [0, 1, 1, "restarted", "waits"]);
});

test("an element that was in the page first keeps what was set before the script came, and its waiting listeners", async (t) => {
  const { page } = await open(t, (widget) => `<!DOCTYPE html><title>Late</title><farthing-widget></farthing-widget><script>
    const element = document.querySelector("farthing-widget");
    Object.assign(element, { theme: "dark", height: 320, currency: "CHF" });
    globalThis.told = [];
    element.addEventListener("farthing-ready", (event) => told.push(event.detail.seal));
    customElements.whenDefined("farthing-widget").then(() => element.ask("early").then(() => told.push("asked")));
  </script><script async src="${widget}element.js"></script>`);
  await until(() => page.evaluate(() => told.length === 2));
  assert.deepEqual(await asked(page, (element) => [element.theme, element.height, element.currency]), ["dark", "320", "CHF"]);
  assert.match(inner(page).url(), /theme=dark&currency=CHF&height=320$/);
});

test("it is a module as well, and the assets may lie elsewhere: on the element, or for all of them", async (t) => {
  const { page, widget } = await open(t, () => "<!DOCTYPE html><title>Module</title><body>");
  const addresses = await page.evaluate(async (widget) => {
    await import("/element.js");
    const FarthingWidget = customElements.get("farthing-widget");
    const before = FarthingWidget.assets;
    FarthingWidget.assets = `${widget}everyone`;
    const one = document.body.appendChild(document.createElement("farthing-widget"));
    const two = document.body.appendChild(document.createElement("farthing-widget"));
    two.assets = `${widget}one/`;
    await Promise.all([one.ready, two.ready]);
    const first = [one, two].map((element) => new URL(element.shadowRoot.querySelector("iframe").src).pathname);
    two.assets = `${widget}two/`;
    await two.ready;
    return [before, ...first, new URL(two.shadowRoot.querySelector("iframe").src).pathname];
  }, widget);
  assert.deepEqual(addresses, ["", "/everyone/embed.html", "/one/embed.html", "/two/embed.html"]);
});

test("a script for browsers does not break a server that renders pages", () => {
  assert.equal(globalThis.customElements, undefined);
  new Function(readFileSync(join(WWW, "element.js"), "utf8"))();
});
