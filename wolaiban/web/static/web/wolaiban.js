// Makes pages quicker to use. Every page works without it.
"use strict";

const FAULTY = "[aria-invalid=true]";

// A page that comes back refused begins where the first thing is wrong.
const refused = document.querySelector(`main form[method=post] ${FAULTY}`);
if (refused) refused.focus();

// The step whose form is open is the one that stands out among the buttons.
const opens = (form) => form && document.querySelector(`[hx-get="${CSS.escape(form.getAttribute("action"))}"]`);
const markOpened = (place) => {
  for (const button of document.querySelectorAll("#case .next-step .btn[aria-current]")) button.removeAttribute("aria-current");
  const opener = opens(place.querySelector("form"));
  if (opener) opener.setAttribute("aria-current", "step");
};

// What was asked for in place is brought into view and, if it is a form, made ready to type in; one that was refused
// where the first thing is wrong.
document.addEventListener("htmx:afterSwap", (event) => {
  const place = event.detail.target;
  if (place.id === "refusal" || place.id === "step") {
    place.scrollIntoView({ block: "nearest" });
  }
  if (place.id === "step") markOpened(place);
  if (place.id === "step" || place.id.startsWith("identity_")) {
    const faulty = place.querySelector(FAULTY);
    const first = faulty || place.querySelector("[data-first], input:not([type=hidden]), select, textarea");
    if (first) first.focus({ preventScroll: !faulty });
  }
  if (place.id === "case") {
    const heading = document.querySelector("#case .message, #case h1");
    if (heading) {
      heading.tabIndex = -1; // read out, and the place from which the keyboard goes on
      heading.focus({ preventScroll: true });
    }
  }
  if (place.id !== "refusal" && event.detail.successful) {
    const refusal = document.getElementById("refusal");
    if (refusal) refusal.replaceChildren();
  }
});

// The network or the server failed: say so where the person looks; what was typed stays.
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status >= 400 && status < 500) return; // answered in words already
    const refusal = document.getElementById("refusal");
    if (!refusal) return;
    const note = document.createElement("div");
    note.className = "note warn";
    note.textContent = status
      ? "系统出了问题，这次没有办成，也没有存下半截。您填的内容还在，请稍后再试。"
      : "网络不通，这次没有提交。您填的内容还在，请稍后再试。";
    refusal.replaceChildren(note);
    refusal.scrollIntoView({ block: "nearest" });
  });
}

// What was chosen of the finds stays chosen where an answer that comes late draws them anew.
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const chosen = target.id.endsWith("_options") && target.querySelector("input:checked");
  if (!chosen) return;
  document.addEventListener("htmx:afterSwap", () => {
    const again = target.querySelector(`input[value="${CSS.escape(chosen.value)}"]`);
    if (again && !target.querySelector("input:checked")) again.checked = true;
  }, { once: true });
});

// Choosing a kind of matter proposes its usual tier, unless the tier was chosen by hand.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.name === "tier") field.form.dataset.tierChosen = "yes";
  const tier = field.dataset && field.dataset.tier;
  if (!tier || field.form.dataset.tierChosen) return;
  const proposed = field.form.querySelector(`[name="tier"][value="${CSS.escape(tier)}"]`);
  if (proposed) proposed.checked = true;
});

// It proposes as well what usually lies behind it, where that is asked and was not chosen by hand or before.
const proposeCause = (form) => {
  const asked = form && form.querySelector('select[name$="root_cause"]');
  const kind = form && form.querySelector('[name="category_pick"]:checked');
  const isChosen = asked && (asked.dataset.chosen || asked.querySelector('option[selected]:not([value=""])'));
  if (asked && kind && !isChosen) asked.value = kind.dataset.cause || "";
};
document.addEventListener("change", ({ target }) => {
  if (target.name && target.name.endsWith("root_cause")) target.dataset.chosen = "yes";
  else proposeCause(target.form);
});
document.addEventListener("htmx:afterSettle", ({ target }) => proposeCause(target.closest("form")));

// A form in place can be put away again.
document.addEventListener("click", (event) => {
  const away = event.target.closest("[data-put-away]");
  if (!away) return;
  const place = document.getElementById(away.dataset.putAway);
  if (!place) return;
  event.preventDefault();
  const opener = opens(place.querySelector("form"));
  place.replaceChildren();
  markOpened(place);
  if (opener) opener.focus(); // the keyboard goes on from where it was
});

const hasWords = (form) => [...form.querySelectorAll("textarea, input[type=text], input[type=search], input[type=file]")]
  .some((field) => field.value !== field.defaultValue);

// An open menu closes on Escape and on a click elsewhere.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.account-menu[open]")) {
    if (menu !== except) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.account-menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  closeMenus(null);
  const form = event.target.closest && event.target.closest("#step form");
  const away = form && form.querySelector("[data-put-away]");
  if (away && !hasWords(form)) away.click(); // never with what somebody has typed
});

// One press, one submission.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[hx-post]") || form.dataset.sent) {
    if (form.dataset.sent) event.preventDefault();
    return;
  }
  if (form.method === "post") form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A page made for printing offers it where the browser can.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
  if (button.dataset.print === "at-once") window.addEventListener("load", () => window.print());
}
