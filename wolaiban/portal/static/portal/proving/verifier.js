// Check a proof (凭证) in the browser, without asking any server: the same as wolaiban/ledger/verifier.py.
// Proofs.check(bytes, key) gives what is proven, or throws Proofs.Refused with the reason.
"use strict";
/* global sm3 */
/* exported Proofs */

const Proofs = (() => {
  class Refused extends Error {}

  const FORMAT = "wolaiban-proof/1";
  const SHAPE = { checkpoint: "string", events: "list", format: "string", index: "number", number: "string", path: "list", words: "list" };
  const WORDS = { body: "string", salt: "string", seq: "number", words: "string" };
  const encoder = new TextEncoder();

  async function check(proof, key) {
    if (!globalThis.crypto || !crypto.subtle) throw new Refused("这个浏览器不能核对：请用 https 地址打开本页，或把本页存到电脑上再打开");
    try {
      return await checked(proof, key);
    } catch (why) {
      throw why instanceof Refused ? why : new Refused("写法不对，或文件不完整");
    }
  }

  async function checked(proof, key) {
    const told = read(proof);
    const { origin, size, root, said } = await opened(told.checkpoint, key);
    const hashes = await chain(told.number, told.events);
    const head = hashes[hashes.length - 1];
    const leaf = await sha256([0], joined(text("wolaiban/head/1"), text(told.number), eight(hashes.length), head));
    if (hex(await climbed(leaf, told.index, size, told.path)) !== hex(root)) throw new Refused("这件事项不在这个检查点里");
    const words = [];
    for (const one of told.words) words.push(await heard(told.events, one));
    return { origin, checkpoint: said.checkpoint, time: said.time, cases: size, number: told.number, events: hashes.length, head: hex(head), words };
  }

  // The one way to write what it says, and the shape it has to have.
  function read(proof) {
    const told = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(proof));
    const again = text(JSON.stringify(told, sorted) + "\n");
    if (!same(again, proof) || !shaped(told, SHAPE) || told.format !== FORMAT) throw new Refused("不是规范写法：文件被改动过");
    return told;
  }

  function sorted(_, value) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.keys(value).sort().map((name) => [name, value[name]]));
  }

  function shaped(value, due) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
    const names = Object.keys(value);
    const kind = (one) => (Array.isArray(one) ? "list" : typeof one);
    return names.length === Object.keys(due).length && names.every((name) => kind(value[name]) === due[name]);
  }

  // Who signed which root over how many cases, and what else they said.
  async function opened(note, key) {
    const [name, id, ...rest] = key.trim().split("+");
    const kindAndPublic = unbase64(rest.join("+"));
    const keyId = (await sha256(text(name + "\n"), kindAndPublic)).slice(0, 4);
    if (kindAndPublic[0] !== 1 || kindAndPublic.length !== 33 || id !== hex(keyId)) throw new Refused("公钥写得不对");
    const at = note.indexOf("\n\n");
    const signed = note.slice(0, at + 1), line = note.slice(at + 2);
    const signature = unbase64(line.slice(line.lastIndexOf(" ") + 1, -1)).slice(4);
    if (at < 0 || line !== `— ${name} ${base64([...keyId, ...signature])}\n`) throw new Refused("检查点不是由这把密钥签的");
    let ours;
    try {
      ours = await crypto.subtle.importKey("raw", kindAndPublic.slice(1), { name: "Ed25519" }, false, ["verify"]);
    } catch {
      throw new Refused("这个浏览器太旧，不会核对 Ed25519 签名：请换新版浏览器，或用核对程序");
    }
    if (!(await crypto.subtle.verify({ name: "Ed25519" }, ours, signature, text(signed)))) {
      throw new Refused("检查点的签名不对：被改动过，或不是由这把密钥签的");
    }
    const [origin, size, root, ...more] = signed.split("\n").slice(0, -1);
    if (origin !== name) throw new Refused("检查点是别处的");
    const said = Object.fromEntries(more.map((one) => [one.split(" ", 1)[0], one.slice(one.indexOf(" ") + 1)]));
    return { origin, size: Number(size), root: unbase64(root), said };
  }

  // The hash of each event, over the hash of the one before and the digest of its text.
  async function chain(number, events) {
    const hashes = [];
    for (const event of events) {
      if (!Array.isArray(event) || event.length !== 2) throw new Refused("记录的写法不认识");
      const [alg, digest] = event;
      const prev = hashes.length ? hashes[hashes.length - 1] : new Uint8Array();
      const parts = [text("wolaiban/event/2"), text(alg), text(number), eight(hashes.length + 1), prev, unhex(digest)];
      hashes.push(await digestBy(alg, joined(...parts)));
    }
    if (!hashes.length) throw new Refused("一条记录也没有");
    return hashes;
  }

  // The root above a leaf (RFC 9162, 2.1.3.2).
  async function climbed(node, index, size, path) {
    if (!Number.isSafeInteger(index) || !(index >= 0 && index < size)) throw new Refused("位置超出检查点的范围");
    const half = (number) => Math.floor(number / 2);
    let last = size - 1;
    for (const beside of path) {
      if (last === 0) throw new Refused("路径太长");
      if (index % 2 || index === last) {
        node = await sha256([1], unhex(beside), node);
        while (index % 2 === 0 && index) [index, last] = [half(index), half(last)];
      } else {
        node = await sha256([1], node, unhex(beside));
      }
      [index, last] = [half(index), half(last)];
    }
    if (last) throw new Refused("路径太短");
    return node;
  }

  // Words that are what the text of one of the events commits to.
  async function heard(events, one) {
    if (!shaped(one, WORDS)) throw new Refused("原话的写法不认识");
    if (!Number.isSafeInteger(one.seq) || one.seq < 1 || one.seq > events.length) throw new Refused("原话不属于任何一条记录");
    const [alg, digest] = events[one.seq - 1];
    if (hex(await digestBy(alg, text(one.body))) !== digest) throw new Refused(`第 ${one.seq} 条的正文与记录不符`);
    const told = JSON.parse(one.body);
    const key = await crypto.subtle.importKey("raw", unhex(one.salt), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const committed = hex(await crypto.subtle.sign("HMAC", key, joined(text("wolaiban/statement/1"), text(one.words))));
    const answers = Object.values(told.answers);
    if (!answers.some((answer) => answer && answer.commitment === committed)) throw new Refused(`第 ${one.seq} 条说的不是这些话`);
    return { seq: one.seq, step: told.step, at: told.at, words: one.words };
  }

  const text = (string) => encoder.encode(string);
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
  const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
  const concat = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const joined = (...parts) => concat(...parts.flatMap((part) => [eight(part.length), part]));
  const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...parts)));

  function digestBy(alg, bytes) {
    if (!Object.hasOwn(HASHES, alg)) throw new Refused("记录的写法不认识");
    return HASHES[alg](bytes);
  }

  function eight(number) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
    return bytes;
  }

  // Lower case and nothing between, since every byte counts.
  function unhex(string) {
    if (typeof string !== "string" || !/^([0-9a-f]{2})*$/.test(string)) throw new Refused("校验值写得不对");
    return Uint8Array.from(string.match(/../g) || [], (pair) => parseInt(pair, 16));
  }

  function unbase64(string) {
    const bytes = Uint8Array.from(atob(string), (letter) => letter.charCodeAt(0));
    if (base64(bytes) !== string) throw new Refused("不是规范写法：文件被改动过");
    return bytes;
  }

  const HASHES = { "sha256+ed25519": sha256, "sm3+ed25519": sm3 };
  return { check, Refused };
})();
