import { randomUUID } from "node:crypto";
import { seal } from "@/lib/crypto/box";
import { contactPlace } from "@/lib/crypto/places";
import { addressIndex } from "@/lib/directory/address";
import { type ContactKind, toContact } from "@/lib/directory/contact";
import { readContacts } from "@/lib/directory/read";
import { AppError } from "@/lib/errors";
import type { PersonId, ZoneName } from "@/lib/schedule/types";
import { type Actor, can, canEverywhere } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import type { KnownPerson } from "./import-plan";

/** The most people that one import makes: with their contacts and teams they must fit one transaction's time. */
const MOST_NEW = 1_000;
/** PostgreSQL takes 65,535 values in a statement; Prisma is quickest with some hundreds of rows. */
const ROWS = 500;

/** Somebody to be made. `phone` is E.164. */
export type NewPerson = {
  readonly id: PersonId;
  readonly name: string;
  readonly zone: ZoneName;
  readonly phone: string | null;
  readonly email: string | null;
  readonly teamId: string | null;
};

const maySee = (actor: Actor, teams: readonly { readonly teamId: string }[]): boolean =>
  canEverywhere(actor, "schedule.view") ||
  teams.some(({ teamId }) => can(actor, "schedule.view", teamId));

/** Everybody of the organisation who was not put away, with their address in clear, to match by. */
export async function knownPeople({ actor, db }: Context): Promise<readonly KnownPerson[]> {
  const people = await db.person.findMany({
    where: { archivedAt: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      name: true,
      teams: { select: { teamId: true } },
      contacts: { where: { kind: "email" }, select: { id: true, kind: true, valueBox: true } },
    },
  });
  return people.map(({ id, name, teams, contacts }) => ({
    id,
    name,
    email: readContacts(actor.orgId, contacts).email,
    visible: maySee(actor, teams),
  }));
}

/** @throws AppError invalid when a file would make more people than one import may. */
export function requireFew(people: number): void {
  if (people <= MOST_NEW) return;
  throw new AppError(
    "invalid",
    `${people} people of this file are not here yet; at most ${MOST_NEW} can be added at once. Import it in parts.`,
  );
}

/** Makes people with their contacts and team. An address that Standby could not write to is left out. */
export async function createPeople(
  { actor, db }: Context,
  people: readonly NewPerson[],
): Promise<void> {
  for (let from = 0; from < people.length; from += ROWS) {
    const some = people.slice(from, from + ROWS);
    await db.person.createMany({ data: some.map(({ id, name, zone }) => ({ id, name, zone })) });
    for (const kind of ["phone", "email"] as const) {
      await db.contactMethod.createMany({
        data: some.flatMap((person) => toContactRow(actor.orgId, kind, person)),
      });
    }
    await db.teamPerson.createMany({
      data: some.flatMap(({ id, teamId }) => (teamId ? [{ teamId, personId: id }] : [])),
    });
  }
}

function toContactRow(orgId: string, kind: ContactKind, person: NewPerson) {
  const value = kind === "phone" ? person.phone : toContact(kind, person.email ?? "");
  if (value === null) return [];
  const id = randomUUID();
  const valueBox = seal(value, contactPlace(orgId, id));
  return [{ id, personId: person.id, kind, valueHash: addressIndex(orgId, value), valueBox }];
}
