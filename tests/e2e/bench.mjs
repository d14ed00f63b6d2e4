// The built page's engine in Chromium, beside PapaParse in the same browser in the same run.
//
// Ours reads, deduplicates, names, categorises and pairs; PapaParse splits, and its rows are then typed: a day number,
// whole pence. Both begin with the file. `cargo xtask bench` builds the page first.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PARTS, ROOT, launch } from "./support/browser.mjs";
import { BOOT } from "./support/engine.mjs";
import { serve } from "./support/server.mjs";
import { statement } from "./support/statement.mjs";

/** Rows, with how often they are imported. */
const SIZES = [[1_000, 15], [10_000, 9], [100_000, 7], [1_000_000, 3]];
const ASKED = 25;
const TODAY = "2025-03-01";
const QUESTIONS = [
  "How much did I spend in January 2015?",
  "What did I spend on groceries this year?",
  "Where did my money go in 2015?",
  "What were my five largest purchases?",
  "How many times did I go to Greggs?",
];

const PAPAPARSE = readFileSync(createRequire(import.meta.url).resolve("papaparse/papaparse.min.js"), "utf8");

/** Runs in the page: times of imports and answers, ours and PapaParse's, in turn. */
async function measure({ runs, asked, questions, today, boot }) {
  const glue = await (await fetch("worker.js")).text();
  const wasm = await (await fetch("worker_bg.wasm")).arrayBuffer();
  const address = URL.createObjectURL(new Blob([glue, boot], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module" });
  const { port1: port, port2 } = new MessageChannel();
  worker.postMessage({ bytes: new Uint8Array(wasm), port: port2 }, [port2]);
  let id = 0;
  const request = (message, transfer = []) => new Promise((done, fail) => {
    id += 1;
    const mine = id;
    worker.onerror = () => fail(new Error("the worker stopped"));
    port.onmessage = ({ data }) => {
      if (data.id === mine && data.type === "ok") done(data.body);
      if (data.id === mine && data.type === "error") fail(new Error(data.code));
    };
    port.postMessage({ id: mine, ...message }, transfer);
  });
  const file = await (await fetch("statement.csv")).blob();
  const memory = () => new Promise((done) => {
    worker.onmessage = ({ data }) => done(data.memory);
    worker.postMessage(null);
  });
  const timed = async (work) => {
    const start = performance.now();
    const result = await work();
    return [performance.now() - start, result];
  };
  const papaparse = async () => {
    const { data } = Papa.parse(await file.text(), { header: true, skipEmptyLines: true });
    const pence = (text) => text === "" ? 0 : Math.round(parseFloat(text) * 100);
    let sum = 0;
    const rows = data.map((row) => {
      const [month, day, year] = row.Date.split("/");
      const amount = pence(row.Credit) - pence(row.Debit);
      sum += amount;
      return { day: Date.UTC(year, month - 1, day) / 86_400_000, amount, balance: pence(row.Balance), descriptor: row.Description };
    });
    return { rows: rows.length, sum };
  };
  await request({ op: "defaults" });
  const ours = [];
  const theirs = [];
  let report;
  let parsed;
  for (let run = 0; run < runs; run += 1) {
    await request({ op: "erase" });
    const [time, body] = await timed(() => request({ op: "import", files: [{ name: "statement.csv", bytes: file }] }));
    ours.push(time);
    report = body;
    const [other, result] = await timed(papaparse);
    theirs.push(other);
    parsed = result;
  }
  const answers = [];
  for (let at = 0; at < asked * questions.length; at += 1) {
    const question = questions[at % questions.length];
    const [time] = await timed(() => request({ op: "ask", question, today, proof: "summary" }));
    answers.push(time);
  }
  const held = await memory();
  worker.terminate();
  return { ours, theirs, answers, transactions: report.transactions, parsed, held, size: file.size };
}

/** Runs in the page: how long a file of each kind takes to be imported into an engine that is warm. */
async function measureFormats({ names, runs, boot }) {
  const glue = await (await fetch("worker.js")).text();
  const wasm = await (await fetch("worker_bg.wasm")).arrayBuffer();
  const worker = new Worker(URL.createObjectURL(new Blob([glue, boot], { type: "text/javascript" })), { type: "module" });
  const { port1: port, port2 } = new MessageChannel();
  worker.postMessage({ bytes: new Uint8Array(wasm), port: port2 }, [port2]);
  const request = (message) => new Promise((done, fail) => {
    worker.onerror = () => fail(new Error("the worker stopped"));
    port.onmessage = ({ data }) => {
      if (data.type === "ok") done(data.body);
      if (data.type === "error") fail(new Error(data.code));
    };
    port.postMessage({ id: 1, ...message });
  });
  const results = [];
  for (const name of names) {
    const file = await (await fetch(`kept/${name}`)).blob();
    const times = [];
    let report;
    for (let run = 0; run < runs; run += 1) {
      await request({ op: "erase" });
      const start = performance.now();
      report = await request({ op: "import", files: [{ name, bytes: file }] });
      times.push(performance.now() - start);
    }
    results.push({ format: report.files[0].format, rows: report.transactions, size: file.size, times });
  }
  worker.terminate();
  return results;
}

/** Descriptors as banks print them, each made many by its number: those of `benches/engine/labels.rs`. */
const DESCRIPTORS = [
  "CARD PAYMENT TO TESCO STORES # LEEDS GB", "SQ *BLUE HERON COFFEE # PORTLAND OR", "PAYPAL *MARLOWS # 35314369001",
  "POS PURCHASE TRADER JOE S ## SEATTLE WA", "PERRY VALE SERVICE STAT#", "WWW.HARBOURBOOKS#.CO.UK",
  "KARTENZAHLUNG LINDEN APOTHEKE #//KOELN/DE", "ONLINE TRANSFER TO SAV ...#", "ZELLE PAYMENT TO J DOE #", "OAKFIELD TRADING # LTD",
];
const DISTINCT = 20_000;

/** Runs in the page: what the first descriptor costs in time and memory, and how many more are named a second. */
async function measureLabels({ one, all, same, runs, boot }) {
  const glue = await (await fetch("worker.js")).text();
  const wasm = await (await fetch("worker_bg.wasm")).arrayBuffer();
  const address = URL.createObjectURL(new Blob([glue, boot], { type: "text/javascript" }));
  const taken = { first: [], second: [], grown: [], all: [], same: [] };
  for (let run = 0; run < runs; run += 1) {
    const worker = new Worker(address, { type: "module" });
    const { port1: port, port2 } = new MessageChannel();
    worker.postMessage({ bytes: new Uint8Array(wasm), port: port2 }, [port2]);
    let id = 0;
    const request = (message) => new Promise((done, fail) => {
      id += 1;
      worker.onerror = () => fail(new Error("the worker stopped"));
      port.onmessage = ({ data }) => {
        if (data.id === id && data.type === "ok") done(data.body);
        if (data.id === id && data.type === "error") fail(new Error(data.code));
      };
      port.postMessage({ id, ...message });
    });
    const memory = () => new Promise((done) => {
      worker.onmessage = ({ data }) => done(data.memory);
      worker.postMessage(null);
    });
    const imported = async (csv, name) => {
      await request({ op: "erase" });
      const start = performance.now();
      await request({ op: "import", files: [{ name, bytes: new Blob([csv]) }] });
      return performance.now() - start;
    };
    await request({ op: "defaults" });
    const before = await memory();
    taken.first.push(await imported(one, "one.csv"));
    taken.grown.push(await memory() - before);
    taken.second.push(await imported(one, "one.csv"));
    taken.all.push(await imported(all, "all.csv"));
    taken.same.push(await imported(same, "same.csv"));
    worker.terminate();
  }
  return taken;
}

const quantile = (times, share) => times.toSorted((a, b) => a - b)[Math.trunc((times.length - 1) * share)];
const ms = (time) => time.toFixed(time < 10 ? 2 : 0);

const blank = "<!DOCTYPE html><title>Bench</title><script src=papaparse.js></script>";
let current = statement(0);
// The native bench leaves the same statement in every format.
const KEPT = join(ROOT, "target/bench");
const kept = existsSync(KEPT) ? readdirSync(KEPT).filter((name) => name.startsWith("100000.")) : [];
const server = await serve(PARTS, (path) => path.startsWith("/kept/")
  ? readFileSync(join(KEPT, path.slice("/kept/".length)))
  : { "/bench.html": blank, "/papaparse.js": PAPAPARSE, "/statement.csv": current.csv }[path]);
const browser = await launch();
const rowsOf = (count, of) => ["Date,Description,Amount", ...Array.from({ length: count }, (_, at) => `2025-01-${String(1 + at % 28).padStart(2, "0")},${of(at)},-${1 + at % 90}.50`)].join("\n");
try {
  {
    const page = await browser.newPage();
    await page.goto(`${server.url}bench.html`);
    const descriptor = (at) => DESCRIPTORS[at % DESCRIPTORS.length].replace("#", at);
    const taken = await page.evaluate(measureLabels, {
      one: rowsOf(1, descriptor), all: rowsOf(DISTINCT, descriptor), same: rowsOf(DISTINCT, () => descriptor(0)), runs: 7, boot: BOOT,
    });
    const [first, second, grown, all, same] = ["first", "second", "grown", "all", "same"].map((name) => quantile(taken[name], 0.5));
    console.log("first row ms (median), second row ms, memory grown by the first MB, descriptors/s");
    console.log([ms(first), ms(second), (grown / 1e6).toFixed(2), Math.round(DISTINCT / (all - same) * 1_000)].join("\t"));
    await page.close();
  }
  console.log("rows, first import ms, import ms (median), rows/s, PapaParse ms (median), ours to theirs, answer ms (median), answer ms (99 %), file MB, engine's memory MB");
  for (const [rows, runs] of process.argv[2] === "labels" ? [] : SIZES) {
    const page = await browser.newPage();
    current = statement(rows);
    const { sum } = current;
    await page.goto(`${server.url}bench.html`);
    const result = await page.evaluate(measure, { runs, asked: ASKED, questions: QUESTIONS, today: TODAY, boot: BOOT });
    assert.equal(result.transactions, rows, "the engine lost rows");
    assert.deepEqual(result.parsed, { rows, sum }, "PapaParse lost rows");
    const [ours, theirs] = [quantile(result.ours, 0.5), quantile(result.theirs, 0.5)];
    console.log([rows, ms(result.ours[0]), ms(ours), Math.round(rows / ours * 1_000), ms(theirs), (ours / theirs).toFixed(2),
      ms(quantile(result.answers, 0.5)), ms(quantile(result.answers, 0.99)),
      (result.size / 1e6).toFixed(1), (result.held / 1e6).toFixed(0)].join("\t"));
    await page.close();
  }
  console.log("format, file MB, import ms (median), MB/s, rows/s");
  if (kept.length === 0) console.log("skipped: the native bench has left no files");
  const page = await browser.newPage();
  await page.goto(`${server.url}bench.html`);
  for (const { format, rows, size, times } of await page.evaluate(measureFormats, { names: process.argv[2] === "labels" ? [] : kept, runs: 5, boot: BOOT })) {
    assert.equal(rows, 100_000, `${format} lost rows`);
    const time = quantile(times, 0.5);
    console.log([format, (size / 1e6).toFixed(1), ms(time), (size / 1e3 / time).toFixed(1), Math.round(rows / time * 1_000)].join("\t"));
  }
} finally {
  await browser.close();
  await server.close();
}
