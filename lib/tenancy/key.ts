import "server-only";
import { randomUUID } from "node:crypto";
import { decideStanding } from "@/lib/auth/demand";
import { findLiveKey, type LiveKey } from "@/lib/auth/key-store";
import { requestOrigin } from "@/lib/auth/origin";
import { isToken } from "@/lib/crypto/token";
import type { Actor } from "./actor";
import { type TenantDb, tenantTx } from "./db";
import { toKeyGrants, within } from "./key-grants";
import { record } from "./log";
import { isLetIn } from "./network";
import { standingOf } from "./standing";
import { tokenIndex } from "./token-index";
import { useOf } from "./token-use";
import { MOST_NETWORKS, networkIndex } from "./used-network";

/**
 * What the key may at this moment: of a member's, no more than the member, who may nothing while they lack a second factor
 * that the organisation asks for.
 */
function standingOfKey({ grants, member }: LiveKey) {
  const own = toKeyGrants(grants);
  if (!member) return { grants: own };
  const held = standingOf(member.grants, member.factors.length > 0);
  if (lacksFactor(member)) return { grants: [], waiting: within(own, all(held)) };
  return { grants: within(own, held.grants), waiting: within(own, held.waiting) };
}

const all = ({ grants, waiting }: ReturnType<typeof standingOf>) => [...grants, ...waiting];

/** By what a session was proven is no question to a key. */
function lacksFactor({ factor, factors, ssoFactors }: NonNullable<LiveKey["member"]>): boolean {
  if (ssoFactors) return false;
  const { kind } = decideStanding(factor, { factors, provenBy: "password" }, Date.now());
  return kind === "set-up";
}

/**
 * The actor that an API key is now; null for one that is mistyped, unknown, expired or revoked, whose member is
 * gone, or that comes from outside the organisation's networks. Notes its use.
 */
export async function findKeyActor(text: string): Promise<Actor | null> {
  if (!isToken("key", text)) return null;
  const origin = await requestOrigin();
  const keyHash = await tokenIndex("key", text);
  const network = await networkIndex(keyHash, origin);
  const live = await findLiveKey(keyHash, network ?? "");
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
    origin,
    key: { id, createdBy },
    ...standingOfKey(live),
  };
  if (!(await isLetIn(actor, live.networks))) return null;
  const use = useOf("ApiKey", actor, live);
  const isNew = network !== null && !live.isFromKnown;
  if (use || isNew)
    await tenantTx(orgId, async (db) => {
      if (use) await db.apiKey.updateMany(use);
      if (isNew) await noteNetwork(db, actor, id, network);
    });
  return actor;
}

/** Logs that a key is used from a network for the first time: of any number at once, one does. */
async function noteNetwork(
  db: TenantDb,
  actor: Actor,
  keyId: string,
  network: string,
): Promise<void> {
  const known = await db.keyNetwork.count({ where: { keyId } });
  if (known >= MOST_NETWORKS) return;
  const { count } = await db.keyNetwork.createMany({
    data: [{ keyId, network }],
    skipDuplicates: true,
  });
  if (count === 0) return;
  const body = { networks: known + 1 };
  await record(
    { actor, db },
    { action: "key.new-network", subject: { kind: "key", id: keyId }, body },
  );
}
