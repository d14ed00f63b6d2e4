// The filter against a sender who means harm, judged by a second reading of the schema.
// FARTHING_FUZZ_MESSAGES=1000000 sends more of them, FARTHING_FUZZ_SEED=7 others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dropped, droppedAt, fromFragment, fromHost, fromView, toHost } from "../../www/airlock/filter.js";
import * as messages from "./messages.mjs";
import { leaving, mayHost, maySet, mayTell, mayView } from "./oracle.mjs";

const MESSAGES = Number(process.env.FARTHING_FUZZ_MESSAGES ?? 100_000);
const SEED = Number(process.env.FARTHING_FUZZ_SEED ?? 1);
const VALID = Math.ceil(MESSAGES / 10);

/** Every object inside a value. */
function objects(value, found = new Set()) {
  if (value === null || typeof value !== "object" || found.has(value)) return found;
  found.add(value);
  for (const inner of Object.values(value)) objects(inner, found);
  return found;
}

/** What was let through is plain, the sender's in value and nothing of the sender's in fact. */
function isFresh(given, got) {
  const theirs = objects(given);
  for (const object of objects(got)) {
    // Bytes are not copied twice: the clone made them the airlock's own.
    if (object instanceof ArrayBuffer) continue;
    assert.ok(!theirs.has(object), "an object of the sender's was let in");
    assert.ok([Object.prototype, Array.prototype].includes(Object.getPrototypeOf(object)));
  }
}

const host = {
  door: "host",
  valid: messages.fromHost,
  may: mayHost,
  filter: fromHost,
  want: ({ type, id, body }) => {
    if (type === "share") return { type, id, body: { what: leaving(body.what) } };
    // A zero has no sign when it has passed.
    if (type === "set" && body.radius === 0) return { type, id, body: { ...body, radius: 0 } };
    return { type, id, body };
  },
};
const view = {
  door: "view",
  valid: messages.fromView,
  may: mayView,
  filter: fromView,
  want: (data) => (data.type === "share" ? { ...data, text: leaving(data.text) } : data),
};
/** To take a pair apart is the test's work, and may spring a trap. */
const held = (data, key) => {
  try {
    return data?.[key];
  } catch {
    return undefined;
  }
};
const out = {
  door: "out",
  valid: messages.toHost,
  may: (data) => mayTell(held(data, "type"), held(data, "body")),
  filter: (data) => toHost(held(data, "type"), held(data, "body")),
  want: ({ type, body }) => ({ farthing: 1, type, body }),
};

/** What a proxy that throws is to the judge. */
const judged = (may, data) => {
  try {
    return may(data);
  } catch {
    return false;
  }
};
const shownWhole = (data) => {
  try {
    return JSON.stringify(data, (_, value) => (typeof value === "bigint" ? `${value}n` : value))?.slice(0, 2000);
  } catch (thrown) {
    return String(thrown);
  }
};

for (const { door, valid, may, filter, want } of [host, out, view]) {
  test(`${door}: ${MESSAGES} hostile messages, none let through and none crashing`, () => {
    const random = messages.chance(SEED);
    const before = droppedAt(door);
    let [refused, passed] = [0, 0];
    while (refused < MESSAGES) {
      const data = messages.hostile(random, valid);
      const ok = judged(may, data);
      const got = filter(data);
      assert.equal(got !== null, ok, `${door} ${ok ? "refused" : "let through"}: ${shownWhole(data)}`);
      if (ok) {
        assert.deepStrictEqual(got, want(data));
        isFresh(door === "out" ? data.body : data, got);
        passed += 1;
      } else {
        refused += 1;
      }
    }
    assert.equal(droppedAt(door) - before, refused);
    console.log(`${door}: ${refused} hostile messages refused, ${passed} harmless ones let through; ${Object.entries(dropped).filter(([key, count]) => key.startsWith(door) && count).map(([key, count]) => `${key} ${count}`).join(", ")}`);
  });

  test(`${door}: ${VALID} valid messages, all let through unchanged`, () => {
    const random = messages.chance(SEED + 1);
    const before = droppedAt(door);
    for (let sent = 0; sent < VALID; sent += 1) {
      const data = structuredClone(valid(random));
      assert.ok(may(data), shownWhole(data));
      const got = filter(data);
      assert.deepStrictEqual(got, want(data), shownWhole(data));
      isFresh(data, got);
    }
    assert.equal(droppedAt(door), before);
  });
}

test(`fragment: ${VALID} addresses, each option judged by itself`, () => {
  const random = messages.chance(SEED + 2);
  const values = ["de-DE", "dark", "EUR", "640", "8", "%230B6656", "#0B6656", "%23ffff00", "%", "%E0%A4%A", "", "14", "15", "08", "-0", "1e1", "0x8", "javascript:1", "en%00", "system", "480 "];
  const keys = ["locale", "theme", "currency", "height", "accent", "radius", "__proto__", "constructor", "html", "allow", "", "Theme", "radius?"];
  let kept = 0;
  for (let read = 0; read < VALID; read += 1) {
    const pairs = Array.from({ length: random.upTo(5) }, () => [random.pick(keys), random.pick(values)]);
    const found = fromFragment(`#${pairs.map((pair) => pair.join("=")).join("&")}`);
    const wanted = {};
    for (const [key, written] of pairs) {
      let value;
      try {
        value = decodeURIComponent(written);
      } catch {
        continue;
      }
      if (String(Number(value)) === value && value !== "-0" && Number(value) >= 0) value = Number(value);
      if (!Object.keys(wanted).includes(key) && maySet(key, value)) wanted[key] = value;
    }
    assert.deepStrictEqual(found, wanted, JSON.stringify(pairs));
    kept += Object.keys(found).length;
  }
  console.log(`fragment: ${kept} options kept, ${droppedAt("fragment")} refused`);
});
