/**
 * What follows the engine's glue in a worker of a test: the bytes and a port come in the first message.
 *
 * Any message after it is answered with the bytes of the engine's memory, which only ever grows.
 */
export const BOOT = `
addEventListener("message", ({ data: { bytes, port } }) => {
  const memory = Object.values(initSync({ module: bytes })).find((value) => value instanceof WebAssembly.Memory);
  globalThis.farthing.serve(port);
  addEventListener("message", () => postMessage({ memory: memory?.buffer.byteLength ?? null }));
}, { once: true });`;
