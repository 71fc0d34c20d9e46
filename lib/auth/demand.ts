import type { FactorKind, Proof } from "./schema";

const DAY = 86_400_000;

/** What an organisation asks of a member's second factor. Instants in ms; `since` null: nothing. */
export type FactorDemand = {
  readonly since: number | null;
  readonly kinds: readonly FactorKind[];
  readonly graceDays: number;
  readonly joinedAt: number;
};

/**
 * How a member stands to what their organisation asks for. `soon`: they lack a factor and have until then.
 * `set-up`: they lack one and may do nothing else first. `prove`: they have one, and this session was opened by
 * something that does not count here.
 */
export type Standing =
  | { readonly kind: "free" }
  | { readonly kind: "soon"; readonly until: number }
  | { readonly kind: "set-up" }
  | { readonly kind: "prove" };

/** Whether one of these kinds counts where this is asked for. */
export function suffices(
  demand: Pick<FactorDemand, "kinds">,
  kinds: readonly FactorKind[],
): boolean {
  return kinds.some((kind) => demand.kinds.includes(kind));
}

/** The account's kinds, and by what the session was proven last, against what is asked for at `now` in ms. */
export function decideStanding(
  demand: FactorDemand,
  held: { readonly factors: readonly FactorKind[]; readonly provenBy: Proof },
  now: number,
): Standing {
  if (demand.since === null) return { kind: "free" };
  // Who joins later has as long as those who were there.
  const until = Math.max(demand.since, demand.joinedAt) + demand.graceDays * DAY;
  const { factors, provenBy } = held;
  if (!suffices(demand, factors)) return now < until ? { kind: "soon", until } : { kind: "set-up" };
  const counts = provenBy === "backup" || demand.kinds.some((kind) => kind === provenBy);
  return counts || now < until ? { kind: "free" } : { kind: "prove" };
}
