// Saying it once, also where the network comes and goes: what is written stays on this phone until it has arrived.

import { addPeople, offerKinds, offerVillages } from "./asking.js";
import * as drafts from "./drafts.js";
import { drawOutbox } from "./outbox.js";
import { put, watchPhotos } from "./photos.js";
import { send, showReceipt } from "./sending.js";
import { watchVoice } from "./voice.js";

const PAUSE = 600;
const TRY_AGAIN = 30_000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "key", "photos", "voice", "work_task"]);

const form = document.getElementById("report");
const address = form.getAttribute("action");
const status = document.getElementById("sending");
const saved = document.getElementById("saved");
const rejected = Boolean(document.querySelector("[data-rejected]"));
const addPerson = addPeople(form);
let waiting = null, leaving = false, busy = false;

const key = () => form.elements.key.value;
const say = (words, bad = false) => {
  status.textContent = words;
  status.className = bad ? "notice-bad" : "notice";
  status.hidden = !words;
};

// ---- Keeping what is written

const gathered = (state) => {
  const fields = [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");
  const picked = form.querySelector("[name=unit_pick]:checked");
  return { key: key(), state, fields, village: picked ? picked.parentElement.textContent.trim() : "", photos: photos.files(), voice: voice.file() };
};

const isEmpty = (record) => {
  const typed = ["words", "name", "phone", "place_words"].map((name) => form.elements[name].value.trim());
  return !typed.some(Boolean) && !record.photos.length && !record.voice;
};

const keepDraft = async () => {
  if (busy) return;
  const record = gathered("writing");
  if (isEmpty(record)) {
    await drafts.forget(record.key);
    saved.hidden = true;
    return;
  }
  await drafts.keep(record);
  saved.hidden = false;
};

const keepSoon = () => {
  unmark();
  clearTimeout(waiting);
  waiting = setTimeout(() => keepDraft().catch(() => {}), PAUSE);
};

// Whoever looks into another app in between may find this page gone when they come back.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  clearTimeout(waiting);
  keepDraft().catch(() => {});
});

const photos = watchPhotos(form.elements.photos, keepSoon);
const voice = watchVoice(form.querySelector(".voice"), keepSoon);

const restore = (record) => {
  form.elements.key.value = record.key;
  const count = Number((record.fields.find(([name]) => name === "people") || [])[1] || 0);
  while (Number(form.elements.people.value) < count) addPerson();
  for (const [name, value] of record.fields) {
    const field = form.elements[name];
    if (!field || name === "people") continue;
    if (field instanceof RadioNodeList || field.type === "radio" || field.type === "checkbox") {
      for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) one.checked ||= one.value === value;
    } else {
      field.value = value;
    }
  }
  const picked = record.fields.find(([name]) => name === "unit_pick");
  if (picked && record.village) offerAgain(picked[1], record.village);
  form.querySelector("details.more").open ||= count > 0 || form.elements.anonymous.checked;
  form.querySelector("details.unsure").open ||= Boolean(form.elements.township.value);
  restoreFiles(record);
  saved.hidden = false;
};

// The villages that were offered are no longer on the page; the one that was picked is.
const offerAgain = (code, village) => {
  const option = document.createElement("label");
  option.className = "option";
  const radio = document.createElement("input");
  Object.assign(radio, { type: "radio", name: "unit_pick", value: code, checked: true });
  const words = document.createElement("span");
  words.textContent = village;
  option.append(radio, words);
  form.querySelector(".places").replaceChildren(option);
};

const restoreFiles = (record) => {
  photos.take(record.photos);
  voice.take(record.voice);
};

const startAnew = () => {
  clearTimeout(waiting);
  form.reset();
  for (const added of form.querySelectorAll(".other, .places > *, #kinds > *")) added.remove();
  form.elements.people.value = 0;
  form.elements.key.value = drafts.freshKey();
  photos.take([]);
  voice.take(null);
  saved.hidden = true;
};

// ---- Sending

// What the server would refuse is better said before somebody walks away without a network: which field, and why.
const missing = () => {
  const given = form.elements;
  if (!given.words.value.trim() && !voice.file() && !photos.files().some((file) => file.type.startsWith("audio/"))) return [given.words, "请写几句是什么事，或者录一段音。"];
  const picked = form.querySelector("[name=unit_pick]:checked");
  if (!given.unit.value.trim() && !picked && !given.township.value) return [given.unit, "请写村或社区的名字；说不清的，在下面选镇街。"];
  if (!given.phone.value.trim() && !given.name.value.trim() && !given.anonymous.checked) return [given.phone, "请留个电话，好回复您；不愿意留的，请勾选“匿名”。"];
  return null;
};

// It stands where the server would put it, until something is written.
const mark = ([field, why]) => {
  const fault = document.createElement("p");
  Object.assign(fault, { id: "missing", className: "invalid-feedback d-block mb-1", textContent: why });
  fault.setAttribute("role", "alert");
  field.closest(".question").classList.add("has-fault");
  field.setAttribute("aria-invalid", "true");
  field.before(fault);
  field.focus();
};

const unmark = () => {
  const fault = document.getElementById("missing");
  if (!fault) return;
  const question = fault.closest(".question");
  question.classList.remove("has-fault");
  for (const field of question.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  fault.remove();
};

const deliver = async (record, { here }) => {
  const outcome = await send(record, address);
  if (outcome === "received") {
    if (here) {
      leaving = true;
      await showReceipt(record.key, address);
    }
  } else if (outcome === "refused" && here) {
    await drafts.keep({ ...record, state: "writing" });
    put(form.elements.photos, photos.files());
    form.submit(); // the server says in words what it is
  } else if (outcome === "refused") {
    await drafts.keep({ ...record, state: "refused" });
  } else if (here) {
    say("还没有发出：现在没有网，或者系统没能收下。内容存在这部手机上，连上网会自动发出，只算一件。请不要清除浏览器数据。", true);
    startAnew();
    setTimeout(retry, TRY_AGAIN);
  }
  if (!leaving) await draw();
  return outcome;
};

form.addEventListener("submit", async (event) => {
  if (event.defaultPrevented || (event.submitter && event.submitter.name === "add_person")) return;
  event.preventDefault();
  delete form.dataset.sent;
  if (busy) return;
  unmark();
  const lacking = missing();
  if (lacking) {
    mark(lacking);
    return;
  }
  busy = true;
  clearTimeout(waiting);
  say("正在发出……");
  try {
    const record = gathered("waiting");
    await drafts.keep(record);
    const work = form.elements.work_task;
    if (work) record.fields.push(["work_task", work.value]);
    await deliver(record, { here: true });
  } catch {
    form.submit(); // this browser keeps nothing: send it the plain way
  } finally {
    busy = leaving;
  }
});

const retry = async () => {
  if (busy) return;
  for (const record of await drafts.all()) {
    if (record.state !== "waiting") continue;
    if (await deliver(record, { here: false }) === "unsent") break;
    say("");
  }
};

// ---- What lies on this phone

const draw = async () => {
  const records = (await drafts.all()).filter((record) => record.key !== key() || record.state === "received");
  drawOutbox(document.getElementById("outbox"), records, {
    "看回执": (record) => showReceipt(record.key, address),
    "现在发": async () => {
      say("正在发出……");
      await retry();
      const left = (await drafts.all()).some((record) => record.state === "waiting");
      say(left ? "还没有发出，连上网会自动再发。" : "", left);
    },
    "接着写": async (record) => {
      await keepDraft();
      startAnew();
      restore(record);
      await drafts.keep({ ...record, state: "writing" });
      await draw();
      form.elements.words.focus();
    },
    "删除": async (record) => {
      await drafts.forget(record.key);
      await draw();
    },
  });
};

const begin = async () => {
  offerVillages(form);
  offerKinds(form);
  if (rejected) {
    const draft = await drafts.find(key());
    if (draft && draft.photos) restoreFiles(draft);
  } else {
    form.elements.key.value = drafts.freshKey();
  }
  document.getElementById("clear").addEventListener("click", async () => {
    await drafts.forget(key());
    startAnew();
    form.elements.words.focus();
  });
  form.addEventListener("input", keepSoon);
  const offline = () => say(navigator.onLine ? "" : "现在没有网。可以照常写、照常按“发出”，连上网会自动发出。");
  window.addEventListener("offline", offline);
  window.addEventListener("online", () => {
    offline();
    retry().catch(() => {});
  });
  if (!navigator.onLine) offline();
  await draw();
  await retry();
};

// Asked again after a while, in case the browser did not notice that the network is back.
setInterval(() => { if (navigator.onLine) retry().catch(() => {}); }, TRY_AGAIN);
begin().catch(() => {});

if (navigator.serviceWorker) navigator.serviceWorker.register(form.dataset.worker, { scope: address }).catch(() => {});
