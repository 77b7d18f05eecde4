// Sends a record once: the same key sent again is the same matter, so that trying again never does harm.

import * as drafts from "./drafts.js";

const LONGEST_WAIT = 180_000;

const bodyOf = (record, token) => {
  const body = new FormData();
  for (const [name, value] of record.fields) body.append(name, value);
  for (const photo of record.photos) body.append("photos", photo, photo.name);
  if (record.voice) body.append("voice", record.voice, record.voice.name);
  body.set("key", record.key);
  body.set("csrfmiddlewaretoken", token);
  return body;
};

// A page that lay in the cache, or open over night, has an old token: ask for a fresh one each time.
const freshToken = async (address) => {
  const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("#report [name=csrfmiddlewaretoken]").value;
};

// → "received", "unsent" (no network, or it could not be stored: try again later) or "refused" (a person has to look).
const attempt = async (record, address) => {
  let answer;
  try {
    const token = await freshToken(address);
    answer = await fetch(address, {
      method: "POST",
      body: bodyOf(record, token),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      signal: AbortSignal.timeout ? AbortSignal.timeout(LONGEST_WAIT) : undefined,
    });
  } catch {
    return "unsent";
  }
  if (answer.status === 201) {
    const { received } = await answer.json();
    await drafts.keep({ key: record.key, state: "received", number: received });
    return "received";
  }
  return answer.status >= 500 ? "unsent" : "refused";
};

// Two tabs that come back to life at once do not upload the same photos twice.
export const send = (record, address) => {
  const work = async () => {
    const standing = await drafts.find(record.key);
    if (standing && standing.state === "received") return "received";
    return attempt(record, address);
  };
  return navigator.locks ? navigator.locks.request(`wolaiban-report-${record.key}`, work) : work();
};

// The receipt is the answer to the key alone: nothing else has to be sent again, or kept, for it.
export const showReceipt = async (key, address) => {
  let token = document.querySelector("#report [name=csrfmiddlewaretoken]").value;
  try {
    token = await freshToken(address);
  } catch { /* the browser says itself that there is no network */ }
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of [["csrfmiddlewaretoken", token], ["key", key]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
};
