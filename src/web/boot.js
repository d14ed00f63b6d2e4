// Follows the worker's glue in its blob. The first message holds the engine's bytes; every later one is a request.
addEventListener("message", (event) => initSync({ module: event.data }), { once: true });
// `import` is syntax, not a function: this lets the engine try it against the seal.
globalThis.farthingImport = (address) => import(address);
