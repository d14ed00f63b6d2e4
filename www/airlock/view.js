// The view's frame: locked down first, then given its module, its two lines and what is known of the seal.
import "./lock.js";
import { initSync } from "farthing-view-glue";
import { placeOf } from "../engine/place.js";
import { unpacked } from "./unpack.js";

const STOPPED = "This page stopped at a fault of its own. Load it anew and open the files once more: nothing of them was kept.";

let module;

/** Takes the module, and later what it starts with: what can be made ready by then is. */
function take({ source, data, ports }) {
  // The page around the airlock can reach this window, too.
  if (source !== parent) return;
  if (data?.farthing === "module") module ??= new WebAssembly.Module(unpacked(data.unpack, new Uint8Array(data.text)));
  if (data?.farthing !== "start" || !module) return;
  removeEventListener("message", take);
  const [line, engine] = ports;
  globalThis.farthing = { line, engine, facts: data.facts, settings: data.settings };
  initSync({ module });
}

/** Tells the person, whose next press nothing would answer. */
function stop({ error }) {
  const place = placeOf(error);
  if (!place) return;
  removeEventListener("error", stop);
  console.error(`The view stopped in function ${place.function} at byte ${place.offset}`);
  const note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.className = "stopped";
  note.textContent = STOPPED;
  document.body.prepend(note);
}

addEventListener("message", take);
addEventListener("error", stop);
