// Proof of work: what the worker computes is what the server asks for (wolaiban/web/abuse/work.py), by hand-written SHA-256.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { Element, page, run } from "./browser.mjs";

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

const zeroBits = (digest) => {
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.indexOf("1");
};

const solverAnswering = (answers) => run("portal", "portal/abuse/work.worker.js", {
  TextEncoder, postMessage: (answer) => answers.push(answer),
});

test("its SHA-256 is the standard one, at every length around a block's end", () => {
  const own = solverAnswering([]);
  for (const length of [...Array(70).keys(), 119, 120, 127, 128, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 7) % 256);
    const told = Buffer.alloc(32);
    own("sha256")(bytes).forEach((word, at) => told.writeInt32BE(word, 4 * at));
    assert.equal(told.toString("hex"), sha256(bytes).toString("hex"), `${length} bytes`);
  }
});

test("bits are counted over the words", () => {
  const bits = solverAnswering([])("zeroBits");
  assert.equal(bits([-1]), 0);
  assert.equal(bits([1]), 31);
  assert.equal(bits([0, 0, 0x00800000]), 72);
});

for (const hard of [0, 4, 11]) {
  test(`a task of ${hard} bits is solved by the first number that will do`, () => {
    const answers = [];
    const task = `report.${hard}.Zm9yIHRlc3Rz:1tFq:signature`;
    solverAnswering(answers)("onmessage")({ data: task });

    const seed = sha256(task);
    const isSolution = (n) => zeroBits(sha256(seed, String(n))) >= hard;
    const first = [...Array(100_000).keys()].find(isSolution);
    assert.deepEqual(answers, [String(first)]);
  });
}

const heldForm = (task = { dataset: { work: "/solver.js" }, value: "report.8.x" }) => {
  const solution = { value: "" }, said = { textContent: "" }, workers = [];
  const form = new Element("form", {
    querySelector: (selector) => ({ "[data-work]": task, "[name=work_solution]": solution, "[data-work-said]": said })[selector],
    requestSubmit(button) { this.sentBy = button; },
  });
  class Worker {
    constructor(address) { Object.assign(this, { address, asked: [] }); workers.push(this); }
    postMessage(asked) { this.asked.push(asked); }
    terminate() { this.isOver = true; }
  }
  const document = page({ "form:has([data-work])": [form] });
  run("portal", "portal/abuse/work.js", { document, window: { Worker }, Worker });
  return { form, solution, said, workers };
};

test("a form is held back until its task is solved, and then sent by the button that was pressed", () => {
  const { form, solution, said, workers: [worker] } = heldForm();
  assert.deepEqual([worker.address, worker.asked], ["/solver.js", ["report.8.x"]]);

  const early = form.tell("submit", { submitter: "the button" });
  assert.ok(early.isPrevented && early.isStopped);
  assert.match(said.textContent, /正在确认/);
  assert.equal(form.sentBy, undefined);

  worker.onmessage({ data: "42" });
  assert.deepEqual([solution.value, said.textContent, form.sentBy, worker.isOver], ["42", "", "the button", true]);
  assert.ok(!form.tell("submit").isPrevented);
});

test("a task that was solved before anybody pressed sends nothing by itself", () => {
  const { form, workers: [worker] } = heldForm();
  worker.onmessage({ data: "42" });
  assert.equal(form.sentBy, undefined);
});

test("a form without a task is left alone", () => {
  const { form, workers } = heldForm(null);
  assert.deepEqual(workers, []);
  assert.ok(!form.tell("submit").isPrevented);
});
