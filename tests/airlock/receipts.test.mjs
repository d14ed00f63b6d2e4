// Receipts: word for word, unchangeable, and none lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST, Receipts } from "../../www/airlock/receipts.js";

const receipt = (at) => ({ consent: `c-${at}`, at: "2026-03-22T10:11:12Z", host: "bank.example", what: null, text: `I kept ${at}.`, watched: true });

test("a receipt is kept as it was, whatever becomes of what was handed over or out", () => {
  const receipts = new Receipts();
  const mine = { ...receipt(1), more: "not kept" };
  assert.equal(receipts.keep(mine), true);
  mine.text = "other";
  receipts.list()[0].text = "other";
  assert.deepEqual(receipts.list(), [receipt(1)]);
});

test("one consent has one receipt", () => {
  const receipts = new Receipts();
  assert.deepEqual([receipts.keep(receipt(1)), receipts.keep({ ...receipt(1), text: "other" })], [true, false]);
  assert.deepEqual(receipts.list(), [receipt(1)]);
});

test("a full list takes no more and loses none", () => {
  const receipts = new Receipts();
  for (let at = 0; at < MOST; at += 1) {
    assert.equal(receipts.full, false);
    assert.equal(receipts.keep(receipt(at)), true);
  }
  assert.deepEqual([receipts.full, receipts.keep(receipt(MOST)), receipts.list().length], [true, false, MOST]);
  assert.deepEqual(receipts.list()[0], receipt(0));
});
