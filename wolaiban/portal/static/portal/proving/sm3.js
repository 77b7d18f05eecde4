// SM3 (GB/T 32905-2016), which browsers do not know: bytes in, 32 bytes out.
"use strict";
/* exported sm3 */

const sm3 = (() => {
  const BEGIN = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
  const turned = (word, by) => (word << by % 32) | (word >>> (32 - (by % 32)) % 32);
  const p0 = (word) => word ^ turned(word, 9) ^ turned(word, 17);
  const p1 = (word) => word ^ turned(word, 15) ^ turned(word, 23);

  function padded(bytes) {
    const whole = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
    whole.set(bytes);
    whole[bytes.length] = 0x80;
    new DataView(whole.buffer).setBigUint64(whole.length - 8, BigInt(bytes.length) * 8n);
    return new DataView(whole.buffer);
  }

  function expanded(view, from) {
    const words = [];
    for (let at = 0; at < 16; at++) words.push(view.getInt32(from + 4 * at));
    for (let at = 16; at < 68; at++) {
      const mixed = p1(words[at - 16] ^ words[at - 9] ^ turned(words[at - 3], 15));
      words.push(mixed ^ turned(words[at - 13], 7) ^ words[at - 6]);
    }
    return words;
  }

  function compressed(state, words) {
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 64; at++) {
      const late = at > 15;
      const first = turned((turned(a, 12) + e + turned(late ? 0x7a879d8a : 0x79cc4519, at)) | 0, 7);
      const one = ((late ? (a & b) | (a & c) | (b & c) : a ^ b ^ c) + d + (first ^ turned(a, 12)) + (words[at] ^ words[at + 4])) | 0;
      const two = ((late ? (e & f) | (~e & g) : e ^ f ^ g) + h + first + words[at]) | 0;
      [a, b, c, d, e, f, g, h] = [one, a, turned(b, 9), c, p0(two), e, turned(f, 19), g];
    }
    return [a, b, c, d, e, f, g, h].map((word, at) => word ^ state[at]);
  }

  return (bytes) => {
    const view = padded(bytes);
    let state = BEGIN;
    for (let from = 0; from < view.byteLength; from += 64) state = compressed(state, expanded(view, from));
    const digest = new DataView(new ArrayBuffer(32));
    state.forEach((word, at) => digest.setInt32(4 * at, word));
    return new Uint8Array(digest.buffer);
  };
})();
