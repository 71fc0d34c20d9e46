import type { TenantDb } from "@/lib/tenancy/db";
import { originsOf, type Whence } from "./entries";
import { type Facts, factsSchema, type RuleName, ruleSchema } from "./schema";
import type { AlertFacts } from "./words";

type Row = { readonly rule: string; readonly subject: string; readonly facts: unknown };

/** Rules that are about whoever acted. */
const ABOUT_ACTOR: ReadonlySet<RuleName> = new Set(["travel", "export", "off-hours"]);

const placeOf = ({ address, location }: Whence): string[] => {
  if (address === null) return [];
  return [location ? `${address} (${location.country})` : address];
};

/** From where the entries were made that an alert is about, each place once, as far as the log still has them. */
async function placesOf(db: TenantDb, orgId: string, facts: Facts): Promise<readonly string[]> {
  const rows = await db.changeLogEntry.findMany({
    where: { number: { in: facts.entries.map(BigInt) } },
    orderBy: { number: "asc" },
    select: { actorId: true, onBehalfOf: true, origin: true },
  });
  const origins = await originsOf(db, orgId, rows);
  return [...new Set(origins.flatMap((one) => (one ? placeOf(one) : [])))];
}

/** What the words of an alert are made of, read now: who has been erased since has no name and no place any more. */
export async function readAlert(db: TenantDb, orgId: string, row: Row): Promise<AlertFacts> {
  const rule = ruleSchema.parse(row.rule);
  const facts = factsSchema.parse(row.facts);
  const actor = ABOUT_ACTOR.has(rule) ? row.subject : null;
  const ids = [...facts.members, ...facts.entered, ...(actor ? [actor] : [])];
  const named = { where: { id: { in: ids } }, select: { id: true, name: true } };
  const members = new Map((await db.member.findMany(named)).map(({ id, name }) => [id, name]));
  const keys = new Map((await db.apiKey.findMany(named)).map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => members.get(id) ?? "a former member";
  const key = actor ? keys.get(actor) : undefined;
  return {
    ...facts,
    rule,
    actorId: actor,
    who: key ? `The key “${key}”` : actor && (members.get(actor) ?? null),
    isKey: key !== undefined,
    tried: facts.members.map(nameOf),
    got: facts.entered.map(nameOf),
    places: await placesOf(db, orgId, facts),
  };
}
