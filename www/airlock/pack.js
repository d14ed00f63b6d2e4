// Packs a module for the document, as `unpack.js` says. Runs where the document is sealed: `node pack.js MODULE PACKED`.
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { WRITTEN } from "./letters.js";
import { ALIGNED, ALIGNED_LESS, FIRST_ACCESS, HEAD, LAST_ACCESS, LOCALS, OPS, STREAMS, TAIL, carry, depthAfter, unpack } from "./unpack.js";

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

/** The packed form of a module; throws where it holds what the packing does not know. */
export function pack(module) {
  const [begin, end] = codeOf(module);
  const [functions, first] = numberAt(module, begin);
  const streams = Array.from({ length: STREAMS }, () => []);
  let at = first;
  const bytes = (stream, count) => {
    for (; count > 0; count -= 1) streams[stream].push(module[at++]);
  };
  const letters = (stream, count) => {
    for (; count > 0; count -= 1) streams[stream].push(WRITTEN[module[at++]]);
  };
  const number = (stream) => {
    const [value, after] = numberAt(module, at);
    letters(stream, after - at);
    return value;
  };
  /** The instruction that begins at a place, as it stands in its stream. */
  const coded = (place) => {
    const op = module[place];
    const access = op >= FIRST_ACCESS && op <= LAST_ACCESS;
    return access && module[place + 1] !== ALIGNED[op - FIRST_ACCESS] ? op + ALIGNED_LESS : op;
  };

  for (let nth = 0; nth < functions; nth += 1) {
    [, at] = numberAt(module, at);
    for (let count = number(LOCALS); count > 0; count -= 1) {
      number(LOCALS);
      number(LOCALS);
    }
    let [before, earlier] = [0, 0];
    for (let depth = 0; depth >= 0;) {
      const op = module[at];
      streams[OPS].push(WRITTEN[coded(at)]);
      const access = op >= FIRST_ACCESS && op <= LAST_ACCESS;
      const aligned = coded(at) === op;
      at += 1;
      if (access && aligned) at += 1;
      else if (access) letters(OPS, 1);
      const next = coded(numberAt(module, at)[1]);
      if (!carry(op, before, earlier, next, number, bytes) || at > end) throw new Error(`cannot pack instruction ${op} before byte ${at}`);
      [before, earlier] = [op, before];
      depth = depthAfter(op, depth);
    }
  }
  streams[HEAD] = module.subarray(0, first);
  streams[TAIL] = module.subarray(end);

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
