// Modules come out of their packing as they went in.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { READ, WRITTEN } from "../../www/airlock/letters.js";
import { pack } from "../../www/airlock/pack.js";
import { unpack } from "../../www/airlock/unpack.js";

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const END = 0x0b;

const number = (value) => value < 128 ? [value] : [value % 128 + 128, ...number(Math.floor(value / 128))];
const section = (id, ...parts) => [id, ...number(parts.flat().length), ...parts.flat()];
const body = (locals, ...code) => [...number(locals.length + code.flat().length), ...locals, ...code.flat()];
const module = (functions, before = [], after = []) =>
  Uint8Array.from([...HEADER, ...before, ...section(10, number(functions.length), functions.flat()), ...after]);

function returns(bytes) {
  const packed = pack(bytes);
  assert.deepEqual(Buffer.from(unpack(packed)), Buffer.from(bytes));
  return packed;
}

/** Each instruction with what follows it: numbers of one byte, of five, and counted ones. */
const EVERY = [
  [0x00], [0x01], [0x02, 0x40, END], [0x03, 0x7f, END], [0x04, 0xff, 0x01, 0x05, END], [0x0c, 3], [0x0d, 0x80, 0x01],
  [0x0e, 0x80, 0x01, ...Array(129).fill(7)], [0x0e, 0, 200, 1], [0x0f], [0x10, 0xff, 0xff, 0x03], [0x11, 4, 0x81, 0x01], [0x1a], [0x1b],
  [0x1c, 2, 0x7f, 0x7e], [0x20, 0x90, 0x10], [0x21, 9], [0x22, 0xc8, 0x01], [0x23, 0], [0x24, 0], [0x25, 1], [0x26, 1],
  ...Array.from({ length: 0x3e - 0x28 + 1 }, (_, op) => [[0x28 + op, 0, 0x84, 0x02], [0x28 + op, 1, 8], [0x28 + op, 2, 0], [0x28 + op, 3, 127]]).flat(),
  [0x3f, 0], [0x40, 0], [0x41, 0x7f], [0x41, 0x80, 0x80, 0xc0, 0x00], [0x41, 5, 0x28, 0, 4], [0x41, 5, 0x6a], [0x42, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  [0x43, 0x00, 0x3c, 0x0b, 0xff], [0x44, 0x0b, 0x80, 0x3c, 0, 1, 2, 3, 4], ...Array.from({ length: 0xc4 - 0x45 + 1 }, (_, op) => [0x45 + op]),
  [0xd0, 0x70], [0xd1], [0xd2, 0x80, 0x02], ...[0, 1, 2, 3, 4, 5, 6, 7].map((op) => [0xfc, op]),
  [0xfc, 8, 1, 0], [0xfc, 9, 1], [0xfc, 10, 0, 0], [0xfc, 11, 0], [0xfc, 12, 1, 0], [0xfc, 13, 0], [0xfc, 14, 0, 0], [0xfc, 15, 0], [0xfc, 16, 0], [0xfc, 17, 0],
];

test("every instruction comes back, alone and among the others", () => {
  for (const each of EVERY) returns(module([body([0], each, END)]));
  returns(module([body([2, 5, 0x7f, 0x81, 0x02, 0x7e], ...EVERY, END), body([0], END), body([0], ...EVERY.toReversed(), END)]));
});

test("functions of every length, and what stands before and after the code, come back", () => {
  const long = Array(20_000).fill([0x20, 0x01, 0x1a]).flat();
  for (const count of [0, 1, 2, 200]) returns(module(Array(count).fill(body([1, 3, 0x7f], END)), section(1, [1, 0x60, 0, 0]), section(11, Array(300).fill(0x3c))));
  for (const code of [[], [0x01], Array(123).fill(0x01), Array(130).fill(0x01), long]) returns(module([body([0], code, END)]));
  returns(module([], section(1, Array.from({ length: 256 }, (_, byte) => byte))));
});

/** A number in LEB128 as it is signed. */
function signed(value) {
  const [low, rest] = [value & 127, value >> 7];
  return rest === (low & 64 ? -1 : 0) ? [low] : [low | 128, ...signed(rest)];
}

test("places in a function's frame come back, near and far, again and new", () => {
  const frame = 5;
  const opened = [0x23, 0, 0x41, 16, 0x6b, 0x22, frame, 0x24, 0];
  const read = (place) => [0x20, frame, 0x28, 2, ...number(place), 0x1a];
  const address = (place) => [0x20, frame, 0x41, ...signed(place), 0x6a, 0x1a];
  const write = (place) => [0x20, frame, 0x20, 6, 0x36, 2, ...number(place)];
  // More than are remembered, by steps that have a letter and by others, the same once more, and at the ends of a number's bytes.
  const places = [0, 4, 8, 16, 12, 4, 0, ...Array.from({ length: 80 }, (_, nth) => (nth * 52) % 997), 8, 4, 0, 63, 64, 127, 128, 8191, 8192, 2 ** 20];
  const far = [-1, -64, -65, -(2 ** 28), 2 ** 28];
  const code = [opened, ...places.flatMap((place) => [read(place), address(place), write(place)]), ...far.map(address)];
  // Locals on both sides of the frame's, read as soon as they were set and later; the frame's own set anew, and no frame at all.
  const locals = [0, 4, 5, 6, 130].flatMap((local) => [[0x41, 1, 0x21, local, 0x20, local], [0x22, local, 0x20, local, 0x1a], [0x20, frame, 0x1a]]);
  for (const parts of [code, [opened, ...locals, ...code], locals, [...code, opened, ...code], [...locals, opened, ...locals]]) {
    returns(module([body([0], ...parts, END), body([1, 3, 0x7f], ...read(8), END), body([0], ...parts.toReversed(), END)]));
  }
  // No frame is so large: what is not counted so far is refused where the document is sealed, not spoilt in it.
  for (const beyond of [read(2 ** 30), write(2 ** 31), address(2 ** 31 - 1), address(-(2 ** 31))]) {
    assert.throws(() => pack(module([body([0], ...opened, ...beyond, END)])), /not as it was/);
  }
});

test("what it does not know, it does not pack", () => {
  for (const op of [0x06, 0x12, 0x27, 0xc5, 0xd3, 0xe0, 0xfb, 0xfd, 0xff]) assert.throws(() => pack(module([body([0], op, END)])), /cannot pack/, String(op));
  assert.throws(() => pack(Uint8Array.from(HEADER)), /no code/);
  const whole = module([body([0], ...EVERY, END)]);
  for (let end = HEADER.length; end < whole.length; end += 1) assert.throws(() => pack(whole.subarray(0, end)), String(end));
});

test("each byte is written as another one, and none is lost", () => {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  assert.deepEqual(bytes.map((byte) => READ[WRITTEN[byte]]), bytes);
  assert.notDeepEqual([...WRITTEN], bytes);
});

for (const name of ["view", "worker"]) {
  const file = new URL(`../../target/parts/${name}_bg.wasm`, import.meta.url);
  test(`the ${name}'s module comes back`, { skip: existsSync(file) ? false : "not built" }, () => {
    returns(readFileSync(file));
  });
}
