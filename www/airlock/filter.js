// Every message that may pass between the host page, the airlock and the view, as data. No DOM, no clock.
//
//   fromHost({ farthing: 1, type: "ask", id: "q-1", body: { text: "rent in May?" } })  // the same, as a fresh copy
//   fromHost({ farthing: 1, type: "ask", id: "q-1", body: { html: "<b>" } })           // null, and dropped["host-body"] is one more
//
// A check takes any value and gives a fresh copy of it, or undefined when it refuses. What comes in has been through
// structured clone: no functions and no getters, but any type, any key (`__proto__` too), any size. So sizes are asked
// for before contents, own data properties alone are read, each once, and nothing that throws gets further than `guarded`.
//
// Lengths are in UTF-16 code units, JavaScript's `length`: no other way of counting characters gives more.

/** Reasons by door, and how many messages each refused. Never a word of what they held. */
export const dropped = Object.create(null);
for (const door of ["host", "out", "view", "fragment"]) {
  for (const reason of ["shape", "type", "id", "body", "rate"]) dropped[`${door}-${reason}`] = 0;
}
Object.seal(dropped);

const drop = (door, reason) => {
  dropped[`${door}-${reason}`] += 1;
  return null;
};

/** How many messages a door has refused: "host", "out", "view" or "fragment". */
export const droppedAt = (door) => Object.keys(dropped).reduce((sum, key) => sum + (key.startsWith(`${door}-`) ? dropped[key] : 0), 0);

// ---- what a value may be ----

const any = (value) => value;
// Gives the list's own value, so that -0 comes out as 0.
const oneOf = (...list) => (value) => list.find((known) => known === value);
const orNull = (check) => (value) => (value === null ? null : check(value));
const flag = oneOf(true, false);

/** A string whose length is in range and in which `shape` finds what it looks for. */
const text = (min, max, shape) => (value) =>
  (typeof value === "string" && value.length >= min && value.length <= max && shape.test(value) ? value : undefined);

// Control characters and halves of surrogate pairs are no text. Rows and questions may have several lines.
const LINE = /^[^\p{Cc}\p{Cs}]*$/u;
const LINES = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;
// What a person cannot see: controls, marks of direction, joiners, private and unassigned code points, separators,
// fillers, blanks that are letters, and marks piled on a letter or on nothing.
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{DI}\u{2800}\u{FFFC}\u{1D159}]|\p{M}{4}|^\p{M}/u;
const CONSENT = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

const id = text(1, 36, /^[A-Za-z\d-]+$/);
const amount = text(1, 21, /^-?\d{1,15}(\.\d{1,4})?$/);
const currency = text(3, 3, /^[A-Z]{3}$/);
const height = oneOf(320, 480, 640, 800);

const iso = text(10, 10, /^\d{4}-\d\d-\d\d$/);
const date = (value) => {
  const day = iso(value) && new Date(value);
  // The 30th of February is no date, or another one.
  return day && !Number.isNaN(+day) && day.toISOString().startsWith(value) ? value : undefined;
};

/** An object of these keys and no other; of a key that ends in "?" there may be none. */
const object = (shape) => {
  const fields = Object.entries(shape).map(([key, check]) => [key.replace("?", ""), check, key.endsWith("?")]);
  return (value) => {
    if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return undefined;
    let keys = Reflect.ownKeys(value).length;
    const copy = {};
    for (const [key, check, optional] of fields) {
      const own = Object.getOwnPropertyDescriptor(value, key);
      if (!own && optional) continue;
      const checked = check(own?.value);
      if (checked === undefined) return undefined;
      copy[key] = checked;
      keys -= 1;
    }
    return keys === 0 ? copy : undefined;
  };
};

/** A list without gaps and without properties of its own. */
const list = (min, max, check) => (value) => {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype) return undefined;
  const { length } = value;
  if (length < min || length > max || Reflect.ownKeys(value).length !== length + 1) return undefined;
  const copy = [];
  for (let at = 0; at < length; at += 1) {
    const checked = check(Object.getOwnPropertyDescriptor(value, at)?.value);
    if (checked === undefined) return undefined;
    copy.push(checked);
  }
  return copy;
};

// ---- the accent ----

// Luminance (WCAG 2.2) of the light ground that leaves an accent the least: the look's `--ledger`.
const GROUND = 0.8876202;

const luminance = (accent) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
  const part = Number.parseInt(accent.slice(1 + 2 * at, 3 + 2 * at), 16) / 255;
  return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
}, 0);

const hex = text(7, 7, /^#[\dA-Fa-f]{6}$/);
/** A colour that has 4.5 to 1 on the light grounds. None has it on light and dark at once: the view lightens its hue for dark. */
const accent = (value) => (hex(value) && (GROUND + 0.05) / (luminance(value) + 0.05) >= 4.5 ? value : undefined);

// ---- the text that leaves ----

/**
 * A text in the form in which it is shown and then sent, or undefined when it cannot be.
 *
 * Composed, its blanks single and plain, without the marks of direction that `Intl` puts into figures; what else cannot be
 * seen refuses it, so that what is read is all that is sent. A text in this form stays as it is.
 */
export function shown(value) {
  // No blank or mark makes a text of 280 characters ten times as long.
  if (typeof value !== "string" || value.length > 2800) return undefined;
  const plain = value.normalize().replace(/[\u061C\u200E\u200F]/g, "").replace(/\p{Zs}+/gu, " ").replace(/^ | $/g, "").normalize();
  return plain && plain.length <= 280 && !UNSEEN.test(plain) ? plain : undefined;
}

const seen = (value) => (shown(value) === value ? value : undefined);

// ---- the messages ----

// Language, script and region. Extensions are left out: they would let a host change digits and calendars.
const SETTINGS = {
  "locale?": text(2, 11, /^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?$/),
  "theme?": oneOf("light", "dark", "system"),
  "currency?": currency,
  "height?": height,
  "accent?": accent,
  "radius?": oneOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14),
};
const settings = object(SETTINGS);

const ACCOUNT = {
  name: text(1, 512, LINE),
  "currency?": currency,
  "kind?": oneOf("current", "savings", "card", "loan", "cash"),
  "identifier?": text(1, 512, LINE),
};
const ROW = {
  postingDate: date,
  amount,
  currency,
  descriptor: text(0, 512, LINES),
  "valueDate?": date,
  "transactionDate?": date,
  "counterparty?": text(0, 512, LINES),
  "reference?": text(0, 512, LINES),
  "mcc?": text(4, 4, /^\d{4}$/),
  "pending?": flag,
  "balanceAfter?": amount,
  "id?": text(1, 512, LINE),
};

// By type: the check of the id, and of the body.
const HOST = new Map(Object.entries({
  hello: [oneOf(null), object({ version: oneOf(1) })],
  set: [oneOf(null), (value) => {
    const body = settings(value);
    return body && Object.keys(body).length ? body : undefined;
  }],
  rows: [id, object({ account: object(ACCOUNT), rows: list(1, 10000, object(ROW)) })],
  ask: [id, object({ text: text(1, 500, LINES) })],
  share: [id, object({ what: shown })],
  cancel: [id, object({})],
}));

const OUT = new Map(Object.entries({
  ready: object({ seal: oneOf("whole", "partly") }),
  resize: object({ height }),
  ack: object({ id, taken: flag }),
  error: object({ code: oneOf("engine-stopped", "not-loaded", "not-sealed", "declined", "busy", "refused"), id: orNull(id) }),
  answer: object({ id: orNull(id), consent: text(36, 36, CONSENT), text: seen }),
}));

// The names a file may be saved under: nothing that a system would run or a browser would open as a page.
const NAME = /^[\p{L}\p{N}]([\p{L}\p{M}\p{N} ._()-]*[\p{L}\p{M}\p{N}_)-])?\.(csv|json|txt|journal|ledger|beancount|farthing)$/u;
const fileName = text(5, 80, NAME);
const byteLength = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "byteLength").get;
const VIEW = new Map(Object.entries({
  ready: {},
  share: { id: orNull(id), text: shown },
  decline: { id },
  resize: { height },
  download: {
    name: (value) => (fileName(value) && !UNSEEN.test(value) ? value : undefined),
    mime: oneOf("text/csv", "application/json", "text/plain", "application/octet-stream"),
    // Not copied: the clone that brought it has made it the airlock's own. The getter throws at anything else.
    bytes: (value) => (byteLength.call(value) <= 64 * 1024 * 1024 ? value : undefined),
  },
  print: {},
}).map(([type, fields]) => [type, object({ type: oneOf(type), ...fields })]));

const guarded = (door, read) => (...given) => {
  try {
    return read(...given);
  } catch {
    return drop(door, "shape");
  }
};

const envelope = object({ farthing: oneOf(1), type: any, id: any, body: any });

/** A message of the host as `{ type, id, body }`, or null. What a `share` asks for comes out as `shown` gives it. */
export const fromHost = guarded("host", (data) => {
  const message = envelope(data);
  if (!message) return drop("host", "shape");
  const { type } = message;
  const checks = HOST.get(type);
  if (!checks) return drop("host", "type");
  const named = checks[0](message.id);
  if (named === undefined) return drop("host", "id");
  const body = checks[1](message.body);
  return body ? { type, id: named, body } : drop("host", "body");
});

/** The message of this type and body for the host, or null. */
export const toHost = guarded("out", (type, given) => {
  const check = OUT.get(type);
  if (!check) return drop("out", "type");
  const body = check(given);
  return body ? { farthing: 1, type, body } : drop("out", "body");
});

/** A message of the view, or null. The text of a `share` comes out as `shown` gives it. */
export const fromView = guarded("view", (data) => {
  const own = data && Object.getOwnPropertyDescriptor(data, "type");
  if (!own) return drop("view", "shape");
  const check = VIEW.get(own.value);
  return check ? check(data) ?? drop("view", "body") : drop("view", "type");
});

/** The options in the frame's address. One that does not pass is left out, and counted. */
export function fromFragment(hash) {
  const found = {};
  if (typeof hash !== "string" || hash.length > 512) {
    drop("fragment", "shape");
    return found;
  }
  for (const pair of hash.replace(/^#/, "").split("&").filter(Boolean)) {
    const [key, ...rest] = pair.split("=");
    const written = guarded("fragment", () => decodeURIComponent(rest.join("=")))();
    if (written === null) continue;
    const value = /^(0|[1-9]\d{0,2})$/.test(written) ? Number(written) : written;
    const passed = Object.hasOwn(found, key) ? undefined : Object.hasOwn(SETTINGS, `${key}?`) && SETTINGS[`${key}?`](value);
    if (passed === undefined || passed === false) drop("fragment", "body");
    else found[key] = passed;
  }
  return found;
}

// ---- how often ----

/** What each door lets through: so many of a type at once, and as many again over so many milliseconds. */
export const LIMITS = {
  host: { hello: [4, 10_000], set: [20, 10_000], rows: [10, 60_000], ask: [10, 60_000], share: [5, 60_000], cancel: [10, 60_000] },
  out: { ready: [4, 60_000], resize: [12, 60_000], ack: [40, 60_000], error: [40, 60_000], answer: [5, 60_000] },
  view: { ready: [4, 60_000], share: [10, 60_000], decline: [10, 60_000], resize: [12, 60_000], download: [10, 60_000], print: [3, 60_000] },
};

/** Tokens by type, which fill again with time. The clock is the caller's; one that runs backwards or is no number fills nothing. */
export class Budget {
  #door;
  #kinds = new Map();

  constructor(limits, door = "host") {
    this.#door = door;
    for (const [type, [most, window]] of Object.entries(limits)) this.#kinds.set(type, { most, window, left: most, at: undefined });
  }

  /** Takes one token of this type. False, and counted, when there is none. */
  take(type, now) {
    const kind = this.#kinds.get(type);
    if (kind && Number.isFinite(now)) {
      const gone = Math.max(0, now - (kind.at ?? now));
      kind.left = Math.min(kind.most, kind.left + (gone * kind.most) / kind.window);
      kind.at = Math.max(now, kind.at ?? now);
      if (kind.left >= 1) {
        kind.left -= 1;
        return true;
      }
    }
    drop(this.#door, "rate");
    return false;
  }
}
