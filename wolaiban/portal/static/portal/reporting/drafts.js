// What was written and not yet sent, on this phone alone.
// A record is {key, state, at, fields, village, number, why, tries, next}. Its photos and voice lie beside it as bytes:
// WebKit loses Blobs that are kept in IndexedDB. Once received, only the key and the number are left, for a week;
// what was not received is never forgotten unasked.

const NAME = "wolaiban-report";
const RECORDS = "reports";
const FILES = "files";
const RECEIPT_OFFERED = 7 * 24 * 3600 * 1000;

const opened = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open(NAME, 2);
  asked.onupgradeneeded = () => {
    const there = asked.result.objectStoreNames;
    for (const store of [RECORDS, FILES]) if (!there.contains(store)) asked.result.createObjectStore(store, { keyPath: "key" });
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

const within = async (mode, work) => {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction([RECORDS, FILES], mode);
      const asked = work(transaction.objectStore(RECORDS), transaction.objectStore(FILES));
      transaction.oncomplete = () => resolve(asked && asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
};

// ---- Files as bytes, written only when they have changed: a pause in typing does not write nine photos again

const asBytes = async (file) => ({ name: file.name, type: file.type, bytes: await file.arrayBuffer() });
const asFile = ({ name, type, bytes }) => new File([bytes], name, { type });
let written = { key: "", files: [] };

const packed = async (key, photos, voice) => {
  const files = [...photos, voice];
  if (written.key === key && written.files.length === files.length && files.every((file, i) => file === written.files[i])) return null;
  const bytes = { key, photos: [], voice: voice ? await asBytes(voice) : null };
  for (const photo of photos) bytes.photos.push(await asBytes(photo)); // before the transaction, which would not wait
  return { bytes, files };
};

// Without `photos` the files that lie there stay as they are.
export const keep = async ({ photos, voice, ...record }) => {
  const fresh = photos ? await packed(record.key, photos, voice || null) : null;
  await within("readwrite", (records, files) => {
    if (fresh) files.put(fresh.bytes);
    return records.put({ at: Date.now(), ...record });
  });
  if (fresh) written = { key: record.key, files: fresh.files };
};

// With its photos and voice as files again; one that an older version of this page left holds them itself.
export const find = async (key) => {
  const record = await within("readonly", (records) => records.get(key));
  if (!record || record.photos) return record;
  const kept = await within("readonly", (records, files) => files.get(key)) || { photos: [], voice: null };
  return { ...record, photos: kept.photos.map(asFile), voice: kept.voice && asFile(kept.voice) };
};

export const forget = (key) => within("readwrite", (records, files) => {
  files.delete(key);
  return records.delete(key);
});

export const markReceived = (key, number) => within("readwrite", (records, files) => {
  files.delete(key);
  return records.put({ key, state: "received", number, at: Date.now() });
});

export const all = async () => {
  const records = await within("readonly", (store) => store.getAll());
  const isOver = (record) => record.state === "received" && record.at < Date.now() - RECEIPT_OFFERED;
  for (const record of records.filter(isOver)) await forget(record.key);
  return records.filter((record) => !isOver(record)).sort((one, other) => other.at - one.at);
};

// 192 random bits: whoever does not hold this page cannot guess it, and so not ask for its receipt.
export const freshKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
};
