// The files of www/deploy/ in the servers they are for: every response carries every header, a 404 and a redirect as well.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { ROOT } from "./support/browser.mjs";

const CSP = "default-src 'none'; script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' 'wasm-unsafe-eval'; connect-src 'self'";
const PAGE = `<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="${CSP}"><title>Farthing</title>${"<p>word</p>".repeat(200)}`;
const PATHS = ["/", "/index.html", "/element.js", "/folder/index.html", "/missing", "/missing/deeper.html", "/folder", "/element.js?query"];
const PATIENCE_MS = 15_000;

const onPath = (name) => process.env.PATH.split(delimiter).map((folder) => join(folder, name)).find((program) => {
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/** A released page in a folder that any user may read, the configuration filled in by the release's own command. */
function released(t) {
  const folder = mkdtempSync(join(tmpdir(), "farthing-deploy-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  const page = join(folder, "page");
  mkdirSync(join(page, "folder"), { recursive: true });
  for (const name of ["index.html", "folder/index.html"]) writeFileSync(join(page, name), PAGE);
  writeFileSync(join(page, "element.js"), "'use strict';\n");
  execFileSync("cargo", ["xtask", "deploy", page], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  return { folder, page, deploy: join(page, "deploy") };
}

function fetchRaw(port, path, headers = {}) {
  return new Promise((done, fail) => {
    get({ host: "127.0.0.1", port, path, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    }).on("error", fail);
  });
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts a server, waits until it answers, and ends it with the test. */
async function start(t, port, program, args, options = {}) {
  const server = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let said = "";
  let ended = false;
  server.stdout.on("data", (text) => { said += text; });
  server.stderr.on("data", (text) => { said += text; });
  server.on("exit", () => { ended = true; });
  t.after(() => server.kill("SIGKILL"));
  for (const from = Date.now(); Date.now() - from < PATIENCE_MS; await pause(100)) {
    assert.ok(!ended, said);
    try {
      await fetchRaw(port, "/");
      return;
    } catch {
      // Not listening yet.
    }
  }
  assert.fail(`no answer\n${said}`);
}

/** The headers as a server without templates would send them: taken from the file of Netlify, which is a plain list. */
function table(deploy) {
  const lines = readFileSync(join(deploy, "_headers"), "utf8").split("\n");
  const from = lines.indexOf("/*") + 1;
  const until = lines.findIndex((line, at) => at >= from && !line.startsWith("  "));
  return lines.slice(from, until).map((line) => {
    const [, name, value] = /^ {2}([\w-]+): (.+)$/.exec(line);
    return [name.toLowerCase(), value];
  });
}

async function check(port, deploy) {
  const wanted = table(deploy);
  assert.ok(wanted.length >= 8);
  assert.deepEqual(wanted.find(([name]) => name === "content-security-policy"), ["content-security-policy", CSP]);
  assert.deepEqual(wanted.find(([name]) => name === "connection-allowlist"), ["connection-allowlist", "()"]);
  for (const path of PATHS) {
    const { status, headers, body } = await fetchRaw(port, path);
    for (const [name, value] of wanted) assert.equal(headers[name], value, `${name} of ${path} (${status})`);
    assert.equal(headers["cache-control"], path.startsWith("/element.js") ? "public, max-age=3600" : "no-cache", path);
    const expected = path.includes("missing") ? [404] : path === "/folder" ? [301, 302, 307, 308] : [200];
    assert.ok(expected.includes(status), `${path}: ${status}`);
    if (status === 200 && !path.includes("element")) assert.equal(body.toString(), PAGE, path);
  }
}

async function checkGzip(port) {
  const { headers, body } = await fetchRaw(port, "/", { "accept-encoding": "gzip" });
  assert.equal(headers["content-encoding"], "gzip");
  assert.equal(gunzipSync(body).toString(), PAGE);
  assert.equal(headers["connection-allowlist"], "()");
}

async function checkBrotli(port, deploy) {
  const wanted = table(deploy);
  for (const path of ["/", "/index.html", "/folder/index.html"]) {
    const { status, headers, body } = await fetchRaw(port, path, { "accept-encoding": "gzip, br" });
    assert.equal(status, 200);
    assert.equal(headers["content-encoding"], "br", path);
    assert.match(headers["content-type"], /^text\/html/, path);
    assert.ok(body.length < PAGE.length / 10, `${path}: ${body.length} bytes`);
    assert.equal(brotliDecompressSync(body).toString(), PAGE, path);
    for (const [name, value] of wanted) assert.equal(headers[name], value, `${name} of ${path} by Brotli`);
  }
}

const nginx = onPath("nginx");
test("nginx", { skip: !nginx && "nginx is not installed" }, async (t) => {
  const { folder, page, deploy } = released(t);
  const port = await freePort();
  const module = ["../lib/nginx/modules", "../share/nginx/modules"].map((path) => join(dirname(nginx), path, "ngx_http_brotli_static_module.so")).find(existsSync);
  if (!module) t.diagnostic("no ngx_brotli: its line stays a comment");
  const snippet = readFileSync(join(deploy, "nginx.conf"), "utf8");
  writeFileSync(join(folder, "farthing.conf"), module ? snippet.replace("# brotli_static on;", "brotli_static on;") : snippet);
  const scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(" ");
  writeFileSync(join(folder, "nginx.conf"), `
    ${module ? `load_module ${module};` : ""}
    daemon off; master_process off; pid ${folder}/pid; error_log stderr;
    events {}
    http {
      access_log off; ${scratch}
      types { text/html html; text/javascript js; }
      server { listen 127.0.0.1:${port}; root ${page}; include ${folder}/farthing.conf; }
    }`);
  await start(t, port, nginx, ["-p", folder, "-e", "stderr", "-c", join(folder, "nginx.conf")]);
  await check(port, deploy);
  await checkGzip(port);
  if (module) await checkBrotli(port, deploy);
});

const caddy = onPath("caddy");
test("Caddy", { skip: !caddy && "caddy is not installed" }, async (t) => {
  const { folder, page, deploy } = released(t);
  const port = await freePort();
  writeFileSync(join(folder, "Caddyfile"), `{
  admin off
  auto_https off
}
import ${deploy}/Caddyfile
http://127.0.0.1:${port} {
  root * ${page}
  import farthing
}
`);
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  await start(t, port, caddy, ["run", "--adapter", "caddyfile", "--config", join(folder, "Caddyfile")], { env });
  await check(port, deploy);
  await checkGzip(port);
  await checkBrotli(port, deploy);
});

const apache = onPath("apache2") ?? onPath("httpd");
const modules = apache && ["../lib/apache2/modules", "../lib64/httpd/modules", "../libexec/apache2"].map((path) => join(dirname(apache), path)).find((path) => existsSync(path));
test("Apache", { skip: !modules && "Apache is not installed" }, async (t) => {
  const { folder, page, deploy } = released(t);
  const port = await freePort();
  writeFileSync(join(page, ".htaccess"), readFileSync(join(deploy, ".htaccess")));
  const load = ["mpm_event", "authz_core", "unixd", "mime", "dir", "headers", "rewrite", "env"]
    .filter((name) => existsSync(join(modules, `mod_${name}.so`)))
    .map((name) => `LoadModule ${name}_module ${join(modules, `mod_${name}.so`)}`);
  writeFileSync(join(folder, "mime.types"), "text/html html\ntext/javascript js\n");
  writeFileSync(join(folder, "httpd.conf"), `
${load.join("\n")}
ServerRoot ${folder}
DefaultRuntimeDir ${folder}
PidFile ${folder}/pid
Mutex file:${folder}
ErrorLog ${folder}/log
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
${process.getuid() === 0 ? "User nobody" : ""}
TypesConfig ${folder}/mime.types
DocumentRoot ${page}
<Directory ${page}>
  AllowOverride FileInfo Indexes
  Require all granted
</Directory>
`);
  await start(t, port, apache, ["-X", "-f", join(folder, "httpd.conf")]);
  await check(port, deploy);
  await checkBrotli(port, deploy);
});

test("the files in JSON are of their form", (t) => {
  const { deploy } = released(t);
  const wanted = table(deploy);
  const parsed = (name) => JSON.parse(readFileSync(join(deploy, name), "utf8"));
  const pairs = (list) => list.map(({ key, value }) => [key.toLowerCase(), value]);
  const vercel = parsed("vercel.json").headers;
  const firebase = parsed("firebase.json").hosting.headers;
  const azure = Object.entries(parsed("staticwebapp.config.json").globalHeaders).map(([name, value]) => [name.toLowerCase(), value]);
  assert.deepEqual([vercel[0].source, firebase[0].source], ["/(.*)", "**"]);
  for (const list of [pairs(vercel[0].headers), pairs(firebase[0].headers), azure]) {
    for (const header of wanted) assert.ok(list.some(([name, value]) => name === header[0] && value === header[1]), header[0]);
  }
});
