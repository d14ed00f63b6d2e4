// A line that is slow to a moment of the test's own choosing: the document comes as far as a mark, then the rest or nothing.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { DIST } from "./browser.mjs";
import { sealedHeaders } from "./server.mjs";

/** How much of the part that the line stops in comes before that. */
const SOME = 1_000;

/** Serves the sealed document as far as into `part`, at every path; `more()` gives the rest, `cut()` ends the connection. */
export async function slowLine(part) {
  const whole = readFileSync(join(DIST, "embed.html"));
  const mark = whole.indexOf(`id="${part}"`);
  if (mark < 0) throw new Error(`the document has no ${part}`);
  const held = new Set();
  const server = createServer((request, response) => {
    response.writeHead(200, { ...sealedHeaders(DIST), "content-type": "text/html; charset=utf-8", "content-length": whole.length });
    response.write(whole.subarray(0, mark + SOME));
    held.add(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    more: () => { for (const response of held) response.end(whole.subarray(mark + SOME)); },
    cut: () => { for (const response of held) response.destroy(); },
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
}
