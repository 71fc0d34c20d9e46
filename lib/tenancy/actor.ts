import type { Origin } from "@/lib/auth/origin";
import type { Instant } from "@/lib/schedule/types";
import type { Grant, Permission } from "./permissions";

/** Who acts, in which organisation, with what. Read from the database for this request; never kept. */
export type Actor = {
  readonly orgId: string;
  readonly slug: string;
  readonly organisation: string;
  readonly memberId: string;
  readonly userId: string;
  readonly name: string;
  readonly zone: string;
  readonly sessionHash: string;
  readonly requestId: string;
  readonly grants: readonly Grant[];
  /** What they hold and may not use before their account has a second factor, and this session was proven by it. */
  readonly waiting?: readonly Grant[];
  /** Their account has one: it is the proof that is missing. */
  readonly hasFactor?: boolean;
  /** From where; absent for what has no request, such as the command line. */
  readonly origin?: Origin;
  /** The member for whom somebody else acts: support, for the owner who let it look. */
  readonly onBehalfOf?: string;
  /** The operator acts at the command line, with what the member holds. */
  readonly byOperator?: true;
  /** Staff of the operator and no member: what lets them look, and until when. */
  readonly support?: {
    readonly accessId: string;
    readonly address: string;
    readonly until: Instant;
  };
  /** The API key that was sent instead of a session. `memberId` is whose it is; of an organisation's key, its own id. */
  readonly key?: ActingKey;
};

/** `createdBy` is the member who answers for it. */
export type ActingKey = { readonly id: string; readonly createdBy: string };

/** Whether the actor holds the permission for this team, by a grant for it or for the whole organisation. */
export function can(actor: Pick<Actor, "grants">, permission: Permission, teamId: string): boolean {
  return actor.grants.some(
    (grant) =>
      grant.permission === permission && (grant.teamId === null || grant.teamId === teamId),
  );
}

/** Whether the actor holds the permission for the whole organisation. */
export function canEverywhere(actor: Pick<Actor, "grants">, permission: Permission): boolean {
  return actor.grants.some((grant) => grant.permission === permission && grant.teamId === null);
}

/** Whether the actor holds the permission anywhere: the door's question, before the row is known. */
export function canSomewhere(actor: Actor, permission: Permission): boolean {
  return actor.grants.some((grant) => grant.permission === permission);
}

/** Whether the actor would hold the permission somewhere, had they proven a second factor. */
export function waitsForFactor(actor: Actor, permission: Permission): boolean {
  return (
    !canSomewhere(actor, permission) &&
    (actor.waiting ?? []).some((grant) => grant.permission === permission)
  );
}

/** A Prisma filter on `teamId` for what the permission reaches: nothing for the whole organisation. */
export function teamFilter(actor: Actor, permission: Permission): { teamId?: { in: string[] } } {
  if (canEverywhere(actor, permission)) return {};
  return { teamId: { in: teamsOf(actor, permission) } };
}

/** The teams named in the actor's grants of this permission. */
export function teamsOf(actor: Actor, permission: Permission): string[] {
  return actor.grants.flatMap((grant) =>
    grant.permission === permission && grant.teamId !== null ? [grant.teamId] : [],
  );
}
