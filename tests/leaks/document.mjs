// The document under attack: sealed with the hooks of `hook/` in it, served with its headers, without, and with `sw.js`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./browser.mjs";

/** What `cargo xtask leaks` has sealed: the document, and the headers of every response, one a line. */
const FOLDER = process.env.FARTHING_LEAKS ?? join(ROOT, "target/leaks");

/** The pages of the widget's server, by their path. */
export function documents() {
  const html = readFileSync(join(FOLDER, "embed.html"));
  const lines = readFileSync(join(FOLDER, "headers.tsv"), "utf8").split("\n").filter(Boolean);
  const headers = Object.fromEntries(lines.map((line) => line.split("\t")));
  const worker = { html: readFileSync(join(ROOT, "www/sw.js")), type: "text/javascript" };
  return {
    headers,
    pages: {
      "/embed.html": { html, headers },
      "/static/embed.html": { html },
      "/plain/embed.html": { html },
      "/plain/sw.js": worker,
    },
  };
}
