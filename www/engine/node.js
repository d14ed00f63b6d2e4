// `farthing/engine` for Node.js: a worker thread for each engine, or this very thread.
import { Worker } from "node:worker_threads";
import { FarthingError } from "./error.js";
import { bytes } from "./node-bytes.js";
import { placeOf } from "./place.js";
import { Engine } from "./session.js";

export { Engine, FarthingError };

/** Opens an engine that has read nothing yet. */
export function open({ version, worker = true } = {}) {
  return Engine.open(worker ? inThread : here, version);
}

function inThread(port, fail) {
  const worker = new Worker(new URL("./node-worker.js", import.meta.url));
  worker.on("error", (error) => fail(placeOf(error)));
  worker.postMessage(port, [port]);
  return {
    end: () => worker.terminate(),
    // An engine that nobody waits for does not keep the process.
    keep: (busy) => worker[busy ? "ref" : "unref"](),
  };
}

async function here(port) {
  const { start, end } = await import("./inline.js");
  (await start(bytes()))(port);
  return { end };
}
