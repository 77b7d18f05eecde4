// Reporting in big type: one question a page, turned here without asking the server. The form is the same as elsewhere.

import { lacking, mark, unmark } from "./faults.js";

const SHORT = 30;
const PICK_ONE = "请在下面选一项。";

const part = (form, name) => form.querySelector(`[data-${name}]`);
const parts = (form, name) => [...form.querySelectorAll(`[data-${name}]`)];
const fieldOf = (form, name) => {
  const found = form.elements[name];
  return found && found.length !== undefined && !found.tagName ? found[0] : found;
};
const typed = (form, name) => (form.elements[name] ? form.elements[name].value.trim() : "");
const picked = (form) => form.querySelector("[name=unit_pick]:checked");

// ---- What was said already, in short

const village = (form) => {
  const pick = picked(form), township = form.elements.township;
  if (pick) return pick.parentElement.textContent.trim();
  return typed(form, "unit") || (township.value ? township.selectedOptions[0].textContent : "");
};
const where = (form) => [village(form), typed(form, "pin") ? "地图上点了" : ""].filter(Boolean).join("，");

const what = (form, files) => {
  const words = [...typed(form, "words")], spoken = files.some((file) => file.type.startsWith("audio/"));
  const photos = files.filter((file) => !file.type.startsWith("audio/")).length;
  const short = words.length > SHORT ? `${words.slice(0, SHORT).join("")}……` : words.join("");
  return [short, spoken ? "录了一段音" : "", photos ? `${photos} 张照片` : ""].filter(Boolean).join("，");
};

const who = (form) => (form.elements.anonymous.checked ? "不留姓名和电话" : [typed(form, "name"), typed(form, "phone")].filter(Boolean).join(" "));

export const said = (form, files) => [where(form), what(form, files), who(form)];

// ---- What must be there before the next question

// Several villages of that name are offered: one has to be chosen while there is somebody to ask which.
const undecided = (form) => {
  const offered = form.querySelectorAll("[name=unit_pick]");
  if (offered.length === 1) offered[0].checked = true;
  return offered.length > 1 && !picked(form) && !form.elements.township.value ? [["unit", PICK_ONE]] : [];
};

// → the first page before `wanted` on which something is missing, and what; null where nothing is
export const inTheWay = (form, files, wanted) => {
  const stepOf = (name) => Number(fieldOf(form, name).closest("[data-step]").dataset.step);
  const found = [...undecided(form), ...lacking(form, files)].map(([name, why]) => ({ step: stepOf(name), faults: { [name]: [why] } }));
  return found.filter(({ step }) => step < wanted).sort((one, other) => one.step - other.step)[0] || null;
};

// ---- Turning

const turner = (form, files, callTheRight) => {
  const sections = parts(form, "step");
  const last = sections.length;
  let current = Number(form.dataset.steps);

  const refresh = () => {
    said(form, files()).forEach((words, place) => {
      const line = form.querySelector(`[data-said="${place + 1}"]`);
      line.querySelector("[data-words]").textContent = words;
      line.hidden = !words || place + 1 === current;
    });
  };

  const show = (number) => {
    current = number;
    for (const section of sections) section.hidden = Number(section.dataset.step) !== number;
    for (const button of parts(form, "next")) {
      button.value = number + 1;
      if (button.tabIndex < 0) button.name = number < last ? "go" : "";
      else button.hidden = number === last;
    }
    part(form, "finish").hidden = number !== last;
    form.classList.toggle("at-end", number === last);
    part(form, "back").value = number - 1;
    part(form, "back").hidden = number === 1;
    part(form, "count").textContent = `第 ${number} 问，共 ${last} 问`;
    part(form, "said-already").hidden = number === 1;
    form.querySelectorAll(".prog > i").forEach((bar, place) => { bar.className = place < number ? "on" : ""; });
    document.title = document.title.replace(/^[^·]*/, `${sections[number - 1].dataset.called} `);
    refresh();
    callTheRight();
  };

  const turn = (number) => {
    show(number);
    window.scrollTo(0, 0);
    sections[number - 1].querySelector("h1").focus({ preventScroll: true });
  };

  const go = (wanted) => {
    unmark(form);
    const faulty = wanted > current ? inTheWay(form, files(), wanted) : null;
    const number = faulty ? faulty.step : wanted;
    if (number !== current) history.pushState({ step: number }, "");
    turn(number);
    if (faulty) mark(form, faulty.faults);
  };

  history.replaceState({ step: current }, "");
  window.addEventListener("popstate", ({ state }) => { if (state && state.step) turn(state.step); });
  form.addEventListener("input", refresh);
  form.addEventListener("change", callTheRight);
  return { go, first: () => turn(1), reveal: (field) => {
    const section = field.closest("[data-step]");
    if (section && section.hidden) show(Number(section.dataset.step));
  } };
};

// ---- Around the question

const readAloud = (form) => {
  const button = part(form, "aloud");
  if (!window.speechSynthesis) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = parts(form, "step").find((section) => !section.hidden);
    const words = new SpeechSynthesisUtterance([...open.querySelectorAll("h1, .say")].map((one) => one.textContent).join("。"));
    words.lang = "zh-CN";
    words.rate = 0.9;
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  });
};

// Whom to call, once it is known which village it is. Without a network the number that stands there stays.
const caller = (form) => {
  let known = "";
  return async () => {
    const code = picked(form) ? picked(form).value : "";
    if (!code || code === known) return;
    known = code;
    try {
      const answer = await fetch(`${form.dataset.call}?${new URLSearchParams({ unit: code })}`, { credentials: "same-origin" });
      const box = await answer.text();
      if (answer.ok && box.trim()) part(form, "call-box").innerHTML = box;
    } catch { /* offline */ }
  };
};

// Speaking comes first: where it can be done, typing is folded until it is wanted.
const speakFirst = (form) => {
  for (const shown of parts(form, "needs-script")) shown.hidden = false;
  const talk = form.querySelector(".voice"), typing = form.querySelector(".typing");
  if (!talk.hidden && !form.elements.words.value && !form.querySelector("[data-rejected]")) typing.open = false;
};

// null where the form is not in big type. `files` tells what was chosen and recorded.
export const bigType = (form, files) => {
  if (!form.dataset.steps) return null;
  readAloud(form);
  speakFirst(form);
  return turner(form, files, caller(form));
};
