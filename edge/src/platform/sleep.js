// Timers that need not be cleared.
//
// Nearly every one is let go of before its time: a database has answered. workerd drops what is left of them with the request,
// for next to nothing, whereas `clearTimeout` is a call that puts its whole queue in order again.

/** Calls `ring` once, after some milliseconds, unless it is let go of before. */
export function alarm(ring, millis) {
  const held = { ring };
  setTimeout(() => held.ring?.(), millis);
  return held;
}

/** From here on it calls nothing. */
export function letGo(held) {
  held.ring = undefined;
}
