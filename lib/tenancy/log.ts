import { canonical } from "./canonical";
import type { Context } from "./context";

/** One entry of the change log. `body` holds ids and facts, never a person's details. */
export type Entry = {
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly scheduleId?: string;
  readonly body: unknown;
};

/**
 * Appends to the organisation's change log in the transaction of the act, so that neither happens without
 * the other. The database gives the entry its number, its time and its place in the chain.
 */
export async function record(context: Pick<Context, "actor" | "db">, entry: Entry): Promise<void> {
  await context.db.changeLogEntry.create({
    data: {
      actorId: context.actor.memberId,
      action: entry.action,
      subjectKind: entry.subject.kind,
      subjectId: entry.subject.id,
      scheduleId: entry.scheduleId ?? null,
      requestId: context.actor.requestId,
      body: canonical(entry.body),
    },
    select: { requestId: true },
  });
}
