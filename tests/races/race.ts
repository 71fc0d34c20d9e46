import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { AppError } from "@/lib/errors";
import { randomFrom } from "../support/random";
import { type Lane, openLane, type Servers, verdictOf } from "./lane";

/** How an act ended: `ok` and what it gave back, or the code and the words that its caller is shown. */
export type Ending = {
  readonly code: string;
  readonly message: string;
  readonly value: unknown;
};

type Contender = () => Promise<unknown>;

/** `S` is what one round is about, `A` what the database holds of it afterwards. */
type Spec<S, A> = {
  readonly name: string;
  /** Each of them must win some of the rounds: otherwise it was no race. */
  readonly winners: readonly string[];
  /** So many rounds are made ready, and looked at, at once: that costs more than the race. */
  readonly batch?: number;
  readonly stage: (lane: Lane, count: number) => Promise<readonly S[]>;
  /** Two, in the order of `winners`. */
  readonly contenders: (lane: Lane, staged: S) => readonly Contender[];
  readonly observe: (lane: Lane, staged: readonly S[]) => Promise<readonly A[]>;
  /** Throws when the round has not one winner or lost something; else who won. */
  readonly judge: (endings: readonly Ending[], after: A, staged: S, lane: Lane) => string;
};

type Batch = {
  readonly rounds: readonly (readonly Contender[])[];
  readonly judge: (endings: readonly (readonly Ending[])[]) => Promise<readonly string[]>;
};

export type Race = {
  readonly name: string;
  readonly winners: readonly string[];
  readonly batch: number;
  readonly open: (lane: Lane, count: number) => Promise<Batch>;
};

export function race<S, A>({ name, winners, batch = 50, ...spec }: Spec<S, A>): Race {
  return {
    name,
    winners,
    batch,
    open: async (lane, count) => {
      const staged = await spec.stage(lane, count);
      return {
        rounds: staged.map((one) => spec.contenders(lane, one)),
        judge: async (all) => {
          const seen = await spec.observe(lane, staged);
          return staged.map((one, index) => {
            const [endings = [], after] = [all[index], seen[index]];
            if (after === undefined) throw new Error(`${name}: a round left nothing to look at`);
            try {
              return spec.judge(endings, after, one, lane);
            } catch (cause) {
              throw new Error(JSON.stringify({ endings, after }), { cause });
            }
          });
        },
      };
    },
  };
}

/** On two cores: as many rounds at once as keep both, and PostgreSQL, busy. */
const LANES = 4;

/** An error that a caller can be told ends a contender; any other one is a bug and ends the race. */
async function endingOf(act: Promise<unknown>): Promise<Ending> {
  try {
    return { code: "ok", message: "", value: await act };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, message: error.message, value: undefined };
  }
}

type Run = {
  readonly endings: readonly Ending[];
  readonly overlapped: boolean;
  /** How long the shorter of the two took, in ms. */
  readonly took: number;
};

/** Starts the contenders so many ms from now. */
async function startAfter(
  waits: readonly number[],
  contenders: readonly Contender[],
): Promise<Run> {
  let [lastStart, firstEnd, took] = [0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const endings = await Promise.all(
    contenders.map(async (run, index) => {
      const wait = Math.round(waits[index] ?? 0);
      if (wait > 0) await pause(wait);
      const began = performance.now();
      lastStart = Math.max(lastStart, began);
      const ending = await endingOf(run());
      const ended = performance.now();
      firstEnd = Math.min(firstEnd, ended);
      took = Math.min(took, ended - began);
      return ending;
    }),
  );
  return { endings, overlapped: lastStart < firstEnd, took };
}

/**
 * When the two start: at random, and whoever has won more often so much later that the outcome stays open. Defects
 * are where it could go either way, and only while both are at it: after a round in which one had ended before the
 * other began, they start closer together.
 */
function startingGrid(random: () => number, winners: readonly string[]) {
  let [spread, lead] = [5, 0];
  return {
    waits: () => [Math.max(0, lead) + random() * spread, Math.max(0, -lead) + random() * spread],
    ran: ({ took, overlapped }: Run) => {
      spread = 0.9 * spread + 0.05 * took;
      if (!overlapped) lead *= 0.7;
    },
    won: (winner: string) => {
      const step = winner === winners[0] ? 0.05 : -0.05;
      lead = Math.max(-3 * spread, Math.min(3 * spread, lead + step * spread));
    },
  };
}

export type Raced = {
  readonly won: ReadonlyMap<string, number>;
  /** Rounds in which the contenders ran at the same time for some of the way. */
  readonly overlapped: number;
};

/**
 * Races so many rounds, in several organisations at once. Throws at the first round that does not hold, and at a log
 * that does not verify at the end.
 */
export async function runRace(
  { winners, batch, open }: Race,
  { servers, owner }: { readonly servers: Servers; readonly owner: pg.Pool },
  rounds: number,
  seed: number,
  told: (done: number) => void,
): Promise<Raced> {
  const won = new Map(winners.map((name) => [name, 0]));
  const grid = startingGrid(randomFrom(seed), winners);
  let [left, done, overlapped] = [rounds, 0, 0];
  const drive = async (): Promise<void> => {
    const lane = await openLane(servers, owner);
    while (left > 0) {
      const count = Math.min(batch, left);
      left -= count;
      const { rounds: staged, judge } = await open(lane, count);
      const endings: (readonly Ending[])[] = [];
      for (const contenders of staged) {
        const run = await startAfter(grid.waits(), contenders);
        grid.ran(run);
        if (run.overlapped) overlapped += 1;
        endings.push(run.endings);
      }
      for (const winner of await judge(endings)) {
        won.set(winner, (won.get(winner) ?? 0) + 1);
        grid.won(winner);
        done += 1;
        told(done);
      }
    }
    const verdict = await verdictOf(lane);
    if (!verdict.whole) throw new Error(`Entry ${verdict.number} of the log: ${verdict.why}`);
  };
  await Promise.all(Array.from({ length: LANES }, drive));
  return { won, overlapped };
}
