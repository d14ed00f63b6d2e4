// The npm package as strangers get it: packed, installed into fresh projects, type-checked, built, and run.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { PATIENCE, ROOT, launch } from "./support/browser.mjs";
import { farthing } from "./support/native.mjs";
import { read, threeBanks } from "./support/files.mjs";
import { sealedHeaders, serve } from "./support/server.mjs";

const PACKAGE = join(ROOT, "target/package");
const PROJECTS = join(ROOT, "target/package-test");
const FIXTURES = join(ROOT, "tests/fixtures/package");
const TODAY = "2026-03-22";

/** Installing and building is npm's and Vite's time; hanging is nobody's. */
const TIMEOUT = 300_000;

const run = (folder, program, args, env = {}) => execFileSync(program, args, {
  cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...env }, timeout: TIMEOUT,
});

const npm = (folder, ...args) => run(folder, "npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);

/** The packed file, of `cargo xtask package`. */
function tarball() {
  const { name, version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  const file = join(ROOT, "target", `${name}-${version}.tgz`);
  assert.ok(existsSync(file), "nothing packed: run `cargo xtask package`");
  return file;
}

/** A fresh copy of a project with the package in it, as `npm install` leaves it. */
function project(name) {
  const folder = join(PROJECTS, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (existsSync(join(FIXTURES, name))) {
    cpSync(join(FIXTURES, name), folder, { recursive: true });
    npm(folder, "ci");
  } else {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  }
  npm(folder, "install", "--no-save", "--no-package-lock", tarball());
  return folder;
}

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

/** A project that was built against a widget's origin, in Chromium. */
async function built(t, name) {
  const folder = project(name);
  const assets = join(folder, "node_modules/farthing/assets");
  const widget = await serve(assets, undefined, sealedHeaders(assets));
  t.after(() => widget.close());
  run(folder, "npm", ["run", "build", "--silent"], { VITE_FARTHING_ASSETS: widget.url });
  const host = await serve(join(folder, "dist"));
  t.after(() => host.close());
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE * 2);
  page.wrong = [];
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  await page.goto(host.url.replace("127.0.0.1", "localhost"));
  return { page, widget, host, folder };
}

test("the package holds what it names, and nothing of this machine", () => {
  const manifest = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  const files = execFileSync("tar", ["-tzf", tarball()], { encoding: "utf8" }).trim().split("\n").map((path) => path.replace("package/", ""));
  const named = Object.values(manifest.exports).flatMap((target) => typeof target === "string" ? [target] : Object.values(target));
  for (const path of named.filter((path) => !path.includes("*"))) assert.ok(files.includes(path.slice(2)), path);
  for (const path of ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "assets/embed.html", "assets/sw.js", "custom-elements.json"]) {
    assert.ok(files.includes(path), path);
  }
  assert.deepEqual(files.filter((path) => /\.(map|rs|tgz|test\.mjs)$/.test(path)), []);
  for (const path of files.filter((path) => /\.(js|ts|json|md|html)$/.test(path))) {
    const text = readFileSync(join(PACKAGE, path), "latin1");
    assert.ok(!text.includes(ROOT), path);
  }
  const element = brotliCompressSync(readFileSync(join(PACKAGE, "assets/element.js"))).length;
  console.log(`element.js: ${element} bytes Brotli; ${files.length} files`);
  assert.ok(element <= 5_000, String(element));
  assert.equal(manifest.dependencies, undefined);
});

test("the manifest of custom elements and the class say the same", async (t) => {
  const widget = await serve(join(PACKAGE, "assets"));
  t.after(() => widget.close());
  const page = await browser.newPage();
  await page.goto(`${widget.url}sw.js`);
  await page.addScriptTag({ url: `${widget.url}element.js` });
  const has = await page.evaluate(() => {
    const element = customElements.get("farthing-widget");
    const { constructor, connectedCallback, connectedMoveCallback, disconnectedCallback, attributeChangedCallback, ...own } =
      Object.getOwnPropertyDescriptors(element.prototype);
    return { attributes: element.observedAttributes, members: Object.keys(own), statics: Object.keys(Object.getOwnPropertyDescriptors(element)) };
  });
  const { modules: [{ declarations: [says] }] } = JSON.parse(readFileSync(join(PACKAGE, "custom-elements.json"), "utf8"));
  const names = (list) => list.map(({ name }) => name).sort();
  assert.deepEqual(names(says.attributes), has.attributes.sort());
  assert.deepEqual(names(says.members.filter((member) => !member.static)), has.members.sort());
  for (const { name } of says.members.filter((member) => member.static)) assert.ok(has.statics.includes(name), name);
  await page.close();
});

test("in Node.js the engine gives the command line's replies, and lets the process end", { timeout: TIMEOUT }, () => {
  const folder = project("node");
  const { paths, month } = threeBanks();
  const asks = [`How much did I spend in ${month}?`, "And the month after?", "What is the weather?"];
  writeFileSync(join(folder, "run.js"), `
    import { readFileSync } from "node:fs";
    import { FarthingWidget } from "farthing";
    import { open, FarthingError } from "farthing/engine";
    const [, , where, ...paths] = process.argv;
    const engine = await open({ version: 1, worker: where === "thread" });
    let heard = 0;
    const files = paths.map((path) => ({ name: path.split("/").at(-1), content: readFileSync(path) }));
    const replies = [await engine.request({ op: "import", files: files.map(({ name, content }) => ({ name, bytes: content })) }, { progress: () => { heard += 1; } })];
    for (const question of ${JSON.stringify(asks)}) replies.push(await engine.ask(question, { today: "${TODAY}" }));
    replies.push(await engine.overview({ today: "${TODAY}" }), await engine.ledger());
    const before = replies[0].transactions;
    const again = await engine.importFiles(files);
    const wrong = [];
    const code = (error) => wrong.push(error instanceof FarthingError ? error.code : error.name);
    await engine.ask("x", { today: "22/03/2026" }).catch(code);
    await engine.proof(99).catch(code);
    await engine.import(new Uint8Array(4_000_000), { name: "large.csv", signal: AbortSignal.timeout(0) }).catch(code);
    const other = await open({ version: 1, worker: where === "thread" });
    const apart = (await other.rows()).of;
    const waits = other.sample().catch(code);
    await Promise.all([other.close(), waits]);
    await open({ version: 2 }).catch(code);
    await engine.close();
    await engine.rows().catch(code);
    console.log(JSON.stringify({ replies, more: [heard > 0, again.transactions - before, wrong, apart, FarthingWidget === undefined] }));
  `);
  const requests = [
    { op: "import", files: paths.map((path) => ({ name: read(path).name, bytes: [...read(path).bytes] })) },
    ...asks.map((question) => ({ op: "ask", question, today: TODAY })),
    { op: "overview", today: TODAY },
    { op: "ledger" },
  ];
  const native = farthing(["serve-json"], requests.map((request, id) => `${JSON.stringify({ id, ...request })}\n`).join(""))
    .trim().split("\n").map((line) => JSON.parse(line)).filter(({ type }) => type === "ok").map(({ body: { op, ...body } }) => body);
  for (const where of ["thread", "here"]) {
    const { replies, more } = JSON.parse(run(folder, "node", ["run.js", where, ...paths]));
    assert.deepEqual(replies, native, where);
    const [heard, added, wrong, apart, noElement] = more;
    assert.deepEqual([heard, added, apart, noElement], [true, 0, 0, true], where);
    assert.deepEqual(wrong.filter((code) => code !== "closed"), ["date-unreadable", "answer-forgotten", "TimeoutError", "version-unknown"], where);
    assert.ok(wrong.includes("closed"), where);
  }
});

/** What the project's page says once it has asked the widget and both engines. */
async function toldByVite(page) {
  const told = JSON.parse(await page.locator("output:not(:empty)").innerText());
  assert.deepEqual(told.apart, { amount: "7.80", currency: "GBP" });
  assert.deepEqual(told.inline, told.apart);
  assert.equal(told.widget[1], "invalid");
  assert.ok(["whole", "partly"].includes(told.widget[0]), told.widget[0]);
}

test("in a fresh Vite and TypeScript project it is type-checked, built, and runs", { timeout: TIMEOUT }, async (t) => {
  const { page, folder, host, widget } = await built(t, "vite");
  await toldByVite(page);
  const view = page.frameLocator("farthing-widget iframe").frameLocator("iframe");
  await view.locator("article.card .lede", { hasText: "£7.80" }).waitFor();
  const loaded = host.requests.filter((request) => request.includes(".wasm"));
  assert.ok(loaded.length >= 1 && readdirSync(join(folder, "dist/assets")).some((name) => name.endsWith(".wasm")));

  // Its development server puts packages together in another way.
  const { createServer } = await import(pathToFileURL(join(folder, "node_modules/vite/dist/node/index.js")).href);
  process.env.VITE_FARTHING_ASSETS = widget.url;
  const server = await createServer({ root: folder, server: { host: "127.0.0.1", port: 0 }, logLevel: "error" });
  t.after(() => server.close());
  await server.listen();
  await page.goto(`http://127.0.0.1:${server.httpServer.address().port}/`);
  await toldByVite(page);
  assert.deepEqual(page.wrong, []);
});

test("in a fresh React project it is typed in JSX, survives strict mode, and is themed and taken away", { timeout: TIMEOUT }, async (t) => {
  const { page } = await built(t, "react");
  const told = async (holds) => {
    await page.waitForFunction((holds) => new Function("told", `return ${holds}`)(JSON.parse(document.querySelector("output").textContent)), holds);
    return JSON.parse(await page.locator("output").innerText());
  };
  const first = await told("told.seal && told.taken === 1");
  assert.equal(first.theme, "light");
  assert.equal(await page.locator("farthing-widget").evaluate((element) => element.offsetHeight), 480);
  await page.getByRole("button", { name: "Dark" }).click();
  await told("told.theme === 'dark'");
  const view = page.frameLocator("farthing-widget iframe").frameLocator("iframe");
  await view.locator("html[data-scheme=dark]").waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await page.waitForFunction(() => !document.querySelector("farthing-widget"));
  assert.equal(page.frames().length, 1);
  assert.deepEqual(page.wrong, []);
});
