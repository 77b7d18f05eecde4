// The month of a roster by keyboard: arrows walk from shift to shift, as the grid lies before the eyes.
"use strict";

(() => {
  const month = document.querySelector("[data-month]");
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  if (!month || !month.querySelector("[data-shift]")) return;
  const days = [...month.querySelectorAll("tbody td")];
  const linkIn = (day) => day.querySelector("[data-shift]");

  for (const words of document.querySelectorAll("[data-keys]")) words.hidden = false;
  month.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const here = days.indexOf(event.target.closest("td"));
    if (!step || here < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    let place = here + step;
    while (days[place] && !linkIn(days[place])) place += step;
    if (days[place]) {
      event.preventDefault();
      linkIn(days[place]).focus();
    }
  });
})();
