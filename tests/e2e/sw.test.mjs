// www/sw.js on a static host that sends no header: what it seals, and what shows that it has not.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DIST, launch, PATIENCE, ROOT, setUp as setUpReleased, viewOf } from "./support/browser.mjs";

const SCRIPT = readFileSync(join(ROOT, "www/sw.js"), "utf8");
const page = (title) => `<!DOCTYPE html><title>${title}</title><p>A page.</p>`;

/** A static host of files by path. It sends no header of its own accord; those of `headers` where it is told to. */
async function serve(t, files) {
  const host = { files, headers: {}, requests: [] };
  const server = createServer((request, response) => {
    host.requests.push(request.url);
    const { pathname } = new URL(request.url, "http://localhost");
    const found = pathname in host.files;
    const type = pathname.endsWith(".js") ? "text/javascript" : "text/html";
    response.writeHead(found ? 200 : 404, { "content-type": type, ...host.headers });
    response.end(found ? host.files[pathname] : page("missing"));
  });
  server.on("upgrade", (request, socket) => {
    host.requests.push(request.url);
    socket.destroy();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  host.port = server.address().port;
  host.url = `http://127.0.0.1:${host.port}/`;
  return host;
}

/** A host of two pages and the service worker, and a tab. */
async function setUp(t, options = {}) {
  const server = await serve(t, { "/": page("first"), "/other.html": page("other"), "/sw.js": SCRIPT });
  const browser = await launch(options);
  t.after(() => browser.close());
  const context = await browser.newContext();
  const tab = await context.newPage();
  tab.setDefaultTimeout(PATIENCE);
  return { server, context, tab };
}

/** Registers the service worker and waits until it answers for the next load. */
async function register(frame) {
  await frame.evaluate(async () => {
    await navigator.serviceWorker.register("sw.js");
    const { active } = await navigator.serviceWorker.ready;
    if (active.state !== "activated") {
      await new Promise((done) => active.addEventListener("statechange", () => active.state === "activated" && done()));
    }
  });
}

/** Whether the canary is refused, as the airlock asks; the second question tells a sealed page from one offline. */
const isSealed = (frame) => frame.evaluate(async () => {
  const refused = (address, settings) => fetch(address, settings).then(() => false, () => true);
  return await refused("farthing-canary") && refused(location.href, { cache: "force-cache" });
});

/** Ways to our own server, each naming itself. */
async function tries() {
  const quiet = (attempt) => Promise.resolve().then(attempt).catch(() => {});
  await quiet(() => fetch("leak-fetch"));
  await quiet(() => fetch("leak-cached", { mode: "no-cors", cache: "force-cache" }));
  await quiet(() => navigator.sendBeacon("leak-beacon", "leak"));
  await quiet(() => new WebSocket(new URL("leak-socket", location.href.replace("http", "ws"))));
  await quiet(() => { new Image().src = "leak-image"; });
  await quiet(() => import(new URL("leak-import", location.href)));
  await quiet(() => document.body.append(Object.assign(document.createElement("iframe"), { src: "leak-frame" })));
}

test("the page is sealed from the second load on, and sends nothing then", async (t) => {
  const { server, tab } = await setUp(t);
  await tab.goto(server.url);
  assert.equal(await isSealed(tab), false, "no service worker yet, and yet sealed");
  // The control: unsealed, all of this arrives.
  await tab.evaluate(tries);
  await tab.waitForTimeout(1_000);
  const arrived = new Set(server.requests.filter((path) => path.startsWith("/leak")));
  assert.deepEqual([...arrived].sort(), ["beacon", "cached", "fetch", "frame", "image", "import", "socket"].map((way) => `/leak-${way}`));
  await register(tab);
  assert.equal(await isSealed(tab), false, "the first load cannot be sealed");
  await tab.reload();
  assert.equal(await isSealed(tab), true, "the second load is not sealed");
  assert.equal(await tab.title(), "first");

  const before = server.requests.length;
  await tab.evaluate(tries);
  await tab.waitForTimeout(1_000);
  assert.deepEqual(server.requests.slice(before), []);
});

test("a page that it controls and did not seal gets its canary from it, and not from the server", async (t) => {
  const { server, tab, context } = await setUp(t);
  await tab.goto(server.url);
  await register(tab);
  const [worker] = context.serviceWorkers();
  await worker.evaluate(() => clients.claim());
  await tab.waitForFunction(() => navigator.serviceWorker.controller);
  const before = server.requests.length;
  const answer = await tab.evaluate(async () => {
    const response = await fetch("farthing-canary");
    return [response.status, await response.text(), response.headers.get("connection-allowlist")];
  });
  assert.deepEqual(answer, [200, "not sealed", "()"]);
  assert.deepEqual(server.requests.slice(before), []);
});

test("every page it answers has the headers, one that is not there as well", async (t) => {
  const { server, tab } = await setUp(t);
  await tab.goto(server.url);
  await register(tab);
  for (const [path, status] of [["", 200], ["other.html?query", 200], ["missing/page", 404]]) {
    const response = await tab.goto(server.url + path);
    const headers = response.headers();
    assert.equal(response.fromServiceWorker(), true, path);
    assert.equal(response.status(), status, path);
    assert.equal(headers["connection-allowlist"], "()", path);
    assert.equal(headers["referrer-policy"], "no-referrer", path);
    assert.match(headers["permissions-policy"], /camera=\(\)/, path);
    assert.equal(await isSealed(tab), true, path);
  }
});

test("a hard reload is not sealed, and shows it", async (t) => {
  const { server, tab, context } = await setUp(t);
  await tab.goto(server.url);
  await register(tab);
  await tab.reload();
  assert.equal(await isSealed(tab), true);
  const session = await context.newCDPSession(tab);
  const loaded = tab.waitForEvent("load");
  await session.send("Page.reload", { ignoreCache: true });
  await loaded;
  assert.equal(await tab.evaluate(() => navigator.serviceWorker.controller), null, "the service worker saw a hard reload");
  assert.equal(await isSealed(tab), false);
  await tab.reload();
  assert.equal(await isSealed(tab), true, "a plain reload seals again");
});

test("removed, it seals nothing, and that shows", async (t) => {
  const { server, tab } = await setUp(t);
  await tab.goto(server.url);
  await register(tab);
  await tab.evaluate(async () => (await navigator.serviceWorker.getRegistration()).unregister());
  await tab.reload();
  assert.equal(await isSealed(tab), false);
});

test("a new release is there at the next load, and so is a new service worker", async (t) => {
  const { server, tab } = await setUp(t);
  await tab.goto(server.url);
  await register(tab);
  await tab.reload();
  server.files["/"] = page("second");
  await tab.reload();
  assert.equal(await tab.title(), "second");
  assert.equal(await isSealed(tab), true);
  server.files["/sw.js"] = `${SCRIPT}\n// Another release.\n`;
  // The newer one takes over while this page is open: nothing that it holds would be lost.
  await tab.evaluate(async () => {
    const found = await navigator.serviceWorker.getRegistration();
    const changed = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
    await found.update();
    await changed;
  });
  const { waiting, active } = await tab.evaluate(async () => {
    const found = await navigator.serviceWorker.getRegistration();
    return { waiting: found.waiting !== null, active: found.active.state };
  });
  assert.deepEqual([waiting, active === "activating" || active === "activated"], [false, true]);
  await tab.reload();
  assert.equal(await isSealed(tab), true);
});

test("offline there is no page, and a sealed one stays as it is", async (t) => {
  const { server, tab, context } = await setUp(t);
  await tab.goto(server.url);
  await register(tab);
  await tab.reload();
  await context.setOffline(true);
  assert.equal(await isSealed(tab), true);
  await assert.rejects(tab.reload());
  await context.setOffline(false);
  await tab.goto(server.url);
  assert.equal(await isSealed(tab), true);
});

test("once the host sends the headers itself, the service worker leaves", async (t) => {
  const { server, tab } = await setUp(t);
  await tab.goto(server.url);
  await register(tab);
  server.headers = { "connection-allowlist": "()" };
  const response = await tab.reload();
  assert.equal(response.headers()["connection-allowlist"], "()");
  assert.equal(await isSealed(tab), true);
  assert.equal(await tab.evaluate(() => navigator.serviceWorker.getRegistration()), undefined);
  const again = await tab.reload();
  assert.equal(again.fromServiceWorker(), false);
  assert.equal(await isSealed(tab), true);
});

test("framed by another site it seals as in its own tab", async (t) => {
  // Playwright's own settings switch the partitioning of storage off, and with it service workers in frames of others.
  const profile = mkdtempSync(join(tmpdir(), "farthing-sw-"));
  t.after(() => rmSync(profile, { recursive: true, force: true }));
  const settings = { ignoreDefaultArgs: true, args: ["--remote-debugging-pipe", `--user-data-dir=${profile}`, "--no-startup-window"] };
  const { server, tab } = await setUp(t, settings);
  const host = await serve(t, { "/host.html": `<iframe src="${server.url}"></iframe>` });
  const address = `http://localhost:${host.port}/host.html`;
  await tab.goto(address);
  const framed = () => tab.frames().find((frame) => frame.url() === server.url);
  await register(framed());
  assert.equal(await isSealed(framed()), false);
  await tab.goto(address);
  assert.equal(await isSealed(framed()), true);
});

/** The released document on a host that sends no header, once it has reloaded itself and says what it found. */
async function released(t, options = {}) {
  const { server, browser } = await setUpReleased(t, { headers: {} });
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  tab.setDefaultTimeout(PATIENCE);
  return { server, context, tab };
}

const SEALED = "Nothing leaves this tab";
const says = async (tab, words) => (await viewOf(tab)).getByText(words).first().waitFor({ timeout: PATIENCE });

test("the released document has itself sealed on a host that sends no header", async (t) => {
  const { server, context, tab } = await released(t);
  await tab.goto(server.url);
  await tab.waitForURL(server.url);
  await tab.waitForFunction(() => navigator.serviceWorker.controller);
  await says(tab, SEALED);
  await tab.waitForTimeout(1_000);
  // After that the browser asks for a newer service worker by itself, always at the same address.
  const [first, second, third, ...later] = server.requests.filter((request) => !request.includes("farthing-canary"));
  assert.deepEqual([first, second, third], ["GET /", "GET /sw.js", "GET /"]);
  assert.deepEqual(later.filter((request) => request !== "GET /sw.js"), []);

  // A hard reload is seen by no service worker; so soon after the last it is not undone by another reload.
  const session = await context.newCDPSession(tab);
  const loaded = tab.waitForEvent("load");
  await session.send("Page.reload", { ignoreCache: true });
  await loaded;
  await says(tab, "Not sealed, so no file can be opened");
  await tab.reload();
  await says(tab, SEALED);
});

test("where no service worker is allowed either, the released document takes no file", async (t) => {
  const { server, tab } = await released(t, { serviceWorkers: "block" });
  await tab.goto(server.url);
  await says(tab, "Not sealed, so no file can be opened");
  const view = await viewOf(tab);
  assert.ok(!(await view.locator("#main").innerText()).includes(SEALED));
});
