import type pg from "pg";
import type { Target } from "@/tests/doors/ask";
import { fingerprint, OWN_WORK } from "@/tests/doors/fingerprint";
import { type Answer, type Sent, send } from "@/tests/doors/send";
import { type Ground, othersOf, ready } from "./ground";
import type { Shot } from "./hostile";
import { shoot } from "./shoot";
import { faults, type Outcome, outcomeOf } from "./verdict";

/** Of these only which rows there are is compared. */
const JOBS = ["Outbox", "Plan"];
/** What an accepted call does after its answer is done by then. */
const AFTERMATH = 400;
/** How often what was refused is fired again, to see it alone. */
const TRIES = 4;

export type Gun = {
  readonly origin: string;
  readonly owner: pg.Client;
  readonly ground: Ground;
  /** Words that are in no answer. */
  readonly secrets: readonly string[];
  readonly width: number;
};

export type Tally = {
  calls: number;
  readonly outcomes: Map<Outcome, number>;
  /** Refused calls of which it was seen that no row had changed. */
  seen: number;
  /** Refused calls of which that could not be seen: others were let in beside them every time. */
  unseen: number;
  slowest: number;
  readonly findings: string[];
};

export const newTally = (): Tally => ({
  calls: 0,
  outcomes: new Map(),
  seen: 0,
  unseen: 0,
  slowest: 0,
  findings: [],
});

async function rows(owner: pg.Client) {
  const ids = JOBS.map((name) => `SELECT '${name}' AS name, id::text AS id FROM "${name}"`);
  const { rows: held } = await owner.query(`${ids.join(" UNION ALL ")} ORDER BY 1, 2`);
  return { ...(await fingerprint(owner, OWN_WORK)), jobs: JSON.stringify(held) };
}

type Tables = Awaited<ReturnType<typeof rows>>;

const differing = (before: Tables, after: Tables): string[] =>
  Object.entries(after).flatMap(([name, hash]) =>
    Object.entries(before).some(([own, other]) => own === name && other === hash) ? [] : [name],
  );

async function inTurn<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>) {
  const left = [...items];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

type Fired = { readonly sent: Sent; readonly shot: Shot; readonly outcome: Outcome };

/** A shot in a line, long texts by their beginning and length. */
const shown = (shot: Shot): string =>
  JSON.stringify(shot, (_, value: unknown) =>
    typeof value === "string" && value.length > 50
      ? `${value.slice(0, 40)}… (${value.length})`
      : value,
  );

async function fireOne(gun: Gun, id: string, sent: Sent, shot: Shot, tally: Tally) {
  const title = `${id} by ${shown(shot)}`;
  let answer: Answer;
  try {
    answer = await send(gun.origin, sent);
  } catch (error) {
    tally.findings.push(`${title}: no answer: ${String(error)}`);
    return null;
  }
  const outcome = outcomeOf(sent, answer);
  tally.calls += 1;
  tally.slowest = Math.max(tally.slowest, answer.milliseconds);
  tally.outcomes.set(outcome, (tally.outcomes.get(outcome) ?? 0) + 1);
  const wrong = faults(gun.origin, sent, answer, gun.secrets);
  tally.findings.push(...wrong.map((what) => `${title}: ${what}`));
  return { sent, shot, outcome };
}

type Again = { readonly refused: readonly Fired[]; readonly tables: readonly string[] | null };

/**
 * Fires what was refused again, alone, and says which tables it changed; null where some of it was let in this time, and
 * what was refused once more.
 */
async function again(gun: Gun, id: string, before: readonly Fired[], tally: Tally): Promise<Again> {
  const held = await rows(gun.owner);
  const fired: Fired[] = [];
  await inTurn(before, gun.width, async ({ sent, shot }) => {
    const one = await fireOne(gun, id, sent, shot, tally);
    if (one) fired.push(one);
  });
  const refused = fired.filter(({ outcome }) => outcome === "refused");
  const isPure = refused.length === fired.length;
  return { refused, tables: isPure ? differing(held, await rows(gun.owner)) : null };
}

/** Fires a batch at one target and writes into the tally what came of it. */
export async function fireBatch(
  gun: Gun,
  target: Target,
  shots: readonly Shot[],
  tally: Tally,
): Promise<void> {
  const { origin, ground, owner } = gun;
  const { id } = target.found;
  const { caller, target: live, ...valid } = await ready(origin, ground, target);
  const by = { slug: ground.world.slug, cookie: caller.cookie, others: othersOf(ground, caller) };
  const before = await rows(owner);
  const fired: Fired[] = [];
  await inTurn(shots, gun.width, async (shot) => {
    const one = await fireOne(gun, id, shoot(live, shot, by, valid), shot, tally);
    if (one) fired.push(one);
  });
  let refused: readonly Fired[] = fired.filter(({ outcome }) => outcome === "refused");
  const isPure = refused.length === fired.length;
  let tables: readonly string[] | null = isPure ? differing(before, await rows(owner)) : null;
  // What was let in before may still have been at work: only who is alone is to blame.
  for (let tries = 0; (tables === null || tables.length > 0) && tries < TRIES; tries += 1) {
    if (refused.length === 0) return;
    await new Promise((done) => setTimeout(done, AFTERMATH));
    ({ refused, tables } = await again(gun, id, refused, tally));
  }
  if (tables === null) tally.unseen += refused.length;
  else if (tables.length === 0) tally.seen += refused.length;
  else tally.findings.push(`${id}: a refused call changed ${tables.join(", ")}`);
}
