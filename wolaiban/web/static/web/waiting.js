// Beside the rooms at the side and at the foot: how much waits for me there. Asked once a minute and after each thing done,
// kept for as long as the tab is open, so that pages are drawn without it.
"use strict";

(() => {
  const bar = document.querySelector("[data-waiting]");
  if (!bar) return;
  const KEPT = "waiting", FRESH = 60_000, MOST = 99;

  const kept = () => {
    try {
      const found = JSON.parse(sessionStorage.getItem(KEPT));
      return found && found.whose === bar.dataset.whose ? found : null;
    } catch {
      return null; // a browser that keeps nothing, or something else under that name
    }
  };
  const keep = (numbers) => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ whose: bar.dataset.whose, at: Date.now(), numbers }));
    } catch { /* asked again on the next page */ }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(KEPT);
    } catch { /* nothing was kept */ }
  };

  // The number is for the eye; who listens is told with the name of the room, as its title. The first is all of it.
  const show = (numbers) => {
    const [all] = Object.keys(numbers);
    for (const link of document.querySelectorAll(".place, .foot-nav a")) {
      const address = link.getAttribute("href"), number = numbers[address];
      link.querySelector(".waits")?.remove();
      const label = link.querySelector("span").textContent;
      if (link.title) link.title = label;
      if (!number) continue;
      const badge = document.createElement("span");
      badge.className = address === all ? "count waits" : "count waits calm";
      badge.setAttribute("aria-hidden", "true");
      badge.textContent = number > MOST ? `${MOST}+` : number;
      link.title = `${label}，${number} 件等您办`;
      link.append(badge);
    }
  };

  const ask = async () => {
    let answer;
    try {
      answer = await fetch(bar.dataset.waiting);
      if (answer.status !== 200 || answer.redirected) return;
      const numbers = await answer.json();
      keep(numbers);
      show(numbers);
    } catch { /* no network, or the page was left: the next page asks */ }
  };

  const known = kept();
  if (known) show(known.numbers);
  if (!known || Date.now() - known.at > FRESH) ask();

  document.addEventListener("submit", (event) => {
    if (event.target.method === "post") forget();
  });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt.matches("form") && detail.requestConfig.verb === "post") forget();
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target.id === "case" && !kept()) ask();
  });
})();
