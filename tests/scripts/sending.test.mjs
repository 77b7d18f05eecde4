// Sending what was written: what each answer means, when it is tried again, and that one matter is sent once.

import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { about, addressOf, page } from "./browser.mjs";

const ours = (name) => import(addressOf("portal", `portal/reporting/${name}.js`));
const drafts = await ours("drafts");
const { checkFile, send } = await ours("sending");
const { isDue, later, trying } = await ours("trying");

const WAY = { address: "/report/", ready: "/report/ready/", check: "/report/check-file/", solver: "/solver.js", onSolving: () => {} };
const RECORD = {
  key: "k", state: "waiting", fields: [["words", "没有扶手"], ["work_task", "old"], ["key", "forged"]],
  photos: [new File(["x"], "1.jpg", { type: "image/jpeg" })], voice: null,
};
const json = (told, status = 200, headers = {}) => new Response(JSON.stringify(told), { status, headers });

/** A server that says these things to what is posted, one after the other, and remembers what it was asked. */
const server = (answers, ready = { token: "fresh", task: "" }) => {
  const posted = [];
  about({
    fetch: async (address, { method = "GET", body } = {}) => {
      if (address === WAY.ready) return json(ready);
      assert.equal(method, "POST");
      posted.push({ address, ...Object.fromEntries(body) });
      return answers.shift();
    },
  });
  return posted;
};

beforeEach(() => {
  about({ indexedDB: new IDBFactory(), navigator: { onLine: true }, document: page() });
});

test("what was received is marked so, and is sent under its own key with a fresh token", async () => {
  const posted = server([json({ received: "FS-2026-000417" }, 201)]);

  const outcome = await send(RECORD, WAY);

  assert.deepEqual(outcome, { state: "received", number: "FS-2026-000417" });
  assert.deepEqual([posted[0].words, posted[0].key, posted[0].csrfmiddlewaretoken, posted[0].photos.name], ["没有扶手", "k", "fresh", "1.jpg"]);
  const { state, number, fields } = await drafts.find("k");
  assert.deepEqual([state, number, fields], ["received", "FS-2026-000417", undefined]);
});

test("what another tab has sent meanwhile is not sent again", async () => {
  const posted = server([]);
  await drafts.markReceived("k", "FS-1");
  assert.deepEqual(await send(RECORD, WAY), { state: "received", number: "FS-1" });
  assert.deepEqual(posted, []);
});

test("tabs wait for each other, key by key", async () => {
  const asked = [];
  about({ navigator: { onLine: true, locks: { request: (name, work) => { asked.push(name); return work(); } } } });
  server([json({ received: "1" }, 201)]);
  await send(RECORD, WAY);
  assert.deepEqual(asked, ["wolaiban-report-k"]);
});

const words = (...said) => ({ refused: { fields: { words: said } } });
const MEANINGS = [
  ["said before", json({ already: "已经收到过" }, 409), { state: "already", why: "已经收到过" }],
  ["too many, wait as told", json(words("太多"), 429, { "Retry-After": "90" }), { state: "unsent", why: "太多", wait: 90 }],
  ["too many, wait a minute", json(words("太多"), 429), { state: "unsent", why: "太多", wait: 60 }],
  ["the server is in trouble", new Response("", { status: 500 }), { state: "unsent", why: "系统现在存不下来。" }],
  ["the server is full", new Response("", { status: 507 }), { state: "unsent", why: "系统现在存不下来。" }],
  ["a field is wrong", json(words("请写", "几句"), 422), { state: "refused", why: "请写几句", reused: false, fields: { words: ["请写", "几句"] } }],
  ["it came in, and was changed since", json({ ...words("内容变了"), reused: true }, 422), { state: "refused", why: "内容变了", reused: true, fields: { words: ["内容变了"] } }],
  ["no cookies", new Response("<html>", { status: 403 }), { state: "refused", why: /不让网页存标记/ }],
  ["too large", new Response("", { status: 413 }), { state: "refused", why: /加起来太大/ }],
  ["whatever it is", new Response("", { status: 404 }), { state: "refused", why: /没有收下/ }],
];
for (const [what, answer, due] of MEANINGS) {
  test(`an answer means: ${what}`, async () => {
    server([answer]);
    const outcome = await send(RECORD, WAY);
    if (due.why instanceof RegExp) {
      assert.match(outcome.why, due.why);
      assert.equal(outcome.state, due.state);
    } else {
      assert.deepEqual(outcome, due);
    }
    assert.equal(await drafts.find("k"), undefined); // kept or not, that is whoever asked's to decide
  });
}

test("no network and no answer are told apart; both are tried again", async () => {
  about({ fetch: async () => { throw new TypeError("failed to fetch"); } });
  assert.deepEqual(await send(RECORD, WAY), { state: "unsent", why: "系统没有回应。", offline: true });
  about({ navigator: { onLine: false } });
  assert.deepEqual(await send(RECORD, WAY), { state: "unsent", why: "现在没有网。", offline: true });
});

test("nothing is uploaded to a server that cannot say what it asks for", async () => {
  const asked = [];
  about({ fetch: async (address) => { asked.push(address); return new Response("", { status: 502 }); } });
  assert.equal((await send(RECORD, WAY)).state, "unsent");
  assert.deepEqual(asked, [WAY.ready]);
});

const solver = (tasks) => class {
  constructor(address) { assert.equal(address, WAY.solver); }
  postMessage(task) { tasks.push(task); queueMicrotask(() => this.onmessage({ data: `${task} solved` })); }
  terminate() {}
};

test("a task that is asked for is solved before anything is uploaded", async () => {
  const tasks = [];
  about({ Worker: solver(tasks) });
  const posted = server([json({ received: "1" }, 201)], { token: "t", task: "report.8.x" });
  await send(RECORD, WAY);
  assert.deepEqual([tasks, posted.length, posted[0].work_task, posted[0].work_solution], [["report.8.x"], 1, "report.8.x", "report.8.x solved"]);
});

test("where it grew noisier meanwhile, the task is solved and the matter sent again, once", async () => {
  about({ Worker: solver([]) });
  const noisy = () => json({ refused: { fields: { _: ["请再发一次"] } }, task: "report.9.y" }, 422);
  const posted = server([noisy(), json({ received: "1" }, 201)]);
  assert.equal((await send(RECORD, WAY)).state, "received");
  assert.deepEqual(posted.map(({ work_task: task }) => task), ["old", "report.9.y"]);

  about({ indexedDB: new IDBFactory() });
  const again = server([noisy(), noisy()]);
  assert.equal((await send(RECORD, WAY)).state, "refused");
  assert.equal(again.length, 2);
});

test("where a field is wrong as well as the task, a person looks first", async () => {
  const both = { refused: { fields: { _: ["请再发一次"], words: ["请写几句"] } }, task: "report.9.y" };
  const posted = server([json(both, 422)]);
  assert.equal((await send(RECORD, WAY)).state, "refused");
  assert.equal(posted.length, 1);
});

test("a solver that fails leaves the matter unsent", async () => {
  about({ Worker: class { postMessage() { queueMicrotask(() => this.onerror()); } terminate() {} } });
  server([], { token: "t", task: "report.8.x" });
  assert.equal((await send(RECORD, WAY)).state, "unsent");
});

test("one file is shown to the server only where there is a network and somebody to look at it", async () => {
  const file = new File(["x"], "录像.mov");
  const posted = server([json({ why: "打不开" }, 422)]);
  assert.equal((await checkFile(file, WAY)).status, 422);
  assert.deepEqual([posted[0].address, posted[0].file.name, posted[0].csrfmiddlewaretoken], [WAY.check, "录像.mov", "fresh"]);

  await assert.rejects(checkFile(file, { ...WAY, check: "" }));
  about({ navigator: { onLine: false } });
  await assert.rejects(checkFile(file, WAY));
  assert.equal(posted.length, 1);
});

// ---- When to try again

test("it is tried again less and less often, an hour apart at most", () => {
  mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  const wait = (tries) => later({ tries }, { why: "" }).next - Date.now();
  assert.deepEqual([0, 1, 2, 6, 7, 40].map(wait), [30_000, 60_000, 120_000, 1_920_000, 3_600_000, 3_600_000]);
  assert.equal(later({}, { why: "" }).tries, 1);
  mock.timers.reset();
});

test("the server's own wait goes before; without a network it is soon looked for again", () => {
  mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  assert.equal(later({ tries: 9 }, { why: "", wait: 90 }).next, 1_090_000);
  const wait = (tries) => later({ tries }, { why: "", offline: true }).next - Date.now();
  assert.deepEqual([0, 1, 2, 3, 4, 40].map(wait), [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  mock.timers.reset();
});

test("due is what somebody presses for, what waited long enough, and at once what only lacked a network", () => {
  mock.timers.enable({ apis: ["Date"], now: 1_000 });
  const lacking = { next: 2_000, offline: true }, told = { next: 2_000, offline: false };
  assert.ok(!isDue(lacking, {}) && !isDue(told, {}));
  assert.ok(isDue(lacking, { pressed: true }) && isDue(told, { pressed: true }));
  assert.ok(isDue(lacking, { online: true }) && !isDue(told, { online: true }));
  assert.ok(isDue({ ...told, next: 1_000 }, {}) && isDue({}, {}));
  mock.timers.reset();
});

test("a network that comes back while the page is busy is not forgotten", async () => {
  let busy = true;
  const delivered = [], lacking = { key: "k", state: "waiting", offline: true, next: Infinity };
  const retries = trying({ isBusy: () => busy, all: async () => [lacking], deliver: async ({ key }) => delivered.push(key) });
  await retries.look({ online: true });
  assert.deepEqual(delivered, []);
  busy = false;
  await retries.lookAtLast();
  assert.deepEqual(delivered, ["k"]);
  await retries.lookAtLast();
  assert.deepEqual(delivered, ["k"]);
});

test("what is due soonest is looked at as soon as it is, and what is there no more wakes nobody", async () => {
  mock.timers.enable({ apis: ["Date", "setTimeout"], now: 1_000 });
  const records = [{ key: "late", state: "waiting", next: 9_000 }, { key: "soon", state: "waiting", next: 3_000 }, { key: "own", state: "writing" }];
  const delivered = [];
  const deliver = async ({ key }) => delivered.push(records.splice(records.findIndex((record) => record.key === key), 1)[0].key);
  await trying({ isBusy: () => false, all: async () => [...records], deliver }).look();
  assert.deepEqual(delivered, []);
  for (const span of [1_999, 1, 6_000, 60_000]) {
    mock.timers.tick(span);
    for (let turn = 0; turn < 9; turn++) await Promise.resolve();
    delivered.push(span);
  }
  assert.deepEqual(delivered, [1_999, "soon", 1, "late", 6_000, 60_000]);
  mock.timers.reset();
});
