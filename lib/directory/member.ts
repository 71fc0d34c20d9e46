import { randomUUID } from "node:crypto";
import { seal } from "@/lib/crypto/box";
import { contactPlace, memberEmailPlace } from "@/lib/crypto/places";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { addressIndex } from "./address";

/** A user who becomes a member. */
export type NewMember = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly zone: string;
};

/** A member and the person they are, reachable at the address they sign in with. */
export async function addMember(
  db: Context["db"],
  actor: Pick<Actor, "orgId">,
  user: NewMember,
  memberId: string,
  personId: string,
): Promise<void> {
  const { orgId } = actor;
  const emailHash = addressIndex(orgId, user.email);
  await db.member.create({
    data: {
      id: memberId,
      userId: user.id,
      name: user.name,
      emailHash,
      emailBox: seal(user.email, memberEmailPlace(orgId, memberId)),
    },
  });
  const known = await db.person.updateMany({
    where: { id: personId, memberId: null },
    data: { memberId },
  });
  if (known.count === 1) return;
  await db.person.create({ data: { id: personId, memberId, name: user.name, zone: user.zone } });
  const id = randomUUID();
  await db.contactMethod.create({
    data: {
      id,
      personId,
      kind: "email",
      valueHash: emailHash,
      valueBox: seal(user.email, contactPlace(orgId, id)),
    },
  });
}
