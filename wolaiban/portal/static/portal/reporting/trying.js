// When to try again what did not go out: as soon as there is a network, after the time the server named, else less and less often.

const FIRST = 30_000;
const LONGEST = 3600_000;

export const later = ({ tries = 0 }, { why, wait, offline = false }) => ({
  why,
  offline,
  tries: tries + 1,
  next: Date.now() + (wait ? wait * 1000 : offline ? FIRST : Math.min(LONGEST, FIRST * 2 ** tries)),
});

export const isDue = ({ next = 0, offline = true }, { pressed = false, online = false }) =>
  pressed || (online && offline) || Date.now() >= next;
