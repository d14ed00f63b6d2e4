// The leak matrix: every vector against a page that is allowed everything, and against the sealed one.
//
// The run is void where the control does not leak, where a packet escaped the count, or where a try did not run.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, ROOT } from "./browser.mjs";
import { DOCUMENT, GROUPS } from "./hook/index.mjs";
import { KNOWN } from "./hook/host.mjs";
import { hookText, isQuiet } from "./hook/kit.mjs";
import { WORKER } from "./hook/worker.mjs";
import { documents } from "./document.mjs";
import { leaksOf, messageFaults } from "./judge.mjs";
import { serve } from "./server.mjs";
import { judge, kernelCounts, sinks, wordOf } from "./sinks.mjs";
import { hostWays, tryAll } from "./tries.mjs";

/** Fewer live vectors than these say that the control, not the seal, is at fault. Measured: see MATRIX.md. */
const LEAST_LIVE = { document: 250, worker: 30 };

const SETTLE_MS = 1_000;

const needsWatch = (vector) => vector in GROUPS.stores || vector.includes("BroadcastChannel") || vector.includes("for our page");
/** What a page may do in a tab of its own and not in a frame. */
const ATOP = [GROUPS.links, GROUPS.frames, GROUPS.moves, GROUPS.sockets, GROUPS.workers, GROUPS.stores, GROUPS.services];
const isHosts = (vector) => vector in GROUPS.host;
const isOpeners = (vector) => vector.includes("opener") && isHosts(vector);

/** What is left for another page, and what the page around sees, is told apart only with a page to itself. */
function sharesPage(surface, vector) {
  if (surface.startsWith("worker")) return isQuiet(WORKER[vector]) && !needsWatch(vector);
  return isQuiet(DOCUMENT[vector]) && !(vector in GROUPS.stores) && !isHosts(vector) && surface !== "control, reported";
}

/** All tries of a phase: `[surface, vector]`. */
function controls() {
  const place = (vector) => isOpeners(vector) ? "control, opened" : isHosts(vector) ? "control, framed" : vector === "report of a violation" ? "control, reported" : "control";
  return [...Object.keys(DOCUMENT).map((vector) => [place(vector), vector]), ...Object.keys(WORKER).map((vector) => ["worker control", vector])];
}

function sealed() {
  const documentTries = Object.keys(DOCUMENT).flatMap((vector) => isOpeners(vector) ? [["opened", vector]] : ATOP.some((group) => vector in group) ? [["framed", vector], ["tab", vector]] : [["framed", vector]]);
  const workerTries = Object.keys(WORKER).flatMap((vector) => [["worker", vector], ["worker, no headers", vector]]);
  return [...documentTries, ...workerTries];
}

/** Runs the tries of a phase in a browser of its own, and judges them. */
async function phase(list, from, servers, net) {
  const tries = list.map(([surface, vector], nth) => ({ surface, vector, word: wordOf(from + nth), watch: needsWatch(vector), quiet: sharesPage(surface, vector) }));
  const start = { seen: net.seen.length, asked: net.asked.length, requests: servers.requests.length, kernel: kernelCounts(), at: Date.now() };
  const browser = await launch();
  await tryAll(browser, servers, tries, (_, left) => { if (left % 20 === 0) console.log(`${left} pages to go`); });
  await browser.close();
  // The last lines of the capture are on their way.
  await new Promise((done) => setTimeout(done, SETTLE_MS));
  const { leaks, unexplained } = judge(net.seen.slice(start.seen), servers.ports);
  for (const each of tries) {
    each.ways = new Set([...(leaks.get(each.word) ?? []), ...hostWays(each)]);
    if (each.surface.startsWith("worker") && each.ways.has("own server") && servers.isObserved(each.word)) {
      each.ways.delete("own server");
      each.ways.add("left for a page of ours");
    }
  }
  const packets = net.seen.slice(start.seen);
  const counted = { connects: packets.filter(({ event }) => event === "open").length, datagrams: packets.filter(({ protocol }) => protocol === "udp").length };
  const kernel = kernelCounts();
  const missed = Object.keys(kernel).map((what) => [what, kernel[what] - start.kernel[what] - counted[what]]).filter(([, count]) => count > 0);
  return {
    tries,
    missed,
    unexplained: unexplained.map(({ protocol, from: source, to }) => `${protocol} ${source} to ${to}`),
    asked: net.asked.slice(start.asked),
    requests: servers.requests.slice(start.requests),
    seconds: (Date.now() - start.at) / 1_000,
  };
}

const named = (way) => KNOWN.includes(way) ? `${way} (known)` : way;
const plain = (each) => shown(each).replaceAll(/ from airlock| from view| \(known\)/g, "");
const shown = (each) => each === undefined ? "" : each.failed ? "did not run" : each.ways.size === 0 ? "-" : [...each.ways].map(named).join(", ");
const short = (text, width) => text.padEnd(width).slice(0, Math.max(width, text.length));

/** The table of the run, as Markdown: also what is printed. */
function table(control, run) {
  const of = (phaseOf, surface, vector) => phaseOf.tries.find((each) => each.vector === vector && each.surface === surface);
  const controlOf = (vector) => control.tries.find((each) => each.vector === vector && each.surface !== "worker control");
  const rows = [["vector", "control", "sealed, framed", "sealed, own tab"], null];
  for (const [group, vectors] of Object.entries(GROUPS)) {
    rows.push([`**${group}**`, "", "", ""]);
    for (const vector of Object.keys(vectors)) {
      const framed = of(run, "framed", vector) ?? of(run, "opened", vector);
      rows.push([vector, plain(controlOf(vector)), shown(framed), shown(of(run, "tab", vector))]);
    }
  }
  const workers = [["vector", "control", "sealed worker", "without any header"], null];
  for (const vector of Object.keys(WORKER)) {
    workers.push([vector, plain(of(control, "worker control", vector)), shown(of(run, "worker", vector)), shown(of(run, "worker, no headers", vector))]);
  }
  return [rows, workers].map(markdown).join("\n\n");
}

function markdown(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row?.[column].length ?? 0)));
  return rows.map((row) => `| ${widths.map((width, column) => row === null ? "-".repeat(width) : short(row[column], width)).join(" | ")} |`).join("\n");
}

const KEPT = join(ROOT, "tests/leaks/MATRIX.md");

/** Vectors that the kept table does not name: it is what people read. */
function missingRows() {
  const kept = existsSync(KEPT) ? readFileSync(KEPT, "utf8") : "";
  return [...Object.keys(DOCUMENT), ...Object.keys(WORKER)].filter((vector) => !kept.includes(`| ${vector} `));
}

/** What makes the run void or red, a sentence each. */
function faults(control, run, servers) {
  const found = [];
  const isLive = (each) => each.ways.size > 0;
  const live = (kind) => control.tries.filter((each) => (each.surface === "worker control") === (kind === "worker") && isLive(each)).length;
  for (const [kind, least] of Object.entries(LEAST_LIVE)) {
    if (live(kind) < least) found.push(`void: ${live(kind)} ${kind} vectors leak from the control; at least ${least} must`);
  }
  for (const each of run.tries) {
    if (each.failed) found.push(`did not run: ${each.surface}: ${each.vector}: ${each.failed}`);
    else if (leaksOf(each).length > 0) found.push(`leak: ${each.surface}: ${each.vector}: ${leaksOf(each).join(", ")}`);
    for (const fault of messageFaults(each)) found.push(`${each.surface}: ${each.vector}: ${fault}`);
  }
  for (const packet of new Set(run.unexplained)) found.push(`no vector explains the packet ${packet}`);
  for (const name of new Set(run.asked)) found.push(`no vector explains the look-up of ${name}`);
  // A page may be opened again, but nothing else may be asked of our server.
  const strange = run.requests.filter(({ path, known, search }) => !known && !servers.quiet(path) && !/zqleak\d{5}/.test(path + search));
  for (const path of new Set(strange.map(({ path }) => path))) found.push(`no vector explains the request ${path}`);
  for (const vector of missingRows()) found.push(`MATRIX.md has no row for "${vector}": BLESS=1 cargo xtask leaks`);
  for (const [what, count] of run.missed) found.push(`void: the kernel counted ${count} more ${what} than the capture`);
  return found;
}

const net = await sinks();
const servers = await serve({ ...documents(), viewHook: hookText(DOCUMENT), workerHook: hookText(WORKER) });
const control = await phase(controls(), 0, servers, net);
const run = await phase(sealed(), control.tries.length, servers, net);
const text = table(control, run);
console.log(text);

const count = (tries, test) => tries.filter(test).length;
const isDocument = (each) => !each.surface.startsWith("worker");
const ways = (way) => count(run.tries, (each) => each.ways.has(way));
const summary = [
  `${Object.keys(DOCUMENT).length} vectors for documents, ${Object.keys(WORKER).length} for workers; ${count(control.tries, (each) => isDocument(each) && each.ways.size > 0)} and ${count(control.tries, (each) => !isDocument(each) && each.ways.size > 0)} leak from the control.`,
  `Sealed, ${run.tries.length} tries: ${ways("DNS")} by DNS, ${ways("TCP")} by TCP, ${ways("UDP")} by UDP, ${ways("own server")} to our own server, ${count(run.tries, (each) => [...each.ways].some((way) => way.startsWith("message from airlock")))} by the airlock's messages.`,
  `Known, and not to be stopped: ${count(run.tries, (each) => [...each.ways].some((way) => KNOWN.includes(way)))} left a signal for the page around, by a message or a count that any window has.`,
];
console.log(`\n${summary.join("\n")}\nControl ${control.seconds.toFixed(0)} s, sealed ${run.seconds.toFixed(0)} s.`);
if (process.env.BLESS === "1") writeFileSync(KEPT, `# The leak matrix, as last measured\n\nWritten by \`BLESS=1 cargo xtask leaks\`; [README.md](README.md) says how to read it.\n\n${summary.join("\n")}\n\n${text}\n`);
const found = faults(control, run, servers);
for (const fault of found) console.error(fault);
await servers.close();
net.close();
process.exit(found.length > 0 ? 1 : 0);
