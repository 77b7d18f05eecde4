// Where a network is noisy its browsers compute a little before they send (web/abuse/work.py): here, out of the page's way.

export const solved = (task, { solver, onSolving }) => new Promise((resolve, reject) => {
  onSolving();
  const worker = new Worker(solver);
  worker.onmessage = ({ data }) => {
    worker.terminate();
    resolve(data);
  };
  worker.onerror = () => {
    worker.terminate();
    reject(new Error("no worker"));
  };
  worker.postMessage(task);
});
