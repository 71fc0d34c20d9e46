import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { newToken } from "@/lib/crypto/token";
import { AppError } from "@/lib/errors";
import { DAY, HOUR } from "@/lib/schedule/calendar";
import type { Context } from "@/lib/tenancy/context";
import { mayHandOut } from "@/lib/tenancy/hand-out";
import { toKeyGrants, within } from "@/lib/tenancy/key-grants";
import { lockedGrants } from "@/lib/tenancy/lock";
import { record } from "@/lib/tenancy/log";
import type { Grant } from "@/lib/tenancy/permissions";
import { tokenIndex } from "@/lib/tenancy/token-index";
import type { newKeySchema, recycleKeySchema, revokeKeySchema } from "./key-schema";

/** Whose keys are meant: the actor's own, or the organisation's. */
export type KeysOf = "own" | "organisation";

/** A key's text is here, once, and nowhere in the database. */
export type NewKey = { readonly name: string; readonly key: string };

const MOST: Readonly<Record<KeysOf, number>> = { own: 20, organisation: 100 };

const holderOf = ({ actor }: Context, of: KeysOf) => ({
  memberId: of === "own" ? actor.memberId : null,
});

const working = ({ now }: Context) => ({
  revokedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }],
});

/**
 * Throws refused unless the actor holds all of these still. Takes the organisation's lock: a key outlives the
 * moment, so a permission that is being taken away at this moment must not slip into it.
 */
async function requireHeld(context: Context, grants: readonly Grant[]): Promise<void> {
  const held = await lockedGrants(context);
  if (mayHandOut({ grants: within(context.actor.grants, held) }, grants)) return;
  throw new AppError("refused", "A key can only hold permissions that you hold yourself.");
}

/** Inserts a key with a new text. */
async function insert(
  context: Context,
  of: KeysOf,
  facts: {
    readonly name: string;
    readonly grants: readonly Grant[];
    readonly expiresAt: Date | null;
  },
) {
  const id = randomUUID();
  const { text, prefix } = newToken("key");
  await context.db.apiKey.create({
    data: {
      id,
      ...holderOf(context, of),
      createdBy: context.actor.memberId,
      createdAt: new Date(context.now),
      prefix,
      keyHash: await tokenIndex("key", text),
      ...facts,
      grants: facts.grants.map(({ permission, teamId }) => ({ permission, teamId })),
    },
  });
  return { id, text, prefix };
}

/** Makes a key. Throws refused for a permission that the actor lacks, conflict when there are too many. */
export async function createKey(
  context: Context,
  of: KeysOf,
  { name, days, grants }: z.output<typeof newKeySchema>,
): Promise<NewKey> {
  await requireHeld(context, grants);
  const teams = [...new Set(grants.flatMap(({ teamId }) => teamId ?? []))];
  if ((await context.db.team.count({ where: { id: { in: teams } } })) < teams.length)
    throw new AppError(
      "invalid",
      "One of those teams is not here any more. Look at the page again.",
    );
  const where = { ...holderOf(context, of), ...working(context) };
  if ((await context.db.apiKey.count({ where })) >= MOST[of])
    throw new AppError("conflict", `There are ${MOST[of]} keys already. Revoke one first.`);
  const expiresAt = days === null ? null : new Date(context.now + days * DAY);
  const { id, text, prefix } = await insert(context, of, { name, grants, expiresAt });
  await record(context, {
    action: "key.created",
    subject: { kind: "key", id },
    body: { of, prefix, grants, expiresAt: expiresAt?.getTime() ?? null },
  });
  return { name, key: text };
}

/**
 * Makes a key into another of the same name and permissions, for as long as the first was made for. The former works on
 * for `overlap` hours, in which programs change over. Of two at once, one wins; throws stale for the other.
 */
export async function recycleKey(
  context: Context,
  of: KeysOf,
  { keyId, overlap }: z.output<typeof recycleKeySchema>,
): Promise<NewKey> {
  const { db, now } = context;
  const where = { id: keyId, replacedBy: null, ...holderOf(context, of), ...working(context) };
  const former = await db.apiKey.findFirst({
    where,
    select: { name: true, grants: true, createdAt: true, expiresAt: true },
  });
  if (!former) throw gone();
  const grants = toKeyGrants(former.grants);
  // Who recycles an organisation's key learns a key: they must not gain by it.
  if (of === "organisation") await requireHeld(context, grants);
  const { name, createdAt } = former;
  const end = former.expiresAt?.getTime();
  const expiresAt = end === undefined ? null : new Date(now + end - createdAt.getTime());
  const until = Math.min(now + overlap * HOUR, end ?? Number.POSITIVE_INFINITY);
  const { id, text, prefix } = await insert(context, of, { name, grants, expiresAt });
  const { count } = await db.apiKey.updateMany({
    where,
    data: { replacedBy: id, expiresAt: new Date(until) },
  });
  if (count === 0) throw gone();
  await record(context, {
    action: "key.recycled",
    subject: { kind: "key", id: keyId },
    body: { of, into: id, prefix, grants, until },
  });
  return { name, key: text };
}

/** Ends a key at once. Who manages the organisation's keys may end a member's too. */
export async function revokeKey(
  context: Context,
  of: KeysOf,
  { keyId }: z.output<typeof revokeKeySchema>,
): Promise<void> {
  const { count } = await context.db.apiKey.updateMany({
    where: { id: keyId, revokedAt: null, ...(of === "own" && holderOf(context, of)) },
    data: { revokedAt: new Date(context.now) },
  });
  if (count === 0) throw gone();
  await record(context, {
    action: "key.revoked",
    subject: { kind: "key", id: keyId },
    body: { of },
  });
}

const gone = () => new AppError("stale", "That key was revoked or recycled already.");
