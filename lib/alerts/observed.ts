import type { Location } from "@/lib/auth/location";
import type { Instant } from "@/lib/schedule/types";
import type { Facts, RuleName } from "./schema";

/** An entry of the log, as the rules see it. */
export type Observed = {
  readonly number: number;
  readonly at: Instant;
  readonly action: string;
  /** The member or key that acted. */
  readonly actor: string;
  /** Whose deed it is: the member's whose key acted, else who acted. */
  readonly holder: string;
  /** What it was done to: a member, a door, a report. */
  readonly subject: string;
  readonly body: unknown;
  /** The block of addresses it came from; null where nobody knows. */
  readonly block: string | null;
  readonly location: Location | null;
};

/** What a rule found: at most the last of each subject among the new entries. */
export type Finding = {
  readonly rule: RuleName;
  /** Whom it is about, readably. */
  readonly subject: string;
  /** When the last entry was made that it is about. */
  readonly at: Instant;
  readonly facts: Facts;
};

/** The new entries, those behind number `through`, each with all of `seen` that lies less than `ms` before it, itself last. */
export function* windows(
  seen: readonly Observed[],
  through: number,
  ms: number,
): Generator<readonly Observed[]> {
  let first = 0;
  for (const [last, { number, at }] of seen.entries()) {
    while ((seen[first]?.at ?? at) <= at - ms) first += 1;
    if (number > through) yield seen.slice(first, last + 1);
  }
}

/** The entries by a key, in their order. */
export function grouped(
  seen: readonly Observed[],
  keyOf: (one: Observed) => string,
): ReadonlyMap<string, readonly Observed[]> {
  const groups = new Map<string, Observed[]>();
  for (const one of seen) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

const MOST_NAMED = 20;

/** A finding about these entries, of which there is at least one. */
export function findingOf(
  rule: RuleName,
  subject: string,
  entries: readonly Observed[],
  facts: Pick<Facts, "count"> & Partial<Facts>,
): Finding[] {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return [];
  const { members = [], entered = [], what = "", count } = facts;
  return [
    {
      rule,
      subject,
      at: last.at,
      facts: {
        count,
        what,
        members: members.slice(0, MOST_NAMED),
        entered: entered.slice(0, MOST_NAMED),
        since: first.at,
        until: last.at,
        entries: entries.slice(-MOST_NAMED).map(({ number }) => number),
      },
    },
  ];
}
