// The engine's worker, made from a blob after the network is gone: it tries that, then serves sessions on ports.
//
// The order of the imports is that of what they do: the tries take what they try with, then it is taken from all others.
import { tryToLeave } from "./tries.js";
import "./lock.js";
import { initSync } from "farthing-engine-glue";
import { placeOf } from "../engine/place.js";
import { sealedIn } from "./parts.js";
import { unpacked } from "./unpack.js";

// Told before the airlock hears of the error itself.
addEventListener("error", ({ error }) => postMessage({ stopped: placeOf(error) }));

// Files may come from then on, and wait in the port until the engine reads it.
const tried = tryToLeave().then((tried) => postMessage({ tried }));

async function take({ data: { unpack, unmix, text, port } }) {
  let module;
  try {
    module = unpacked(unpacked(unpack, unmix), await sealedIn("engine", text));
  } catch {
    postMessage({ spoiled: true });
    return;
  }
  await tried;
  // What stops the engine here is the worker's error, not a promise's.
  setTimeout(() => {
    initSync({ module });
    globalThis.farthing.serve(port);
  });
}

addEventListener("message", take, { once: true });
