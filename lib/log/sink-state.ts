import type { TenantDb } from "@/lib/tenancy/db";

/** The places outside the database that signed heads can be sent to. */
export const PLACES = ["file", "http", "mail"] as const;
export type Place = (typeof PLACES)[number];

/** A mail that lies longer than this is not on its way: the server of mails refuses it. In ms. */
const MAIL_MS = 15 * 60_000;

/** How far the heads of an organisation's log have got at a place. */
export type PlaceState = {
  readonly place: Place;
  /** The last entry of which a head has arrived, by mail: was written; 0 for none. */
  readonly reached: number;
  /** Since when nothing arrives, in ms since the epoch; null: it does. */
  readonly failingSince: number | null;
};

/** Lets a place that has got none yet begin behind entry `number`: what was signed before it was set is not sent. */
export async function beginAt(db: TenantDb, sink: Place, number: number): Promise<void> {
  await db.headSink.createMany({ data: [{ sink, number: BigInt(number) }], skipDuplicates: true });
}

/** The last entry of which the place has a head. */
export async function reachedAt(db: TenantDb, sink: Place): Promise<number> {
  const row = await db.headSink.findFirst({ where: { sink }, select: { number: true } });
  return Number(row?.number ?? 0);
}

/** Notes that a head has arrived. False: one as new had before. */
export async function arrived(db: TenantDb, sink: Place, number: number): Promise<boolean> {
  const { count } = await db.headSink.updateMany({
    where: { sink, number: { lt: BigInt(number) } },
    data: { number: BigInt(number), failedAt: null },
  });
  return count > 0;
}

/** Notes that the place takes nothing, since `now` unless that is noted already. */
export async function failed(db: TenantDb, sink: Place, now: number): Promise<void> {
  await db.headSink.updateMany({
    where: { sink, failedAt: null },
    data: { failedAt: new Date(now) },
  });
}

/** How far the heads have got at each of these places. */
export async function placeStates(
  db: TenantDb,
  places: readonly Place[],
  now: number,
): Promise<readonly PlaceState[]> {
  const rows = await db.headSink.findMany({ where: { sink: { in: [...places] } } });
  const waiting = await db.outbox.findFirst({
    where: { kind: "log-head", sentAt: null, createdAt: { lt: new Date(now - MAIL_MS) } },
    orderBy: { createdAt: "asc" },
    select: { createdAt: true },
  });
  return places.map((place) => {
    const row = rows.find(({ sink }) => sink === place);
    const since = place === "mail" ? waiting?.createdAt : row?.failedAt;
    return { place, reached: Number(row?.number ?? 0), failingSince: since?.getTime() ?? null };
  });
}
