// A map, fetched and drawn only when somebody unfolds it. Shows a pin; beside a field named "pin" it also puts one.

const DIGITS = 5; // a metre
const ZOOM = { overview: 12, close: 16 };

const drawnWith = async (sheet) => {
  if (!document.querySelector(`link[href="${sheet.dataset.style}"]`)) {
    const style = document.createElement("link");
    Object.assign(style, { rel: "stylesheet", href: sheet.dataset.style });
    const ready = new Promise((resolve) => style.addEventListener("load", resolve));
    document.head.append(style);
    await ready;
  }
  await import(sheet.dataset.script);
  return window.L;
};

const read = (text) => text.split(",").map(Number);
export const written = ({ lat, lng }) => `${lat.toFixed(DIGITS)},${lng.toFixed(DIGITS)}`;

const draw = async (sheet) => {
  const L = await drawnWith(sheet);
  const field = sheet.closest("form")?.elements.pin;
  const pin = field ? field.value : sheet.dataset.pin;
  const map = L.map(sheet, { attributionControl: false }).setView(read(pin || sheet.dataset.centre), pin ? ZOOM.close : ZOOM.overview);
  L.control.attribution({ prefix: false }).addTo(map);
  map.zoomControl.getContainer().querySelectorAll("a").forEach((link, i) => {
    link.title = link.ariaLabel = i ? "缩小" : "放大";
  });
  const credit = document.createElement("span");
  credit.textContent = sheet.dataset.credit; // as text: an operator's words are no markup
  L.tileLayer(sheet.dataset.map, { maxZoom: 18, attribution: credit.innerHTML }).addTo(map);

  const marker = L.marker(map.getCenter(), {
    icon: L.divIcon({ className: "", html: '<div class="map-pin"></div>', iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
  });
  if (pin) marker.addTo(map);
  if (field) putting(map, marker, field, sheet.parentElement);
};

const putting = (map, marker, field, fold) => {
  const [middle, away] = fold.querySelectorAll("button");
  const status = fold.querySelector("[role=status]");
  const set = (at) => {
    field.value = at ? written(at.wrap()) : "";
    field.dispatchEvent(new Event("input", { bubbles: true })); // the draft on this phone has it too
    if (at) marker.setLatLng(at).addTo(map);
    else marker.remove();
    away.hidden = !at;
    status.textContent = at ? "已放好图钉，随这件事一起发出。" : "";
  };
  map.on("click", (event) => set(event.latlng));
  middle.addEventListener("click", () => set(map.getCenter()));
  away.addEventListener("click", () => set(null));
  away.hidden = !field.value;
  field.form.addEventListener("reset", () => set(null));
};

for (const sheet of document.querySelectorAll("[data-map]")) {
  const fold = sheet.closest("details");
  const form = sheet.closest("form");
  form?.addEventListener("reset", () => { form.elements.pin.value = ""; }); // a hidden field is not emptied by itself
  fold.hidden = false;
  fold.addEventListener("toggle", () => fold.open && draw(sheet), { once: true });
}
