// Takes the code out of the address that a QR code leads to, and out of the address bar: it is nobody else's business.
// The code is shown in groups of four while it is typed.
"use strict";

(() => {
  const form = document.querySelector("[data-track]");
  const inFours = (digits) => digits.replace(/(\d{4})(?=\d)/g, "$1 ");
  const { code, digits } = form.elements;

  code.addEventListener("input", () => {
    const atEnd = code.selectionStart === code.value.length;
    if (atEnd && /^[\d\s]+$/.test(code.value)) code.value = inFours(code.value.replace(/\s/g, ""));
  });
  const given = location.hash.slice(1).replace(/[^0-9]/g, "");
  if (given.length < 28) return;
  history.replaceState(null, "", location.pathname);
  code.value = inFours(given);
  digits.focus();
})();
