// What the document may do and what its modules may call, as written down in tests/fixtures/seal: nothing is added unseen.
//
// BLESS=1 writes the files anew; a change of one is read line by line.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bytesIn } from "../../www/airlock/parts.js";
import { unpacked } from "../../www/airlock/unpack.js";
import { DIST, PARTS, ROOT } from "./support/browser.mjs";

const FIXTURES = join(ROOT, "tests/fixtures/seal");
const HASH = /'sha256-([A-Za-z0-9+/=]+)'/g;

function compare(name, text) {
  const file = join(FIXTURES, name);
  if (process.env.BLESS) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, "utf8"), `${name} has changed: read what is new, then BLESS=1`);
}

for (const [module, file] of [["view", "view_bg"], ["worker", "worker_bg"], ["unpack", "unpack"], ["unmix", "unmix"]]) {
  test(`the ${module} calls what it called before, and nothing else`, () => {
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(join(PARTS, `${file}.wasm`))));
    // A name ends in a digest of its signature, which is the compiler's.
    const names = imports.map(({ name, kind }) => `${kind} ${name.replace(/_[0-9a-f]{16}$/, "")}`);
    compare(`${module}.imports`, `${[...new Set(names)].sort().join("\n")}\n`);
  });
}

test("the policy is what it was, and each hash in it is of something in the document", () => {
  const document = readFileSync(join(DIST, "embed.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(document)[1];
  compare("policy.txt", `${policy.replace(HASH, "'sha256-…'").replaceAll("; ", ";\n")}\n`);

  const page = Buffer.from(bytesIn(/id="view-page">([\s\S]*?)<\/script>/.exec(document)[1])).toString();
  const inline = (text) => [...text.matchAll(/<(script|style)>([\s\S]*?)<\/\1>/g)].map((found) => found[2]);
  const hashes = [...inline(document), ...inline(page)].map((text) => createHash("sha256").update(text).digest("base64"));
  assert.equal(hashes.length, 4, "a script and a style of the airlock, and of the view");
  assert.deepEqual([...policy.matchAll(HASH)].map((found) => found[1]).sort(), hashes.sort());
  assert.ok(document.indexOf("Content-Security-Policy") < document.indexOf("<script"), "the policy comes first");
});

test("both modules come back from the document, and every part has the digest that a script knows: for the engine the worker's", () => {
  const document = readFileSync(join(DIST, "embed.html"), "utf8");
  const script = /<script>([\s\S]*?)<\/script>/.exec(document)[1];
  const parts = Array.from(document.matchAll(/<script type="application\/octet-stream" id="([a-z-]+)">([\s\S]*?)<\/script>/g), ([, ...part]) => part);
  const texts = Object.fromEntries(parts.map(([name, text]) => [name, Buffer.from(text)]));
  const bytes = Object.fromEntries(parts.map(([name, text]) => [name, Buffer.from(bytesIn(text))]));
  const view = unpacked(bytes.unpack, texts.view);
  const engine = unpacked(unpacked(bytes.unpack, texts.unmix), texts.engine);
  for (const [name, module] of [["view", view], ["worker", engine]]) {
    assert.ok(readFileSync(join(ROOT, `target/short/${name}.wasm`)).equals(module), `the ${name} does not come back as it was packed`);
    assert.ok(WebAssembly.validate(module));
  }
  const glue = bytes["engine-glue"].toString("utf8");
  for (const [name, text] of parts) {
    assert.ok((name === "engine" ? glue : script).includes(createHash("sha256").update(text).digest("hex")), name);
  }
});
