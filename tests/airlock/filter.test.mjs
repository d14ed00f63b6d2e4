// The filter rule by rule: what each refuses, that nothing else would have refused it, and the worst that a sender can hand over.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as filter from "../../www/airlock/filter.js";
import { contrast } from "./oracle.mjs";
import { RULES, VALID } from "./rules.mjs";

const { Budget, LIMITS, dropped, droppedAt, fromFragment, fromHost, fromView, shown } = filter;
const SOURCE = readFileSync(new URL("../../www/airlock/filter.js", import.meta.url), "utf8");
const through = ({ fromHost: host, fromView: view, toHost: out }, door, message) => {
  if (door === "host") return host(message);
  return door === "view" ? view(message) : out(message.type, message.body);
};

test("what the schema has passes", () => {
  for (const [door, message] of VALID) assert.notEqual(through(filter, door, message), null, JSON.stringify(message));
});

test("each rule refuses its message", () => {
  for (const [rule, door, message] of RULES) assert.equal(through(filter, door, message), null, rule);
});

test("without the rule its message would pass", async () => {
  const wanting = RULES.filter((each) => each.length > 3);
  const wrong = [];
  for (const [rule, door, message, source, replacement] of wanting) {
    if (SOURCE.split(source).length !== 2) {
      wrong.push(`${rule}: ${source} is to stand in the filter once`);
      continue;
    }
    const weaker = await import(`data:text/javascript;base64,${Buffer.from(SOURCE.replace(source, () => replacement)).toString("base64")}`);
    if (through(weaker, door, message) === null) wrong.push(`${rule}: something else refuses this too`);
  }
  assert.deepEqual(wrong, []);
  console.log(`${wanting.length} rules taken away one by one: each lets its message through`);
});

test("refusals are counted by reason, and nothing of them is kept", () => {
  const before = { ...dropped };
  fromHost("secret");
  fromHost({ farthing: 1, type: "secret", id: null, body: {} });
  fromHost({ farthing: 1, type: "ask", id: null, body: { text: "secret" } });
  fromHost({ farthing: 1, type: "ask", id: "a", body: { text: 7 } });
  filter.toHost("secret", {});
  filter.toHost("resize", {});
  fromView(null);
  fromView({ type: "secret" });
  fromView({ type: "print", secret: 1 });
  const more = Object.fromEntries(Object.entries(dropped).filter(([key, count]) => count !== before[key]).map(([key, count]) => [key, count - before[key]]));
  assert.deepEqual(more, {
    "host-shape": 1, "host-type": 1, "host-id": 1, "host-body": 1, "out-type": 1, "out-body": 1, "view-shape": 1, "view-type": 1, "view-body": 1,
  });
  assert.ok(!JSON.stringify(dropped).includes("secret"));
  assert.throws(() => { dropped.secret = 1; }, TypeError);
});

test("the largest and the oddest are refused without a crash", () => {
  const deep = {};
  let inner = deep;
  for (let depth = 0; depth < 100_000; depth += 1) inner = inner.a = {};
  const knot = [];
  knot.push(knot);
  const wide = Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`k${at}`, at]));
  const long = "x".repeat(10_000_000);
  for (const worst of [deep, knot, wide, long, new Array(2 ** 32 - 1), new Array(1_000_000).fill(0), 10n ** 1000n, Symbol("s"), () => 1, undefined]) {
    assert.equal(fromHost(worst), null);
    assert.equal(fromView(worst), null);
    assert.equal(filter.toHost(worst, worst), null);
    assert.equal(shown(worst), undefined);
    for (const type of ["rows", "ask", "share", "set", "cancel"]) {
      assert.equal(fromHost({ farthing: 1, type, id: "a", body: worst }), null);
      assert.equal(fromHost({ farthing: 1, type, id: "a", body: { account: { name: worst }, rows: worst, text: worst, what: worst } }), null);
    }
    for (const type of ["share", "download"]) assert.equal(fromView({ type, id: worst, text: worst, name: worst, mime: worst, bytes: worst }), null);
    assert.deepEqual(fromFragment(worst), {});
  }
});

test("what passes is a copy that its sender cannot change", () => {
  const row = { postingDate: "2026-03-22", amount: "1", currency: "EUR", descriptor: "a" };
  const data = { farthing: 1, type: "rows", id: "a", body: { account: { name: "n" }, rows: [row, row] } };
  const { body } = fromHost(data);
  row.amount = "2";
  data.body.rows.length = 0;
  data.body.account.name = "m";
  assert.deepEqual(body, { account: { name: "n" }, rows: [1, 2].map(() => ({ ...row, amount: "1" })) });
  assert.notEqual(body.rows[0], body.rows[1]);
});

test("a property is read once", () => {
  const reads = new Map();
  const spy = (target) => new Proxy(target, {
    get: () => assert.fail("read as a property"),
    getOwnPropertyDescriptor(object, key) {
      reads.set(key, (reads.get(key) ?? 0) + 1);
      return Reflect.getOwnPropertyDescriptor(object, key);
    },
  });
  assert.notEqual(fromHost(spy({ farthing: 1, type: "ask", id: "a", body: spy({ text: "b" }) })), null);
  assert.deepEqual(Object.fromEntries(reads), { farthing: 1, type: 1, id: 1, body: 1, text: 1 });
});

test("a text leaves in one form, and that form stays as it is", () => {
  const cases = [
    ["\u200F-5\u00A0₪", "-5 ₪"], ["1\u202F234,50\u00A0€", "1 234,50 €"], [" a \u3000 b ", "a b"], ["e\u0301", "é"], ["a\u200E\u0301", "á"],
    ["x".repeat(280), "x".repeat(280)], [`${" ".repeat(100)}x`, "x"], ["\u200E", undefined], ["   ", undefined], ["a\u200Bb", undefined], [7, undefined],
  ];
  for (const [given, wanted] of cases) {
    assert.equal(shown(given), wanted);
    if (wanted) assert.equal(shown(wanted), wanted);
  }
});

test("an accent passes that can be read on every light ground of the look, and no other", () => {
  const style = readFileSync(new URL("../../www/style.css", import.meta.url), "utf8");
  const light = (name) => style.match(new RegExp(`--${name}: light-dark\\((#\\w{6}), #\\w{6}\\)`))[1];
  const grounds = ["page", "surface", "ledger"].map(light);
  let [passed, lowest] = [0, 21];
  for (let colour = 0; colour <= 0xFFFFFF; colour += 4099) {
    const accent = `#${colour.toString(16).padStart(6, "0").toUpperCase()}`;
    const least = Math.min(...grounds.map((ground) => contrast(accent, ground)));
    assert.equal(fromHost({ farthing: 1, type: "set", id: null, body: { accent } }) !== null, least >= 4.5, accent);
    if (least < 4.5) continue;
    passed += 1;
    lowest = Math.min(lowest, least);
    assert.ok(contrast(accent, light("on-verd")) >= 4.5, `${accent} under its own text`);
  }
  console.log(`${passed} accents pass; the lowest contrast of them is ${lowest.toFixed(2)}`);
});

test("the address gives options one by one", () => {
  assert.deepEqual(fromFragment("#locale=de-DE&theme=dark&currency=EUR&height=640&accent=%230B6656&radius=8"),
    { locale: "de-DE", theme: "dark", currency: "EUR", height: 640, accent: "#0B6656", radius: 8 });
  const before = droppedAt("fragment");
  assert.deepEqual(fromFragment(""), {});
  assert.deepEqual(fromFragment("#"), {});
  assert.equal(droppedAt("fragment"), before);
  assert.deepEqual(fromFragment("#accent=%23FFFF00&locale=de-DE"), { locale: "de-DE" });
  assert.deepEqual(fromFragment("#theme=dark&theme=light"), { theme: "dark" });
  assert.deepEqual(fromFragment("#html=%3Cb%3E&__proto__=1&height=0640&radius=%E0%A4%A&height"), {});
  assert.deepEqual(fromFragment(`#theme=dark&locale=${"e".repeat(600)}`), {});
  assert.equal(droppedAt("fragment"), before + 8);
});

test("a budget gives so many at once, fills with time, and never above", () => {
  const budget = new Budget({ ask: [3, 3000], share: [1, 1000] }, "host");
  const taken = (type, times) => times.map((now) => budget.take(type, now));
  const before = dropped["host-rate"];
  assert.deepEqual(taken("ask", [0, 0, 0, 0, 999, 1000, 1000]), [true, true, true, false, false, true, false]);
  assert.deepEqual(taken("ask", [1e9, 1e9, 1e9, 1e9]), [true, true, true, false]);
  // One type leaves the others theirs.
  assert.deepEqual(taken("share", [0, 0]), [true, false]);
  assert.equal(dropped["host-rate"], before + 5);
});

test("a clock that lies, and a type that no budget has, give nothing", () => {
  const budget = new Budget({ ask: [1, 1000] }, "view");
  assert.equal(budget.take("ask", 5000), true);
  for (const now of [4000, -Infinity, Infinity, NaN, undefined, "6000", 5999]) assert.equal(budget.take("ask", now), false, String(now));
  assert.equal(budget.take("ask", 6000), true);
  for (const type of ["__proto__", "constructor", "", undefined]) assert.equal(budget.take(type, 9000), false);
});

test("whatever the times, no window has more than twice the budget, nor the whole more than time allows", () => {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  for (let run = 0; run < 200; run += 1) {
    const [most, window] = [1 + Math.floor(random() * 9), 1 + Math.floor(random() * 5000)];
    const budget = new Budget({ ask: [most, window] });
    const times = [];
    let now = 0;
    for (let sent = 0; sent < 200; sent += 1) {
      now += random() < 0.5 ? 0 : random() * window * 0.5;
      if (budget.take("ask", now)) times.push(now);
    }
    for (const from of times) assert.ok(times.filter((time) => time >= from && time < from + window).length <= 2 * most);
    assert.ok(times.length <= most + (now * most) / window + 1e-6);
  }
});

test("every type of every door has a budget", () => {
  assert.deepEqual(Object.keys(LIMITS.host).sort(), ["ask", "cancel", "hello", "rows", "set", "share"]);
  assert.deepEqual(Object.keys(LIMITS.out).sort(), ["ack", "answer", "error", "ready", "resize"]);
  assert.deepEqual(Object.keys(LIMITS.view).sort(), ["decline", "download", "print", "ready", "resize", "share"]);
});
