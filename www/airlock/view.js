// The view's frame: locked down first, then given its module and its two lines.
import "./lock.js";
import { initSync } from "farthing-view-glue";
import { placeOf } from "../engine/place.js";
import { unpacked } from "./unpack.js";

const STOPPED = "This page stopped at a fault of its own. Load it anew and open the files once more: nothing of them was kept.";

function start({ source, data, ports }) {
  // The page around the airlock can reach this window, too.
  if (source !== parent || data?.farthing !== "start") return;
  removeEventListener("message", start);
  const [line, engine] = ports;
  globalThis.farthing = { line, engine, settings: data.settings };
  initSync({ module: unpacked(data.unpack, new Uint8Array(data.text)) });
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

addEventListener("message", start);
addEventListener("error", stop);
