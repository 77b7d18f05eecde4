// The page that checks a proof: a file, a public key, and what holds. Nothing is sent anywhere.
"use strict";
/* global Proofs */

(() => {
  const form = document.getElementById("proving");
  const outcome = document.getElementById("outcome");
  const CANNOT = ["这不是说凭证有问题：这个浏览器太旧，或本页没有装载完整。请刷新后再试，换新版浏览器，或用下面的独立核对程序。"];
  form.hidden = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = form.elements.file.files[0];
    if (!file) return show("note bad", "请先选择凭证文件", []);
    if (!(await isAble())) return show("note bad", "没能核对", CANNOT);
    try {
      const proven = await Proofs.check(new Uint8Array(await file.arrayBuffer()), form.elements.key.value);
      show("note", "成立", holds(proven));
    } catch (why) {
      if (!(why instanceof Proofs.Refused)) return show("note bad", "没能核对", CANNOT);
      show("note bad", "不成立", [why.message + "。", "凭证只要有一个字节和当初不同，就不成立。请用保存下来的原文件再试。"]);
    }
  });

  // A browser that cannot check says nothing about the proof. Ed25519 came to Chrome in 2025: many phones lack it.
  async function isAble() {
    try {
      await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
      return typeof Proofs === "object";
    } catch {
      return false;
    }
  }

  function holds(proven) {
    const time = new Date(proven.time).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai" });
    const lines = [
      `“${proven.origin}”在 ${time} 签名确认：事项 ${proven.number} 当时已有 ${proven.events} 条办理记录。`,
      "这些记录从那以后只要改过一个字、少了一条或者调换过，就和这份凭证对不上。",
    ];
    for (const said of proven.words) lines.push(`第 ${said.seq} 条记下的是您的原话：“${said.words}”`);
    lines.push(`第 ${proven.checkpoint} 号检查点，共 ${proven.cases} 件事项。最后一条记录的校验值：${proven.head}`);
    lines.push("凭证说明不了的：事情办得对不对，以及这以后又记了什么。");
    return lines;
  }

  function show(kind, title, lines) {
    outcome.className = kind;
    const heading = document.createElement("h2");
    heading.textContent = title;
    const paragraphs = lines.map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    });
    outcome.replaceChildren(heading, ...paragraphs);
    outcome.hidden = false;
    outcome.focus();
  }
})();
