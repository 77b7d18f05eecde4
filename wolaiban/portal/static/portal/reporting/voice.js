// A voice instead of a letter: recorded here, listened to, taken back or sent along.

import { put } from "./photos.js";

const LONGEST = 3 * 60; // seconds
const SOFTLY = 32_000; // bits a second are plenty for a voice
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

const made = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
};

export const watchVoice = (place, changed) => {
  const input = place.querySelector("input[type=file]");
  const silent = { take: () => {}, file: () => null };
  if (!window.MediaRecorder || !navigator.mediaDevices) return silent;
  place.hidden = false;
  input.hidden = true;

  const button = made("button", "btn speak", "按这里，说给我们听");
  button.type = "button";
  const said = made("p", "hint", place.dataset.hint || "写字不方便的，录一段音也行，最长 3 分钟。");
  said.setAttribute("role", "status");
  const player = document.createElement("audio");
  player.controls = true;
  player.setAttribute("aria-label", "刚才的录音");
  const away = made("button", "btn", "删掉，重新录");
  away.type = "button";
  place.append(said, button, player, away);
  let recorder = null, ticking = null, recording = null;

  const take = (file) => {
    recording = file;
    put(input, file ? [file] : []);
    if (player.src) URL.revokeObjectURL(player.src);
    if (file) player.src = URL.createObjectURL(file);
    else player.removeAttribute("src");
    player.hidden = away.hidden = !file;
    button.hidden = Boolean(file);
  };

  const begin = async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      said.textContent = "没有得到话筒的许可。请在浏览器里允许使用话筒，或者直接写字。";
      return;
    }
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: SOFTLY });
    const parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      const type = recorder.mimeType.split(";")[0];
      const ending = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" }[type] || "webm";
      recorder = null;
      button.textContent = "按这里，说给我们听";
      button.classList.remove("is-recording");
      said.textContent = "录好了，可以先听一遍。";
      take(new File(parts, `录音.${ending}`, { type }));
      changed();
      player.focus();
    };
    recorder.start();
    let seconds = 0;
    button.classList.add("is-recording");
    button.textContent = "说完了，停";
    said.textContent = "正在录音，请说……";
    ticking = setInterval(() => {
      seconds += 1;
      button.textContent = `说完了，停（${clock(seconds)}）`;
      if (seconds >= LONGEST && recorder) recorder.stop();
    }, 1000);
  };

  button.addEventListener("click", () => {
    if (recorder) recorder.stop();
    else begin();
  });
  away.addEventListener("click", () => {
    take(null);
    said.textContent = "删掉了，可以重新录。";
    changed();
    button.focus();
  });
  take(null);
  return { take, file: () => recording };
};
