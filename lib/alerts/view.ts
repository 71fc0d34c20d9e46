import type { TenantDb } from "@/lib/tenancy/db";
import { originsOf, type Whence } from "./entries";
import { factsSchema, type RuleName, ruleSchema } from "./schema";
import type { AlertFacts } from "./words";

type Row = { readonly rule: string; readonly subject: string; readonly facts: unknown };

/** Rules that are about whoever acted. */
const ABOUT_ACTOR: ReadonlySet<RuleName> = new Set(["travel", "export", "off-hours"]);

const placeOf = ({ address, location }: Whence): string[] => {
  if (address === null) return [];
  return [location ? `${address} (${location.country})` : address];
};

type Places = (entries: readonly number[]) => readonly string[];

/** From where entries were made, each place once, as far as the log still has them. */
async function placesOf(db: TenantDb, orgId: string, numbers: readonly number[]): Promise<Places> {
  const rows = await db.changeLogEntry.findMany({
    where: { number: { in: numbers.map(BigInt) } },
    select: { number: true, actorId: true, onBehalfOf: true, origin: true },
  });
  const origins = await originsOf(db, orgId, rows);
  const places = new Map(
    rows.map(({ number }, i) => {
      const origin = origins[i];
      return [Number(number), origin ? placeOf(origin) : []] as const;
    }),
  );
  return (entries) => [
    ...new Set(entries.toSorted((a, b) => a - b).flatMap((one) => places.get(one) ?? [])),
  ];
}

function parsed({ rule: name, subject, facts: stored }: Row) {
  const rule = ruleSchema.parse(name);
  return { ...factsSchema.parse(stored), rule, actorId: ABOUT_ACTOR.has(rule) ? subject : null };
}

/**
 * What the words of alerts are made of, in their order, read now: who has been erased since has no name and no place any
 * more.
 */
export async function readAlerts(
  db: TenantDb,
  orgId: string,
  rows: readonly Row[],
): Promise<readonly AlertFacts[]> {
  const alerts = rows.map(parsed);
  const ids = alerts.flatMap(({ members, entered, actorId }) => [
    ...members,
    ...entered,
    ...(actorId ? [actorId] : []),
  ]);
  const where = { id: { in: [...new Set(ids)] } };
  const found = await db.member.findMany({
    where,
    select: { id: true, name: true, removedAt: true },
  });
  const members = new Map(found.map((one) => [one.id, one]));
  const named = await db.apiKey.findMany({ where, select: { id: true, name: true } });
  const keys = new Map(named.map(({ id, name }) => [id, name]));
  const ofProvider = await db.scimToken.findMany({ where, select: { id: true } });
  const tokens = new Set(ofProvider.map(({ id }) => id));
  const places = await placesOf(db, orgId, [...new Set(alerts.flatMap(({ entries }) => entries))]);
  const nameOf = (id: string) => members.get(id)?.name ?? "a former member";
  return alerts.map((alert) => {
    const { actorId } = alert;
    const key = actorId ? keys.get(actorId) : undefined;
    const isToken = actorId !== null && tokens.has(actorId);
    const own = isToken ? "SCIM" : actorId && (members.get(actorId)?.name ?? null);
    const about = actorId === null ? alert.entered : [actorId, ...alert.members];
    return {
      ...alert,
      who: key ? `The key “${key}”` : own,
      isKey: key !== undefined,
      isToken,
      tried: alert.members.map(nameOf),
      got: alert.entered.map(nameOf),
      places: places(alert.entries),
      present: [...new Set(about)].flatMap((id) => {
        const member = members.get(id);
        return member && member.removedAt === null ? [{ id, name: member.name }] : [];
      }),
    };
  });
}
