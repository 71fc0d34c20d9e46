import "server-only";
import { randomUUID } from "node:crypto";
import { requestOrigin } from "@/lib/auth/origin";
import { findLiveScimToken } from "@/lib/auth/scim-store";
import { isToken } from "@/lib/crypto/token";
import type { ActingKey, Actor } from "./actor";
import { tenantTx } from "./db";
import { isLetIn } from "./network";
import { tokenIndex } from "./token-index";
import { useOf } from "./token-use";

/** A provider that keeps an organisation's members and groups. It holds no permission: it opens the SCIM door and no other. */
export type ScimActor = Actor & { readonly key: ActingKey };

/**
 * The actor that a SCIM token is; null for one that is mistyped, unknown, revoked, over, or that comes from outside the
 * organisation's networks. Notes its use.
 */
export async function findScimActor(text: string): Promise<ScimActor | null> {
  const live = isToken("scim", text)
    ? await findLiveScimToken(await tokenIndex("scim", text))
    : null;
  if (!live) return null;
  const { orgId, slug, organisation, networks, zone, id, createdBy } = live;
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
    origin: await requestOrigin(),
    key: { id, createdBy },
    grants: [],
  };
  if (!(await isLetIn(actor, networks))) return null;
  const use = useOf("ScimToken", actor, live);
  if (use) await tenantTx(orgId, (db) => db.scimToken.updateMany(use));
  return actor;
}
