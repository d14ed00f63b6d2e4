// `farthing/engine` for pages: a worker of its own for each engine, or this very script.
import { FarthingError } from "./error.js";
import { Engine } from "./session.js";

export { Engine, FarthingError };

/** Opens an engine that has read nothing yet. */
export function open({ version, worker = true } = {}) {
  return Engine.open(worker ? inWorker : here, version);
}

function inWorker(port, fail) {
  const worker = new Worker(new URL("./engine-worker.js", import.meta.url), { type: "module" });
  const end = () => worker.terminate();
  worker.onmessage = ({ data: { stopped } }) => fail(stopped);
  worker.onerror = (event) => {
    // Its text may tell of the person's rows: it goes to no console.
    event.preventDefault();
    fail();
    end();
  };
  worker.postMessage(port, [port]);
  return { end };
}

async function here(port) {
  const { start, end } = await import("./inline.js");
  const serve = await start().catch(() => {
    throw new FarthingError("not-loaded", "The engine could not be loaded");
  });
  serve(port);
  return { end };
}
