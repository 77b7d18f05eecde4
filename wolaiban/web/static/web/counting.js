// How much of a field is written, said while it is written: nothing is cut off, and what is too much is said at once.
"use strict";

(() => {
  const SHORT = 100; // a line that short needs no counter until it is nearly full
  const NEARLY = 0.8;

  const counterOf = (field) => {
    const next = field.nextElementSibling;
    if (next && next.matches(".counted")) return next;
    const said = document.createElement("p");
    said.className = "hint counted";
    said.setAttribute("role", "status");
    field.after(said);
    return said;
  };

  const count = (field) => {
    const most = Number(field.dataset.most);
    const written = [...field.value].length;
    const over = written > most;
    const isNumber = field.inputMode === "numeric"; // a code is compared with the slip, not counted
    const quiet = !over && (isNumber || (!written || (field.tagName !== "TEXTAREA" || most <= SHORT) && written < most * NEARLY));
    if (quiet && !field.nextElementSibling?.matches(".counted")) return;
    const said = counterOf(field);
    said.hidden = quiet;
    said.classList.toggle("fault", over);
    const words = over ? `多了 ${written - most} 字：最多 ${most} 字，现在是 ${written} 字。请删短一些，或者分成几次说。` : `${written} 字，最多 ${most} 字`;
    if (said.textContent !== words) said.textContent = words;
  };

  const countAll = (place) => {
    for (const field of place.querySelectorAll("[data-most]")) if (field.value) count(field);
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-most]")) count(event.target);
  });
  document.addEventListener("reset", (event) => {
    setTimeout(() => {
      for (const said of event.target.querySelectorAll(".counted")) said.remove();
    });
  });
  document.addEventListener("htmx:afterSwap", (event) => countAll(event.detail.target));
  countAll(document);
})();
