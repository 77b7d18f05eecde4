// The studio whose door somebody came through (/report/?unit=…) also where there is no network to ask for it.

const CODE = /^[0-9D]{9,12}$/;
const NAMELESS = "您扫码进来的那间工作室";

// What was picked stands there as a choice that is made; another village can still be looked for.
export const offerVillage = (form, code, village) => {
  const option = document.createElement("label");
  option.className = "option";
  const radio = document.createElement("input");
  Object.assign(radio, { type: "radio", name: "unit_pick", value: code, checked: true });
  const words = document.createElement("span");
  words.textContent = village;
  option.append(radio, words);
  form.querySelector(".places").replaceChildren(option);
};

const named = (code) => {
  try {
    return localStorage.getItem(`wolaiban-door-${code}`);
  } catch {
    return null;
  }
};

// The code of a unit in the query of an address; nothing where it cannot be one.
export const doorIn = (query) => {
  const code = new URLSearchParams(query).get("unit") || "";
  return CODE.test(code) ? code : "";
};

// The page that is kept for want of a network is that of nobody's door: then the address says whose it is.
export const askedDoor = (form) => {
  const code = doorIn(location.search);
  if (code && form.dataset.door !== code) offerVillage(form, code, named(code) || NAMELESS);
};
