import { askBuilt } from "./ask-built";

/** How many calls of each door, how many at a time, and the seed that repeats them; `only` doors with this in their name. */
export type Fuzz = {
  readonly calls: number;
  readonly width: number;
  readonly seed: number;
  readonly only: string;
};

/** Hostile calls to every door. As `askBuilt`. */
export async function fuzzDoors({ calls, width, seed, only }: Fuzz): Promise<number> {
  return askBuilt({
    project: "fuzz",
    // One file after the other: each looks at all tables.
    args: ["--no-file-parallelism"],
    complaints: "FUZZ_COMPLAINTS",
    tests: {
      FUZZ_CALLS: String(calls),
      FUZZ_WIDTH: String(width),
      FUZZ_SEED: String(seed),
      FUZZ_ONLY: only,
    },
  });
}
