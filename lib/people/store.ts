import { randomUUID } from "node:crypto";
import { seal } from "@/lib/crypto/box";
import { contactPlace } from "@/lib/crypto/places";
import { addressIndex, addressIndexes } from "@/lib/directory/address";
import type { ContactKind } from "@/lib/directory/contact";
import { readContacts } from "@/lib/directory/read";
import type { TenantDb } from "@/lib/tenancy/db";

/** A person's own details, as the log keeps them under their key. */
export type PersonDetails = {
  readonly name: string;
  readonly zone: string;
  readonly phone: string | null;
  readonly email: string | null;
};

/** The details of a person as they are now. */
export async function findDetails(
  db: TenantDb,
  orgId: string,
  personId: string,
): Promise<PersonDetails | null> {
  const person = await db.person.findFirst({
    where: { id: personId },
    select: {
      name: true,
      zone: true,
      contacts: {
        orderBy: { position: "asc" },
        select: { id: true, kind: true, valueBox: true },
      },
    },
  });
  if (!person) return null;
  const { name, zone, contacts } = person;
  return { name, zone, ...readContacts(orgId, contacts) };
}

/** Sets a person's one contact of this kind; null takes it away. Whether it changed anything. */
export async function setContact(
  db: TenantDb,
  orgId: string,
  personId: string,
  kind: ContactKind,
  value: string | null,
): Promise<boolean> {
  const kept =
    value !== null &&
    (await db.contactMethod.count({
      where: { personId, kind, valueHash: { in: addressIndexes(orgId, value) } },
    })) > 0;
  if (kept) return false;
  const { count } = await db.contactMethod.deleteMany({ where: { personId, kind } });
  if (value === null) return count > 0;
  const id = randomUUID();
  const valueBox = seal(value, contactPlace(orgId, id));
  await db.contactMethod.create({
    data: { id, personId, kind, valueHash: addressIndex(orgId, value), valueBox },
    select: { id: true },
  });
  return true;
}

/** Makes the person a member of exactly these teams, as far as `within` reaches. What changed. */
export async function setTeams(
  db: TenantDb,
  personId: string,
  teams: readonly string[],
  within: (teamId: string) => boolean,
): Promise<{ joined: string[]; left: string[] }> {
  const rows = await db.teamPerson.findMany({ where: { personId }, select: { teamId: true } });
  const had = new Set(rows.map(({ teamId }) => teamId));
  const there = await db.team.findMany({ where: { id: { in: [...teams] } }, select: { id: true } });
  const joined = there.map(({ id }) => id).filter((teamId) => !had.has(teamId) && within(teamId));
  const left = [...had].filter((teamId) => !teams.includes(teamId) && within(teamId));
  await db.teamPerson.deleteMany({ where: { personId, teamId: { in: left } } });
  await db.teamPerson.createMany({ data: joined.map((teamId) => ({ teamId, personId })) });
  return { joined, left };
}
