import type { Actor } from "./actor";
import { canonical } from "./canonical";
import type { Context } from "./context";
import type { TenantDb } from "./db";
import type { Action, Bodies, Details } from "./log-actions";
import type { HeldDetails } from "./log-details";
import { sealDetails } from "./person-key";

type Detail<T> = { readonly holderId: string; readonly value: T };

type EntryOf<A extends Action> = {
  readonly action: A;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly scheduleId?: string;
  /** Ids and facts, never a person's details. */
  readonly body: Bodies[A];
  /** Kept as ciphertext under the key of the member or person whose they are; of several, a list. */
  readonly details?: A extends keyof Details
    ? Detail<Details[A]> | readonly Detail<Details[A]>[]
    : never;
};

/** One entry of the change log: lib/tenancy/log-actions.ts says what each action states. */
export type Entry = { [A in Action]: EntryOf<A> }[Action];

/** Who acts, as far as the log has to know. */
type LogActor = Pick<
  Actor,
  "orgId" | "memberId" | "requestId" | "origin" | "onBehalfOf" | "key" | "byOperator"
>;
type Scope = { readonly actor: LogActor; readonly db: TenantDb };

/**
 * Appends entries to the organisation's change log, in their order, in the transaction of the act, so that neither happens
 * without the other. The database gives each its number, its time and its place in the chain. From here on the
 * organisation's log is locked until the transaction ends, and a member's sign-in waits for it, for a second at most: call
 * it once, when all of the act's rows are written.
 */
export async function record({ actor, db }: Scope, ...entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const { orgId, memberId, origin } = actor;
  const [sealed = ""] = origin
    ? await sealDetails(db, orgId, [{ holderId: memberId, value: origin }])
    : [];
  const who = { ...whoActs(actor), requestId: actor.requestId, origin: sealed };
  const rows: Row[] = [];
  for (const entry of entries)
    rows.push(toRow(entry, { ...who, body: await withDetails(db, orgId, entry) }));
  await append(db, rows);
}

/** A key acts itself, on behalf of its member, if it has one; so does Standby, where its operator does. */
function whoActs({ memberId, key, onBehalfOf, byOperator }: LogActor) {
  if (byOperator) return { actorId: null, onBehalfOf: memberId };
  if (!key) return { actorId: memberId, onBehalfOf: onBehalfOf ?? null };
  return { actorId: key.id, onBehalfOf: memberId === key.id ? null : memberId };
}

/** What Standby itself does is nobody's detail. */
export type OwnEntry = Entry & { readonly details?: never };

/** Appends what no member did, but Standby itself, such as a daily job; `requestId` names its run. */
export async function recordOwn(
  db: TenantDb,
  requestId: string,
  ...entries: readonly OwnEntry[]
): Promise<void> {
  const nobody = { actorId: null, onBehalfOf: null, requestId, origin: "" };
  await append(
    db,
    entries.map((entry) => toRow(entry, { ...nobody, body: entry.body })),
  );
}

async function withDetails(db: TenantDb, orgId: string, { body, details }: Entry): Promise<object> {
  if (!details) return body;
  const all = [details].flat();
  const boxes = await sealDetails(db, orgId, all);
  const held = all.flatMap(({ holderId }, i): HeldDetails[] => {
    const box = boxes[i];
    return box ? [{ holder: holderId, box }] : [];
  });
  if (held.length === 0) return body;
  return { ...body, details: held.length === 1 ? held[0] : held };
}

type Written = {
  readonly actorId: string | null;
  readonly onBehalfOf: string | null;
  readonly requestId: string;
  readonly origin: string;
  readonly body: object;
};

function toRow({ action, subject, scheduleId }: Entry, { body, ...written }: Written) {
  return {
    ...written,
    action,
    subjectKind: subject.kind,
    subjectId: subject.id,
    scheduleId: scheduleId ?? null,
    body: canonical(body),
  };
}
type Row = ReturnType<typeof toRow>;

/** One statement for all: the log is locked for as long as they take. */
async function append(db: Context["db"], data: Row[]): Promise<void> {
  if (data.length > 0) await db.changeLogEntry.createMany({ data });
}
