// The receipt is on the screen: nothing of what was reported stays on this phone, unless its owner wants the code kept.

import { forget } from "./drafts.js";
import { drawn } from "./picture.js";
import { remember, remembers } from "../tracking/remembered.js";

const page = document.querySelector("[data-received]");
forget(page.dataset.received).catch(() => {});

for (const copy of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = "已复制，请粘贴到备忘录里";
  });
}

// Some phones save what is downloaded, others only what is pressed for long: the picture is shown and offered.
const offer = (button) => {
  const keep = button.closest("[data-keep]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const address = URL.createObjectURL(await drawn(keep.previousElementSibling));
      const shown = keep.querySelector("[data-drawn]"), link = shown.querySelector("a");
      shown.querySelector("img").src = link.href = address;
      link.download = `${button.dataset.picture}.png`;
      shown.hidden = false;
      link.click();
    } catch {
      button.textContent = "这个浏览器画不出图片，请截屏";
      return;
    }
    button.disabled = false;
  });
};
for (const button of document.querySelectorAll("[data-picture]")) offer(button);

const consent = document.querySelector("[data-remember]");
if (consent && remembers()) {
  const button = consent.querySelector("button");
  consent.hidden = false;
  button.addEventListener("click", () => {
    const done = remember({ number: consent.dataset.number, code: consent.dataset.code });
    consent.querySelector("[role=status]").textContent = done ? "记下了。下次打开“查进展”，点件号就行。" : "这个浏览器不让存，没有记下。";
    button.hidden = done;
  });
}
