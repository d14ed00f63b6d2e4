// A page that embeds the widget and writes down all that it can: messages, counts, addresses, and what its own hostile
// messages bring back, over a whole session with a planted payment in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { schemaFault } from "../leaks/schema.mjs";
import { DIST, PATIENCE, ask, drop, launch, report, viewOf } from "./support/browser.mjs";
import { sealedHeaders, serve } from "./support/server.mjs";

const PAYEE = "ZEBRAQUILT";
const PENCE = "4711.23";
const PLANTED = /zebraquilt|4.?711|QZ-1907/i;
const STATEMENT = [
  "Date,Description,Amount,Reference",
  `2026-02-03,${PAYEE} HOLDINGS,-${PENCE},QZ-1907`,
  "2026-02-07,TESCO STORES 3021,-12.40,",
  `2026-03-02,ZO${"\u0301".repeat(5)}E BAKERY,-9.99,`,
  "2026-02-28,MILL LANE SCHOOL SALARY,2000.00,",
].join("\n");

const HOST = `<!DOCTYPE html><meta charset="utf-8"><title>host</title><link rel="icon" href="data:,">
<style>html,body{margin:0;height:100%}iframe{width:100%;height:2400px;border:0}</style><body><script>
  globalThis.heard = [];
  addEventListener("message", ({ data, source }) => {
    heard.push({ text: JSON.stringify(data), airlock: source === frame.contentWindow });
  });
  const frame = document.createElement("iframe");
  frame.src = "__WIDGET__embed.html";
  document.body.append(frame);
  const say = (type, id, body) => frame.contentWindow.postMessage({ farthing: 1, type, id, body }, "*");
  /** All that a page can read of another site's frame. */
  globalThis.look = () => {
    const view = frame.contentWindow;
    const tries = [
      () => view.document.body.innerText, () => view.location.href, () => view[0].document.body.innerText, () => view[0].location.href,
      () => view.farthing, () => view[0].farthing, () => view.name, () => view[0].name, () => frame.contentDocument.body.innerText,
      () => view.localStorage.length, () => view.history.state, () => view.frameElement,
    ];
    const read = tries.map((attempt) => { try { return attempt() ?? null; } catch { return null; } });
    const timed = performance.getEntriesByType("resource").filter(({ name }) => name.startsWith("__WIDGET__")).map(({ name }) => name);
    return { read, counts: [history.length, window.length, view.length, view[0]?.length, frame.offsetHeight, scrollX, scrollY], found: find("${PAYEE}", false, false, true, false, true), timed, at: location.href };
  };
  /** Everything that the schema has, and much that it has not. */
  globalThis.attack = () => {
    say("hello", null, { version: 1 });
    say("ask", "a-1", { text: "How much did I spend at ${PAYEE}?" });
    say("share", "s-1", { what: "How much did I spend at ${PAYEE}?" });
    say("rows", "r-1", { account: { name: "Host" }, rows: [{ postingDate: "2026-02-01", amount: "-1.00", currency: "GBP", descriptor: "HOST ROW" }] });
    for (const type of ["view", "facts", "receipts", "engine", "start", "export", "debug", "eval", "answer", "ready", "download"]) {
      say(type, "x-1", { text: "x", html: "<img src=x>", url: "javascript:1" });
      frame.contentWindow.postMessage({ farthing: type }, "*");
      frame.contentWindow[0]?.postMessage({ farthing: type, bytes: new ArrayBuffer(8), settings: {}, facts: {} }, "*", [new MessageChannel().port1]);
    }
    frame.contentWindow[0]?.postMessage({ type: "share", id: null, text: "x" }, "*");
    for (let nth = 0; nth < 100; nth += 1) say("ask", "f-" + nth, { text: "What did I spend?" });
    say("cancel", "s-1", {});
  };
</script>`;

test("a hostile page around hears the schema and nothing of what was read", async (t) => {
  const widget = await serve(DIST, undefined, sealedHeaders(DIST));
  const host = await serve(DIST, (path) => (path === "/host.html" ? HOST.replaceAll("__WIDGET__", widget.url) : undefined));
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await widget.close();
    await host.close();
  });
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, locale: "en-GB" });
  page.setDefaultTimeout(PATIENCE);
  const moved = [];
  page.on("framenavigated", (frame) => moved.push(frame.url()));
  await page.goto(`http://localhost:${host.port}/host.html`);
  const airlock = await page.locator("iframe").contentFrame();
  await airlock.locator("iframe").waitFor();
  const view = await viewOf(airlock);
  await view.getByRole("heading", { name: "Checked in this browser" }).waitFor();
  const before = await page.evaluate(() => look());
  const visited = moved.length;
  const asked = widget.requests.length;

  await drop(view, [{ name: "february.csv", bytes: Buffer.from(STATEMENT) }]);
  await report(view, 1);
  // Typing brings the field into sight, which is the person's doing.
  await view.locator("#composer").focus();
  await page.waitForFunction(() => scrollY > 0);
  await page.waitForTimeout(300);
  await page.evaluate(() => scrollTo(0, 0));
  await page.evaluate(() => say("ask", "a-0", { text: "Which were my largest payments?" }));
  await view.locator("article.card .lede").first().waitFor();
  await page.waitForTimeout(300);
  assert.deepEqual((await page.evaluate(() => look())).counts, before.counts, "the page around was scrolled to an answer");
  // What has one figure and what has none look alike from around: both are for the person to tell.
  const scrolled = new Set();
  for (const [id, what] of [["s-6", "What was my largest payment in June 2019?"], ["s-7", "What was my largest payment in February 2026?"], ["s-8", "Xyzzy?"], ["s-9", "What was my largest payment in March 2026?"]]) {
    await page.evaluate(([id, what]) => say("share", id, { what }), [id, what]);
    await airlock.locator("dialog.consent").waitFor();
    await page.waitForTimeout(300);
    assert.deepEqual(await page.evaluate((id) => heard.filter(({ text }) => text.includes(id)).map(({ text }) => JSON.parse(text).type), id), ["ack"], what);
    scrolled.add(await page.evaluate(() => scrollY));
    await page.evaluate((id) => { scrollTo(0, 0); say("cancel", id, {}); }, id);
    await airlock.locator("dialog.consent").waitFor({ state: "detached" });
  }
  assert.equal(scrolled.size, 1, "how far a sheet scrolls the page around tells what is on it");
  const answer = await (await ask(view, `How much did I spend at ${PAYEE} in February 2026?`)).innerText();
  assert.match(answer, PLANTED, "the planted payment is not in the answer: the test would prove nothing");
  await page.evaluate(() => { scrollTo(0, 0); attack(); });
  await page.waitForTimeout(1_500);

  const after = await page.evaluate(() => look());
  const heard = await page.evaluate(() => globalThis.heard);
  assert.ok(heard.some(({ text }) => text.includes('"ready"')) && heard.some(({ text }) => text.includes('"ack"')), "the page around heard too little for this to be a test");
  for (const { text, airlock: fromAirlock } of heard) {
    assert.ok(fromAirlock, `a message that is not the airlock's: ${text}`);
    assert.equal(schemaFault(text), undefined, text);
  }
  assert.doesNotMatch(JSON.stringify(heard.map(({ text }) => text)), PLANTED);
  assert.deepEqual(heard.filter(({ text }) => text.includes('"answer"')), [], "an answer that nobody agreed to share");
  // Ten acknowledgements a minute of each kind, and what else the schema has: not one for each of the hundred.
  assert.ok(heard.length <= 40, `${heard.length} messages`);
  assert.deepEqual(after.read.filter((each) => each !== null), [], "something of the frame could be read");
  assert.deepEqual(after, before, "a count moved");
  assert.doesNotMatch(JSON.stringify(after), PLANTED);
  assert.equal(moved.length, visited, `a frame was moved: ${moved.slice(visited)}`);
  assert.deepEqual(widget.requests.slice(asked), []);
});
