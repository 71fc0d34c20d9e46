import { DAY } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { readAlerts } from "./view";
import { type AlertFacts, type AlertWords, describeAlert } from "./words";

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

/** The organisation's alerts in words: those that nobody has seen first, then the newest. */
export async function listAlerts({ actor, db }: Context): Promise<readonly AlertView[]> {
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
  const rows = [...open, ...seen];
  const facts = await readAlerts(db, actor.orgId, rows);
  const seers = await db.member.findMany({
    where: { id: { in: seen.flatMap(({ seenBy }) => seenBy ?? []) } },
    select: { id: true, name: true },
  });
  const nameOf = (id: string | null) =>
    seers.find((one) => one.id === id)?.name ?? "A former member";
  return rows.flatMap(({ id, at, seenAt, seenBy, note }, i) => {
    const about = facts[i];
    if (!about) return [];
    return {
      id,
      at: at.getTime(),
      ...describeAlert(about, zones(actor.zone)),
      links: linksOf(about),
      entry: about.entries.at(-1) ?? null,
      seen: seenAt && { by: nameOf(seenBy), at: seenAt.getTime(), note },
    };
  });
}

function linksOf({ present, isKey, isToken, actorId, what }: AlertFacts): readonly AlertLink[] {
  const about = what.split(" ");
  return [
    ...present.map(({ id, name }) => ({ text: name, path: `/settings/members/${id}` })),
    ...(isKey || about.includes("key") ? [{ text: "API keys", path: "/settings/keys" }] : []),
    ...(isToken || about.includes("token")
      ? [{ text: "Provisioning", path: "/settings/scim" }]
      : []),
    ...(about.includes("support") ? [{ text: "Support", path: "/settings/support" }] : []),
    ...(actorId === null ? GUARDS : []),
  ];
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
  const rows = await db.changeLogEntry.findMany({
    where: {
      action: { in: ["member.signed-in", "member.sign-in-failed"] },
      actorId: { not: null },
      at: { gte: new Date(midnights[0] ?? now) },
    },
    select: { at: true, action: true },
  });
  const [signedIn, failed] = [new Map<number, number>(), new Map<number, number>()];
  for (const { at, action } of rows) {
    const day = Math.floor(zone.toWall(at.getTime()) / DAY);
    const days = action === "member.signed-in" ? signedIn : failed;
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return midnights.map((at, i) => {
    const day = today - DAYS + 1 + i;
    return { at, signedIn: signedIn.get(day) ?? 0, failed: failed.get(day) ?? 0 };
  });
}
