// The worker in Chromium and the command line are the same engine: same requests, same bytes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PARTS, launch } from "./support/browser.mjs";
import { BOOT } from "./support/engine.mjs";
import { read, threeBanks } from "./support/files.mjs";
import { farthing } from "./support/native.mjs";
import { serve } from "./support/server.mjs";

const TODAY = "2026-03-22";

/** Asks an engine in the worker of a plain page. */
async function workerReplies(page, requests) {
  return page.evaluate(async ({ boot, requests }) => {
    const glue = await (await fetch("worker.js")).text();
    const bytes = await (await fetch("worker_bg.wasm")).arrayBuffer();
    const address = URL.createObjectURL(new Blob([glue, boot], { type: "text/javascript" }));
    const worker = new Worker(address, { type: "module" });
    const { port1: port, port2 } = new MessageChannel();
    worker.postMessage({ bytes: new Uint8Array(bytes), port: port2 }, [port2]);
    const replies = [];
    for (const request of requests) {
      for (const file of request.files ?? []) file.bytes = new Uint8Array(file.bytes);
      await new Promise((done, fail) => {
        worker.onerror = () => fail(new Error("the worker stopped"));
        port.onmessage = ({ data }) => {
          if (data.id !== request.id) return;
          replies.push(JSON.stringify(data));
          if (data.type !== "progress") done();
        };
        port.postMessage(request);
      });
    }
    worker.terminate();
    return replies;
  }, { boot: BOOT, requests });
}

test("every reply of the worker is the command line's, byte for byte", async (t) => {
  // A page of this origin without a policy: the widget's own lets nobody fetch.
  const server = await serve(PARTS, (path) => path === "/blank.html" ? "<!DOCTYPE html><title>Blank</title>" : undefined);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await server.close();
  });
  const page = await browser.newPage();
  await page.goto(`${server.url}blank.html`);

  const { paths, month } = threeBanks();
  const files = paths.map((path) => ({ name: read(path).name, bytes: [...read(path).bytes] }));
  const requests = [
    { op: "defaults" },
    { op: "import", files },
    { op: "overview", today: TODAY },
    { op: "insights", today: TODAY },
    { op: "ask", question: `How much did I spend in ${month}?`, today: TODAY },
    { op: "ask", question: "And the month after?", today: TODAY },
    { op: "ask", question: "What is the weather?", today: TODAY, proof: "summary" },
    { op: "proof", answer: 1, offset: 0, limit: 20 },
    { op: "proof", answer: 99, offset: 0, limit: 20 },
    { op: "rows", offset: 10, limit: 30, oldestFirst: true },
    { op: "ledger" },
    { op: "sample" },
    { op: "overview", today: TODAY },
    { op: "ask", question: "How much on groceries last month?", today: TODAY },
    { op: "forget" },
    { op: "erase" },
    { op: "overview", today: TODAY },
  ].map((request, at) => ({ id: at + 1, ...request }));
  const lines = farthing(["serve-json"], `${requests.map((request) => JSON.stringify(request)).join("\n")}\n`);
  const native = lines.trimEnd().split("\n");
  const inBrowser = await workerReplies(page, requests);
  assert.ok(native.length >= requests.length);
  assert.deepEqual(inBrowser, native);
});
