// Packs a module for the document, as `unpack.js` says. Runs where the document is sealed: `node pack.js MODULE PACKED`.
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { OUTSIDE, WRITTEN } from "./letters.js";
import {
  ALIGNED, ALIGNED_LESS, FIRST_ACCESS, FRAME, HEAD, LAST, LAST_ACCESS, LOCALS, OPS, PAIRS, STREAMS, Seen, TAIL, WITH_COUNT, WITH_HIGH,
  carry, depthAfter, unpack,
} from "./unpack.js";

/** What stands before the first section, and the section of the code. */
const [HEADER, CODE] = [8, 10];

/** A number in LEB128, and the place after it. */
function numberAt(module, at) {
  let [value, shift] = [0, 0];
  for (; module[at] > 127; at += 1, shift += 7) value |= (module[at] & 127) << shift;
  return [value | module[at] << shift, at + 1];
}

/** Where the code begins and ends. */
function codeOf(module) {
  for (let at = HEADER; at < module.length;) {
    const [length, begin] = numberAt(module, at + 1);
    if (begin + length > module.length) break;
    if (module[at] === CODE) return [begin, begin + length];
    at = begin + length;
  }
  throw new Error("the module holds no code, or not all of it");
}

/** Instructions with one in place of each pair of two. */
function paired(names, [both, one, other]) {
  const out = [];
  for (let at = 0; at < names.length; at += 1) {
    const isPair = names[at] === one && names[at + 1] === other;
    out.push(isPair ? both : names[at]);
    if (isPair) at += 1;
  }
  return out;
}

/** The packed form of a module; throws where it holds what the packing does not know. */
export function pack(module) {
  const [begin, end] = codeOf(module);
  const [functions, first] = numberAt(module, begin);
  const streams = Array.from({ length: STREAMS }, () => []);
  let at = first;
  const bytes = (stream, count) => {
    for (; count > 0; count -= 1) streams[stream].push(module[at++]);
  };
  /** Writes a number by the parts that its bytes have of it. */
  const parts = (stream, parts) => {
    const [low, high] = parts;
    if (parts.length === 1 && low < WITH_HIGH) parts = [low];
    else if (parts.length === 2 && high < WITH_COUNT - WITH_HIGH) parts = [WITH_HIGH + high, low];
    else parts = [WITH_COUNT + parts.length - 1, ...parts];
    streams[stream].push(...parts.map((part) => WRITTEN[part]));
  };
  const number = (stream) => {
    const [value, after] = numberAt(module, at);
    parts(stream, Array.from(module.subarray(at, after), (byte) => byte & 127));
    at = after;
    return value;
  };
  /** Writes a number in place of the one that stands here. */
  const put = (stream, value) => {
    [, at] = numberAt(module, at);
    const written = [];
    for (; value > 127; value = Math.floor(value / 128)) written.push(value % 128);
    parts(stream, [...written, value]);
  };
  let seen;
  const way = {
    number, bytes,
    local: (stream) => put(stream, seen.written(numberAt(module, at)[0])),
    place: (stream, isSigned) => {
      const [value, after] = numberAt(module, at);
      const bits = (after - at) * 7;
      put(stream, seen.said(isSigned && module[after - 1] & 64 && bits < 32 ? value - 2 ** bits : value));
    },
  };
  const skip = () => {
    let value;
    [value, at] = numberAt(module, at);
    return value;
  };
  const skipping = { number: skip, local: skip, place: skip, bytes: (_, count) => (at += count) };
  const isAccess = (op) => op >= FIRST_ACCESS && op <= LAST_ACCESS;
  /** The local that the instruction at a place names, if it names one. */
  const localAt = (place) => module[place] >= 0x20 && module[place] <= 0x22 ? numberAt(module, place + 1)[0] : -1;
  /** The instruction that begins at a place, as it stands in its stream. */
  const nameOf = (place) => {
    const op = module[place];
    if (op === 0x20 && localAt(place) === seen.frame) return FRAME;
    if (op === 0x20 && localAt(place) === seen.last) return LAST;
    return isAccess(op) && module[place + 1] !== ALIGNED[op - FIRST_ACCESS] ? op + ALIGNED_LESS : op;
  };
  /** Goes over the function that begins here: `each` takes an instruction over and gives its name and the one behind it. */
  const pass = (each) => {
    seen = new Seen();
    for (let [depth, nth] = [0, 0]; depth >= 0; nth += 1) {
      const start = at;
      const op = module[at];
      const [name, next] = each(nth, op);
      seen.pass(name === FRAME || name === LAST ? name : op, next, localAt(start));
      depth = depthAfter(op, depth);
    }
  };
  const carried = (op, next, way) => {
    if (!carry(op, seen, next, way) || at > end) throw new Error(`cannot pack instruction ${op} before byte ${at}`);
  };

  for (let nth = 0; nth < functions; nth += 1) {
    [, at] = numberAt(module, at);
    for (let count = number(LOCALS); count > 0; count -= 1) {
      number(LOCALS);
      number(LOCALS);
    }
    // How a number is written depends on the instruction behind it, and what that is called on those before: so all are
    // named first.
    const begin = at;
    const names = [];
    pass((_, op) => {
      names.push(nameOf(at));
      at += isAccess(op) ? 2 : 1;
      carried(op, 0, skipping);
      return [names.at(-1), module[at]];
    });
    at = begin;
    pass((nth, op) => {
      const [name, next] = [names[nth], names[nth + 1] ?? 0];
      streams[OPS].push(name);
      at += 1;
      if (name === FRAME || name === LAST) skip();
      else {
        if (name !== op) bytes(OPS, 1);
        else if (isAccess(op)) at += 1;
        carried(op, next, way);
      }
      return [name, next];
    });
  }
  for (const pair of PAIRS) streams[OPS] = paired(streams[OPS], pair);
  streams[OPS] = streams[OPS].map((name) => WRITTEN[name]);
  streams[HEAD] = module.subarray(0, first).map((byte) => OUTSIDE[byte]);
  streams[TAIL] = module.subarray(end).map((byte) => OUTSIDE[byte]);

  const lengths = [];
  for (let length of [module.length, ...streams.map((stream) => stream.length)]) {
    for (; length > 127; length = Math.floor(length / 128)) lengths.push(length % 128 + 128);
    lengths.push(length);
  }
  const packed = Buffer.concat([lengths, ...streams].map((part) => Buffer.from(part)));
  if (!unpack(packed).every((byte, place) => byte === module[place])) throw new Error("the module is not as it was after packing");
  return packed;
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) writeFileSync(argv[3], pack(readFileSync(argv[2])));
