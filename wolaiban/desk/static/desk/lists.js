// Lists under the keyboard: J and K go through the rows, Enter opens, X ticks; on a wide screen the row stands beside.
"use strict";

const rows = () => [...document.querySelectorAll(".matters > .matter")];
const pane = document.querySelector("[data-preview-pane]");
const wide = window.matchMedia("(min-width: 1240px)");
let asked = "";

const preview = (row) => {
  const link = row.querySelector(".matter-title[href^='/cases/']");
  if (!pane || !wide.matches || !link) return;
  const address = `${link.getAttribute("href")}preview/`;
  if (asked === address) return;
  asked = address;
  pane.hidden = false;
  window.htmx.ajax("GET", address, { target: pane, swap: "innerHTML" });
};

const choose = (row, focus) => {
  for (const other of rows()) other.classList.toggle("now", other === row);
  const link = row.querySelector(".matter-title");
  if (focus && link) {
    link.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  preview(row);
};

const isTyping = (field) => field.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const all = rows();
  const here = all.findIndex((row) => row.classList.contains("now"));
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (step && all.length) {
    event.preventDefault();
    choose(all[Math.min(Math.max(here + step, 0), all.length - 1)], true);
  }
  const tick = event.key.toLowerCase() === "x" && here >= 0 && all[here].querySelector("[name=number]");
  if (tick) tick.click();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".matters > .matter");
  if (row) choose(row, false);
});

// On the row, beside its link and its box, a press chooses it.
document.addEventListener("click", (event) => {
  const row = event.target.closest(".matters > .matter");
  if (row && pane && wide.matches && !event.target.closest("a, label, input")) choose(row, true);
});

// ---- What is ticked
const form = document.querySelector("[data-selected]");
const ticks = () => [...document.querySelectorAll("[name=number][form=selected]")];
const told = form && form.querySelector("[data-picked]");
const pickAll = document.querySelector("[data-pick-all]"); // on top of the list, where one begins
const pickNone = form && form.querySelector("[data-pick-none]");

const count = () => {
  const picked = ticks().filter((tick) => tick.checked).length;
  told.textContent = picked ? `选了 ${picked} 件` : "勾选左边的方框，可以几件一起办";
  pickNone.hidden = !picked;
  form.classList.toggle("has-picked", picked > 0);
};

if (form && ticks().length) {
  const pick = (on) => {
    for (const tick of ticks()) tick.checked = on;
    count();
  };
  pickAll.hidden = false;
  pickAll.addEventListener("click", () => pick(true));
  pickNone.addEventListener("click", () => pick(false));
  document.addEventListener("change", (event) => {
    if (event.target.matches("[name=number]")) count();
  });
  window.addEventListener("pageshow", count); // a browser that comes back keeps what was ticked
}

// What stands beside the list to begin with: the first case, whatever else waits above it.
const first = rows().find((row) => row.querySelector(".matter-title[href^='/cases/']")) || rows()[0];
if (pane && wide.matches && first) choose(first, false);
