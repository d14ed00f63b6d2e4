// What people hand in that is no statement, or a broken one: each gets its sentence, and the page goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, drop, open, openSample, report, setUp } from "./support/browser.mjs";

const text = (name, ...lines) => ({ name, bytes: Buffer.from(`${lines.join("\n")}\n`) });
const RTL = "\u202eEVIL\u202c";
const MARKUP = "<img src=x onerror=document.title=1><b>bold</b>";

/** The JPEG of one grey pixel, as a phone would hand in its photo. */
const PHOTO = Buffer.from("ffd8ffe000104a46494600010100000100010000ffdb004300" + "08".repeat(64) + "ffc9000b080001000101011100ffcc000600101005ffda0008010100003f00d2cf20ffd9", "hex");

const OFX = text("cut.ofx", "OFXHEADER:100", "DATA:OFXSGML", "VERSION:102", "", "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>GBP",
  "<BANKACCTFROM><BANKID>1<ACCTID>42<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>",
  "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20250314<TRNAMT>-3.20<FITID>1<NAME>CORNER LOAF</STMTTRN>",
  "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20250315<TRNAMT>-1");

/** Each bad file, with what the report must say of it. */
const BAD = [
  { name: "an empty file", file: { name: "empty.csv", bytes: Buffer.alloc(0) }, says: /empty/i },
  { name: "a photo", file: { name: "photo.csv", bytes: PHOTO }, says: /cannot be read as a statement/ },
  { name: "a contact list", file: text("contacts.csv", "Name,Email,Phone", "Ana Whitlow,ana@example.org,07700 900001", "Tom Birch,tom@example.org,07700 900002"), says: /no row has both a date and an amount/ },
  { name: "a cut-off OFX", file: OFX, says: /cut\.ofx[\s\S]*1 (of 2 )?row/ },
  { name: "a wrong encoding", file: { name: "latin.csv", bytes: Buffer.from("Date,Description,Amount\n2025-03-14,CAF\xc9 BLEU,-3.20\n2025-03-15,LOAF,-2.00\n", "latin1") }, says: /2 rows/ },
  { name: "ambiguous dates", file: text("dates.csv", "Date,Description,Amount", "01/02/2025,LOAF,-1.00", "02/03/2025,LOAF,-2.00", "03/04/2025,LOAF,-3.00"), says: /Waiting for one answer/ },
  { name: "unreadable amounts", file: text("amounts.csv", "Date,Description,Amount", "2025-03-14,LOAF,-3.20", '2025-03-15,LOAF,"1.2.3,4"', "2025-03-16,LOAF,-2.00"), says: /Row 3.*cannot read|Row 3.*left out/i },
];

test("each bad file gets its sentence, and the good one beside it is read", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  const good = text("good.csv", "Date,Description,Amount,Balance", "2025-03-14,CORNER LOAF,-3.20,96.80", "2025-03-15,CORNER LOAF,-2.00,94.80");
  await drop(page, [...BAD.map(({ file }) => file), good]);
  const said = await report(page, 1);
  const items = await page.locator("article.import .files > li").allInnerTexts();
  assert.equal(items.length, BAD.length + 1, said);
  for (const [at, { name, says }] of BAD.entries()) assert.match(items[at], says, `${name}: ${items[at]}`);
  assert.match(items.at(-1), /2 rows/);
  const sheet = await ask(page, "How much did I spend on 15 March 2025?");
  assert.ok((await sheet.innerText()).length > 0);
  assert.deepEqual(page.wrong, []);
});

test("200 MB that are no statement are refused, and the page lives", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await page.evaluate(() => {
    const held = new DataTransfer();
    const part = new Uint8Array(20 * 1024 * 1024).fill(0x7e);
    held.items.add(new File(Array(10).fill(part), "huge.bin"));
    const zone = document.querySelector("#drop");
    zone.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
  });
  const said = await report(page, 1, 60_000);
  assert.match(said, /huge\.bin/);
  assert.match(said, /Nothing was read from it/);
  assert.deepEqual(page.wrong, []);
});

test("markup and marks of direction in a descriptor are shown as text", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await drop(page, [text(`${MARKUP.slice(0, 10)}.csv`, "Date,Description,Amount", `2025-03-14,${MARKUP},-3.20`, `2025-03-15,${RTL} SHOP,-2.00`, `2025-03-16,"=cmd|' /C calc'!A0",-1.00`)]);
  await report(page, 1);
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: /Transactions/ }).first().click();
  await page.locator("#row-0").waitFor();
  const rows = await page.locator("#rows").innerText();
  assert.ok(rows.includes("<b>bold</b>") || rows.includes("onerror"), rows);
  assert.equal(await page.locator("#rows img, #rows b, #main img").count(), 0);
  assert.equal(await page.title(), "Farthing");
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Overview" }).first().click();
  const sheet = await ask(page, `how much at ${MARKUP}?`);
  assert.equal(await sheet.locator("img, .lede b").count(), 0);
  assert.deepEqual(page.wrong, []);
});

test("a question of 10,000 characters is taken as far as it goes", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  await openSample(page);
  const sheet = await ask(page, "groceries ".repeat(1_000));
  assert.ok((await sheet.innerText()).length > 0);
  const next = await ask(page, "How much did I spend on groceries in February 2026?");
  assert.match(await next.innerText(), /£\d/);
  assert.deepEqual(page.wrong, []);
});

test("pasted rows are read as a file, and pasted words go into the question", async (t) => {
  const { server, browser } = await setUp(t);
  const page = await open(browser, server.url);
  const paste = (selector, words, markup = "") => page.evaluate(([where, what, html]) => {
    const held = new DataTransfer();
    held.setData("text/plain", what);
    held.setData("text/html", html);
    const event = new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true });
    return document.querySelector(where).dispatchEvent(event);
  }, [selector, words, markup]);
  assert.equal(await paste("#main", "Date,Description,Amount\n2025-03-14,LOAF,-3.20\n2025-03-15,LOAF,-2.00\n"), false);
  assert.match(await report(page, 1), /2 rows/);
  assert.equal(await paste("#composer", "one\ntwo"), true, "a field keeps its own paste");
  assert.equal(await page.locator("article.import").count(), 1);
  const table = "14/03/2025\tELM\t-4.10\n25/03/2025\tELM\t-4.20\n";
  const cells = "<table><tr><td>14/03/2025<td>ELM<br>12<td>-4.10<tr><td>25/03/2025<td>ELM<td>-4.20<tr><td>26/03/2025<td><td>-1.00</table>";
  assert.equal(await paste("#composer", table, cells), false, "a table is a statement wherever it is put");
  assert.match(await report(page, 2), /3 rows/);
});
