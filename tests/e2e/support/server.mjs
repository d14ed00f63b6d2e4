// A static server on the loopback interface that writes down every request.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

/** The headers that a built page asks its server for: those of every path in `deploy/_headers`. */
export function sealedHeaders(dist) {
  const lines = readFileSync(join(dist, "deploy/_headers"), "utf8").split("\n");
  const rule = lines.slice(lines.indexOf("/*") + 1);
  const headers = rule.slice(0, rule.findIndex((line) => !line.startsWith("  ")));
  return Object.fromEntries(headers.map((line) => line.trim().split(/: (.*)/s).slice(0, 2)));
}

/** Serves `folder` with these headers on every response, and before it what `written` gives for a path. Ends with `close`. */
export async function serve(folder, written = () => undefined, headers = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const text = written(path);
    if (text !== undefined) {
      response.writeHead(200, { ...headers, "content-type": TYPES[extname(path) || ".html"] ?? "application/octet-stream" }).end(text);
      return;
    }
    const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    if (!file.startsWith(folder + sep)) {
      response.writeHead(404, headers).end();
      return;
    }
    try {
      const bytes = await readFile(file);
      response.writeHead(200, { ...headers, "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  // A socket that the page opens would arrive here and not as a request.
  server.on("upgrade", (request, socket) => {
    requests.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    requests,
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
}
