const BASE = 40;

/** A share of the whole as the three digits that place.css has classes for. */
function digits(letter: "x" | "w", share: number): string {
  const n = Math.round(Math.min(1, Math.max(0, share)) * BASE ** 3);
  const [first, rest] = [Math.floor(n / BASE ** 2), n % BASE ** 2];
  return `${letter}1-${first} ${letter}2-${Math.floor(rest / BASE)} ${letter}3-${rest % BASE}`;
}

/** Classes by which something that is placed absolutely begins at a share (0 to 1) of what is around it. */
export const leftAt = (share: number): string => `left-at ${digits("x", share)}`;

/** Classes by which something has a share (0 to 1) of the width of what is around it. */
export const wide = (share: number): string => `wide ${digits("w", share)}`;

/** How many rows a lane can have; what lies deeper shares the last. */
const MOST_ROWS = 50;

/** The class of a lane of so many rows. */
export const rowCountClass = (rows: number): string => `row-count-${Math.min(MOST_ROWS, rows)}`;

/** The class of what lies on that row of a lane, from 0. */
export const rowAtClass = (row: number): string => `row-at-${Math.min(MOST_ROWS - 1, row)}`;

/** The class of a track that is at least so many pixels wide, from 620 to 2400, to the next twenty. */
export const leastWidthClass = (pixels: number): string =>
  `least-twenties-${Math.ceil(pixels / 20)}`;
