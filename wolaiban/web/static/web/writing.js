// Writing in a form: what can be put in under a box, rows of departments, sending by the keyboard, taking back.

// How long something may still be taken back: counted down, and gone when it is over.
setInterval(() => {
  for (const place of document.querySelectorAll("[data-left-until]")) {
    const left = Math.floor((new Date(place.dataset.leftUntil) - Date.now()) / 1000);
    place.textContent = `${Math.floor(Math.max(left, 0) / 60)}:${String(Math.max(left, 0) % 60).padStart(2, "0")}`;
    if (left <= 0) place.closest(".take-back").hidden = true;
  }
}, 1000);

// What is offered under a box is put in where one writes; it works with scripts alone, and is shown with them alone.
const showHelps = (place) => {
  for (const helps of place.querySelectorAll(".helps[hidden]")) helps.hidden = false;
};
showHelps(document);
document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => showHelps(target));
// Those for another kind of matter come in their place, but never under the eyes of who is reading a typical answer.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.matches(".helps") && detail.target.querySelector("details[open]")) detail.shouldSwap = false;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-put-in]");
  const box = button && document.getElementById(button.closest(".helps").dataset.box);
  if (!box) return;
  const words = button.dataset.putIn;
  const before = box.value.slice(0, box.selectionStart);
  const joint = before && !/[\s，。；！？]$/u.test(before) ? "，" : "";
  box.setRangeText(joint + words, box.selectionStart, box.selectionEnd, "end");
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
});

// In a row one thing is either the one or among the others.
document.addEventListener("change", ({ target }) => {
  const row = target.closest(".row-of");
  if (!row || !target.checked) return;
  for (const other of row.querySelectorAll("input")) if (other !== target) other.checked = false;
});

// Whoever looks for something within a form ends the word with Enter, and does not mean to send what is around it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !event.target.matches?.("input[type=search][hx-get]")) return;
  if (event.target.form && event.target.form.method === "post") event.preventDefault();
});

// Ctrl and Enter send the form one is writing in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest && event.target.closest("form");
  if (!form || form.method !== "post") return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-main]") || form.querySelector(".btn.main[type=submit]"));
});
