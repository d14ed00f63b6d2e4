import { readFileSync } from "node:fs";

/** The engine's module, which Node.js reads from beside this file. */
export const bytes = () => readFileSync(new URL("./wasm/worker_bg.wasm", import.meta.url));
