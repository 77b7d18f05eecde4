// The receipts that were kept on this phone: one press instead of 28 digits.

import { forget, kept } from "./remembered.js";

const place = document.querySelector("[data-kept]");
const form = document.querySelector("[data-track]");

const made = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });

const row = ({ number, code }) => {
  const item = made("li", "btns", "");
  const take = made("button", "btn", number);
  const away = made("button", "btn plain", "从手机上删掉");
  take.type = away.type = "button";
  away.setAttribute("aria-label", `从这部手机上删掉 ${number}`);
  take.addEventListener("click", () => {
    form.elements.code.value = code;
    form.elements.digits.focus();
  });
  away.addEventListener("click", () => {
    forget(number);
    draw();
  });
  item.append(take, away);
  return item;
};

const draw = () => {
  const receipts = kept();
  place.hidden = !receipts.length;
  place.querySelector("ul").replaceChildren(...receipts.map(row));
};
draw();
