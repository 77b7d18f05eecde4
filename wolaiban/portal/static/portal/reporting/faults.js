// What is missing or was refused, said at its field, where the server would put it, until something is written there.

const fault = (why) => {
  const said = document.createElement("p");
  said.className = "fault";
  said.dataset.fault = "";
  said.setAttribute("role", "alert");
  said.textContent = why;
  return said;
};

const questionOf = (field) => field.closest(".question") || field.closest(".field-set") || field.parentElement;

// `faults` maps the names of fields to what is wrong with them; `reveal` brings the first of them into sight.
// → what belongs to no field
export const mark = (form, faults, reveal = () => {}) => {
  const elsewhere = [];
  let first = null;
  for (const [name, why] of Object.entries(faults)) {
    const found = form.elements[name];
    const field = found instanceof RadioNodeList ? found[0] : found;
    if (!field || field.type === "hidden") {
      elsewhere.push(...why);
      continue;
    }
    const question = questionOf(field);
    question.classList.add("has-fault");
    field.setAttribute("aria-invalid", "true");
    (field.closest(".options") || field).before(...why.map(fault));
    for (let place = field.closest("details"); place; place = place.parentElement.closest("details")) place.open = true;
    first ||= field;
  }
  if (first) {
    reveal(first);
    first.focus();
  }
  return elsewhere;
};

export const unmark = (place) => {
  for (const said of place.querySelectorAll("[data-fault]")) said.remove();
  for (const question of [place, ...place.querySelectorAll(".has-fault")]) question.classList.remove("has-fault");
  for (const field of place.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
};

// What the server would refuse is better said before somebody walks away without a network: which fields, and why.
export const lacking = (form, files) => {
  const given = form.elements, found = [];
  const typed = (name) => given[name] ? given[name].value.trim() : "";
  const lacks = (name, why) => found.push([name, why]);
  if (!typed("words") && !files.some((file) => file.type.startsWith("audio/"))) lacks("words", "请写几句是什么事，或者录一段音。");
  const picked = form.querySelector("[name=unit_pick]:checked");
  if (!typed("unit") && !picked && !given.township.value) lacks("unit", "请写村或社区的名字；说不清的，在下面选镇街。");
  if (given.phone && !typed("phone") && !typed("name") && !given.anonymous.checked) lacks("phone", "请留个电话，好回复您；不愿意留的，请勾选“匿名”。");
  for (const field of form.querySelectorAll("[data-most]")) {
    const length = [...field.value].length;
    if (length > Number(field.dataset.most)) lacks(field.name, `最多 ${field.dataset.most} 字，现在是 ${length} 字。请删短一些，或者分成几次说。`);
  }
  return found;
};

export const missing = (form, files) => {
  const [first] = lacking(form, files);
  return first ? { [first[0]]: [first[1]] } : null;
};
