import { randomUUID } from "node:crypto";
import * as z from "zod";
import { seal } from "@/lib/crypto/box";
import type { Actor } from "@/lib/tenancy/actor";
import type { TenantDb } from "@/lib/tenancy/db";

const spans = z.array(z.object({ startsAt: z.number(), endsAt: z.number() }));

/** What waits to be told, as it lies in the outbox: ids and instants; an invitation's secret and a notice's words are sealed. */
export const messageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("invitation"), invitationId: z.uuid(), secret: z.string() }),
  z.object({ kind: z.literal("review-wanted"), draftId: z.uuid(), memberId: z.uuid() }),
  z.object({
    kind: z.literal("reviewed"),
    draftId: z.uuid(),
    memberId: z.uuid(),
    decision: z.string(),
  }),
  z.object({
    kind: z.literal("shifts-changed"),
    scheduleId: z.uuid(),
    revision: z.number(),
    personId: z.uuid(),
    emergency: z.boolean(),
    gained: spans,
    lost: spans,
  }),
  z.object({
    kind: z.literal("support"),
    what: z.enum(["granted", "looked"]),
    accessId: z.uuid(),
    memberId: z.uuid(),
  }),
  z.object({ kind: z.literal("sso-bypassed"), by: z.uuid(), memberId: z.uuid() }),
  z.object({ kind: z.literal("log-head"), number: z.int(), memberId: z.uuid() }),
  /** A mail to a member in another room's words; `secret` is a `noticeSchema` as JSON. */
  z.object({ kind: z.literal("notice"), memberId: z.uuid(), secret: z.string() }),
]);

/** The words of a notice. */
export const noticeSchema = z.object({
  subject: z.string(),
  paragraphs: z.array(z.string()),
  link: z.object({ text: z.string(), path: z.string() }),
});
export type Notice = z.output<typeof noticeSchema>;

export type Message = z.output<typeof messageSchema>;

/** Where a message's secret is sealed while it waits. */
export function secretPlace(orgId: string, row: string) {
  return { table: "Outbox", column: "secret", orgId, row };
}

type Scope = { readonly actor: Pick<Actor, "orgId">; readonly db: TenantDb };

/** Puts a message into the outbox, in the caller's transaction: it is sent if, and only if, that commits. */
export function enqueue(scope: Scope, message: Message): Promise<void> {
  return enqueueAll(scope, [message]);
}

/** The same for many, in one statement. */
export async function enqueueAll(
  { actor, db }: Scope,
  messages: readonly Message[],
): Promise<void> {
  if (messages.length === 0) return;
  const data = messages.map((message) => {
    const id = randomUUID();
    const payload =
      "secret" in message
        ? { ...message, secret: seal(message.secret, secretPlace(actor.orgId, id)) }
        : message;
    return { id, kind: message.kind, payload };
  });
  await db.outbox.createMany({ data });
}

/** Puts a mail with these words into the outbox for every owner, in the caller's transaction. */
export async function mailOwners({ actor, db }: Scope, notice: Notice): Promise<void> {
  const owners = await db.grant.findMany({
    where: { permission: "organisation.own", teamId: null, member: { removedAt: null } },
    select: { memberId: true },
  });
  for (const memberId of new Set(owners.map((owner) => owner.memberId)))
    await enqueue({ actor, db }, { kind: "notice", memberId, secret: JSON.stringify(notice) });
}
