// The widget's server, and that of the page which embeds it: two sites on the loopback interface.
import { createServer } from "node:http";
import { PLANTED } from "./sinks.mjs";

const TYPES = {
  css: "text/css", dtd: "application/xml-dtd", html: "text/html; charset=utf-8", js: "text/javascript", json: "application/json",
  png: "image/png", svg: "image/svg+xml", vtt: "text/vtt", wasm: "application/wasm", xml: "text/xml", xsl: "text/xsl",
};

/** The page that embeds: it writes down whatever it can see. */
const HOST = `<!DOCTYPE html><meta charset="utf-8"><title>host</title><link rel="icon" href="data:,">
<style>html,body{margin:0;height:100%}iframe{border:0;width:100%;height:100%}#widget{height:calc(100% + 60px)}#watch{position:absolute;width:1px;height:1px}</style>
<body><script>
  const options = new URLSearchParams(location.search);
  globalThis.seen = [];
  const frame = document.createElement("iframe");
  frame.id = "widget";
  addEventListener("message", ({ source, data }) => {
    const from = source === frame.contentWindow ? "airlock" : source === globalThis.opened ? "opened" : "view";
    let text;
    try { text = JSON.stringify(data) ?? String(data); } catch { text = "unreadable"; }
    seen.push({ from, text });
  });
  if (options.has("frame")) {
    frame.src = options.get("frame");
    frame.onload = () => frame.contentWindow.postMessage({ farthing: 1, type: "hello", id: null, body: { version: 1 } }, "*");
    document.body.append(frame);
  }
  if (options.has("watch")) {
    const watch = document.createElement("iframe");
    watch.id = "watch";
    watch.src = options.get("watch");
    document.body.append(watch);
  }
  if (options.has("open")) addEventListener("click", () => { globalThis.opened = open(options.get("open")); }, { once: true });
  /** What a page sees of the frames in it without any message. */
  globalThis.counts = () => {
    let frames = 0;
    const walk = (view, depth) => {
      for (let nth = 0; nth < view.length; nth += 1) {
        if (depth > 0) frames += 1;
        walk(view[nth], depth + 1);
      }
    };
    if (frame.contentWindow) walk(frame.contentWindow, 0);
    return { history: history.length, frames, scroll: Math.round(scrollY), hash: location.hash, name: window.name };
  };
</script>`;

/** A page of our own origin that looks everywhere another page may have left the word, and sends it home. */
const OBSERVE = `<!DOCTYPE html><meta charset="utf-8"><title>observe</title><link rel="icon" href="data:,"><script>
  const sent = new Set();
  const take = (text) => {
    for (const [word] of String(text).matchAll(/${PLANTED}\\d{5}/g)) {
      if (!sent.has(word)) fetch("/observed/" + word);
      sent.add(word);
    }
  };
  const places = [
    () => document.cookie, () => JSON.stringify(localStorage), () => JSON.stringify(sessionStorage), () => window.name,
    () => location.hash, () => JSON.stringify(history.state), async () => JSON.stringify(await indexedDB.databases()),
    async () => (await caches.keys()).join(), async () => JSON.stringify(await navigator.locks.query()),
    async () => JSON.stringify(await cookieStore.getAll()),
    async () => { const names = []; for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name); return names.join(); },
    async () => (await navigator.storageBuckets.keys()).join(),
    () => new Promise((done, failed) => webkitRequestFileSystem(0, 9, ({ root }) => root.createReader().readEntries((all) => done(all.map(({ name }) => name).join()), failed), failed)),
  ];
  new BroadcastChannel("way").onmessage = ({ data }) => take(data);
  try { const shared = new SharedWorker("/take/shared.js"); shared.port.onmessage = ({ data }) => take(data); } catch {}
  const look = () => { for (const place of places) Promise.resolve().then(place).then(take, () => {}); };
  look();
  setInterval(look, 150);
</script>`;

const SERVICE_WORKER = `addEventListener("message", ({ data }) => fetch(data));
addEventListener("fetch", (event) => event.respondWith(fetch(event.request)));`;
const SHARED_WORKER = `const ports = []; let told = [];
addEventListener("connect", ({ ports: [port] }) => {
  ports.push(port);
  for (const text of told) port.postMessage(text);
  port.onmessage = ({ data }) => { told.push(data); for (const each of ports) each.postMessage(data); };
});`;

/** The page that is allowed everything: the same attack, no seal. */
const control = (hook) => `<!DOCTYPE html><html><head><meta charset="utf-8"><title>control</title><link rel="icon" href="data:,"></head>
<body style="margin:0;height:100vh"><script>${hook}</script></body></html>`;
const controlWorker = (hook) => `<!DOCTYPE html><meta charset="utf-8"><title>control</title><link rel="icon" href="data:,"><body><script>
  const text = ${JSON.stringify(hook).replaceAll("<", "\\u003c")};
  globalThis.worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })), { type: "module", name: "module" });
  globalThis.classic = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })), { name: "classic" });
</script>`;

const NO_PICTURES = "img-src data:; report-uri /take/report";

/** Listens on the loopback interface, and gives the port. */
async function listen(handle) {
  const server = createServer(handle);
  server.on("upgrade", (request, socket) => socket.destroy());
  server.on("clientError", (error, socket) => socket.destroy());
  await new Promise((done) => server.listen(0, done));
  const close = () => new Promise((done) => {
    server.closeAllConnections();
    server.close(done);
  });
  return { port: server.address().port, close };
}

/** Serves `pages`, each `{ html, headers }` by its path, and everything the tests need around them. */
export async function serve({ pages, viewHook, workerHook }) {
  const requests = [];
  const all = new Map(Object.entries(pages));
  all.set("/control.html", { html: control(viewHook) });
  all.set("/reported.html", { html: control(viewHook), headers: { "content-security-policy": NO_PICTURES } });
  all.set("/control-worker.html", { html: controlWorker(workerHook) });
  all.set("/observe.html", { html: OBSERVE });
  const own = await listen((request, response) => {
    request.resume();
    const { pathname } = new URL(request.url, "http://own.test");
    requests.push({ path: pathname, search: request.url.slice(pathname.length), known: all.has(pathname) });
    const page = all.get(pathname);
    if (page) {
      response.writeHead(200, { "content-type": page.type ?? TYPES.html, ...page.headers }).end(page.html);
      return;
    }
    const open = { "access-control-allow-origin": "*", "access-control-allow-headers": "*", "access-control-allow-methods": "*" };
    if (pathname === "/take/worker.js") response.writeHead(200, { "content-type": TYPES.js }).end(SERVICE_WORKER);
    else if (pathname === "/take/shared.js") response.writeHead(200, { "content-type": TYPES.js }).end(SHARED_WORKER);
    else if (pathname.startsWith("/take/auth")) response.writeHead(401, { "www-authenticate": "Basic realm=x" }).end();
    else if (pathname.startsWith("/take/") || pathname.startsWith("/observed/") || pathname.startsWith("/reported/")) {
      const type = TYPES[/\.(\w+)$/.exec(pathname)?.[1]] ?? TYPES.html;
      response.writeHead(200, { "content-type": type, "service-worker-allowed": "/", ...open }).end(type === TYPES.json ? "{}" : "");
    } else response.writeHead(404, page404(pages)).end();
  });
  const host = await listen((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": TYPES.html }).end(HOST);
  });
  return {
    requests,
    ports: [own.port, host.port],
    /** What the airlock itself asks a server without headers for: the canary, and `sw.js`, which such a server may lack; and what `observe.html` asks for. */
    quiet: (path) => /^\/(static|plain)\/(farthing-canary|sw\.js)$/.test(path) || path === "/take/shared.js",
    /** Whether all that our server was told of a word came from another page of ours. */
    isObserved: (word) => requests.filter(({ path, search }) => (path + search).includes(word)).every(({ path }) => path.startsWith("/observed/")),
    own: `http://127.0.0.1:${own.port}`,
    host: `http://localhost:${host.port}`,
    close: () => Promise.all([own.close(), host.close()]),
  };
}

const page404 = (pages) => Object.values(pages)[0]?.headers ?? {};
