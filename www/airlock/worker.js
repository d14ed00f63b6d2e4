// The engine's worker, made from a blob after the network is gone: it tries that, then serves sessions on ports.
//
// The order of the imports is that of what they do: the tries take what they try with, then it is taken from all others.
import { tryToLeave } from "./tries.js";
import "./lock.js";
import { initSync } from "farthing-engine-glue";

const tried = tryToLeave();

addEventListener("message", async ({ data: { bytes, port } }) => {
  initSync({ module: bytes });
  globalThis.farthing.serve(port);
  postMessage({ tried: await tried });
}, { once: true });
