// Big type: what was said so far, what is in the way of the next question; receipts kept on a phone; a slip as a picture.

import assert from "node:assert/strict";
import { test } from "node:test";

import { about, addressOf } from "./browser.mjs";

const ours = (name) => import(addressOf("portal", `portal/${name}.js`));
const { inTheWay, said } = await ours("reporting/steps");
const { linesOf } = await ours("reporting/picture");
const { forget, kept, remember } = await ours("tracking/remembered");

// ---- What was said, and what is missing

const STEP_OF = { unit: 1, township: 1, words: 2, phone: 3, name: 3 };
const form = ({ offered = [], anonymous = false, township = "", ...given } = {}) => {
  const values = { unit: "东坟", words: "没有扶手", phone: "13900005678", name: "", ...given };
  const field = (name, facts) => ({ tagName: "INPUT", closest: () => ({ dataset: { step: String(STEP_OF[name]) } }), ...facts });
  const elements = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, field(name, { value })]));
  elements.anonymous = field("name", { checked: anonymous });
  elements.township = field("township", { tagName: "SELECT", value: township, selectedOptions: [{ textContent: "城关街道" }] });
  return {
    elements,
    querySelector: (selector) => (selector === "[name=unit_pick]:checked" ? offered.find(({ checked }) => checked) || null : null),
    querySelectorAll: (selector) => (selector === "[name=unit_pick]" ? offered : []),
  };
};
const village = (checked = false) => ({ checked, parentElement: { textContent: " 城关街道东坟村 " } });
const file = (type) => new File(["x"], "a", { type });

test("what was said is told in short: the village that was chosen, the words, the voice, the photos, whom to call", () => {
  assert.deepEqual(said(form({ offered: [village(true)] }), []), ["城关街道东坟村", "没有扶手", "13900005678"]);
  assert.deepEqual(said(form({ words: "一".repeat(31) }), [])[1], `${"一".repeat(30)}……`);
  assert.equal(said(form({ words: "" }), [file("audio/webm"), file("image/jpeg"), file("image/png")])[1], "录了一段音，2 张照片");
  assert.equal(said(form({ anonymous: true }), [])[2], "不留姓名和电话");
  assert.equal(said(form({ unit: "", township: "110111001000" }), [])[0], "城关街道");
  assert.deepEqual(said(form({ unit: "", words: "", phone: "" }), []), ["", "", ""]);
});

test("only what was asked already can be in the way", () => {
  const empty = { unit: "", words: "", phone: "" };
  assert.equal(inTheWay(form(empty), [], 1), null);
  assert.deepEqual(inTheWay(form(empty), [], 2).step, 1);
  assert.deepEqual(inTheWay(form({ ...empty, unit: "东坟" }), [], 3).step, 2);
  assert.equal(inTheWay(form({ ...empty, unit: "东坟" }), [file("audio/webm")], 3), null);
  assert.deepEqual(Object.keys(inTheWay(form({ phone: "" }), [], 4).faults), ["phone"]);
  assert.equal(inTheWay(form(), [], 4), null);
});

test("of several villages one has to be chosen, and the only one is chosen", () => {
  assert.deepEqual(inTheWay(form({ offered: [village(), village()] }), [], 2).faults, { unit: ["请在下面选一项。"] });
  const only = village();
  assert.equal(inTheWay(form({ offered: [only] }), [], 2), null);
  assert.ok(only.checked);
});

// ---- Receipts kept on a phone

const storage = (full = false) => {
  const kept = new Map();
  about({ localStorage: {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => { if (full) throw new Error("full"); kept.set(name, value); },
  } });
  return kept;
};

test("receipts are kept by number, the newest first, and deleted one by one", () => {
  storage();
  assert.deepEqual(kept(), []);
  assert.ok(remember({ number: "A", code: "1" }) && remember({ number: "B", code: "2" }) && remember({ number: "A", code: "3" }));
  assert.deepEqual(kept(), [{ number: "A", code: "3" }, { number: "B", code: "2" }]);
  forget("A");
  assert.deepEqual(kept(), [{ number: "B", code: "2" }]);
});

test("a browser that keeps nothing says so, and what was spoilt is no receipt", () => {
  storage(true);
  assert.equal(remember({ number: "A", code: "1" }), false);
  const spoilt = storage();
  for (const text of ["{", "{}", '[{"number":"A"}]']) {
    spoilt.set("wolaiban-receipts", text);
    assert.deepEqual(kept(), []);
  }
});

// ---- A slip as a picture

test("lines break after any Chinese character and never within a number", () => {
  const fits = (line) => [...line].length <= 8;
  assert.deepEqual(linesOf("一二三四五六七八九十", fits), ["一二三四五六七八", "九十"]);
  assert.deepEqual(linesOf("电话是 010-80000028 转", fits), ["电话是", "010-80000028", "转"]);
  assert.deepEqual(linesOf("0123 4567 8901", fits), ["0123", "4567", "8901"]);
  assert.deepEqual(linesOf(" \n ", fits), []);
});
