// What of a form is kept on the phone: what somebody has said, never what only this page or this sending is known by.

const NOT_KEPT = new Set(["csrfmiddlewaretoken", "key", "photos", "voice", "work_task", "work_solution", "again"]);
const TYPED = new Set(["words", "name", "phone", "place_words"]);

// Pairs of names and values, as a FormData gives them; files are kept apart.
export const kept = (entries) => [...entries].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");

// Whether nobody has said anything yet: what is chosen for them (a village, a kind) is not worth a draft.
export const isEmpty = ({ fields, photos, voice }) =>
  !fields.some(([name, value]) => TYPED.has(name) && value.trim()) && !photos.length && !voice;
