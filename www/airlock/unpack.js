// A module as it lies in the document: not in the order in which a browser compiles it, but the numbers of its
// instructions parted by what they say and what is beside them, so that alike lies beside alike. Brotli makes a twelfth
// less of it.
//
// First the length of the module and of each stream, then the streams: what stands before the code and the number of
// functions, what comes after it, and of the functions between them what each says by itself. Their lengths are left out,
// as every function tells its own end. What the functions say is written in letters that Brotli makes less of.
import { READ } from "./letters.js";

/** Kinds of instructions, from an instruction to another: what a number says goes with the kind of what is beside it. */
const KINDS = [
  [0x20, 0x20], [0x21, 0x21], [0x22, 0x22], [0x28, 0x35, 0xe0, 0xed], [0x36, 0x3e, 0xee, 0xf6], [0x41, 0x41], [0x10, 0x11],
  [0x6a, 0x6a], [0x04, 0x04, 0x0d, 0x0d, 0x45, 0x66], [0x05, 0x05, 0x0b, 0x0c, 0x0f, 0x0f],
];
const KIND = new Uint8Array(256);
KINDS.forEach((kind, nth) => {
  for (let at = 0; at < kind.length; at += 2) KIND.fill(nth + 1, kind[at], kind[at + 1] + 1);
});

const ANY = KINDS.length + 1;

/**
 * The streams, in the order that was found to weigh least; last those of calls, one for each two kinds that may stand
 * before one, and those of constants, one for each instruction that may follow one.
 */
export const [HEAD, OPS, LOCALS, GET, SET, TAIL, TEE, STORE, BRANCH, LOAD, TABLE, BLOCK, LONG, OTHER, CALL] =
  Array.from({ length: 15 }, (_, stream) => stream * ANY);
const CONSTANT = CALL + ANY * ANY;
export const STREAMS = CONSTANT + 256;

/** Which of its streams a number is in: by the kind of the instruction itself, of those before it or of the next. */
function kindFor(stream, op, before, earlier, next) {
  switch (stream) {
    case BRANCH: return KIND[op];
    case LOAD: return KIND[before];
    case CALL: return KIND[before] * ANY + KIND[earlier];
    case GET: case TEE: case LONG: return KIND[next];
    default: return 0;
  }
}

/** From an instruction to another: the stream of the one number that each has, if any. */
const NUMBERS = [
  [0x00, 0x01], [0x02, 0x04, BLOCK], [0x05, 0x05], [0x0b, 0x0b], [0x0c, 0x0d, BRANCH], [0x0f, 0x0f], [0x10, 0x10, CALL],
  [0x1a, 0x1b], [0x20, 0x20, GET], [0x21, 0x21, SET], [0x22, 0x22, TEE], [0x23, 0x26, OTHER],
  [0x28, 0x35, LOAD], [0x36, 0x3e, STORE], [0x3f, 0x40, OTHER], [0x42, 0x42, LONG], [0x45, 0xc4], [0xd0, 0xd0, OTHER],
  [0xd1, 0xd1], [0xd2, 0xd2, OTHER],
];
/** How many numbers follow those instructions that are told by a second one. */
const MORE = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/** What an access to memory is aligned to where nothing else is said, from the first load on. */
export const ALIGNED = [2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2];
export const [FIRST_ACCESS, LAST_ACCESS] = [0x28, 0x3e];
/** Added to an access that is aligned to less: what it is aligned to stands after it. */
export const ALIGNED_LESS = 0xb8;

/** Room for a function's length in front of it. */
const LENGTH = 5;

const [NONE, UNKNOWN] = [-1, -2];
/** The stream of each instruction's one number, or that it has none, or that it has a rule of its own. */
const ONE = new Int16Array(256).fill(UNKNOWN);
for (const [first, last, stream = NONE] of NUMBERS) ONE.fill(stream, first, last + 1);

/** Carries what an instruction says over by `number(stream)`, which gives it, and `bytes(stream, count)`; false where it is unknown. */
export function carry(op, before, earlier, next, number, bytes) {
  const one = ONE[op];
  if (one >= 0) number(one + kindFor(one, op, before, earlier, next));
  else if (op === 0x41) number(CONSTANT + next);
  else if (op === 0x0e) for (let count = number(TABLE) + 1; count > 0; count -= 1) number(TABLE);
  else if (op === 0x11) for (let count = 2; count > 0; count -= 1) number(OTHER);
  else if (op === 0x1c) bytes(OTHER, number(OTHER));
  else if (op === 0x43) bytes(OTHER, 4);
  else if (op === 0x44) bytes(OTHER, 8);
  else if (op === 0xfc) for (let count = MORE[number(OTHER)]; count > 0; count -= 1) number(OTHER);
  else return one === NONE;
  return true;
}

/** How deep in blocks the code is after an instruction. */
export const depthAfter = (op, depth) => op >= 0x02 && op <= 0x04 ? depth + 1 : op === 0x0b ? depth - 1 : depth;

/** The module that was packed. */
export function unpack(packed) {
  let at = 0;
  const length = () => {
    let [value, place, byte] = [0, 1];
    do {
      byte = packed[at++];
      value += (byte & 127) * place;
      place *= 128;
    } while (byte > 127);
    return value;
  };
  const whole = length();
  // The last function is put down where there is room for its length yet.
  const module = new Uint8Array(whole + LENGTH);
  const lengths = Array.from({ length: STREAMS }, length);
  const from = Uint32Array.from(lengths, (length) => (at += length) - length);
  let to = 0;
  const bytes = (stream, count) => {
    module.set(packed.subarray(from[stream], from[stream] + count), to);
    from[stream] += count;
    to += count;
  };
  const number = (stream) => {
    let place = from[stream];
    let byte = module[to++] = READ[packed[place++]];
    let value = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = module[to++] = READ[packed[place++]];
      value |= (byte & 127) << shift;
    }
    from[stream] = place;
    return value;
  };

  bytes(HEAD, lengths[HEAD]);
  const end = from[OPS] + lengths[OPS];
  while (from[OPS] < end) {
    const start = to;
    const body = to += LENGTH;
    for (let count = number(LOCALS); count > 0; count -= 1) {
      number(LOCALS);
      number(LOCALS);
    }
    let [before, earlier] = [0, 0];
    for (let depth = 0; depth >= 0;) {
      let op = READ[packed[from[OPS]++]];
      const less = op >= FIRST_ACCESS + ALIGNED_LESS && op <= LAST_ACCESS + ALIGNED_LESS;
      if (less) op -= ALIGNED_LESS;
      module[to++] = op;
      if (op >= FIRST_ACCESS && op <= LAST_ACCESS) module[to++] = less ? READ[packed[from[OPS]++]] : ALIGNED[op - FIRST_ACCESS];
      carry(op, before, earlier, READ[packed[from[OPS]]], number, bytes);
      [before, earlier] = [op, before];
      depth = depthAfter(op, depth);
    }
    const size = to - body;
    to = start;
    for (let left = size; ; left >>= 7) {
      module[to++] = left > 127 ? left & 127 | 128 : left;
      if (left <= 127) break;
    }
    module.copyWithin(to, body, body + size);
    to += size;
  }
  bytes(TAIL, lengths[TAIL]);
  return module.subarray(0, whole);
}
