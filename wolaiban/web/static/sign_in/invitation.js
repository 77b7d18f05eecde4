// Takes the code out of the address that a QR code leads to, and out of the address bar: it is nobody else's business.
"use strict";

(() => {
  const given = decodeURIComponent(location.hash.slice(1));
  if (!given) return;
  history.replaceState(null, "", location.pathname);
  document.querySelector("[data-invitation]").elements.code.value = given;
})();
