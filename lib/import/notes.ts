import type { Note } from "./types";

/** A part that means the same here. */
export const mapped = (what: string): Note => ({ level: "mapped", what });

/** A part that came over, but not exactly: `why` says how it differs. */
export const changed = (what: string, why: string): Note => ({ level: "changed", what, why });

/** A part that did not come over: `why` says for what reason. */
export const skipped = (what: string, why: string): Note => ({ level: "skipped", what, why });
