// While somebody types: villages by their names, and what kind of matter it sounds like.

const PAUSE = 300;

const later = (work) => {
  let waiting = null;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(work, PAUSE);
  };
};

// Without a network nothing is offered; the name as it was typed is looked up when it is sent.
// What was chosen meanwhile stays chosen, and an answer that a later question has overtaken is not drawn.
const newest = new WeakMap();
const fill = async (place, address, how) => {
  const question = {};
  newest.set(place, question);
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...how });
    const drawn = await answer.text();
    if (!answer.ok || newest.get(place) !== question) return;
    const chosen = place.querySelector("input:checked");
    place.innerHTML = drawn;
    const again = chosen && place.querySelector(`input[value="${CSS.escape(chosen.value)}"]`);
    if (again) again.checked = true;
  } catch { /* offline */ }
};

export const offerVillages = (form) => {
  const input = form.querySelector("[data-suggest]");
  const place = document.getElementById(`${input.id}_options`);
  input.addEventListener("input", later(() => {
    fill(place, `${input.dataset.suggest}?${new URLSearchParams({ unit: input.value.trim() })}`);
  }));
};

export const offerKinds = (form) => {
  const words = form.elements.words;
  const place = form.querySelector("#kinds");
  words.addEventListener("change", () => {
    fill(place, place.dataset.kinds, {
      method: "POST",
      body: new URLSearchParams({ words: words.value }),
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
  });
};

export const addPeople = (form) => {
  const sheet = form.querySelector("#one-more");
  const button = form.querySelector("[name=add_person]");
  const count = form.elements.people;
  const add = () => {
    const number = Number(count.value);
    const person = sheet.content.cloneNode(true);
    for (const element of person.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replaceAll("person_0", `person_${number}`));
      }
    }
    person.querySelector("[data-number]").textContent = number + 2;
    button.before(person);
    count.value = number + 1;
    return button.previousElementSibling;
  };
  button.addEventListener("click", (event) => {
    event.preventDefault();
    add().querySelector("input").focus();
  });
  return add;
};
