// The view's frame: locked down first, then given its bytes, its two lines and what is known of the seal.
import "./lock.js";
import { initSync } from "farthing-view-glue";

function start({ source, data, ports }) {
  // The page around the airlock can reach this window, too.
  if (source !== parent || data?.farthing !== "start") return;
  removeEventListener("message", start);
  const [line, engine] = ports;
  globalThis.farthing = { line, engine, facts: data.facts, settings: data.settings };
  initSync({ module: data.bytes });
}

addEventListener("message", start);
