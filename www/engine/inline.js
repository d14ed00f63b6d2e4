// The engine in the script that asks for it: one module for all sessions of it.
import init, { initSync } from "./wasm/worker.js";

let started;

/** Starts the module, once; `bytes` where it cannot be fetched. Gives `serve(port)`. */
export function start(bytes) {
  started ??= (async () => {
    if (bytes) initSync({ module: bytes });
    else await init();
    const { serve } = globalThis.farthing;
    // The module leaves it there for want of another place.
    delete globalThis.farthing;
    return serve;
  })();
  return started;
}

/** Ends one session; the module stays for the others. */
export const end = async (erase) => {
  await erase().catch(() => {});
};
