// One for the process: the bundler may load this module more than once.
const heard = globalThis as typeof globalThis & { standbyClock?: number };

/** Keeps what the database's clock has just said, in ms since 1970. */
export function hearClock(now: number): void {
  heard.standbyClock = now - performance.now();
}

/**
 * The present by the database's clock, in whole ms since 1970, as it was last heard: servers whose clocks disagree answer
 * for the same instant, and one of ours that jumps changes nothing. By our own before the first connection.
 */
export function databaseNow(): number {
  return Math.floor(performance.now() + (heard.standbyClock ?? performance.timeOrigin));
}
