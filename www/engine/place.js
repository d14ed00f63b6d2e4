// Where a module stopped. A release carries no names: browsers tell the function by its number.
const FRAME = /wasm-function\[(\d+)\](?::0x([0-9a-f]+))?/;

/** The function in which an error struck, and its byte in the module where the browser tells it; null for other errors. */
export function placeOf(error) {
  const found = FRAME.exec(error?.stack);
  return found && { function: Number(found[1]), offset: found[2] ? parseInt(found[2], 16) : null };
}
