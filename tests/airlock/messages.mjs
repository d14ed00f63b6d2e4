// Messages for the filter's tests: valid ones, and what a hostile sender makes of them. All from one seed.

/** Numbers from a seed: the same seed gives the same messages. */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    // mulberry32, public domain.
    state = (state + 0x6D2B79F5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const upTo = (count) => Math.floor(next() * count);
  return { next, upTo, pick: (list) => list[upTo(list.length)], often: (share) => next() < share };
}

const IDS = ["q-1", "a", "0b2f6c1e-6c55-4a11-9f2d-1c2d3e4f5a6b", "Z".repeat(36), "--"];
const CURRENCIES = ["EUR", "GBP", "JPY", "XXX"];
const DATES = ["2026-03-22", "2024-02-29", "2000-02-29", "1999-12-31", "2026-01-01"];
const AMOUNTS = ["-12.50", "0", "-0", "999999999999999.9999", "7.1", "-000.00"];
const WORDS = ["TESCO STORES 3297", "Überweisung", "カード", "שכר דירה", "a\tb\nc\r", "", "🧾 receipt", "e\u0301", "x".repeat(512), "İstanbul", "<b>bold</b>", "O'Neil & \"Sons\""];
const SENTENCES = ["I kept £162.05 of my pay in February.", "x", "שילמתי 5 ₪", "1\u202F234,50\u00A0€", "\u200F-5 ₪", "  two  blanks ", "y".repeat(280), "e\u0301te", "Zoë’s “share” – 5%", "\u200E1\u061C"];
const LINES = ["Current account", "Girokonto", "口座", "DE89 3704 0044 0532 0130 00", "n".repeat(512)];
const LOCALES = ["en", "de-DE", "zh-Hant-TW", "es-419", "EN-gb", "fil"];
const ACCENTS = ["#0B6656", "#000000", "#a62b2b", "#1550C8"];
const NAMES = ["march.csv", "Report (2).json", "données 2026.txt", "a.b.journal", "vault-2026_03.farthing", `${"n".repeat(76)}.csv`];
const MIMES = ["text/csv", "application/json", "text/plain", "application/octet-stream"];
const HEIGHTS = [320, 480, 640, 800];
const CONSENTS = ["0b2f6c1e-6c55-4a11-9f2d-1c2d3e4f5a6b", "ffffffff-ffff-4fff-bfff-ffffffffffff"];

/** Some of the properties, each with even odds. */
function some(random, all) {
  return Object.fromEntries(Object.entries(all).filter(() => random.often(0.5)));
}

const row = (random) => ({
  postingDate: random.pick(DATES),
  amount: random.pick(AMOUNTS),
  currency: random.pick(CURRENCIES),
  descriptor: random.pick(WORDS),
  ...some(random, {
    valueDate: random.pick(DATES),
    transactionDate: random.pick(DATES),
    counterparty: random.pick(WORDS),
    reference: random.pick(WORDS),
    mcc: random.pick(["5411", "0000"]),
    pending: random.often(0.5),
    balanceAfter: random.pick(AMOUNTS),
    id: random.pick(LINES),
  }),
});

const BODIES = {
  hello: () => ({ version: 1 }),
  set: (random) => {
    const body = some(random, {
      locale: random.pick(LOCALES), theme: random.pick(["light", "dark", "system"]), currency: random.pick(CURRENCIES),
      height: random.pick(HEIGHTS), accent: random.pick(ACCENTS), radius: random.upTo(15),
    });
    return Object.keys(body).length ? body : { theme: "dark" };
  },
  rows: (random) => ({
    account: { name: random.pick(LINES), ...some(random, { currency: random.pick(CURRENCIES), kind: random.pick(["current", "savings", "card", "loan", "cash"]), identifier: random.pick(LINES) }) },
    rows: Array.from({ length: 1 + random.upTo(3) }, () => row(random)),
  }),
  ask: (random) => ({ text: random.pick(["rent in May?", "a\nb", "q".repeat(500), "¿Cuánto?"]) }),
  share: (random) => ({ what: random.pick(SENTENCES.slice(0, 9)) }),
  cancel: () => ({}),
};

/** A message that the host may send. */
export function fromHost(random) {
  const type = random.pick(Object.keys(BODIES));
  return { farthing: 1, type, id: ["hello", "set"].includes(type) ? null : random.pick(IDS), body: BODIES[type](random) };
}

/** A type and a body that the host may be told. */
export function toHost(random) {
  const id = random.pick(IDS);
  const body = {
    ready: { seal: random.pick(["whole", "partly"]) },
    resize: { height: random.pick(HEIGHTS) },
    ack: { id, taken: random.often(0.5) },
    error: { code: random.pick(["engine-stopped", "not-loaded", "not-sealed", "declined", "busy", "refused"]), id: random.pick([id, null]) },
    answer: { id: random.pick([id, null]), consent: random.pick(CONSENTS), text: random.pick(["I kept £162.05.", "z".repeat(280), "5 ₪"]) },
  };
  const type = random.pick(Object.keys(body));
  return { type, body: body[type] };
}

/** A message that the view may send. */
export function fromView(random) {
  const fields = {
    ready: {},
    share: { id: random.pick([null, ...IDS]), text: random.pick(SENTENCES.slice(0, 9)) },
    decline: { id: random.pick(IDS) },
    resize: { height: random.pick(HEIGHTS) },
    download: { name: random.pick(NAMES), mime: random.pick(MIMES), bytes: new ArrayBuffer(random.upTo(9)) },
    print: {},
  };
  const type = random.pick(Object.keys(fields));
  return { type, ...fields[type] };
}

// ---- hostile ----

const cyclic = () => {
  const knot = { farthing: 1 };
  knot.body = knot;
  return knot;
};
const sparse = () => {
  const list = [1];
  list.length = 4;
  return list;
};
const tailed = () => Object.assign([{}], { type: "ask" });
const parsed = (text) => () => JSON.parse(text);
// Everything that structured clone brings over, and what no schema has.
const VALUES = [
  () => null, () => undefined, () => true, () => false, () => 0, () => -0, () => 1, () => 1.5, () => NaN, () => Infinity, () => -1, () => 2 ** 53, () => 1n,
  () => "", () => "1", () => "ask", () => "__proto__", () => "constructor", () => "toString", () => "javascript:alert(1)", () => "https://x.example/", () => "<img src=x>",
  () => "\uD800", () => "a\u0000b", () => "x".repeat(513), () => "x".repeat(10_000), () => "2025-02-30", () => "12.50 ", () => "+1", () => "1e3", () => "٣٤", () => "en-u-nu-arab",
  () => "EUr", () => "#ffff00", () => "../x.csv", () => "a.html", () => "CON\u202Evsc.csv", () => "640", () => "0b2f6c1e-6c55-1a11-9f2d-1c2d3e4f5a6b",
  () => [], () => [[]], () => ({}), sparse, tailed, cyclic, () => new Array(10_001).fill(null), () => Array(5),
  parsed('{"__proto__":{"farthing":1}}'), parsed('{"constructor":1}'), parsed('{"toString":1,"length":2}'),
  () => new Map([["text", "a"]]), () => new Set(["a"]), () => new Date(0), () => new Date(NaN), () => /a/g, () => new Error("a"), () => new String("ask"), () => new Number(1), () => new Boolean(true), () => Object(1n),
  () => new Uint8Array(4), () => new Float64Array(1), () => new DataView(new ArrayBuffer(2)), () => new ArrayBuffer(4), () => new SharedArrayBuffer(4), () => new Blob(["a"]),
];
const KEYS = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "", "farthing", "type", "id", "body", "html", "url", "text", "length", "0", "then", "allow"];
const LETTERS = [
  "\u0000", "\u0007", "\n", "\t", "\r", "\u007F", "\u0085", "\u00A0", "\u00AD", "\u0301", "\u0301\u0301\u0301\u0301", "\u034F", "\u061C", "\u115F", "\u180E", "\u200B", "\u200D", "\u200E", "\u200F",
  "\u2028", "\u202E", "\u2066", "\u2800", "\u3000", "\u3164", "\uD800", "\uDC00", "\uE000", "\uFDD0", "\uFE0F", "\uFEFF", "\uFFFC", "\uFFFE", "\uFFF9", "\u{1D159}", "\u{E0041}", "\u{10FFFF}", "  ",
  "/", "\\", ":", ".", "-", "#", "0", "9", "a", "A", "é", "٣", "🧾", "İ", "\"", "<", "%", " ",
];

/** Sets without calling what a key like `__proto__` would call. */
const put = (target, key, value) => {
  // What the language itself does not allow is no message.
  if (ArrayBuffer.isView(target) || (Array.isArray(target) && key === "length")) return false;
  return Reflect.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
};

/** All places of a message, as the object that holds each and its key. */
function places(value, found = [], seen = new Set()) {
  if (value === null || typeof value !== "object" || seen.has(value) || ArrayBuffer.isView(value)) return found;
  seen.add(value);
  for (const key of Object.keys(value).slice(0, 30)) {
    found.push([value, key]);
    places(value[key], found, seen);
  }
  return found;
}

function bend(random, text) {
  if (text.length > 2000) return text;
  const at = random.upTo(text.length + 1);
  return random.pick([
    () => text.slice(0, at) + random.pick(LETTERS) + text.slice(at),
    () => text.slice(0, at) + random.pick(LETTERS) + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text + text,
    () => text.repeat(50),
    () => text.toUpperCase(),
    () => text.toLowerCase(),
    () => `${text}\n`,
    () => ` ${text}`,
    () => text.slice(0, at),
    () => text.slice(0, at) + String.fromCodePoint(random.upTo(0x110000)) + text.slice(at),
  ])();
}

/** Changes one thing. */
function worsen(random, holder) {
  const all = places(holder);
  const [target, key] = random.pick(all);
  const value = target[key];
  const objects = all.map(([from, name]) => from[name]).filter((each) => each !== null && typeof each === "object" && !(each instanceof ArrayBuffer));
  random.pick([
    () => put(target, key, random.pick(VALUES)()),
    () => put(target, key, random.pick(VALUES)()),
    () => put(target, key, typeof value === "string" ? bend(random, value) : random.pick(VALUES)()),
    () => put(target, key, typeof value === "string" ? bend(random, value) : value),
    () => put(target, key, typeof value === "string" ? bend(random, bend(random, value)) : value),
    () => put(target, key, typeof value === "number" ? value + random.pick([1, -1, 0.5, 160, NaN]) : value),
    () => { if (target !== holder) Reflect.deleteProperty(target, key); },
    () => put(objects.length ? random.pick(objects) : target, random.pick(KEYS), random.pick(VALUES)()),
    () => put(objects.length ? random.pick(objects) : target, random.pick(KEYS), value),
    () => put(target, key, [value]),
    () => put(target, key, { ...(typeof value === "object" ? value : { value }) }),
    () => { if (Array.isArray(value)) value.push(random.pick([row(random), null, value[0], value])); },
    () => { if (Array.isArray(value)) value.length += 1; },
    () => { if (Array.isArray(value)) Object.assign(value, { more: 1 }); },
    // The same object at two places, or within itself.
    () => put(target, key, random.pick(objects.length ? objects : [value])),
  ])();
}

const trap = () => { throw new Error("a trap was sprung"); };
const traps = Object.fromEntries(["get", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor"].map((name) => [name, trap]));

/**
 * A message with up to three things wrong, as structured clone would deliver it.
 *
 * One in a hundred is what no clone delivers: a proxy that throws, a getter, a function.
 */
export function hostile(random, valid) {
  const holder = { message: valid(random) };
  const changes = random.often(0.05) ? 0 : 1 + random.upTo(3);
  for (let change = 0; change < changes; change += 1) worsen(random, holder);
  if (random.often(0.01)) {
    const [target, key] = random.pick(places(holder));
    random.pick([
      () => put(target, key, new Proxy({}, traps)),
      () => put(target, key, () => 1),
      () => put(target, key, Symbol("s")),
      () => { if (target !== holder) Reflect.defineProperty(target, key, { get: trap, enumerable: true, configurable: true }); },
    ])();
    return Object.getOwnPropertyDescriptor(holder, "message").value;
  }
  try {
    return structuredClone(holder.message);
  } catch {
    return holder.message;
  }
}
