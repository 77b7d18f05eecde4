// Makes the residents' pages handier. Every page works without it.
"use strict";

// A page that comes back refused begins where the first thing is wrong.
const refused = document.querySelector("main [aria-invalid=true]");
if (refused) refused.focus();

// One press, one submission.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Where a studio's page was opened: told again by its name when the form is opened at that door without a network.
const door = document.querySelector("[data-door-name]");
if (door) {
  try {
    localStorage.setItem(`wolaiban-door-${door.dataset.doorCode}`, door.dataset.doorName);
    localStorage.setItem("wolaiban-last-door", JSON.stringify({ code: door.dataset.doorCode, name: door.dataset.doorName }));
  } catch { /* a browser that keeps nothing */ }
}

// A page made for printing offers it where the browser can.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What an address points at is open, and what it is folded into.
const unfold = () => {
  const target = document.getElementById(location.hash.slice(1));
  for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (target) target.scrollIntoView();
};
window.addEventListener("hashchange", unfold);
if (location.hash) unfold();

// The studio that was looked at last, offered again on the front page.
const last = document.querySelector("[data-last-door]");
if (last) {
  try {
    const seen = JSON.parse(localStorage.getItem("wolaiban-last-door"));
    const link = last.querySelector("[data-door-link]");
    link.href = `/s/${encodeURIComponent(seen.code)}/`;
    link.textContent = `${seen.name}工作室`;
    last.hidden = false;
  } catch { /* none was */ }
}
