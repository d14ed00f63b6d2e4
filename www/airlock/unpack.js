// The modules come out of their packing, which `xtask/pack` says, where they run: each by a module that is not packed.

/** The module whose part has this text, in UTF-8. */
export function unpacked(unpack, text) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(unpack));
  const room = exports.room(text.length);
  new Uint8Array(exports.memory.buffer).set(text, room);
  const at = exports.unpack(room, text.length);
  const [length] = new Uint32Array(exports.memory.buffer.slice(at, at + 4));
  return new Uint8Array(exports.memory.buffer, at + 4, length);
}
