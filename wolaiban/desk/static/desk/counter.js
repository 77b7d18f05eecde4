// The counter: turning from one way to the other keeps all that was typed, and the slip is shown as it will be.

const form = document.querySelector("form.counter");
const preview = document.getElementById("receipt_preview");

const turnTo = (way) => {
  form.dataset.way = way;
  form.elements.way.value = way;
  for (const button of form.querySelectorAll("[name=turn_to]")) {
    button.setAttribute("aria-pressed", String(button.value === way));
  }
  form.dispatchEvent(new CustomEvent("turned"));
};

form.addEventListener("click", (event) => {
  const button = event.target.closest("[name=turn_to]");
  if (!button) return;
  event.preventDefault();
  turnTo(button.value);
});

const chosen = (name) => {
  const input = form.querySelector(`[name="${name}"]:checked`);
  return input && input.value ? input.parentElement.textContent.trim() : "";
};

// 已解决，当面告诉，居民说满意
const outcome = () => {
  const told = form.querySelector('[name="done-answer_channel"]:checked');
  const satisfied = chosen("done-satisfaction");
  return [
    chosen("done-disposition"),
    told && told.value !== "later" ? `${chosen("done-answer_channel")}告诉` : "结果回头再告诉",
    satisfied ? `居民说${satisfied}` : "",
  ].filter(Boolean).join("，");
};

const AT_MOST = 40;
const shorter = (words) => (words.length > AT_MOST ? `${words.slice(0, AT_MOST)}…` : words);
const clock = new Intl.DateTimeFormat("zh-CN", {
  month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai",
});

const show = () => {
  const says = {
    unit: (form.querySelector(".picker-fixed") || {}).textContent || chosen("unit_pick"),
    moment: clock.format(new Date()),
    words: shorter(form.elements.words.value.trim()) || "（还没有写）",
    outcome: outcome(),
  };
  for (const place of preview.querySelectorAll("[data-shows]")) place.textContent = says[place.dataset.shows];
};

if (preview) {
  preview.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}
