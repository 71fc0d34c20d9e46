import "server-only";
import { randomUUID } from "node:crypto";
import { requestOrigin } from "@/lib/auth/origin";
import { findLiveScimToken } from "@/lib/auth/scim-store";
import { isToken } from "@/lib/crypto/token";
import type { ActingKey, Actor } from "./actor";
import { type TenantDb, tenantTx } from "./db";
import { record } from "./log";
import { isLetIn } from "./network";
import { tokenIndex } from "./token-index";
import { useOf } from "./token-use";
import { MOST_NETWORKS, networkIndex } from "./used-network";

/** A provider that keeps an organisation's members and groups. It holds no permission: it opens the SCIM door and no other. */
export type ScimActor = Actor & { readonly key: ActingKey };

/**
 * The actor that a SCIM token is; null for one that is mistyped, unknown, revoked, over, or that comes from outside the
 * organisation's networks. Notes its use.
 */
export async function findScimActor(text: string): Promise<ScimActor | null> {
  if (!isToken("scim", text)) return null;
  const origin = await requestOrigin();
  const tokenHash = await tokenIndex("scim", text);
  const network = await networkIndex(tokenHash, origin);
  const live = await findLiveScimToken(tokenHash, network ?? "");
  if (!live) return null;
  const { orgId, slug, organisation, zone, id, createdBy } = live;
  const actor: ScimActor = {
    orgId,
    slug,
    organisation,
    memberId: id,
    userId: "",
    name: "SCIM",
    zone,
    sessionHash: "",
    requestId: randomUUID(),
    origin,
    key: { id, createdBy },
    grants: [],
  };
  if (!(await isLetIn(actor, live.networks))) return null;
  const use = useOf("ScimToken", actor, live);
  const isNew = network !== null && !live.isFromKnown && live.known < MOST_NETWORKS;
  if (use || isNew)
    await tenantTx(orgId, async (db) => {
      if (use) await db.scimToken.updateMany(use);
      if (isNew) await noteNetwork(db, actor, network, live.known + 1);
    });
  return actor;
}

/** Logs that a token is used from a network for the first time: of any number at once, one does. */
async function noteNetwork(
  db: TenantDb,
  actor: ScimActor,
  network: string,
  networks: number,
): Promise<void> {
  const { id } = actor.key;
  const { count } = await db.scimToken.updateMany({
    where: { id, NOT: { networks: { has: network } } },
    data: { networks: { push: network } },
  });
  if (count === 0) return;
  await record(
    { actor, db },
    { action: "scim.new-network", subject: { kind: "scim-token", id }, body: { networks } },
  );
}
