// The receipt is on the screen: nothing of what was reported stays on this phone.

import { forget } from "./drafts.js";

const page = document.querySelector("[data-received]");
forget(page.dataset.received).catch(() => {});

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.textContent = "已复制，请粘贴到备忘录里";
  });
}
