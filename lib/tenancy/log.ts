import type { Actor } from "./actor";
import { canonical } from "./canonical";
import type { Context } from "./context";
import type { TenantDb } from "./db";
import { sealDetails } from "./person-key";

/** One entry of the change log. `body` holds ids and facts, never a person's details. */
export type Entry = {
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly scheduleId?: string;
  readonly body: object;
  /**
   * A person's details that belong to the act, before and after. They are kept as ciphertext under the key
   * of the member or person whose they are.
   */
  readonly details?: { readonly holderId: string; readonly value: object };
};

/** Who acts, as far as the log has to know. */
type LogActor = Pick<Actor, "orgId" | "memberId" | "requestId" | "origin" | "onBehalfOf" | "key">;
type Scope = { readonly actor: LogActor; readonly db: TenantDb };

/**
 * Appends to the organisation's change log in the transaction of the act, so that neither happens without
 * the other. The database gives the entry its number, its time and its place in the chain. From here on the
 * organisation's log is locked until the transaction ends: call it when the act's rows are written.
 */
export async function record({ actor, db }: Scope, entry: Entry): Promise<void> {
  const { orgId, memberId, origin } = actor;
  const sealed = origin ? await sealDetails(db, { orgId, holderId: memberId }, origin) : "";
  await append(db, entry, {
    ...whoActs(actor),
    requestId: actor.requestId,
    origin: sealed,
    body: await withDetails(db, orgId, entry),
  });
}

/** A key acts itself: on behalf of its member, if it has one. */
function whoActs({ memberId, key, onBehalfOf }: LogActor) {
  if (!key) return { actorId: memberId, onBehalfOf: onBehalfOf ?? null };
  return { actorId: key.id, onBehalfOf: memberId === key.id ? null : memberId };
}

/** Appends what no member did, but Standby itself, such as a daily job; `requestId` names its run. */
export async function recordOwn(db: TenantDb, requestId: string, entry: Entry): Promise<void> {
  await append(db, entry, {
    actorId: null,
    onBehalfOf: null,
    requestId,
    origin: "",
    body: entry.body,
  });
}

async function withDetails(db: TenantDb, orgId: string, entry: Entry): Promise<object> {
  if (!entry.details) return entry.body;
  const { holderId, value } = entry.details;
  const box = await sealDetails(db, { orgId, holderId }, value);
  return box ? { ...entry.body, details: { holder: holderId, box } } : entry.body;
}

type Written = {
  readonly actorId: string | null;
  readonly onBehalfOf: string | null;
  readonly requestId: string;
  readonly origin: string;
  readonly body: object;
};

async function append(
  db: Context["db"],
  { action, subject, scheduleId }: Entry,
  { body, ...written }: Written,
): Promise<void> {
  await db.changeLogEntry.create({
    data: {
      ...written,
      action,
      subjectKind: subject.kind,
      subjectId: subject.id,
      scheduleId: scheduleId ?? null,
      body: canonical(body),
    },
    select: { requestId: true },
  });
}
