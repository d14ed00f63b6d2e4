// Takes each protection away in turn: some test has to go red, or what stands behind it is named.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, ROOT } from "./browser.mjs";
import { documents } from "./document.mjs";
import { GROUPS } from "./hook/index.mjs";
import { isQuiet } from "./hook/kit.mjs";
import { DOCUMENT } from "./hook/index.mjs";
import { leaksOf, messageFaults } from "./judge.mjs";
import { PROTECTIONS } from "./protections.mjs";
import { reseal } from "./reseal.mjs";
import { serve } from "./server.mjs";
import { judge, sinks, wordOf } from "./sinks.mjs";
import { bootOf, hostWays, SURFACES, tryAll } from "./tries.mjs";

/** The response's headers with changes: `undefined` takes one away, the document's policy is told anew. */
function headersOf(all, changes, policy) {
  if (changes === null) return {};
  const headers = { ...all };
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() === "content-security-policy") headers[name] = policy;
    if (changes && name.toLowerCase() in changes) delete headers[name];
  }
  return headers;
}

const { pages, headers } = documents();
const document = pages["/embed.html"].html.toString("utf8");
const mutants = PROTECTIONS.map((protection, nth) => {
  const { html, policy } = reseal(document, protection.edits ?? {});
  return { ...protection, path: `/mutant-${nth}/embed.html`, page: { html, headers: headersOf(headers, protection.headers, policy) } };
});

const net = await sinks();
const servers = await serve({ pages: Object.fromEntries(mutants.map(({ path, page }) => [path, page])), viewHook: "", workerHook: "" });
const browser = await launch();
const tries = [];
for (const mutant of mutants) {
  for (const [place, vectors] of Object.entries(mutant.tries ?? {})) {
    const surface = `${place} ${mutant.path}`;
    SURFACES[surface] = { ...SURFACES[place], path: mutant.path };
    for (const vector of vectors) {
      const inView = SURFACES[place].inside === "view";
      const quiet = !inView || (isQuiet(DOCUMENT[vector]) && !(vector in GROUPS.host) && !(vector in GROUPS.stores));
      tries.push({ mutant, surface, vector, word: wordOf(tries.length), watch: vector in GROUPS.stores, quiet });
    }
  }
}
await tryAll(browser, servers, tries, (_, left) => { if (left % 10 === 0) console.log(`${left} pages to go`); });
for (const mutant of mutants) if (mutant.boot) mutant.said = await bootOf(browser, servers, mutant.path);
await browser.close();

const { leaks } = judge(net.seen, servers.ports);
const rows = [];
const faults = [];
for (const mutant of mutants) {
  const red = [];
  for (const each of tries.filter((one) => one.mutant === mutant)) {
    each.ways = new Set([...(leaks.get(each.word) ?? []), ...hostWays(each)]);
    if (each.failed) faults.push(`did not run: without ${mutant.name}: ${each.vector}: ${each.failed}`);
    if (leaksOf(each).length > 0) red.push(`${each.vector} (${leaksOf(each).join(", ")})`);
    red.push(...messageFaults(each).map((fault) => `${each.vector}: ${fault}`));
  }
  if (mutant.boot && mutant.said !== mutant.boot) red.push(`the page says "${mutant.said}", not "${mutant.boot}"`);
  if ((red.length > 0) === (mutant.green === true)) faults.push(`without ${mutant.name}: ${red.length > 0 ? red.join("; ") : "no test goes red"}`);
  rows.push(`| ${mutant.name} | ${red.length > 0 ? `red: ${red.slice(0, 3).join("; ")}${red.length > 3 ? ` and ${red.length - 3} more` : ""}` : "green"} | ${mutant.note ?? ""} |`);
}
const table = ["| taken away | what it shows | |", "| --- | --- | --- |", ...rows].join("\n");
console.log(table);
if (process.env.BLESS === "1") writeFileSync(join(ROOT, "tests/leaks/MUTATIONS.md"), `# Each protection taken away, as last measured\n\nWritten by \`BLESS=1 cargo xtask leaks --mutations\`; [README.md](README.md) says how to read it.\nThe protections of the consent sheet are taken away in turn by \`tests/e2e\`.\n\n${table}\n`);
for (const fault of faults) console.error(fault);
await servers.close();
net.close();
process.exit(faults.length > 0 ? 1 : 0);
