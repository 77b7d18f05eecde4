/* Looks for the number that solves a task (wolaiban/web/abuse/work.py). SHA-256 by hand: crypto.subtle is missing on
   plain http, and one call of it for each of a hundred thousand short messages is slower than this. */

const first = (count, root) => {
  const primes = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((p) => n % p)) primes.push(n);
  return primes.map((p) => ((p ** (1 / root)) % 1) * 2 ** 32 | 0);
};
const START = first(8, 2);
const K = Int32Array.from(first(64, 3));
const w = new Int32Array(64);

const turned = (x, n) => (x >>> n) | (x << (32 - n));

const digested = (state) => {
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15], y = w[i - 2];
    const s0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
    const s1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i];
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
};

const sha256 = (bytes) => {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length * 8);
  let state = START;
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + 4 * i);
    state = digested(state);
  }
  return state;
};

const zeroBits = (state) => {
  let bits = 0;
  for (const word of state) {
    bits += Math.clz32(word);
    if (word) break;
  }
  return bits;
};

const solve = (task) => {
  const text = new TextEncoder();
  const wanted = Number(task.split(".")[1]);
  const seed = new DataView(new ArrayBuffer(32));
  sha256(text.encode(task)).forEach((word, i) => seed.setInt32(4 * i, word));
  const message = new Uint8Array(48);
  message.set(new Uint8Array(seed.buffer));
  for (let n = 0; ; n += 1) {
    const digits = text.encode(String(n));
    message.set(digits, 32);
    if (zeroBits(sha256(message.subarray(0, 32 + digits.length))) >= wanted) return String(n);
  }
};

onmessage = ({ data }) => postMessage(solve(data));
