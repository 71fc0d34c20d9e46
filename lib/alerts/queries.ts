import { DAY } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { readAlert } from "./view";
import { type AlertWords, describeAlert } from "./words";

/** So many of the alerts that nobody has seen are shown, and so many of the others. */
const OPEN = 20;
const SEEN = 10;

/** Where an alert's advice leads: a path behind the organisation's. */
export type AlertLink = { readonly text: string; readonly path: string };

/** What keeps strangers out. */
const GUARDS: readonly AlertLink[] = [
  { text: "Sign-in", path: "/settings/security" },
  { text: "Networks", path: "/settings/network" },
];

export type AlertView = AlertWords & {
  readonly id: string;
  readonly at: Instant;
  readonly links: readonly AlertLink[];
  /** The number of the last entry it is about. */
  readonly entry: number | null;
  readonly seen: { readonly by: string; readonly at: Instant; readonly note: string } | null;
};

type Stored = {
  readonly id: string;
  readonly rule: string;
  readonly subject: string;
  readonly at: Date;
  readonly facts: unknown;
  readonly seenBy: string | null;
  readonly seenAt: Date | null;
  readonly note: string;
};

/** The organisation's alerts in words: those that nobody has seen first, then the newest. */
export async function listAlerts(context: Context): Promise<readonly AlertView[]> {
  const { db } = context;
  const open = await db.alert.findMany({
    where: { seenAt: null },
    orderBy: { at: "desc" },
    take: OPEN,
  });
  const seen = await db.alert.findMany({
    where: { seenAt: { not: null } },
    orderBy: { seenAt: "desc" },
    take: SEEN,
  });
  const views: AlertView[] = [];
  for (const row of [...open, ...seen]) views.push(await viewOf(context, row));
  return views;
}

async function viewOf({ actor, db }: Context, row: Stored): Promise<AlertView> {
  const facts = await readAlert(db, actor.orgId, row);
  const { actorId, isKey, members, entered } = facts;
  const about = actorId === null ? entered : [actorId, ...members];
  const people = await db.member.findMany({
    where: { id: { in: [...about, ...(row.seenBy ? [row.seenBy] : [])] } },
    select: { id: true, name: true, removedAt: true },
  });
  const present = people.filter(({ id, removedAt }) => about.includes(id) && removedAt === null);
  const seenBy = people.find(({ id }) => id === row.seenBy)?.name ?? "A former member";
  return {
    id: row.id,
    at: row.at.getTime(),
    ...describeAlert(facts, zones(actor.zone)),
    links: [
      ...present.map(({ id, name }) => ({ text: name, path: `/settings/members/${id}` })),
      ...(isKey ? [{ text: "API keys", path: "/settings/keys" }] : []),
      ...(actorId === null ? GUARDS : []),
    ],
    entry: facts.entries.at(-1) ?? null,
    seen: row.seenAt && { by: seenBy, at: row.seenAt.getTime(), note: row.note },
  };
}

const DAYS = 28;

export type SignInDay = {
  /** The local midnight that the day begins with. */
  readonly at: Instant;
  readonly signedIn: number;
  /** Accounts at which somebody failed, each once for a minute. */
  readonly failed: number;
};

/** Sign-ins and failures of each of the last four weeks' days, in the viewer's zone, the oldest first. */
export async function listSignInDays({ actor, db, now }: Context): Promise<readonly SignInDay[]> {
  const zone = zones(actor.zone);
  const today = Math.floor(zone.toWall(now) / DAY);
  const midnights = Array.from({ length: DAYS }, (_, i) =>
    zone.first((today - DAYS + 1 + i) * DAY),
  );
  const count = async (action: string) => {
    const rows = await db.changeLogEntry.findMany({
      where: { action, actorId: { not: null }, at: { gte: new Date(midnights[0] ?? now) } },
      select: { at: true },
    });
    const days = new Map<number, number>();
    for (const { at } of rows) {
      const day = Math.floor(zone.toWall(at.getTime()) / DAY);
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    return days;
  };
  const signedIn = await count("member.signed-in");
  const failed = await count("member.sign-in-failed");
  return midnights.map((at, i) => {
    const day = today - DAYS + 1 + i;
    return { at, signedIn: signedIn.get(day) ?? 0, failed: failed.get(day) ?? 0 };
  });
}
