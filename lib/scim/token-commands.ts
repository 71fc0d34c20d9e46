import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { newToken } from "@/lib/crypto/token";
import { AppError } from "@/lib/errors";
import { HOUR } from "@/lib/schedule/calendar";
import type { Context } from "@/lib/tenancy/context";
import { stillGiven } from "@/lib/tenancy/group-grants";
import { lockAsOwner } from "@/lib/tenancy/lock";
import { record } from "@/lib/tenancy/log";
import { presetGrants } from "@/lib/tenancy/permissions";
import { tokenIndex } from "@/lib/tenancy/token-index";
import type { newTokenSchema, recycleTokenSchema, revokeTokenSchema } from "./settings-schema";

/** Two work beside each other while a provider changes over; more would be forgotten. */
const MOST = 4;
/** What every token gives at least. */
const LEAST = "Viewer";

/** A token's text is here, once, and nowhere in the database. */
export type NewScimToken = { readonly token: string };

const working = ({ now }: Context) => ({
  revokedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }],
});

async function insert(context: Context, preset: string) {
  const { actor, db, now } = context;
  const id = randomUUID();
  const { text, prefix } = newToken("scim");
  const tokenHash = await tokenIndex("scim", text);
  const made = { createdBy: actor.memberId, createdAt: new Date(now) };
  await db.scimToken.create({
    data: { id, prefix, tokenHash, preset, ...made },
    select: { id: true },
  });
  return { id, text, prefix };
}

/** Throws refused unless the actor may hand the preset out still: who answers for a token gives by it. */
async function requireHeld({ actor, db }: Context, preset: string): Promise<void> {
  const grants = presetGrants(preset, null);
  if ((await stillGiven(db, actor.memberId, grants)).length === grants.length) return;
  throw new AppError("refused", "You can only give permissions that you hold yourself.");
}

/** Makes a token for the organisation's provider. Throws conflict when there are too many. */
export async function createToken(
  context: Context,
  { preset }: z.output<typeof newTokenSchema>,
): Promise<NewScimToken> {
  await lockAsOwner(context);
  await requireHeld(context, preset);
  if ((await context.db.scimToken.count({ where: working(context) })) >= MOST)
    throw new AppError("conflict", `There are ${MOST} tokens already. Revoke one first.`);
  const { id, text, prefix } = await insert(context, preset);
  await record(context, {
    action: "scim.token-created",
    subject: { kind: "scim-token", id },
    body: { prefix, preset },
  });
  return { token: text };
}

/**
 * Makes a token into another, for which the actor answers from now on. The former works on for `overlap` hours. Of two at
 * once, one wins; throws stale for the other.
 */
export async function recycleToken(
  context: Context,
  { tokenId, overlap }: z.output<typeof recycleTokenSchema>,
): Promise<NewScimToken> {
  const { db, now } = context;
  await lockAsOwner(context);
  const where = { id: tokenId, replacedBy: null, ...working(context) };
  const former = await db.scimToken.findFirst({ where, select: { preset: true } });
  // Asked for one that is not there too: who may make none is not told which there are.
  await requireHeld(context, former?.preset ?? LEAST);
  if (!former) throw ended();
  const { id, text, prefix } = await insert(context, former.preset);
  const until = now + overlap * HOUR;
  await db.scimToken.updateMany({
    where,
    data: { replacedBy: id, expiresAt: new Date(until) },
  });
  await record(context, {
    action: "scim.token-recycled",
    subject: { kind: "scim-token", id: tokenId },
    body: { into: id, prefix, until },
  });
  return { token: text };
}

/** Ends a token at once. */
export async function revokeToken(
  context: Context,
  { tokenId }: z.output<typeof revokeTokenSchema>,
): Promise<void> {
  const { count } = await context.db.scimToken.updateMany({
    where: { id: tokenId, revokedAt: null },
    data: { revokedAt: new Date(context.now) },
  });
  if (count === 0) throw ended();
  await record(context, {
    action: "scim.token-revoked",
    subject: { kind: "scim-token", id: tokenId },
    body: {},
  });
}

const ended = () => new AppError("stale", "That token was revoked or recycled already.");
