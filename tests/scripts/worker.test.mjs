// The service worker: the form opens without a network, empty and nobody's; nothing else is kept or answered for.

import assert from "node:assert/strict";
import { test } from "node:test";

import { run } from "./browser.mjs";

const ORIGIN = "https://example.invalid";
const PAGE = '<link href="/static/portal/report.css"><script src="/static/a.js"></script><script src="/static/a.js"></script><a href="/other/">';

const addressOf = (asked) => new URL(typeof asked === "string" ? asked : asked.url, ORIGIN);
const pathOf = (asked) => addressOf(asked).pathname;
const searchOf = (asked) => addressOf(asked).search;

/** Caches that hold addresses, and a network that can be gone. */
const started = ({ answer, names = [] }) => {
  const kept = new Map(), heard = {}, asked = [], gone = [];
  const network = { isThere: true };
  const cache = {
    addAll: async (addresses) => { for (const one of addresses) kept.set(one, `kept ${one}`); },
    put: async (address, page) => kept.set(address, page),
  };
  const caches = {
    open: async (name) => { asked.push(`cache ${name}`); return cache; },
    match: async (request, { ignoreSearch = false } = {}) => kept.get(pathOf(request) + (ignoreSearch ? "" : searchOf(request))),
    keys: async () => names,
    delete: async (name) => gone.push(name),
  };
  const fetch = async (request, how = {}) => {
    if (!network.isThere) throw new TypeError("offline");
    asked.push(how.credentials ? `${pathOf(request)} ${how.credentials}` : pathOf(request));
    return answer(how);
  };
  const self = { addEventListener: (name, hear) => { heard[name] = hear; }, location: { origin: ORIGIN }, skipWaiting: () => {}, clients: { claim: () => {} } };
  run("portal", "portal/reporting/worker.js", { self, caches, fetch, URL });
  const tell = async (name, facts = {}) => {
    const waits = [];
    let given;
    heard[name]({ waitUntil: (wait) => waits.push(wait), respondWith: (answered) => { given = answered; }, ...facts });
    const answered = await given;
    await Promise.all(waits);
    return answered;
  };
  return { kept, asked, gone, network, tell };
};

const anonymous = () => new Response(PAGE);
const get = (path, facts = {}) => ({ request: { url: ORIGIN + path, method: "GET", mode: "no-cors", ...facts } });
const open = get("/report/?unit=110111001202", { mode: "navigate" });

test("the empty form is kept with all that it is drawn with, each once", async () => {
  const { kept, tell } = started({ answer: anonymous });
  await tell("install");
  assert.deepEqual([...kept.keys()].sort(), ["/report/", "/static/a.js", "/static/portal/report.css"]);
});

test("the form of somebody who is signed in is asked for again as nobody", async () => {
  const answer = ({ credentials }) => new Response(credentials === "omit" ? PAGE : `${PAGE}<form data-signed-in>王秀英`);
  const { kept, asked, tell } = started({ answer });
  await tell("install");
  assert.deepEqual(asked.slice(1), ["/report/ same-origin", "/report/ omit"]);
  assert.equal(await kept.get("/report/").text(), PAGE);
});

test("a page of trouble is not kept for the form", async () => {
  const { kept, tell } = started({ answer: () => new Response("busy", { status: 503 }) });
  await assert.rejects(tell("install"), /503/);
  assert.equal(kept.size, 0);
});

test("with a network the page comes from it, and is kept anew", async () => {
  const { kept, tell } = started({ answer: anonymous });
  assert.equal(await (await tell("fetch", open)).text(), PAGE);
  assert.ok(kept.has("/report/"));
});

test("without one the form opens all the same, and what it is drawn with", async () => {
  const { network, tell } = started({ answer: anonymous });
  await tell("install");
  network.isThere = false;

  assert.equal(await (await tell("fetch", open)).text(), PAGE);
  assert.equal(await tell("fetch", get("/static/a.js?v=2")), "kept /static/a.js");
  await assert.rejects(tell("fetch", get("/static/b.js")), /offline/);
});

test("whoever has never opened it is told by the browser that there is no network", async () => {
  const { network, tell } = started({ answer: anonymous });
  network.isThere = false;
  await assert.rejects(tell("fetch", open), /offline/);
});

for (const [what, event] of [
  ["what is sent", get("/report/", { method: "POST", mode: "navigate" })],
  ["another page", get("/track/", { mode: "navigate" })],
  ["the form read by a script", get("/report/")],
  ["another site", { request: { url: "https://elsewhere.invalid/static/a.js", method: "GET" } }],
]) {
  test(`${what} is left to the browser`, async () => {
    const { asked, tell } = started({ answer: anonymous });
    assert.equal(await tell("fetch", event), undefined);
    assert.deepEqual(asked, []);
  });
}

test("what older versions kept is thrown away", async () => {
  const { gone, tell } = started({ answer: anonymous, names: ["wolaiban-report-1", "wolaiban-report-2"] });
  await tell("activate");
  assert.deepEqual(gone, ["wolaiban-report-1"]);
});
