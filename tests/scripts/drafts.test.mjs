// Drafts on the phone: what lies there, what is thrown away, and what never is.

import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { about, addressOf } from "./browser.mjs";

const drafts = await import(addressOf("portal", "portal/reporting/drafts.js"));
const { isEmpty, kept } = await import(addressOf("portal", "portal/reporting/written.js"));

const DAY = 24 * 3600 * 1000;
const photo = (name, text = "pixels") => new File([text], name, { type: "image/jpeg" });
const stored = (name) => new Promise((resolve) => {
  globalThis.indexedDB.open("wolaiban-report", 2).onsuccess = ({ target: { result: database } }) => {
    database.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => {
      database.close();
      resolve(target.result);
    };
  };
});

beforeEach(() => {
  about({ indexedDB: new IDBFactory() });
  mock.timers.reset();
});

test("what was written is found again, with its photos and its voice", async () => {
  const voice = new File(["hm"], "录音.webm", { type: "audio/webm" });
  await drafts.keep({ key: "a", state: "writing", fields: [["words", "没有扶手"]], photos: [photo("1.jpg"), photo("2.jpg", "more")], voice });

  const found = await drafts.find("a");

  assert.deepEqual(found.fields, [["words", "没有扶手"]]);
  assert.deepEqual(found.photos.map(({ name, type }) => [name, type]), [["1.jpg", "image/jpeg"], ["2.jpg", "image/jpeg"]]);
  assert.equal(await found.photos[1].text(), "more");
  assert.deepEqual([found.voice.name, await found.voice.text()], ["录音.webm", "hm"]);
});

test("files lie there as bytes: some browsers lose the Blobs that are kept", async () => {
  await drafts.keep({ key: "a", state: "writing", fields: [], photos: [photo("1.jpg")], voice: null });
  const [{ photos }] = await stored("files");
  assert.ok(photos[0].bytes instanceof ArrayBuffer);
  assert.deepEqual(Object.keys((await stored("reports"))[0]).sort(), ["at", "fields", "key", "state"]);
});

test("a pause in typing writes no photo again, and a changed choice does", async () => {
  const [first, second] = [photo("1.jpg"), photo("2.jpg")];
  const read = mock.method(first, "arrayBuffer");
  const record = { key: "pausing", state: "writing", fields: [], photos: [first], voice: null };
  await drafts.keep(record);
  await drafts.keep({ ...record, fields: [["words", "more"]] });
  assert.equal(read.mock.callCount(), 1);

  await drafts.keep({ ...record, photos: [first, second] });
  assert.equal((await drafts.find("pausing")).photos.length, 2);
  await drafts.keep({ ...record, photos: [second] });
  assert.deepEqual((await drafts.find("pausing")).photos.map(({ name }) => name), ["2.jpg"]);
});

test("a record that is kept without its photos leaves those that lie there", async () => {
  await drafts.keep({ key: "a", state: "writing", fields: [], photos: [photo("1.jpg")], voice: null });
  await drafts.keep({ key: "a", state: "waiting", fields: [], tries: 1 });
  const found = await drafts.find("a");
  assert.deepEqual([found.state, found.photos.length], ["waiting", 1]);
});

test("a draft of an older page, which holds its photos itself, is found as it is", async () => {
  const old = { key: "old", state: "writing", fields: [], at: 1, photos: ["one"], voice: null };
  await drafts.keep({ key: "new", state: "writing", fields: [] });
  await new Promise((resolve) => {
    globalThis.indexedDB.open("wolaiban-report", 2).onsuccess = ({ target: { result: database } }) => {
      database.transaction("reports", "readwrite").objectStore("reports").put(old).onsuccess = () => {
        database.close();
        resolve();
      };
    };
  });
  assert.deepEqual((await drafts.find("old")).photos, ["one"]);
});

test("once received only the key and the number are left", async () => {
  await drafts.keep({ key: "a", state: "waiting", fields: [["phone", "13900005678"]], photos: [photo("1.jpg")], voice: null });

  await drafts.markReceived("a", "FS-2026-000417");

  const [record] = await stored("reports");
  assert.deepEqual(Object.keys(record).sort(), ["at", "key", "number", "state"]);
  assert.deepEqual([record.state, record.number], ["received", "FS-2026-000417"]);
  assert.deepEqual(await stored("files"), []);
});

test("what is forgotten leaves no photo behind", async () => {
  await drafts.keep({ key: "a", state: "writing", fields: [], photos: [photo("1.jpg")], voice: null });
  await drafts.forget("a");
  assert.deepEqual([await stored("reports"), await stored("files"), await drafts.find("a")], [[], [], undefined]);
});

test("a receipt is offered for a week; what was not received is never forgotten unasked", async () => {
  mock.timers.enable({ apis: ["Date"], now: 100 * DAY });
  await drafts.keep({ key: "unsent", state: "waiting", fields: [], at: 1 * DAY });
  await drafts.keep({ key: "old", state: "received", number: "1", at: 93 * DAY - 1 });
  await drafts.keep({ key: "lately", state: "received", number: "2", at: 93 * DAY });

  assert.deepEqual((await drafts.all()).map(({ key }) => key), ["lately", "unsent"]); // the newest first
  assert.equal(await drafts.find("old"), undefined);
});

test("a key is 192 random bits that an address may carry", () => {
  const keys = new Set(Array.from({ length: 200 }, drafts.freshKey));
  assert.equal(keys.size, 200);
  for (const key of keys) assert.match(key, /^[A-Za-z0-9_-]{32}$/);
});

test("what only this page or this sending is known by is not kept", () => {
  const form = new FormData();
  const secret = ["csrfmiddlewaretoken", "key", "work_task", "work_solution", "again"];
  for (const name of [...secret, "words", "unit_pick"]) form.append(name, name);
  form.append("photos", photo("1.jpg"));
  form.append("other_file", photo("2.jpg"));
  assert.deepEqual(kept(form), [["words", "words"], ["unit_pick", "unit_pick"]]);
});

test("nothing is worth a draft until somebody has said something", () => {
  const record = { fields: [["unit_pick", "110111001202"], ["words", " \n"]], photos: [], voice: null };
  assert.ok(isEmpty(record));
  for (const name of ["words", "name", "phone", "place_words"]) {
    assert.ok(!isEmpty({ ...record, fields: [[name, "x"]] }), name);
  }
  assert.ok(!isEmpty({ ...record, photos: [photo("1.jpg")] }));
  assert.ok(!isEmpty({ ...record, voice: photo("1.webm") }));
});
