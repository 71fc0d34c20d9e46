import type { FactorKind, Proof } from "./schema";

const DAY = 86_400_000;

/** What an organisation asks of a member's second factor. Instants in ms; `since` null: nothing. */
export type FactorDemand = {
  readonly since: number | null;
  readonly kinds: readonly FactorKind[];
  readonly graceDays: number;
  readonly joinedAt: number;
  /** Whether lost factors were taken away: codes by mail stand in until another factor is set up. */
  readonly lost: boolean;
};

/**
 * How a member stands to what their organisation asks for. `soon`: they lack a factor and have until then.
 * `set-up`: they lack one and may do nothing else first. `prove`: they have one, and this session was opened by
 * something that does not count here. `sso`: the organisation asks for its own provider. `own`: another organisation's
 * provider opened this session, and its word counts there alone. `bypass`: an owner comes in without the provider. `out`:
 * the organisation signed its member out since this session began.
 */
export type Standing =
  | { readonly kind: "free" }
  | { readonly kind: "soon"; readonly until: number }
  | { readonly kind: "set-up" }
  | { readonly kind: "prove" }
  | { readonly kind: "sso" }
  | { readonly kind: "own" }
  | { readonly kind: "bypass" }
  | { readonly kind: "out" };

/** What an organisation asks of how members sign in. */
export type SsoDemand = {
  readonly required: boolean;
  /** Whether what they say counts as proven by a second factor. */
  readonly factors: boolean;
  /** Its own connections that are set up. */
  readonly connections: readonly string[];
};

/** Whether one of these kinds counts where this is asked for. */
export function suffices(
  demand: Pick<FactorDemand, "kinds">,
  kinds: readonly FactorKind[],
): boolean {
  return kinds.some((kind) => demand.kinds.includes(kind));
}

/** The kinds of which one has to be set up: what stands in for lost ones is not enough, unless it is all that counts. */
export function askedKinds({
  kinds,
  lost,
}: Pick<FactorDemand, "kinds" | "lost">): readonly FactorKind[] {
  const others = kinds.filter((kind) => kind !== "email");
  return lost && others.length > 0 ? others : kinds;
}

/** The account's kinds, and by what the session was proven last, against what is asked for at `now` in ms. */
export function decideStanding(
  demand: FactorDemand,
  held: { readonly factors: readonly FactorKind[]; readonly provenBy: Proof },
  now: number,
): Standing {
  if (demand.lost && !suffices({ kinds: askedKinds(demand) }, held.factors))
    return { kind: "set-up" };
  if (demand.since === null) return { kind: "free" };
  // Who joins later has as long as those who were there.
  const until = Math.max(demand.since, demand.joinedAt) + demand.graceDays * DAY;
  const { factors, provenBy } = held;
  if (!suffices(demand, factors)) return now < until ? { kind: "soon", until } : { kind: "set-up" };
  const counts = provenBy === "backup" || demand.kinds.some((kind) => kind === provenBy);
  return counts || now < until ? { kind: "free" } : { kind: "prove" };
}

/** Whether whoever stands so may come in. */
export function isOpen({ kind }: Standing): boolean {
  return kind === "free" || kind === "soon" || kind === "bypass";
}

type Entry = {
  readonly factor: FactorDemand;
  readonly sso: SsoDemand;
  readonly signedOut: boolean;
  readonly grants: readonly { readonly permission: string; readonly teamId: string | null }[];
};

type Held = {
  readonly factors: readonly FactorKind[];
  readonly provenBy: Proof;
  readonly own: boolean;
  readonly connections: readonly string[];
};

/** Whether an organisation's own connection signed the session in. */
const cameBy = ({ connections }: SsoDemand, held: Pick<Held, "connections">): boolean =>
  connections.some((id) => held.connections.includes(id));

/**
 * The organisations that a session may be shown by name. What a provider opened knows of those alone that it signed in to:
 * whoever runs it could else read where else its members are.
 */
export function namedTo<M extends { readonly sso: SsoDemand }>(
  held: Pick<Held, "own" | "connections"> & { readonly memberships: readonly M[] },
): readonly M[] {
  return held.memberships.filter(({ sso }) => held.own || cameBy(sso, held));
}

/**
 * Whether the account has a second factor and the session was proven by it: a provider's word is none, whatever the account
 * could have used, unless the organisation leaves second factors to it.
 */
export function provesFactor(sso: SsoDemand, held: Omit<Held, "own">): boolean {
  if (held.factors.length === 0) return false;
  return held.provenBy !== "sso" || (sso.factors && cameBy(sso, held));
}

/**
 * Whether the session's last proof is a second factor's, of an account that has one. `sso`: of the organisation that a
 * sensitive act is in, which may leave that to its provider; null where it is in none. What another organisation's provider
 * said is no proof there: whoever runs that one could act here in a session that both opened.
 */
export function isProven(
  held: Omit<Held, "own"> & { readonly provenFor: string | null },
  sso: SsoDemand | null,
): boolean {
  const { provenFor } = held;
  if (sso && provenFor !== null && !sso.connections.includes(provenFor)) return false;
  if (held.factors.length === 0 || held.provenBy !== "sso") return true;
  return sso !== null && provesFactor(sso, held);
}

/**
 * How a session stands to all that an organisation asks for. Its own provider opens it, and sees to second factors where
 * it was left to. Owners keep a way past it, by their own means and a second factor: a provider that fails must not lock
 * everybody out.
 */
export function decideEntry(
  { factor, sso, signedOut, grants }: Entry,
  held: Held,
  now: number,
): Standing {
  if (signedOut) return { kind: "out" };
  const came = cameBy(sso, held);
  if (came && sso.factors) return { kind: "free" };
  if (!came && !held.own) return { kind: "own" };
  const standing = decideStanding(factor, held, now);
  if (came || !sso.required) return standing;
  const owns = grants.some(
    ({ permission, teamId }) => permission === "organisation.own" && teamId === null,
  );
  const byFactor = held.provenBy !== "password" && held.provenBy !== "sso";
  if (!owns || !byFactor) return { kind: "sso" };
  return standing.kind === "set-up" || standing.kind === "prove" ? standing : { kind: "bypass" };
}
