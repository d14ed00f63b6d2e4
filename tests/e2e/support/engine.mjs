/** What follows the engine's glue in a worker of a test: the bytes and a port come in the first message. */
export const BOOT = `
addEventListener("message", ({ data: { bytes, port } }) => {
  initSync({ module: bytes });
  globalThis.farthing.serve(port);
}, { once: true });`;
