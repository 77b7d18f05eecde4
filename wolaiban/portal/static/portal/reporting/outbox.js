// What lies on this phone: sent and received, waiting for a network, or left half written.

const SAID = {
  received: (record) => `已收到，件号 ${record.number}。`,
  waiting: (record) => `还没有发出（${when(record)}写的）。连上网会自动发出。`,
  refused: (record) => `没有发出去（${when(record)}写的），要请您看一下再发。`,
  writing: (record) => `这部手机上有一份没写完的（${when(record)}）。`,
};
const OFFERED = {
  received: ["看回执", "删除"],
  waiting: ["现在发", "接着写", "删除"],
  refused: ["接着写", "删除"],
  writing: ["接着写", "删除"],
};

const when = (record) => new Date(record.at).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });

// Never what was written: the next person may hold the same phone.
export const drawOutbox = (place, records, actions) => {
  place.hidden = !records.length;
  place.replaceChildren(...records.map((record) => {
    const card = document.createElement("div");
    card.className = record.state === "received" ? "notice" : "notice-bad";
    card.dataset.state = record.state;
    const words = document.createElement("p");
    words.textContent = SAID[record.state](record);
    const buttons = document.createElement("p");
    for (const label of OFFERED[record.state]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button-quiet button-inline";
      button.textContent = label;
      button.addEventListener("click", () => actions[label](record));
      buttons.append(button);
    }
    card.append(words, buttons);
    return card;
  }));
};
