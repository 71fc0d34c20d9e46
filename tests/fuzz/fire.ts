import type pg from "pg";
import type { Target } from "@/tests/doors/ask";
import { fingerprint, OWN_WORK } from "@/tests/doors/fingerprint";
import type { Found } from "@/tests/doors/inventory";
import type { Answer, Sent } from "@/tests/doors/send";
import { type Ground, othersOf, ready } from "./ground";
import type { Shot } from "./hostile";
import { type Round, settle, type Tables } from "./settle";
import { shoot } from "./shoot";
import { faults, type Outcome, outcomeOf } from "./verdict";
import type { Way } from "./way";

/** Of these only which rows there are is compared, but for messages that jobs of the server put there, at any time. */
const JOBS: Readonly<Record<string, string>> = {
  Outbox: `WHERE kind NOT IN ('support', 'log-head')`,
  Plan: "",
};

export type Gun = {
  readonly way: Way;
  readonly owner: pg.Client;
  readonly ground: Ground;
  /** Words that are in no answer. */
  readonly secrets: readonly string[];
  readonly width: number;
};

export type Tally = {
  /** All that were made, those again of what was refused among them. */
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

async function look(owner: pg.Client): Promise<Tables> {
  const ids = Object.entries(JOBS).map(
    ([name, which]) => `SELECT '${name}' AS name, id::text AS id FROM "${name}" ${which}`,
  );
  const { rows: held } = await owner.query(`${ids.join(" UNION ALL ")} ORDER BY 1, 2`);
  return { ...(await fingerprint(owner, OWN_WORK)), jobs: JSON.stringify(held) };
}

async function inTurn<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>) {
  const left = [...items];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

type Aimed = { readonly sent: Sent; readonly shot: Shot };

/** A shot in a line, long texts by their beginning and length. */
const shown = (shot: Shot): string =>
  JSON.stringify(shot, (_, value: unknown) =>
    typeof value === "string" && value.length > 50
      ? `${value.slice(0, 40)}… (${value.length})`
      : value,
  );

/**
 * Whether a call is likely to be done, or does not say whether it was: nobody could be blamed for what changed beside it,
 * and what a refused call writes once it does not write again.
 */
const mayBeDone = ({ sent: { action, form }, shot: { changes, args } }: Aimed): boolean =>
  action !== null && ((changes.length === 0 && args === null) || form.name === "form");

/** What a call wrote into what all objects have, which is then taken away again. */
function pollution(): string[] {
  const found = Object.keys(Object.prototype);
  for (const name of found) Reflect.deleteProperty(Object.prototype, name);
  return found.map((name) => `every object has ${name}`);
}

/** What came of a call; null where there was no answer, which is a finding. */
async function fireOne(
  { way, secrets }: Gun,
  { id, ...found }: Found,
  { sent, shot }: Aimed,
  tally: Tally,
): Promise<Outcome | null> {
  const title = `${id} by ${shown(shot)}`;
  let answer: Answer;
  try {
    answer = await way.ask(found, sent);
  } catch (error) {
    tally.findings.push(`${title}: no answer: ${String(error)}`);
    return null;
  }
  const outcome = outcomeOf(sent, answer);
  tally.calls += 1;
  tally.slowest = Math.max(tally.slowest, answer.milliseconds);
  tally.outcomes.set(outcome, (tally.outcomes.get(outcome) ?? 0) + 1);
  const wrong = faults(way.origin, sent, answer, secrets);
  wrong.push(...pollution());
  tally.findings.push(...wrong.map((what) => `${title}: ${what}`));
  return outcome;
}

/** Fires a batch at one target and writes into the tally what came of it. */
export async function fireBatch(
  gun: Gun,
  target: Target,
  shots: readonly Shot[],
  tally: Tally,
): Promise<void> {
  const { way, ground, owner } = gun;
  const { id } = target.found;
  const { caller, target: live, ...valid } = await ready(way, ground, target);
  const by = { slug: ground.world.slug, cookie: caller.cookie, others: othersOf(ground, caller) };

  const fire = async (round: readonly Aimed[]): Promise<Round<Aimed>> => {
    const refused: Aimed[] = [];
    let letIn = 0;
    await inTurn(round, gun.width, async (one) => {
      const outcome = await fireOne(gun, target.found, one, tally);
      if (outcome === "refused") refused.push(one);
      else letIn += 1;
    });
    return { refused, letIn };
  };
  const aimed = shots.map((shot) => ({ shot, sent: shoot(live, shot, by, valid) }));
  const blamed = aimed.filter((one) => !mayBeDone(one));
  const { seen, unseen, changed } = await settle(blamed, fire, () => look(owner), way.rest);
  tally.unseen += unseen;
  if (changed.length === 0) tally.seen += seen;
  else tally.findings.push(`${id}: a refused call changed ${changed.join(", ")}`);
  const apart = await fire(aimed.filter(mayBeDone));
  tally.unseen += apart.refused.length;
  if (apart.letIn > 0) await way.rest();
}
