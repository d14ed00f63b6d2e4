// The airlock: the only document that has an address. It takes the network away, makes the worker that holds the rows
// and the frame that shows them, and lets nothing else through.
import { Door, dress } from "./door.js";
import { allowlist, keepsNothing, narrow, sealByServiceWorker } from "./seal.js";
import { bytesOf, sealedIn, textOf } from "./parts.js";
import { tryToLeave } from "./tries.js";

// One that stops again and again would stop on the next file too.
const MOST_RESTARTS = 3;
// The view is drawn once it is told what was found out, not before it and once more. Where that takes long, it is told so.
const FOUND_OUT_MS = 400;
// What waits for it goes no further: the page has said why, or is loaded again.
const NEVER = new Promise(() => {});

// Where the browser has Trusted Types, nothing but these two may be made, and each once by its maker here.
const trusted = globalThis.trustedTypes?.createPolicy("farthing", { createHTML: (html) => html, createScriptURL: (url) => url })
  ?? { createHTML: (html) => html, createScriptURL: (url) => url };

const LOST = "Farthing could not be loaded. Load the page anew.";
/** What the document says until the view is there. */
const opening = document.getElementById("opening");

const door = new Door();
const { facts } = door;
door.drawn.then(() => opening.remove());
let restarts = 0;
let engine;
let engineAddress;
let engineText;
/** What unpacks the view, and with the text of what unpacks the engine that too. */
let unpack;
let unmix;
let shown;

function check(what, passed, tried = 0) {
  facts.checks = [...facts.checks.filter((each) => each.what !== what), { what, passed, tried }]
    .sort((a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what));
}
const ORDER = ["engine", "page", "host", "disk"];

/** Makes an engine, whose module follows once it has come; resolves when the engine has tried to leave. */
function startEngine(port) {
  const worker = engine = new Worker(trusted.createScriptURL(engineAddress), { type: "module" });
  const tried = new Promise((resolve) => {
    worker.onerror = (event) => {
      // Its text may tell of the person's rows: it goes to no console.
      event.preventDefault();
      worker.terminate();
      resolve(restart());
    };
    worker.onmessage = ({ data }) => {
      // Of one that was given up nothing counts any more.
      if (worker !== engine) return;
      if (data?.tried) {
        check("engine", data.tried.refused === data.tried.ways, data.tried.ways);
        settle();
        resolve();
      } else if (data?.spoiled) {
        close("not-loaded");
      } else if (data?.stopped) {
        // A place in our own code, which tells nothing of the person's.
        console.error(`The engine stopped in function ${Number(data.stopped.function)} at byte ${Number(data.stopped.offset)}`);
      }
    };
  });
  // The view, which a person waits for, has the machine to itself until it is drawn.
  Promise.all([unpack, unmix, engineText, door.drawn])
    .then(([unpack, unmix, text]) => worker.postMessage({ unpack, unmix, text, port }, [port]))
    .catch(() => close("not-loaded"));
  return tried;
}

/** Takes no file any more, and says why: in the view, and before there is one in its place. */
function close(code) {
  engine?.terminate();
  engine = null;
  opening.textContent = LOST;
  check("engine", false);
  facts.open = false;
  door.tellFacts();
  door.tellHost("error", { code, id: null });
}

/** Makes another engine, as `startEngine` does, or gives up. */
function restart() {
  restarts += 1;
  if (restarts > MOST_RESTARTS) {
    close("engine-stopped");
    return NEVER;
  }
  const { port1, port2 } = new MessageChannel();
  door.tellView({ type: "engine" }, [port1]);
  door.tellHost("error", { code: "engine-stopped", id: null });
  return startEngine(port2);
}

/** Opens to files once every check is in, and only where the engine's own tries were refused. */
function settle() {
  if (facts.checks.length < 4) return;
  const first = facts.open === null;
  const held = (what) => facts.checks.find((each) => each.what === what).passed;
  const shut = held("engine") && facts.allowlist !== "absent";
  facts.open = shut;
  facts.seal = !shut ? "none" : held("page") && held("host") ? "whole" : "partly";
  door.tellFacts();
  if (!first) return;
  if (shut) door.tellHost("ready", { seal: facts.seal });
  else door.tellHost("error", { code: "not-sealed", id: null });
}

/** Makes the view's frame; it is given its module and its lines once both are there and the document is sealed. */
function showView(page, view, sealed) {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.title = "Farthing";
  frame.allow = "";
  frame.srcdoc = trusted.createHTML(new TextDecoder().decode(page));
  const requests = new MessageChannel();
  const line = door.openView(frame);
  const loaded = new Promise((resolve) => { frame.addEventListener("load", resolve, { once: true }); });
  document.body.prepend(frame);
  shown = Promise.all([unpack, view, loaded, sealed]).then(([unpack, { buffer }]) => {
    // An opaque origin has no name to address; the frame was made here and nothing can navigate it.
    const message = { farthing: "start", unpack, text: buffer, settings: door.settings };
    frame.contentWindow.postMessage(message, "*", [buffer, line, requests.port1]);
    frame.focus();
    setTimeout(() => door.tellLate(), FOUND_OUT_MS);
  }).catch((error) => {
    frame.remove();
    throw error;
  });
  return requests.port2;
}

/** Resolves once nothing can be reached from here; never where the page is loaded again for that. */
async function seal() {
  facts.allowlist = await allowlist();
  if (facts.allowlist === "absent" && await sealByServiceWorker(trusted)) await NEVER;
  narrow();
}

/** What goes wrong with these is told where they are waited for, which is later. */
function waitedFor(...promises) {
  for (const promise of promises) promise.catch(() => {});
}

async function start() {
  dress(door.settings);
  // The document is still on its way: what of it is here is made ready while the browser is asked.
  const sealed = seal();
  const glue = bytesOf("engine-glue");
  unpack = bytesOf("unpack");
  const packed = (name) => textOf(name).then((text) => sealedIn(name, text));
  const view = packed("view");
  unmix = packed("unmix");
  engineText = textOf("engine");
  waitedFor(sealed, glue, unpack, view, unmix, engineText);
  // The frame's own page forbids it the network, so it can be made before this one is sealed; it is empty until then.
  const port = showView(await bytesOf("view-page"), view, sealed);
  waitedFor(shown);
  await sealed;
  engineAddress = URL.createObjectURL(new Blob([await glue], { type: "text/javascript" }));
  // First the engine, which takes longest to begin.
  const tried = startEngine(port);
  const [page, nothing] = [tryToLeave(), keepsNothing()];
  check("host", door.isShutOut());
  check("disk", await nothing);
  await Promise.all([shown, tried]);
  const { ways, refused } = await page;
  check("page", ways === refused && facts.allowlist === "held", ways + 1);
  settle();
}

start().catch(() => close("not-loaded"));
