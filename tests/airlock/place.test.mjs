// The place where a module stopped, as each engine of a browser writes it into an error's stack.
import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../../www/engine/place.js";

// (module (func (export "f") unreachable))
const TRAP = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11);

test("a module that stops here tells its function and byte", () => {
  try {
    new WebAssembly.Instance(new WebAssembly.Module(TRAP)).exports.f();
    assert.fail("it goes on");
  } catch (error) {
    assert.deepEqual(placeOf(error), { function: 0, offset: 30 });
  }
});

test("the innermost frame counts, with and without a byte", () => {
  const stacks = [
    ["RuntimeError: unreachable\n    at wasm://wasm/00b2:wasm-function[712]:0x2a6f1\n    at wasm://wasm/00b2:wasm-function[3]:0x51", 712, 0x2a6f1],
    ["@https://money.example/x.wasm:wasm-function[712]:0x2a6f1\nreal@https://money.example/x.js:1:2", 712, 0x2a6f1],
    ["<?>.wasm-function[712]@[wasm code]\nwasm-stub@[native code]", 712, null],
  ];
  for (const [stack, number, offset] of stacks) assert.deepEqual(placeOf({ stack }), { function: number, offset });
});

test("of other errors, and of what is no error, nothing is told", () => {
  for (const thrown of [new Error("LOAF -3.20"), "wasm-function[1]", null, undefined, { stack: 7 }]) assert.equal(placeOf(thrown), null);
});
