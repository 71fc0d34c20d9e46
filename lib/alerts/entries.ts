import * as z from "zod";
import { locationSchema } from "@/lib/auth/location";
import { blockOf } from "@/lib/auth/network";
import { DAY, HOUR } from "@/lib/schedule/calendar";
import type { TenantDb } from "@/lib/tenancy/db";
import { openDetails } from "@/lib/tenancy/person-key";
import { isZone } from "@/lib/zones/table";
import type { Observed } from "./observed";
import { type Busiest, spikeCandidates } from "./spike";

/** The entries that rules look at. */
export const WATCHED = [
  "member.signed-in",
  "member.joined",
  "member.sign-in-failed",
  "member.permissions",
  "member.invited",
  "scim.user-added",
  "scim.user-changed",
  "scim.reactivated",
  "key.created",
  "key.recycled",
  "scim.token-created",
  "scim.token-recycled",
  "support.granted",
  "log.exported",
  "report.exported",
  "member.exported",
] as const;

/** No rule looks further back than this before an entry. */
const LOOKS_BACK = DAY;
/** The newest so many: a flood of entries must not hold the rules up, and is an alert by itself. */
const MOST = 2_000;
const BASELINE = 14 * DAY;

/** New entries: those behind number `after`, up to `through`. */
export type Span = { readonly after: number; readonly through: number };

const columns = {
  number: true,
  at: true,
  action: true,
  actorId: true,
  onBehalfOf: true,
  subjectId: true,
  origin: true,
  body: true,
} as const;

const originSchema = z.object({
  address: z.string().nullable(),
  location: locationSchema.optional().catch(undefined),
});
export type Whence = z.output<typeof originSchema>;

type Sealed = {
  readonly actorId: string | null;
  readonly onBehalfOf: string | null;
  readonly origin: string;
};

/** From where each of these entries was made; null where nobody knows, or where who acted was erased. */
export async function originsOf(
  db: TenantDb,
  orgId: string,
  entries: readonly Sealed[],
): Promise<readonly (Whence | null)[]> {
  const actors = [...new Set(entries.flatMap(({ actorId }) => actorId ?? []))];
  const rows = await db.apiKey.findMany({ where: { id: { in: actors } }, select: { id: true } });
  const keys = new Set(rows.map(({ id }) => id));
  const boxes = entries.map(({ actorId, onBehalfOf, origin }) => {
    // From where a member's key is used is the member's detail.
    const holder = keys.has(actorId ?? "") ? (onBehalfOf ?? actorId) : actorId;
    return { holderId: holder ?? orgId, box: origin };
  });
  const opened = await openDetails(db, orgId, boxes);
  return opened.map((value) => originSchema.safeParse(value).data ?? null);
}

/** The new entries and those of the day before them, as the rules see them, in the order of their numbers. */
export async function observe(
  db: TenantDb,
  orgId: string,
  { after, through }: Span,
): Promise<readonly Observed[]> {
  const watched = { action: { in: [...WATCHED] }, actorId: { not: null } };
  const first = await db.changeLogEntry.findFirst({
    where: { ...watched, number: { gt: BigInt(after), lte: BigInt(through) } },
    orderBy: { number: "asc" },
    select: { at: true },
  });
  if (!first) return [];
  const rows = await db.changeLogEntry.findMany({
    where: {
      ...watched,
      at: { gt: new Date(first.at.getTime() - LOOKS_BACK) },
      number: { lte: BigInt(through) },
    },
    orderBy: [{ at: "desc" }, { number: "desc" }],
    take: MOST,
    select: columns,
  });
  const origins = await originsOf(db, orgId, rows);
  return rows
    .map((row, i) => {
      const whence = origins[i];
      const address = whence?.address ?? null;
      return {
        number: Number(row.number),
        at: row.at.getTime(),
        action: row.action,
        actor: row.actorId ?? "",
        holder: row.onBehalfOf ?? row.actorId ?? "",
        subject: row.subjectId,
        body: JSON.parse(row.body) as unknown,
        block: address && blockOf(address),
        location: whence?.location ?? null,
      };
    })
    .reverse();
}

const moved = z.object({ before: z.object({ zone: z.string() }) });

/**
 * The zones that the organisation's clock was in since a day before the first new entry, the present one first: whoever
 * changes it makes no day of a night.
 */
export async function homeZones(
  db: TenantDb,
  seen: readonly Observed[],
  after: number,
): Promise<readonly string[]> {
  const first = seen.find(({ number }) => number > after)?.at ?? 0;
  const rows = await db.changeLogEntry.findMany({
    where: { action: "organisation.changed", at: { gt: new Date(first - LOOKS_BACK) } },
    select: { body: true },
  });
  const before = rows.flatMap(({ body }) => moved.safeParse(JSON.parse(body)).data?.before ?? []);
  const organisation = await db.organisation.findFirst({ select: { zone: true } });
  const names = [organisation?.zone ?? "UTC", ...before.map(({ zone }) => zone).filter(isZone)];
  return [...new Set(names)];
}

/** How busy the busiest hour of the two weeks before was, of the actions that may have a spike now. */
export async function busiestHours(
  db: TenantDb,
  seen: readonly Observed[],
  after: number,
): Promise<Busiest> {
  const last = seen.at(-1)?.at ?? 0;
  const busiest: Record<string, number> = {};
  for (const action of spikeCandidates(seen, after)) {
    const rows = await db.changeLogEntry.findMany({
      where: {
        action,
        actorId: { not: null },
        at: { gte: new Date(last - BASELINE), lt: new Date(last - HOUR) },
      },
      select: { at: true },
    });
    const hours = new Map<number, number>();
    for (const { at } of rows) {
      const hour = Math.floor(at.getTime() / HOUR);
      hours.set(hour, (hours.get(hour) ?? 0) + 1);
    }
    busiest[action] = Math.max(0, ...hours.values());
  }
  return busiest;
}
