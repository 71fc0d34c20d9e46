import "server-only";
import { randomUUID } from "node:crypto";
import { findLiveKey, type LiveKey } from "@/lib/auth/key-store";
import { requestOrigin } from "@/lib/auth/origin";
import { isToken } from "@/lib/crypto/token";
import type { Actor } from "./actor";
import { tenantTx } from "./db";
import { toKeyGrants, within } from "./key-grants";
import { isLetIn } from "./network";
import { standingOf } from "./standing";
import { tokenIndex } from "./token-index";
import { useOf } from "./token-use";

/** What the key may at this moment: of a member's, no more than the member. */
async function standingOfKey({ grants, member }: LiveKey) {
  const own = toKeyGrants(grants);
  if (!member) return { grants: own };
  const held = await standingOf(member.userId, member.grants);
  return { grants: within(own, held.grants), waiting: within(own, held.waiting) };
}

/**
 * The actor that an API key is now; null for one that is mistyped, unknown, expired or revoked, whose member is
 * gone, or that comes from outside the organisation's networks. Notes its use.
 */
export async function findKeyActor(text: string): Promise<Actor | null> {
  const live = isToken("key", text) ? await findLiveKey(await tokenIndex("key", text)) : null;
  if (!live) return null;
  const { orgId, slug, organisation, zone, id, name, createdBy, member } = live;
  const actor: Actor = {
    orgId,
    slug,
    organisation,
    memberId: member?.memberId ?? id,
    userId: member?.userId ?? "",
    name: member?.name ?? name,
    zone,
    sessionHash: "",
    requestId: randomUUID(),
    origin: await requestOrigin(),
    key: { id, createdBy },
    ...(await standingOfKey(live)),
  };
  if (!(await isLetIn(actor, live.networks))) return null;
  const use = useOf("ApiKey", actor, live);
  if (use) await tenantTx(orgId, (db) => db.apiKey.updateMany(use));
  return actor;
}
