// What lies on this phone: sent and received, waiting for a network, or left half written.

const DAY = 24 * 3600 * 1000;
const OLD = 7 * DAY; // what lies that long is asked about; nothing is thrown away unasked

const when = (record) => new Date(record.at).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
const isOld = (record) => Date.now() - record.at > OLD;
const days = (record) => `已经放了 ${Math.floor((Date.now() - record.at) / DAY)} 天`;
const why = (record) => record.why ? `原因：${record.why}` : "";

const SAID = {
  received: (record) => `已收到，件号 ${record.number}。`,
  waiting: (record) => `还没有发出（${when(record)}写的${isOld(record) ? `，${days(record)}` : ""}）。${why(record)}连上网会自动发出。`,
  refused: (record) => `没有发出去（${when(record)}写的），要请您看一下再发。${why(record)}${isOld(record) ? `${days(record)}，还要发吗？` : ""}`,
  writing: (record) => `这部手机上有一份没写完的（${when(record)}）。${isOld(record) ? `${days(record)}，还要接着写吗？` : ""}`,
};
const OFFERED = {
  received: ["看回执", "删除"],
  waiting: ["现在发", "接着写", "删除"],
  refused: ["接着写", "删除"],
  writing: ["接着写", "删除"],
};
const SURE = "再按一次，就从这部手机上删掉";

const pressed = (button, record, act) => {
  if (button.textContent !== "删除" || record.state === "received") act(record);
  else button.textContent = SURE;
};

// Never what was written: the next person may hold the same phone.
export const drawOutbox = (place, records, actions) => {
  place.hidden = !records.length;
  place.replaceChildren(...records.map((record) => {
    const card = document.createElement("div");
    card.className = record.state === "received" ? "note" : "note bad";
    card.dataset.state = record.state;
    const words = document.createElement("p");
    words.textContent = SAID[record.state](record);
    const buttons = document.createElement("p");
    for (const label of OFFERED[record.state]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = label;
      button.addEventListener("click", () => pressed(button, record, actions[label]));
      buttons.append(button);
    }
    card.append(words, buttons);
    return card;
  }));
};
