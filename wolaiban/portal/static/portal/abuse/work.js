/* Solves the task of a form that asks for one, out of the way, and holds the form back until it is solved. */

(() => {
  const form = document.querySelector("form:has([data-work])") || document.querySelector("[data-work]")?.form;
  const task = form?.querySelector("[data-work]");
  if (!task || !window.Worker) return;

  const solution = form.querySelector("[name=work_solution]");
  const said = form.querySelector("[data-work-said]");
  let waiting = null;

  const worker = new Worker(task.dataset.work);
  worker.onmessage = ({ data }) => {
    solution.value = data;
    if (said) said.textContent = "";
    worker.terminate();
    if (waiting) form.requestSubmit(waiting.button);
  };
  worker.postMessage(task.value);

  form.addEventListener("submit", (event) => {
    if (solution.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { button: event.submitter };
    if (said) said.textContent = "正在确认不是机器在批量提交，一两秒就好……";
  }, { capture: true });
})();
