// The slip as a picture, drawn here from the words that stand on it: black on white, as on paper.

const WIDTH = 720, EDGE = 40, CODE = 260;
const FONT = '"PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const BODY = { size: 26, line: 40 }, SMALL = { size: 22, line: 34 }, LARGE = { size: 40, line: 54, weight: 700 };

// → the lines of a text that fit into a width; a break may stand after any Chinese character, in Latin only at a space.
export const linesOf = (text, fits) => {
  const lines = [];
  let line = "";
  for (const word of text.trim().replace(/\s+/g, " ").match(/[!-~]+|[^!-~]/g) || []) {
    if (line && !fits(line + word)) {
      lines.push(line.trimEnd());
      line = word.trimStart();
    } else {
      line += word;
    }
  }
  return line ? [...lines, line] : lines;
};

const texts = (slip, selector) => [...slip.querySelectorAll(selector)].map((one) => one.textContent);

// What the picture says, in order: text and how it is set.
const said = (slip) => [
  ...texts(slip, ".slip-office, .slip-whose").map((text) => [text, BODY]),
  ...[...slip.querySelectorAll(".slip-facts div")].map((row) => [[...row.children].map((cell) => cell.textContent).join("　"), BODY]),
  ...texts(slip, ".slip-label, .slip-number").map((text) => [text, /^\s*[\d\s]+$/.test(text) ? LARGE : SMALL]),
  ...texts(slip, ".slip-how, .slip-next li, .slip-studio, .slip-small").map((text) => [text, SMALL]),
];

const set = (pen, { size, weight = 400 }) => { pen.font = `${weight} ${size}px ${FONT}`; };

const rows = (pen, slip) => said(slip).flatMap(([text, how]) => {
  set(pen, how);
  return linesOf(text, (line) => pen.measureText(line).width <= WIDTH - 2 * EDGE).map((line) => ({ line, how }));
});

const loaded = async (drawing) => {
  const copy = drawing.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", CODE);
  copy.setAttribute("height", CODE);
  const picture = new Image();
  picture.src = URL.createObjectURL(new Blob([copy.outerHTML], { type: "image/svg+xml" }));
  await picture.decode();
  return picture;
};

// → a PNG
export const drawn = async (slip) => {
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  const code = await loaded(slip.querySelector(".slip-scan svg"));
  const lines = rows(pen, slip);
  canvas.width = WIDTH;
  canvas.height = 2 * EDGE + CODE + lines.reduce((sum, { how }) => sum + how.line, 0);
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(code, (WIDTH - CODE) / 2, EDGE / 2, CODE, CODE);
  URL.revokeObjectURL(code.src);
  pen.fillStyle = "black";
  pen.textBaseline = "top";
  let top = EDGE + CODE;
  for (const { line, how } of lines) {
    set(pen, how);
    pen.fillText(line, EDGE, top);
    top += how.line;
  }
  return new Promise((resolve, reject) => { canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"); });
};
