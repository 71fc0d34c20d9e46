import type { Asking } from "./ask-built";
import { stageSettings } from "./doors";

/** How many calls of each door, how many at a time, and the seed that repeats them; `only` doors with one of these in their name. */
export type Fuzz = {
  readonly calls: number;
  readonly width: number;
  readonly seed: number;
  readonly only: string;
};

/** Hostile calls to every door, and what every answer must say, for `askBuilt`. */
export async function fuzzAsking({ calls, width, seed, only }: Fuzz): Promise<Asking> {
  return {
    project: "fuzz",
    complaints: "FUZZ_COMPLAINTS",
    both: { ...(await stageSettings()), SECURITY_CONTACT: "mailto:security@standby.example" },
    tests: {
      FUZZ_CALLS: String(calls),
      FUZZ_WIDTH: String(width),
      FUZZ_SEED: String(seed),
      FUZZ_ONLY: only,
    },
  };
}
