// Photos made small enough for a slow line before they are sent; chosen one after the other, shown, and taken back.

const LONGEST_SIDE = 1600;
const QUALITY = 0.85;
const MOST = 9;

const shrunk = async (file) => {
  if (!file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!blob || (scale === 1 && blob.size >= file.size)) return file;
    return new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file; // not a picture that this browser can open: the server will say what it is
  }
};

export const put = (input, files) => {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  input.files = carrier.files;
};

export const watchPhotos = (input, changed) => {
  const list = document.createElement("ul");
  list.className = "chosen";
  list.setAttribute("aria-label", "已选的照片和文件");
  input.after(list);
  let chosen = [];

  const draw = () => {
    for (const picture of list.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    list.replaceChildren(...chosen.map((file, place) => {
      const item = document.createElement("li");
      const shown = document.createElement(file.type.startsWith("image/") ? "img" : "span");
      if (shown.tagName === "IMG") {
        shown.src = URL.createObjectURL(file);
        shown.alt = `照片 ${place + 1}`;
      } else {
        shown.textContent = file.name;
      }
      const away = document.createElement("button");
      away.type = "button";
      away.className = "button-quiet button-inline";
      away.textContent = "去掉";
      away.setAttribute("aria-label", `去掉第 ${place + 1} 个`);
      away.addEventListener("click", () => {
        take(chosen.filter((other) => other !== file));
        changed();
      });
      item.append(shown, away);
      return item;
    }));
  };

  const take = (files) => {
    chosen = files.slice(0, MOST);
    put(input, chosen);
    draw();
  };

  input.addEventListener("change", async () => {
    const fresh = await Promise.all([...input.files].map(shrunk));
    take([...chosen, ...fresh]);
    changed();
  });
  return { take, files: () => chosen };
};
