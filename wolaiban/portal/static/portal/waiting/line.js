// Keeps a page about a line of people as it stands: loads it again every so many seconds, and shows what has changed.
"use strict";

(() => {
  const page = document.querySelector("[data-every]");
  if (!page) return;
  const stale = page.querySelector("[data-stale]");

  const show = (fresh) => {
    for (const part of page.querySelectorAll("[data-live]")) {
      const now = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
      // What stays as it was is not read out again.
      if (now && now.innerHTML !== part.innerHTML) part.replaceChildren(...document.adoptNode(now).childNodes);
    }
    document.title = fresh.title;
  };

  const look = async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.status === 404) { location.reload(); return; } // the day is over
      if (!answer.ok) throw new Error(answer.statusText);
      show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      stale.hidden = true;
    } catch {
      stale.hidden = false;
    }
  };

  setInterval(look, Number(page.dataset.every) * 1000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
})();
