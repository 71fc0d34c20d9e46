import type { Asking } from "./ask-built";

/** How many calls of each door, how many at a time, and the seed that repeats them; `only` doors with this in their name. */
export type Fuzz = {
  readonly calls: number;
  readonly width: number;
  readonly seed: number;
  readonly only: string;
};

/** Hostile calls to every door, and what every answer must say, for `askBuilt`. */
export const fuzzAsking = ({ calls, width, seed, only }: Fuzz): Asking => ({
  projects: ["fuzz"],
  complaints: "FUZZ_COMPLAINTS",
  both: { SECURITY_CONTACT: "mailto:security@standby.example" },
  tests: {
    FUZZ_CALLS: String(calls),
    FUZZ_WIDTH: String(width),
    FUZZ_SEED: String(seed),
    FUZZ_ONLY: only,
  },
});
