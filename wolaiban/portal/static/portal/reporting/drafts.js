// What was written and not yet sent, on this phone alone: words, photos and voice in IndexedDB.
// A record is {key, state, at, fields, photos, voice, number}; once received, only the key and the number are left.

const NAME = "wolaiban-report";
const STORE = "reports";
const FORGOTTEN_AFTER = 7 * 24 * 3600 * 1000;

const opened = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

const within = async (mode, work) => {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked && asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
};

export const keep = (record) => within("readwrite", (store) => store.put({ ...record, at: Date.now() }));
export const find = (key) => within("readonly", (store) => store.get(key));
export const forget = (key) => within("readwrite", (store) => store.delete(key));

export const all = async () => {
  const records = await within("readonly", (store) => store.getAll());
  const old = records.filter((record) => record.at < Date.now() - FORGOTTEN_AFTER);
  for (const record of old) await forget(record.key);
  return records.filter((record) => !old.includes(record)).sort((one, other) => other.at - one.at);
};

// 192 random bits: whoever does not hold this page cannot guess it, and so not ask for its receipt.
export const freshKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
};
