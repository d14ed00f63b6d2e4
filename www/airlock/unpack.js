// A module as it lies in the document: not in the order in which a browser compiles it, but the numbers of its
// instructions parted by what they say and what is beside them, so that alike lies beside alike. Brotli makes a seventh
// less of it.
//
// First the length of the module and of each stream, then the streams: what stands before the code and the number of
// functions, what comes after it, and of the functions between them what each says by itself. Their lengths are left out,
// as every function tells its own end. What the functions say is written in letters that Brotli makes less of.
//
// A function keeps what is no number in a frame, whose place is one of its locals: that one is read most, and the places
// in the frame come again and again. So reading the frame's local is an instruction of its own here, and a place in the
// frame is said by how long ago it was said before, or by how near it is to the last.
import { OUTSIDE, READ, WRITTEN } from "./letters.js";

/** Instructions that WebAssembly does not have: reading the local of the frame, and the one that was set last. */
export const [FRAME, LAST] = [0x06, 0x07];

/** Those that stand for two others, of which either may be such itself: the pairs met most often. */
export const PAIRS = [
  [0x08, 0x41, 0x6a], [0x09, 0x20, 0x20], [0x0a, FRAME, 0x08], [0x12, FRAME, 0x28], [0x13, 0x20, 0x28], [0x14, 0x20, 0x41], [0x15, 0x0c, 0x0b],
  [0x16, 0x36, FRAME], [0x17, 0x41, 0x10], [0x18, 0x41, 0x21], [0x19, 0xef, 0x02], [0x1d, 0x20, 0x08], [0x1e, 0x12, 0x21], [0x1f, 0x20, LAST],
];
/** What a letter stands for. */
const NAMES = Array.from(READ, (name) => [name]);
for (const [both, one, other] of PAIRS) NAMES[WRITTEN[both]] = [...NAMES[WRITTEN[one]], ...NAMES[WRITTEN[other]]];

/** Kinds of instructions, from an instruction to another: what a number says goes with the kind of what is beside it. */
const KINDS = [
  [0x20, 0x20, FRAME, LAST], [0x21, 0x21], [0x22, 0x22], [0x28, 0x35, 0xe0, 0xed], [0x36, 0x3e, 0xee, 0xf6], [0x41, 0x41], [0x10, 0x11],
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
export const [HEAD, OPS, LOCALS, GET, GET_NEXT, SET, TAIL, TEE, PLACE, STORE, BRANCH, LOAD, TABLE, BLOCK, LONG, OTHER, CALL] =
  Array.from({ length: 17 }, (_, stream) => stream * ANY);
const CONSTANT = CALL + ANY * ANY;
export const STREAMS = CONSTANT + 256;

/** Which of its streams a number is in: by the kind of the instruction itself, of those before it or of the next. */
function kindFor(stream, op, seen, next) {
  switch (stream) {
    case BRANCH: return KIND[op];
    case SET: case LOAD: return KIND[seen.before];
    case STORE: return seen.under();
    case CALL: return KIND[seen.before] * ANY + KIND[seen.earlier];
    case GET: case GET_NEXT: case TEE: case LONG: return KIND[next];
    default: return 0;
  }
}

/** From an instruction to another: the stream of the one number that each has, if any. */
const NUMBERS = [
  [0x00, 0x01], [0x02, 0x04, BLOCK], [0x05, 0x07], [0x0b, 0x0b], [0x0c, 0x0d, BRANCH], [0x0f, 0x0f], [0x10, 0x10, CALL],
  [0x1a, 0x1b], [0x20, 0x20, GET], [0x21, 0x21, SET], [0x22, 0x22, TEE], [0x23, 0x26, OTHER],
  [0x28, 0x35, LOAD], [0x36, 0x3e, STORE], [0x3f, 0x40, OTHER], [0x42, 0x42, LONG], [0x45, 0xc4], [0xd0, 0xd0, OTHER],
  [0xd1, 0xd1], [0xd2, 0xd2, OTHER],
];
/** How many numbers follow those instructions that are told by a second one. */
const MORE = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/** What an access to memory is aligned to where nothing else is said, from the first load on. */
export const ALIGNED = [2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2];
export const [FIRST_ACCESS, FIRST_STORE, LAST_ACCESS] = [0x28, 0x36, 0x3e];
/** Added to an access that is aligned to less: what it is aligned to stands after it. */
export const ALIGNED_LESS = 0xb8;

/**
 * Numbers are written without bytes over 127, each of which is two in the document: one below the first of these by
 * itself; one of two bytes by its lower seven bits after the upper ones, which are added to the first; any other after
 * its count of bytes, added to the second.
 */
export const [WITH_HIGH, WITH_COUNT] = [96, 118];

/** Room for a function's length in front of it. */
const LENGTH = 5;

const [NONE, UNKNOWN] = [-1, -2];
/** The stream of each instruction's one number, or that it has none, or that it has a rule of its own. */
const ONE = new Int16Array(256).fill(UNKNOWN);
for (const [first, last, stream = NONE] of NUMBERS) ONE.fill(stream, first, last + 1);

/** How many places in the frame are said by how long ago they were said before. */
const RECENT = 32;
/** How far from the one said last a place is that is said by that: what is laid down word by word. */
const NEAR = [-4, 4, 8];
/** The frame's local, where it is set like any other. */
const AS_FRAME = 0xffff;
/** What lies on the stack, as far as it matters: two bits each, the topmost lowest. */
const [VALUE, LOCAL, IN_FRAME] = [0, 1, 2];
const KNOWN = 2 ** 30 - 1;
/** From an instruction to another: how many bits it takes off the stack and how many it puts on; any other leaves nothing known. */
const TAKES = new Uint8Array(256).fill(30);
const PUTS = new Uint8Array(256);
for (const [first, last, takes, puts = 0] of [
  [FRAME, LAST, 0, 2], [0x20, 0x20, 0, 2], [0x41, 0x42, 0, 2], [0x23, 0x23, 0, 2], [0x21, 0x21, 2], [0x24, 0x24, 2], [0x1a, 0x1a, 2],
  [0x0d, 0x0d, 2], [0x04, 0x04, 2], [0x36, 0x3e, 4], [0x22, 0x22, 2, 2], [0x28, 0x35, 2, 2], [0x45, 0xa6, 4, 2], [0x45, 0x45, 2, 2],
  [0x50, 0x50, 2, 2], [0xa7, 0xc4, 2, 2], [0x1b, 0x1b, 6, 2],
]) {
  TAKES.fill(takes, first, last + 1);
  PUTS.fill(puts, first, last + 1);
}

/** What the instructions of a function have told so far. */
export class Seen {
  constructor() {
    this.frame = this.last = -1;
    this.before = this.earlier = this.far = this.stack = 0;
    this.places = new Int32Array(RECENT);
  }

  /** What is under the value that is stored. */
  under() {
    return this.stack >> 2 & 3;
  }

  /** Whether an instruction says a place in the frame. */
  isInFrame(op, next) {
    if (op >= FIRST_STORE && op <= LAST_ACCESS) return this.under() === IN_FRAME;
    return this.before === FRAME && (op === 0x41 ? next === 0x6a : op >= FIRST_ACCESS && op < FIRST_STORE);
  }

  /** What a local is written as, and what stands for. */
  written(local) {
    return local === this.frame ? AS_FRAME : local - (this.frame >= 0 && local > this.frame);
  }
  read(written) {
    return written === AS_FRAME ? this.frame : written + (this.frame >= 0 && written >= this.frame);
  }

  /** What a place in the frame is said by, and the place that is said. */
  said(place) {
    const near = NEAR.indexOf(place - this.places[0]);
    const at = this.places.indexOf(place);
    const far = place - this.far;
    this.keep(at, place);
    if (near >= 0) return RECENT + near;
    return at >= 0 ? at : RECENT + NEAR.length + (far < 0 ? -2 * far - 1 : 2 * far);
  }
  placeOf(said) {
    const far = said - RECENT - NEAR.length;
    let [at, place] = [said, 0];
    if (said < RECENT) place = this.places[said];
    else {
      place = far < 0 ? this.places[0] + NEAR[said - RECENT] : this.far + (far % 2 ? -(far + 1) / 2 : far / 2);
      at = this.places.indexOf(place);
    }
    this.keep(at, place);
    return place;
  }
  keep(at, place) {
    const { places } = this;
    if (at < 0) this.far = place;
    for (let to = at < 0 ? RECENT - 1 : at; to > 0; to -= 1) places[to] = places[to - 1];
    places[0] = place;
  }

  /** Goes on behind an instruction, with the local that it names. */
  pass(op, next, local) {
    if (op === 0x21 || op === 0x22) this.last = local;
    if (op === 0x22 && next === 0x24 && this.frame < 0) this.frame = local;
    const put = op === FRAME ? IN_FRAME : op === 0x20 || op === LAST ? LOCAL : VALUE;
    this.stack = (this.stack >>> TAKES[op] << PUTS[op] | put) & KNOWN;
    this.earlier = this.before;
    this.before = op;
  }
}

/**
 * Carries what an instruction says over; false where it is unknown. `way.number(stream)` takes a number as it is and
 * gives it, `way.local(stream)` a local, `way.place(stream, isSigned)` a place in the frame, `way.bytes(stream, count)` bytes.
 */
export function carry(op, seen, next, way) {
  const one = ONE[op];
  if (seen.isInFrame(op, next)) way.place(PLACE, op === 0x41);
  else if (op >= 0x20 && op <= 0x22) {
    const stream = op === 0x20 && (seen.before < FIRST_STORE || seen.before > LAST_ACCESS) ? GET_NEXT : one;
    way.local(stream + kindFor(stream, op, seen, next));
  } else if (one >= 0) way.number(one + kindFor(one, op, seen, next));
  else if (op === 0x41) way.number(CONSTANT + next);
  else if (op === 0x0e) for (let count = way.number(TABLE) + 1; count > 0; count -= 1) way.number(TABLE);
  else if (op === 0x11) for (let count = 2; count > 0; count -= 1) way.number(OTHER);
  else if (op === 0x1c) way.bytes(OTHER, way.number(OTHER));
  else if (op === 0x43) way.bytes(OTHER, 4);
  else if (op === 0x44) way.bytes(OTHER, 8);
  else if (op === 0xfc) for (let count = MORE[way.number(OTHER)]; count > 0; count -= 1) way.number(OTHER);
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
  /** What is no code, whole. */
  const rest = (stream) => {
    for (const byte of packed.subarray(from[stream], from[stream] + lengths[stream])) module[to++] = OUTSIDE[byte];
  };
  // No instruction is less than a byte of the module.
  const names = new Uint8Array(whole);
  let count = 0;
  for (const letter of packed.subarray(from[OPS], from[OPS] + lengths[OPS])) {
    const name = NAMES[letter];
    names[count++] = name[0];
    for (let nth = 1; nth < name.length; nth += 1) names[count++] = name[nth];
  }
  const number = (stream) => {
    let place = from[stream];
    const lead = READ[packed[place++]];
    let value = lead;
    if (lead < WITH_HIGH) module[to++] = lead;
    else if (lead < WITH_COUNT) {
      const low = READ[packed[place++]];
      module[to++] = low | 128;
      value = low | (module[to++] = lead - WITH_HIGH) << 7;
    } else {
      value = 0;
      for (let [left, shift] = [lead - WITH_COUNT, 0]; left >= 0; left -= 1, shift += 7) {
        const part = READ[packed[place++]];
        module[to++] = left > 0 ? part | 128 : part;
        value |= part << shift;
      }
    }
    from[stream] = place;
    return value;
  };
  /** Puts a number in place of what was taken over. */
  const put = (start, value, isSigned) => {
    to = start;
    for (let isLast = false; !isLast;) {
      const byte = value & 127;
      value = isSigned ? value >> 7 : value >>> 7;
      isLast = isSigned ? value === -(byte >> 6) : value === 0;
      module[to++] = isLast ? byte : byte | 128;
    }
  };
  let seen;
  let named;
  const way = {
    number, bytes,
    local: (stream) => {
      const start = to;
      const written = number(stream);
      named = seen.read(written);
      if (named !== written) put(start, named);
    },
    place: (stream, isSigned) => {
      const start = to;
      put(start, seen.placeOf(number(stream)), isSigned);
    },
  };

  rest(HEAD);
  for (let nth = 0; nth < count;) {
    const start = to;
    const body = to += LENGTH;
    for (let count = number(LOCALS); count > 0; count -= 1) {
      number(LOCALS);
      number(LOCALS);
    }
    seen = new Seen();
    for (let depth = 0; depth >= 0;) {
      let op = names[nth++];
      const less = op >= FIRST_ACCESS + ALIGNED_LESS && op <= LAST_ACCESS + ALIGNED_LESS;
      if (less) op -= ALIGNED_LESS;
      const isLocal = op === FRAME || op === LAST;
      module[to++] = isLocal ? 0x20 : op;
      if (isLocal) put(to, op === FRAME ? seen.frame : seen.last);
      if (op >= FIRST_ACCESS && op <= LAST_ACCESS) module[to++] = less ? names[nth++] : ALIGNED[op - FIRST_ACCESS];
      const next = names[nth];
      carry(op, seen, next, way);
      seen.pass(op, next, named);
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
  rest(TAIL);
  return module.subarray(0, whole);
}
