// Keys, and the palette: one box that goes anywhere. Without it the box is a plain search form.
// On the page that is nothing else, what was found stays where it is.
"use strict";

(() => {
  const box = document.querySelector("[data-palette]");
  const list = document.getElementById("finds");

  const isWriting = (field) =>
    field.isContentEditable || field.matches?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select");

  const press = (key) => {
    const place = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (place) place.click();
    return Boolean(place);
  };

  document.addEventListener("keydown", (event) => {
    const opens = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !isWriting(event.target);
    if (box && box.offsetParent && (opens || slash)) {
      event.preventDefault();
      box.focus();
      box.select();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting(event.target)) return;
    if (press(event.key.toLowerCase())) event.preventDefault();
  });

  if (!box || !list) return;
  const stays = list.hasAttribute("data-stays");
  const options = () => [...list.querySelectorAll("a[role=option]")];
  let asked = "";
  let timer = 0;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", "finds");
  box.setAttribute("aria-autocomplete", "list");

  const show = (wanted) => {
    const shown = wanted || stays;
    list.hidden = !shown;
    box.setAttribute("aria-expanded", String(shown));
    if (!shown) box.removeAttribute("aria-activedescendant");
  };

  const choose = (option) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (!option) return;
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const ask = async () => {
    const text = box.value.trim();
    asked = text;
    let answer;
    try {
      answer = await fetch(`${box.dataset.palette}?q=${encodeURIComponent(text)}`);
    } catch {
      return; // no network: the form still searches once there is one
    }
    if (!answer.ok || asked !== text) return;
    list.setAttribute("role", "listbox");
    list.innerHTML = await answer.text();
    show(document.activeElement === box);
    choose(options()[0]);
  };

  box.addEventListener("focus", ask);
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  box.addEventListener("blur", () => show(false));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // a click goes where it leads, before the list closes
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(all[(at + step + all.length) % all.length]);
    } else if (event.key === "Enter" && all[at] && asked === box.value.trim()) {
      event.preventDefault();
      all[at].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      show(false);
    }
  });
})();
