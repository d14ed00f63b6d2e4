// The engine's worker, made from a blob after the network is gone: it tries that, then serves sessions on ports.
import { initSync } from "farthing-engine-glue";
import { tryToLeave } from "./tries.js";

addEventListener("message", async ({ data: { bytes, port } }) => {
  initSync({ module: bytes });
  globalThis.farthing.serve(port);
  postMessage({ tried: await tryToLeave() });
}, { once: true });
