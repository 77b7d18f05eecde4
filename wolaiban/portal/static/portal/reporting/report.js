// Saying it once, also where the network comes and goes: what is written stays on this phone until it has arrived.

import { addPeople, offerKinds, offerVillages } from "./asking.js";
import { askedDoor, offerVillage } from "./doors.js";
import * as drafts from "./drafts.js";
import { mark, missing, unmark } from "./faults.js";
import { drawOutbox } from "./outbox.js";
import { watchPhotos } from "./photos.js";
import { checkFile, send, showReceipt } from "./sending.js";
import { bigType } from "./steps.js";
import { later, trying } from "./trying.js";
import { watchVoice } from "./voice.js";
import { isEmpty, kept } from "./written.js";

const PAUSE = 600;
const LOOK_AGAIN = 30_000;

const form = document.getElementById("report");
const status = document.getElementById("sending");
const already = document.getElementById("already");
const saved = document.getElementById("saved");
const rejected = Boolean(document.querySelector("[data-rejected]"));
const addPerson = addPeople(form);
let waiting = null, leaving = false, busy = false;

const key = () => form.elements.key.value;
const say = (words, bad = false) => {
  status.textContent = words;
  status.className = bad ? "note bad" : "note";
  status.hidden = !words;
};
const way = {
  address: form.getAttribute("action"),
  ready: form.dataset.ready,
  solver: form.dataset.solver,
  check: form.dataset.checkFile,
  onSolving: () => say("正在发出……您所在的网络近来发得很多，手机先算一道小题，证明不是机器在批量提交，一般几秒钟。请不要关掉这一页。"),
};

// ---- Keeping what is written

const gathered = (state) => {
  const fields = kept(new FormData(form));
  const picked = form.querySelector("[name=unit_pick]:checked");
  return { key: key(), state, fields, village: picked ? picked.parentElement.textContent.trim() : "", photos: photos.files(), voice: voice.file() };
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
  clearTimeout(waiting);
  waiting = setTimeout(() => keepDraft().catch(() => {}), PAUSE);
};

// Whoever looks into another app in between may find this page gone when they come back.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  clearTimeout(waiting);
  keepDraft().catch(() => {});
});

const photos = watchPhotos(form.elements.photos, keepSoon, (file) => checkFile(file, way));
const voice = watchVoice(form.querySelector(".voice"), keepSoon);
const chosen = () => [...photos.files(), ...(voice.file() ? [voice.file()] : [])];
const steps = bigType(form, chosen);
const beginWriting = () => (steps ? steps.first() : form.elements.words.focus());
const point = (faults) => mark(form, faults, steps ? steps.reveal : undefined);

const restore = (record) => {
  form.elements.key.value = record.key;
  const count = Number((record.fields.find(([name]) => name === "people") || [])[1] || 0);
  while (Number(form.elements.people.value) < count) addPerson();
  for (const [name, value] of record.fields) {
    const field = form.elements[name];
    if (!field || name === "people" || name === "again") continue;
    if (field instanceof RadioNodeList || field.type === "radio" || field.type === "checkbox") {
      for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) one.checked ||= one.value === value;
    } else {
      field.value = value;
    }
  }
  const picked = record.fields.find(([name]) => name === "unit_pick");
  if (picked && record.village) offerVillage(form, picked[1], record.village);
  form.querySelector("details.more").open ||= count > 0 || form.elements.anonymous.checked;
  form.querySelector("details.unsure").open ||= Boolean(form.elements.township.value);
  restoreFiles(record);
  saved.hidden = false;
};

const restoreFiles = (record) => {
  photos.take(record.photos);
  voice.take(record.voice);
};

const startAnew = () => {
  clearTimeout(waiting);
  form.reset();
  for (const name of ["words", "name", "phone", "place_words", "unit"]) if (form.elements[name]) form.elements[name].value = "";
  for (const added of form.querySelectorAll(".other, .places > *, #kinds > *")) added.remove();
  form.elements.people.value = 0;
  form.elements.key.value = drafts.freshKey();
  unmark(form);
  already.hidden = true;
  photos.take([]);
  voice.take(null);
  saved.hidden = true;
};

// ---- Sending

// In place and with all that was written: nothing has to be uploaded again to be told why.
const refuse = ({ state, why, fields, files = [] }) => {
  say("");
  if (state === "already") {
    already.querySelector("[data-why]").textContent = why;
    already.hidden = false;
    already.scrollIntoView({ block: "center" });
    return;
  }
  const others = { ...fields };
  const unfit = files.filter(({ field }) => field === "photos");
  if (unfit.length && photos.mark(unfit)) others.photos = ["标出的发不了；其余的可以发，请再按一次“发出”。"];
  const left = point(fields ? others : { _: [why] });
  say(left.length ? `还没有发出：${left.join("")}` : "还没有发出，请看上面标出的地方。", true);
};

const received = async (record) => {
  leaving = true;
  startAnew(); // whoever goes back finds an empty form
  say("");
  await showReceipt(record.key, way);
};

const putOff = async (record, outcome) => {
  await drafts.keep({ ...record, state: "waiting", ...later(record, outcome) });
  startAnew();
  say(`还没有发出：${outcome.why}内容存在这部手机上，${outcome.offline ? "连上网" : "过一会儿"}会自动发出，只算一件。请不要清除浏览器数据。`, true);
};

const deliverHere = async (record) => {
  const outcome = await send(record, way);
  if (outcome.state === "received") await received(record);
  else if (outcome.state === "unsent") await putOff(record, outcome);
  else {
    if (outcome.reused) { // sent again it is another matter
      await drafts.forget(record.key).catch(() => {});
      record.key = form.elements.key.value = drafts.freshKey();
    }
    await drafts.keep({ ...record, state: "writing" }).catch(() => {});
    refuse(outcome);
  }
  if (!leaving) await draw();
};

form.addEventListener("submit", async (event) => {
  const pressed = event.submitter ? event.submitter.name : "";
  if (pressed === "add_person") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (busy) return;
  if (steps && pressed === "go") {
    await photos.ready();
    steps.go(Number(event.submitter.value));
    return;
  }
  const again = pressed === "again";
  unmark(form);
  already.hidden = true;
  busy = true;
  clearTimeout(waiting);
  try {
    await photos.ready();
    const record = gathered("waiting");
    const lacking = missing(form, [...record.photos, ...(record.voice ? [record.voice] : [])]);
    if (lacking) {
      point(lacking);
      return;
    }
    say("正在发出……");
    if (again) record.fields.push(["again", "yes"]);
    await drafts.keep(record).catch(() => {}); // a browser that keeps nothing can send all the same
    await deliverHere(record);
  } catch {
    say("还没有发出，这个浏览器也没能存下来。您写的还在这一页，请再按一次“发出”。", true);
  } finally {
    busy = leaving;
    if (!busy) retries.lookAtLast().catch(() => {});
  }
}, { capture: true });

const deliver = async (kept) => {
  const record = await drafts.find(kept.key);
  if (!record) {
    say("");
    return;
  }
  const outcome = await send(record, way);
  if (outcome.state === "unsent") await drafts.keep({ ...kept, ...later(kept, outcome) });
  else if (outcome.state !== "received") await drafts.keep({ ...kept, state: "refused", why: outcome.why });
  if (outcome.state !== "unsent") say("");
  await draw();
};

const retries = trying({ isBusy: () => busy, all: drafts.all, deliver });

// ---- What lies on this phone

const draw = async () => {
  const records = (await drafts.all()).filter((record) => record.key !== key() || record.state === "received");
  drawOutbox(document.getElementById("outbox"), records, {
    "看回执": (record) => showReceipt(record.key, way),
    "现在发": async () => {
      say("正在发出……");
      await retries.look({ pressed: true });
      const left = (await drafts.all()).find((record) => record.state === "waiting");
      say(left ? `还没有发出：${left.why || ""}会自动再发。` : "", Boolean(left));
    },
    "接着写": async ({ key: wanted }) => {
      await keepDraft();
      startAnew();
      const record = await drafts.find(wanted);
      restore(record);
      await drafts.keep({ ...record, state: "writing" });
      await draw();
      beginWriting();
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
  askedDoor(form);
  if (rejected) {
    const draft = await drafts.find(key());
    if (draft) restoreFiles(draft);
  } else {
    form.elements.key.value = drafts.freshKey();
  }
  await draw();
  await retries.look();
};

document.getElementById("clear").addEventListener("click", async () => {
  await drafts.forget(key());
  startAnew();
  beginWriting();
});
form.addEventListener("input", (event) => {
  const question = event.target.closest(".question");
  if (question) unmark(question);
  keepSoon();
});
const offline = () => say(navigator.onLine ? "" : "现在没有网。可以照常写、照常按“发出”，连上网会自动发出。");
window.addEventListener("offline", offline);
window.addEventListener("online", () => {
  offline();
  retries.look({ online: true }).catch(() => {});
});
if (!navigator.onLine) offline();

// Back from the receipt: the page as it was left, empty, and ready for something else.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  busy = leaving = false;
  draw().catch(() => {});
});

// Asked again after a while, in case the browser did not notice that the network is back.
setInterval(() => { if (navigator.onLine) retries.look().catch(() => {}); }, LOOK_AGAIN);
begin().catch(() => {});

if (navigator.serviceWorker) navigator.serviceWorker.register(form.dataset.worker, { scope: way.address }).catch(() => {});
