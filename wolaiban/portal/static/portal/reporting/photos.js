// Photos made small enough for a slow line before they are sent: looked at when they are chosen, one after the other.
// What will not do is marked by its name and stays here; the rest goes.

const LONGEST_SIDE = 1600;
const QUALITY = 0.85;
const MOST = 9;
const LARGEST = 10 * 1024 * 1024;
const LONGEST_VIDEO = 30; // seconds
const BY_ENDING = {
  jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", webp: "image/webp", heic: "image/heic", heif: "image/heif", pdf: "application/pdf",
  m4a: "audio/mp4", mp3: "audio/mpeg", amr: "audio/amr", wav: "audio/wav", ogg: "audio/ogg", mp4: "video/mp4", mov: "video/quicktime",
};

// Some phones do not say what a file is.
const kindOf = (file) => file.type || BY_ENDING[file.name.split(".").pop().toLowerCase()] || "";

const shrunk = async (file) => {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  canvas.width = canvas.height = 0; // cheap phones give its memory back only then
  const isKept = !blob || (scale === 1 && blob.size >= file.size && /jpeg|png|webp/.test(kindOf(file)));
  return isKept ? file : new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
};

const secondsOf = (file) => new Promise((resolve) => {
  const player = document.createElement("video");
  const done = (seconds) => {
    URL.revokeObjectURL(player.src);
    resolve(seconds);
  };
  player.preload = "metadata";
  player.onloadedmetadata = () => done(player.duration);
  player.onerror = () => done(NaN); // the server will say what it is
  player.src = URL.createObjectURL(file);
});

// What this browser could not open itself is looked at by the server, so that nobody uploads all to be told of one.
const refusedBy = async (check, file) => {
  try {
    const answer = await check(file);
    return answer.status === 422 ? (await answer.json()).why : "";
  } catch {
    return ""; // no network: it will be looked at when it is sent
  }
};

// → {file, fault}: the file as it will be sent, and why it cannot be, if it cannot.
export const judged = async (file, accept, check) => {
  const kind = kindOf(file);
  let fault = "", opened = false;
  if (!file.size) return { file, fault: "是空的，请重新选。" };
  if (kind.startsWith("image/")) {
    try {
      file = await shrunk(file);
      opened = true;
    } catch {
      if (!/hei[cf]/.test(kind)) fault = "打不开，可能没有传完整。请重新选一张，或者把它截屏。";
      else if (!accept.includes("heic")) fault = "是 HEIC 格式，这里打不开。请把照片截屏后选截图。";
    }
  } else if (kind.startsWith("video/")) {
    if (!accept.includes("video/")) fault = "是视频，这里收不了。请拍几张照片，或者录一段音。";
    else if (await secondsOf(file) > LONGEST_VIDEO + 1) fault = `比 ${LONGEST_VIDEO} 秒长。请剪短一些再选，或者拍几张照片。`;
  } else if (!kind.startsWith("audio/") && kind !== "application/pdf") {
    fault = "不是照片、录音或 PDF，这里收不了。";
  }
  if (!fault && file.size > LARGEST) fault = "超过 10 MB。请剪短或压缩后再选。";
  if (!fault && !opened) fault = await refusedBy(check, file);
  return { file, fault };
};

const isShown = (file) => file.type.startsWith("image/") && !/hei[cf]/.test(file.type);

// The server tidies names before it repeats them; the stem of what it keeps is the same.
const stem = (name) => name.replace(/\.[^.]*$/, "");
export const isMeant = (file, name) => file.name === name || stem(file.name) === stem(name);

// Telephones call every photo image.jpg; only by its own name can one be told from the others.
export const named = (file, taken) => {
  const [, beginning, ending] = file.name.match(/^(.*?)(\.[^.]*)?$/s);
  let { name } = file;
  for (let n = 2; taken.includes(name); n += 1) name = `${beginning}-${n}${ending || ""}`;
  return name === file.name ? file : new File([file], name, { type: file.type });
};

export const put = (input, files) => {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  input.files = carrier.files;
};

export const watchPhotos = (input, changed, check) => {
  const list = document.createElement("ul");
  list.className = "chosen";
  list.setAttribute("aria-label", "已选的照片和文件");
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");
  input.after(said, list);
  let chosen = [], working = Promise.resolve();

  const fit = () => chosen.filter((one) => !one.fault).map((one) => one.file);

  const drawn = (one, place) => {
    const item = document.createElement("li");
    const shown = document.createElement(isShown(one.file) && !one.fault ? "img" : "span");
    if (shown.tagName === "IMG") {
      shown.src = URL.createObjectURL(one.file);
      shown.alt = `照片 ${place + 1}`;
    } else {
      shown.textContent = one.file.name;
    }
    item.append(shown);
    if (one.fault) {
      const why = document.createElement("span");
      why.className = "fault";
      why.textContent = `${one.fault}不会发出。`;
      item.className = "unfit";
      item.append(why);
    }
    const away = document.createElement("button");
    away.type = "button";
    away.className = "btn";
    away.textContent = "去掉";
    away.setAttribute("aria-label", `去掉第 ${place + 1} 个`);
    away.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== one);
      settle();
      changed();
    });
    item.append(away);
    return item;
  };

  const settle = () => {
    put(input, fit());
    for (const picture of list.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    list.replaceChildren(...chosen.map(drawn));
  };

  const add = async (files) => {
    for (const [place, file] of files.entries()) {
      said.textContent = files.length > 1 ? `正在看第 ${place + 1} 个，共 ${files.length} 个……` : "";
      const one = await judged(file, input.accept, check);
      if (!one.fault && fit().length >= MOST) one.fault = `一次最多 ${MOST} 个，`;
      chosen.push({ ...one, file: named(one.file, chosen.map((other) => other.file.name)) });
    }
    const unfit = chosen.length - fit().length;
    said.textContent = unfit ? `有 ${unfit} 个发不了，下面写了为什么；其余的照常发出。` : "";
    settle();
    changed();
  };

  const choose = () => {
    const files = [...input.files];
    working = working.then(() => add(files)).catch(() => {});
  };
  input.addEventListener("change", choose);
  if (input.files.length) choose(); // before this script had come
  return {
    files: fit,
    ready: () => working,
    take: (files) => {
      chosen = files.map((file) => ({ file, fault: "" }));
      said.textContent = "";
      settle();
    },
    // What the server refused by name is marked here. → whether all of it could be
    mark: (faults) => {
      const meant = faults.map(({ name, why }) => [chosen.find((one) => !one.fault && isMeant(one.file, name)), why]);
      for (const [one, why] of meant) if (one) one.fault = why;
      settle();
      return meant.every(([one]) => one);
    },
  };
};
