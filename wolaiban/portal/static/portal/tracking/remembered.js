// The receipts that the owner of this phone wanted kept on it: number and code, never the four digits that go with them.

const PLACE = "wolaiban-receipts";
const MOST = 20;

export const kept = () => {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE) || "[]");
    return Array.isArray(found) ? found.filter(({ number, code }) => number && code) : [];
  } catch {
    return [];
  }
};

const write = (receipts) => {
  try {
    localStorage.setItem(PLACE, JSON.stringify(receipts));
    return true;
  } catch {
    return false; // a browser that keeps nothing
  }
};

export const remembers = () => write(kept());

const without = (number) => kept().filter((one) => one.number !== number);

// A newer receipt of the same matter replaces the older one. → whether it is kept
export const remember = ({ number, code }) => write([{ number, code }, ...without(number)].slice(0, MOST));

export const forget = (number) => write(without(number));
