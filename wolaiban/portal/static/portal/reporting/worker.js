/* Opens the form without a network, for whoever opened it once with one. Keeps the empty form and what it is drawn with, nothing else. */

const SHELL = "/report/";
const CACHE = "wolaiban-report-2";
const DRAWN_WITH = /(?:src|href)="(\/static\/[^"]+)"/g;

const keepShell = async () => {
  const cache = await caches.open(CACHE);
  let answer = await fetch(SHELL, { cache: "no-store", credentials: "same-origin" });
  let page = await answer.clone().text();
  if (page.includes("data-signed-in")) { // whose name stands there is nobody else's business
    answer = await fetch(SHELL, { cache: "no-store", credentials: "omit" });
    page = await answer.clone().text();
  }
  if (!answer.ok) throw new Error(`${answer.status}`);
  await cache.addAll([...new Set([...page.matchAll(DRAWN_WITH)].map((found) => found[1]))]);
  await cache.put(SHELL, answer);
};

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const forgetOthers = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(forgetOthers());
});

const opened = async (event) => {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keepShell().catch(() => {}));
    return answer;
  } catch (fault) {
    const kept = await caches.match(SHELL);
    if (kept) return kept;
    throw fault;
  }
};

const drawn = async (request) => {
  try {
    return await fetch(request);
  } catch (fault) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw fault;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === SHELL) event.respondWith(opened(event));
  else if (address.pathname.startsWith("/static/")) event.respondWith(drawn(request));
});
