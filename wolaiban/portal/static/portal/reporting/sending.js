// Sends a record once: the same key sent again is the same matter, so that trying again never does harm.

import * as drafts from "./drafts.js";
import { solved } from "./solving.js";

const LONGEST_WAIT = 180_000;
const SAID = {
  offline: "现在没有网。",
  silent: "系统没有回应。",
  full: "系统现在存不下来。",
  cookies: "这个浏览器不让网页存标记（Cookie），发不出去。请允许后再发，也可以打电话或到工作室当面说。",
  large: "照片和录音加起来太大了。请去掉几个再发。",
  refused: "系统没有收下。请看一下再发，也可以打电话或到工作室当面说。",
};

const bodyOf = (record, token, work) => {
  const body = new FormData();
  for (const [name, value] of record.fields) body.append(name, value);
  for (const photo of record.photos) body.append("photos", photo, photo.name);
  if (record.voice) body.append("voice", record.voice, record.voice.name);
  for (const [name, value] of Object.entries(work)) body.set(name, value);
  body.set("key", record.key);
  body.set("csrfmiddlewaretoken", token);
  return body;
};

// A page that lay in the cache, or open over night, has an old token and no task: asked for before anything is sent, so
// that photos are uploaded once.
const prepared = async (way) => {
  const answer = await fetch(way.ready, { cache: "no-store", credentials: "same-origin", headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
};

// Whether the server would take this one file; it keeps nothing of it.
export const checkFile = async (file, way) => {
  if (!way.check || !navigator.onLine) throw new Error("not asked");
  const body = new FormData();
  body.append("file", file, file.name);
  body.set("csrfmiddlewaretoken", (await prepared(way)).token);
  return fetch(way.check, { method: "POST", body, credentials: "same-origin" });
};

const post = async (record, way, token, task) => {
  const work = task ? { work_task: task, work_solution: await solved(task, way) } : {};
  const answer = await fetch(way.address, {
    method: "POST",
    body: bodyOf(record, token, work),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    signal: AbortSignal.timeout ? AbortSignal.timeout(LONGEST_WAIT) : undefined,
  });
  return { answer, told: await answer.json().catch(() => ({})) };
};

const words = ({ fields = {} } = {}) => Object.values(fields).flat().join("");

// → {state, why, fields, files, wait}: "received"; "unsent", to be tried again, after `wait` seconds if that was said;
// "already", the same was said before; or "refused", a person has to look: `reused` where it came in, and was changed since.
const outcomeOf = ({ status, headers }, told) => {
  if (status === 201) return { state: "received", number: told.received };
  if (status === 409) return { state: "already", why: told.already };
  if (status === 429) return { state: "unsent", why: words(told.refused), wait: Number(headers.get("Retry-After")) || 60 };
  if (status >= 500) return { state: "unsent", why: SAID.full };
  if (told.refused) return { state: "refused", why: words(told.refused), reused: Boolean(told.reused), ...told.refused };
  return { state: "refused", why: { 403: SAID.cookies, 413: SAID.large }[status] || SAID.refused };
};

const isOnlyTask = ({ refused }) => Object.keys(refused.fields).join() === "_";

const attempt = async (record, way) => {
  let sent;
  try {
    const { token, task } = await prepared(way);
    sent = await post(record, way, token, task);
    if (sent.answer.status === 422 && sent.told.task && isOnlyTask(sent.told)) sent = await post(record, way, token, sent.told.task); // it grew noisier meanwhile
  } catch {
    return { state: "unsent", why: navigator.onLine ? SAID.silent : SAID.offline, offline: true };
  }
  const outcome = outcomeOf(sent.answer, sent.told);
  if (outcome.state === "received") await drafts.markReceived(record.key, outcome.number).catch(() => {});
  return outcome;
};

// Two tabs that come back to life at once do not upload the same photos twice.
export const send = (record, way) => {
  const work = async () => {
    const standing = await drafts.find(record.key).catch(() => null);
    if (standing && standing.state === "received") return { state: "received", number: standing.number };
    return attempt(record, way);
  };
  return navigator.locks ? navigator.locks.request(`wolaiban-report-${record.key}`, work) : work();
};

// The receipt is the answer to the key alone: nothing else has to be sent again, or kept, for it.
export const showReceipt = async (key, way) => {
  let token = document.querySelector("#report [name=csrfmiddlewaretoken]").value;
  try {
    ({ token } = await prepared(way));
  } catch { /* the browser says itself that there is no network */ }
  const form = document.createElement("form");
  form.method = "post";
  form.action = way.address;
  for (const [name, value] of [["csrfmiddlewaretoken", token], ["key", key]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
};
