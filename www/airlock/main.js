// The airlock: the only document that has an address. It takes the network away, makes the worker that holds the rows
// and the frame that shows them, and lets nothing else through.
import { Door, dress } from "./door.js";
import { allowlist, keepsNothing, narrow, sealByServiceWorker } from "./seal.js";
import { bytesOf, MODULE } from "./parts.js";
import { tryToLeave } from "./tries.js";

// One that stops again and again would stop on the next file too.
const MOST_RESTARTS = 3;

// Where the browser has Trusted Types, nothing but these two may be made, and each once by its maker here.
const trusted = globalThis.trustedTypes?.createPolicy("farthing", { createHTML: (html) => html, createScriptURL: (url) => url })
  ?? { createHTML: (html) => html, createScriptURL: (url) => url };

const door = new Door();
const { facts } = door;
let restarts = 0;
let engineAddress;
let engineBytes;

function check(what, passed, tried = 0) {
  facts.checks = [...facts.checks.filter((each) => each.what !== what), { what, passed, tried }];
}

/** Makes an engine; what it says of itself, and that it stopped, is heard here. */
function startEngine(port) {
  const worker = new Worker(trusted.createScriptURL(engineAddress), { type: "module" });
  worker.onmessage = ({ data }) => {
    if (data?.tried) {
      check("engine", data.tried.refused === data.tried.ways, data.tried.ways);
      settle();
    } else if (data?.stopped) {
      // A place in our own code, which tells nothing of the person's.
      console.error(`The engine stopped at ${String(data.stopped.file).slice(0, 200)}:${Number(data.stopped.line)}`);
    }
  };
  worker.onerror = (event) => {
    // Its text may tell of the person's rows: it goes to no console.
    event.preventDefault();
    worker.terminate();
    restart();
  };
  // It starts up while its bytes are still on their way.
  engineBytes.then((bytes) => worker.postMessage({ bytes, port }, [port]), () => worker.terminate());
}

function restart() {
  restarts += 1;
  if (restarts > MOST_RESTARTS) {
    check("engine", false);
    facts.open = false;
    door.tellView({ type: "engine", restarted: false });
    door.tellFacts();
    door.tellHost("error", { code: "engine-stopped", id: null });
    return;
  }
  const { port1, port2 } = new MessageChannel();
  startEngine(port2);
  door.tellView({ type: "engine", restarted: true }, [port1]);
  door.tellHost("error", { code: "engine-stopped", id: null });
}

/** Opens to files once every check is in, and only where the engine's own tries were refused. */
function settle() {
  if (facts.checks.length < 4) return;
  const first = facts.open === null;
  const held = (what) => facts.checks.find((each) => each.what === what).passed;
  const engine = held("engine") && facts.allowlist !== "absent";
  facts.open = engine;
  facts.seal = !engine ? "none" : held("page") && held("host") ? "whole" : "partly";
  facts.checks.sort((a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what));
  door.tellFacts();
  if (!first) return;
  if (engine) door.tellHost("ready", { seal: facts.seal });
  else door.tellHost("error", { code: "not-sealed", id: null });
}
const ORDER = ["engine", "page", "host", "disk"];

function showView(page, bytes) {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.title = "Farthing";
  frame.allow = "";
  frame.srcdoc = trusted.createHTML(new TextDecoder().decode(page));
  const engine = new MessageChannel();
  const line = door.openView(frame);
  frame.addEventListener("load", () => {
    // An opaque origin has no name to address; the frame was made here and nothing can navigate it.
    // What is known by now is told when all of it is.
    frame.contentWindow.postMessage({ farthing: "start", bytes: bytes.buffer, facts: { ...facts, checks: [] }, settings: door.settings }, "*",
      [bytes.buffer, line, engine.port1]);
    frame.focus();
  }, { once: true });
  document.body.prepend(frame);
  return engine.port2;
}

async function start() {
  dress(door.settings);
  // The document is still on its way: what of it is here is made ready while the browser is asked.
  const view = Promise.all([bytesOf("view-page"), bytesOf("view", MODULE)]);
  const glue = bytesOf("engine-glue");
  engineBytes = bytesOf("engine", MODULE);
  for (const part of [view, glue, engineBytes]) part.catch(() => { /* told below, once it is waited for */ });
  facts.allowlist = await allowlist();
  if (facts.allowlist === "absent" && await sealByServiceWorker(trusted)) return;
  narrow();
  const port = showView(...await view);
  const [page, nothing] = [tryToLeave(), keepsNothing()];
  engineAddress = URL.createObjectURL(new Blob([await glue], { type: "text/javascript" }));
  startEngine(port);
  check("host", door.isShutOut());
  check("disk", await nothing);
  await engineBytes;
  const { ways, refused } = await page;
  check("page", ways === refused && facts.allowlist === "held", ways + 1);
  settle();
}

start().catch(() => {
  check("engine", false);
  facts.open = false;
  door.tellFacts();
  door.tellHost("error", { code: "not-loaded", id: null });
});
