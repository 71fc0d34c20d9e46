import * as z from "zod";
import { keptIndex } from "@/lib/auth/kept-key";
import { open, seal } from "@/lib/crypto/box";
import { scimDetailsPlace } from "@/lib/crypto/places";
import type { TenantDb } from "@/lib/tenancy/db";
import { NO_ATTRIBUTES, type UserAttributes } from "./attributes";

/** A name is compared without regard to case, an id of the provider's as it is. */
export const userNameIndex = (orgId: string, userName: string): Promise<string> =>
  keptIndex("index:scim", `${orgId} userName`, userName.toLowerCase());

export const externalIdIndex = (orgId: string, externalId: string): Promise<string> =>
  keptIndex("index:scim", `${orgId} externalId`, externalId);

const text = z.string().nullable().catch(null);
const detailsSchema = z.object({
  userName: z.string(),
  externalId: text,
  displayName: text,
  formatted: text,
  givenName: text,
  familyName: text,
  email: text,
});

/** A row of a user, as far as its work needs it. */
export type ScimUserRow = {
  readonly id: string;
  readonly detailsBox: string;
  readonly active: boolean;
  readonly personId: string;
  readonly memberId: string | null;
  readonly invitationId: string | null;
  readonly held: unknown;
  readonly createdAt: Date;
  readonly changedAt: Date;
};

export const userColumns = {
  id: true,
  detailsBox: true,
  active: true,
  personId: true,
  memberId: true,
  invitationId: true,
  held: true,
  createdAt: true,
  changedAt: true,
} as const;

export function attributesOf(
  orgId: string,
  { id, detailsBox, active }: Pick<ScimUserRow, "id" | "detailsBox" | "active">,
): UserAttributes {
  const details = detailsSchema.parse(JSON.parse(open(detailsBox, scimDetailsPlace(orgId, id))));
  return { ...NO_ATTRIBUTES, ...details, active };
}

/** The columns that say who somebody is at the provider. */
export async function identityColumns(orgId: string, id: string, attributes: UserAttributes) {
  const { active: _, ...details } = attributes;
  const { userName, externalId } = attributes;
  return {
    userNameHash: await userNameIndex(orgId, userName),
    externalIdHash: externalId === null ? null : await externalIdIndex(orgId, externalId),
    detailsBox: seal(JSON.stringify(details), scimDetailsPlace(orgId, id)),
  };
}

export const findUserRow = (db: TenantDb, id: string): Promise<ScimUserRow | null> =>
  db.scimUser.findFirst({ where: { id }, select: userColumns });
