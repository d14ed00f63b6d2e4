// The parts of the document are read as the sealing wrote them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesIn } from "../../www/airlock/parts.js";

const hex = (text) => Buffer.from(bytesIn(text)).toString("hex");

test("a code point is a byte, 256 above one, a letter, or a letter that was moved", () => {
  assert.equal(hex("a\u00ff\u0100\u010d\u019f"), "61ff000d9f");
  for (const letter of ["\u0200", "б", "\u07ff", "\u0800", "円", "\ufdcf"]) assert.equal(hex(letter), Buffer.from(letter).toString("hex"), letter);
  for (const [moved, letter] of [["\u0500", "\u0080"], ["\u0569", "é"], ["\u067f", "\u01ff"]]) assert.equal(hex(moved), Buffer.from(letter).toString("hex"), letter);
});
