// When to try again what did not go out: as soon as there is a network, after the time the server named, else less and less often.

const FIRST = 30_000;
const LONGEST = 3600_000;
const SOON = 2_000; // a phone says that it is online before anything can be reached

const pause = (tries, offline) => offline ? Math.min(FIRST, SOON * 2 ** tries) : Math.min(LONGEST, FIRST * 2 ** tries);

export const later = ({ tries = 0 }, { why, wait, offline = false }) => ({
  why,
  offline,
  tries: tries + 1,
  next: Date.now() + (wait ? wait * 1000 : pause(tries, offline)),
});

export const isDue = ({ next = 0, offline = true }, { pressed = false, online = false }) =>
  pressed || (online && offline) || Date.now() >= next;

// Delivers what waits and is due, and looks again when the next one is. What is asked for while the page is busy is not
// lost: the network may come back in the very moment in which something is put off.
export const trying = ({ isBusy, all, deliver }) => {
  let missed = null, waking;

  const wake = (records) => {
    clearTimeout(waking);
    const soonest = Math.min(...records.filter(({ state }) => state === "waiting").map(({ next = 0 }) => next));
    if (Number.isFinite(soonest)) waking = setTimeout(() => look().catch(() => {}), Math.max(0, soonest - Date.now()));
  };

  const look = async (asked = {}) => {
    if (isBusy()) {
      missed = { ...missed, ...asked };
      return;
    }
    for (const record of await all()) {
      if (record.state === "waiting" && isDue(record, asked)) await deliver(record);
    }
    wake(await all());
  };

  const lookAtLast = async () => {
    const asked = missed || {};
    missed = null;
    await look(asked);
  };

  return { look, lookAtLast };
};
