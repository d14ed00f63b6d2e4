// The schema of the airlock's messages a second time, written as the plan words it and sharing nothing with the filter: by loops over
// code points and tables of ranges where the filter has expressions. It judges; it does not copy.

const HEIGHTS = [320, 480, 640, 800];
const CODES = ["engine-stopped", "not-loaded", "not-sealed", "declined", "busy", "refused"];
const KINDS = ["current", "savings", "card", "loan", "cash"];
const MIMES = ["text/csv", "application/json", "text/plain", "application/octet-stream"];
const EXTENSIONS = ["csv", "json", "txt", "journal", "ledger", "beancount", "farthing"];
const MOST_BYTES = 67_108_864;

// Default_Ignorable_Code_Point and the format characters, from the Unicode Character Database.
const INVISIBLE = [
  [0x00AD, 0x00AD], [0x034F, 0x034F], [0x0600, 0x0605], [0x061C, 0x061C], [0x06DD, 0x06DD], [0x070F, 0x070F], [0x0890, 0x0891],
  [0x08E2, 0x08E2], [0x115F, 0x1160], [0x17B4, 0x17B5], [0x180B, 0x180F], [0x200B, 0x200F], [0x2028, 0x202E], [0x2060, 0x206F],
  [0x2800, 0x2800], [0x3164, 0x3164], [0xFE00, 0xFE0F], [0xFEFF, 0xFEFF], [0xFFA0, 0xFFA0], [0xFFF0, 0xFFFC], [0x110BD, 0x110BD],
  [0x110CD, 0x110CD], [0x13430, 0x1343F], [0x1BCA0, 0x1BCA3], [0x1D159, 0x1D159], [0x1D173, 0x1D17A], [0xE0000, 0xE0FFF],
  [0xE000, 0xF8FF], [0xF0000, 0x10FFFF],
];
const SPACES = [0x20, 0xA0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x205F, 0x3000];

const isControl = (code) => code < 0x20 || (code >= 0x7F && code <= 0x9F);
const isHalf = (code) => code >= 0xD800 && code <= 0xDFFF;
const isString = (value) => typeof value === "string";
const codes = (string) => Array.from(string, (letter) => letter.codePointAt(0));
const isMark = (code) => /^\p{M}$/u.test(String.fromCodePoint(code));
const isUnassigned = (code) => /^\p{Cn}$/u.test(String.fromCodePoint(code));
const isInvisible = (code) => isControl(code) || isHalf(code) || isUnassigned(code) || INVISIBLE.some(([first, last]) => code >= first && code <= last);
const only = (letters) => (string) => [...string].every((letter) => letters.includes(letter));
const digits = only("0123456789");
const capitals = only("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
const letters = only("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
const hexes = only("0123456789abcdefABCDEF");

/** A string of so many UTF-16 units with none but these control characters. */
const isText = (value, min, max, controls = "") => isString(value) && value.length >= min && value.length <= max
  && codes(value).every((code) => !isHalf(code) && (!isControl(code) || controls.includes(String.fromCodePoint(code))));

/** The form in which a text leaves, or null. */
export function leaving(value) {
  if (!isString(value) || value.length > 2800) return null;
  let kept = "";
  for (const code of codes(value.normalize("NFC"))) {
    if ([0x061C, 0x200E, 0x200F].includes(code)) continue;
    if (!SPACES.includes(code)) kept += String.fromCodePoint(code);
    else if (!kept.endsWith(" ")) kept += " ";
  }
  while (kept.startsWith(" ")) kept = kept.slice(1);
  while (kept.endsWith(" ")) kept = kept.slice(0, -1);
  kept = kept.normalize("NFC");
  const all = codes(kept);
  const piled = all.some((_, at) => [0, 1, 2, 3].every((more) => at + more < all.length && isMark(all[at + more])));
  return kept.length < 1 || kept.length > 280 || all.some(isInvisible) || isMark(all[0]) || piled ? null : kept;
}

const isDate = (value) => {
  if (!isString(value) || value.length !== 10 || value[4] !== "-" || value[7] !== "-") return false;
  const parts = [value.slice(0, 4), value.slice(5, 7), value.slice(8)];
  if (!parts.every(digits)) return false;
  const [year, month, day] = parts.map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day >= 1 && day <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
};

const isAmount = (value) => {
  if (!isString(value) || value.length > 30) return false;
  const parts = (value.startsWith("-") ? value.slice(1) : value).split(".");
  const [whole, part] = parts;
  return parts.length <= 2 && digits(whole) && whole.length >= 1 && whole.length <= 15
    && (part === undefined || (digits(part) && part.length >= 1 && part.length <= 4));
};

const isCurrency = (value) => isString(value) && value.length === 3 && capitals(value);
const isId = (value) => isString(value) && value.length >= 1 && value.length <= 36 && [...value].every((letter) => letters(letter) || digits(letter) || letter === "-");

const isLocale = (value) => {
  if (!isString(value) || value.length > 20) return false;
  const [language, ...rest] = value.split("-");
  if (!letters(language) || language.length < 2 || language.length > 3) return false;
  if (rest[0]?.length === 4 && letters(rest[0])) rest.shift();
  if (rest.length === 1 && ((rest[0].length === 2 && letters(rest[0])) || (rest[0].length === 3 && digits(rest[0])))) rest.shift();
  return rest.length === 0;
};

/** WCAG 2.2's contrast of two colours. */
export function contrast(one, other) {
  const [light, dark] = [one, other].map((colour) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  }).sort((a, b) => b - a);
  return light / dark;
}
const isAccent = (value) => isString(value) && value.length === 7 && value[0] === "#" && hexes(value.slice(1))
  && ["#F3F5F1", "#FFFFFF", "#EDF4EC"].every((ground) => contrast(value, ground) >= 4.5);

const isConsent = (value) => isString(value) && value.length === 36
  && [...value].every((letter, at) => ([8, 13, 18, 23].includes(at) ? letter === "-" : "0123456789abcdef".includes(letter)))
  && value[14] === "4" && "89ab".includes(value[19]);

const isFileName = (value) => {
  if (!isString(value) || value.length > 80) return false;
  const dot = value.lastIndexOf(".");
  if (dot < 1 || !EXTENSIONS.includes(value.slice(dot + 1))) return false;
  const stem = [...value.slice(0, dot)];
  const isWord = (letter) => /^[\p{L}\p{N}]$/u.test(letter);
  const isEnd = (letter) => isWord(letter) || isMark(letter.codePointAt(0)) || "_)-".includes(letter);
  return stem.every((letter) => !isInvisible(letter.codePointAt(0)) && (isEnd(letter) || " .(".includes(letter)))
    && isWord(stem[0]) && isEnd(stem.at(-1))
    && !stem.some((_, at) => [0, 1, 2, 3].every((more) => at + more < stem.length && isMark(stem[at + more].codePointAt(0))));
};

const isOpen = (value, prototype) => value !== null && typeof value === "object" && Object.getPrototypeOf(value) === prototype;

/** A plain object whose own properties are values under exactly these keys, those of `more` as it likes. */
function holds(value, needed, more = {}) {
  if (!isOpen(value, Object.prototype) || Object.getOwnPropertySymbols(value).length > 0) return false;
  const names = Object.getOwnPropertyNames(value);
  if (names.length > 40) return false;
  for (const name of names) {
    const isKnown = Object.keys(needed).includes(name) || Object.keys(more).includes(name);
    if (!isKnown || "get" in Object.getOwnPropertyDescriptor(value, name)) return false;
  }
  return Object.keys(needed).every((name) => names.includes(name) && needed[name](value[name]))
    && Object.keys(more).every((name) => !names.includes(name) || more[name](value[name]));
}

const SET = {
  locale: isLocale,
  theme: (value) => ["light", "dark", "system"].includes(value),
  currency: isCurrency,
  height: (value) => HEIGHTS.includes(value),
  accent: isAccent,
  radius: (value) => Number.isInteger(value) && value >= 0 && value <= 14,
};

const isRow = (value) => holds(value, {
  postingDate: isDate, amount: isAmount, currency: isCurrency, descriptor: (text) => isText(text, 0, 512, "\t\n\r"),
}, {
  valueDate: isDate,
  transactionDate: isDate,
  counterparty: (text) => isText(text, 0, 512, "\t\n\r"),
  reference: (text) => isText(text, 0, 512, "\t\n\r"),
  mcc: (code) => isString(code) && code.length === 4 && digits(code),
  pending: (flag) => typeof flag === "boolean",
  balanceAfter: isAmount,
  id: (text) => isText(text, 1, 512),
});

function isRows(value) {
  if (!Array.isArray(value) || !isOpen(value, Array.prototype) || value.length < 1 || value.length > 10_000) return false;
  const names = Object.getOwnPropertyNames(value);
  if (Object.getOwnPropertySymbols(value).length > 0 || names.length !== value.length + 1) return false;
  // A gap and a name beside it make the right number of names too.
  return names.every((name, at) => name === (at < value.length ? String(at) : "length"))
    && names.slice(0, -1).every((name) => !("get" in Object.getOwnPropertyDescriptor(value, name)) && isRow(value[name]));
}

const BODIES = {
  hello: (body) => holds(body, { version: (version) => version === 1 }),
  set: (body) => holds(body, {}, SET) && Object.keys(body).length > 0,
  rows: (body) => holds(body, {
    account: (account) => holds(account, { name: (text) => isText(text, 1, 512) }, {
      currency: isCurrency, kind: (kind) => KINDS.includes(kind), identifier: (text) => isText(text, 1, 512),
    }),
    rows: isRows,
  }),
  ask: (body) => holds(body, { text: (text) => isText(text, 1, 500, "\t\n\r") }),
  share: (body) => holds(body, { what: (what) => leaving(what) !== null }),
  cancel: (body) => holds(body, {}),
};

const yes = () => true;
const isOf = (table, name) => isString(name) && Object.keys(table).includes(name);

/** Whether the host may say this. */
export const mayHost = (data) => holds(data, { farthing: (mark) => mark === 1, type: isString, id: yes, body: yes })
  && isOf(BODIES, data.type)
  && (["hello", "set"].includes(data.type) ? data.id === null : isId(data.id))
  && BODIES[data.type](data.body);

const OUT = {
  ready: { seal: (seal) => ["whole", "partly"].includes(seal) },
  resize: { height: SET.height },
  ack: { id: isId, taken: (flag) => typeof flag === "boolean" },
  error: { code: (code) => CODES.includes(code), id: (id) => id === null || isId(id) },
  answer: { id: (id) => id === null || isId(id), consent: isConsent, text: (text) => isString(text) && leaving(text) === text },
};

/** Whether the host may be told this. */
export const mayTell = (type, body) => isOf(OUT, type) && holds(body, OUT[type]);

const isBytes = (value) => Object.prototype.toString.call(value) === "[object ArrayBuffer]" && value instanceof ArrayBuffer && value.byteLength <= MOST_BYTES;
const VIEW = {
  ready: {},
  share: { id: (id) => id === null || isId(id), text: (text) => leaving(text) !== null },
  decline: { id: isId },
  resize: { height: SET.height },
  download: { name: isFileName, mime: (mime) => MIMES.includes(mime), bytes: isBytes },
  print: {},
};

/** Whether the view may say this. */
export const mayView = (data) => isOpen(data, Object.prototype) && isOf(VIEW, data.type) && holds(data, { type: isString, ...VIEW[data.type] });

/** Whether an option in the address may have this value. */
export const maySet = (key, value) => isOf(SET, key) && SET[key](value);
