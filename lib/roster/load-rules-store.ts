import * as z from "zod";
import { AppError } from "@/lib/errors";
import { teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import type { TenantDb } from "@/lib/tenancy/db";
import { record } from "@/lib/tenancy/log";
import { isTaken } from "@/lib/tenancy/unique";
import {
  defaultStoredRules,
  loadRulesFormSchema,
  mergeHolidays,
  type StoredRules,
  storedRulesSchema,
} from "./load-rules";
import { publishedHeads } from "./published";

const seen = { version: z.coerce.number().pipe(z.int32().min(0)) };

/** The form of the rules, with the version that the page showed. */
export const loadRulesInputSchema = z.intersection(z.object(seen), loadRulesFormSchema);
/** A calendar of a schedule, as `schedule/calendar`. */
export const takeCalendarSchema = z.strictObject({
  ...seen,
  calendar: z
    .string()
    .regex(/^[0-9a-f-]{36}\/.{1,80}$/, "Choose a calendar.")
    .transform((text) => ({ scheduleId: text.slice(0, 36), calendarId: text.slice(37) })),
});

/** `version` 0: none were set yet. */
type Versioned = { readonly rules: StoredRules; readonly version: number };

/** How the organisation counts time on call; the default where nothing was set, as version 0. */
export async function organisationLoadRules(db: TenantDb): Promise<Versioned> {
  const row = await db.loadRules.findFirst({ select: { rules: true, version: true } });
  if (!row) return { rules: defaultStoredRules, version: 0 };
  return { rules: storedRulesSchema.parse(row.rules), version: row.version };
}

const stale = () =>
  new AppError("stale", "Somebody has changed these rules since you opened them. Look again.");

/** Sets the rules by compare-and-set on the version that was seen. Throws stale when it is not that any more. */
export async function saveLoadRules(
  context: Context,
  { version, rules }: Versioned,
): Promise<void> {
  const { db, now } = context;
  const before = await organisationLoadRules(db);
  const stored = { ...rules, weekend: [...rules.weekend], tiers: [...rules.tiers] };
  const data = { ...stored, holidays: rules.holidays.map((holiday) => ({ ...holiday })) };
  if (version > 0) {
    const { count } = await db.loadRules.updateMany({
      where: { version },
      data: { rules: data, version: version + 1, changedAt: new Date(now) },
    });
    if (count === 0) throw stale();
  } else {
    await db.loadRules
      .create({ data: { rules: data }, select: { version: true } })
      .catch((error: unknown) => {
        throw isTaken(error) ? stale() : error;
      });
  }
  await record(context, {
    action: "load-rules.changed",
    subject: { kind: "organisation", id: context.actor.orgId },
    body: { before: before.version > 0 ? before.rules : null, after: rules },
  });
}

/** The calendars of the schedules that the actor may see, as they are published. */
export async function publishedCalendars(context: Context) {
  const { actor, db } = context;
  const schedules = await db.schedule.findMany({
    where: { archivedAt: null, headRevision: { gt: 0 }, ...teamFilter(actor, "schedule.view") },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 500,
    select: { id: true, name: true, headRevision: true },
  });
  const heads = await publishedHeads(context, schedules);
  return schedules.flatMap(({ id, name }) =>
    (heads.get(id)?.revision.definition.calendars ?? []).map((calendar) => ({
      id: `${id}/${calendar.id}`,
      name: `${calendar.name} (${name})`,
      days: calendar.days,
    })),
  );
}

/** Adds the dates of a schedule's calendar to the holidays. Throws not_found, stale, or invalid when they are too many. */
export async function takeCalendar(
  context: Context,
  { version, calendar }: z.output<typeof takeCalendarSchema>,
): Promise<void> {
  const id = `${calendar.scheduleId}/${calendar.calendarId}`;
  const found = (await publishedCalendars(context)).find((one) => one.id === id);
  if (!found) throw new AppError("not_found", "That calendar is not there any more.");
  const { rules } = await organisationLoadRules(context.db);
  const holidays = mergeHolidays(rules.holidays, found.days);
  const checked = storedRulesSchema.safeParse({ ...rules, holidays });
  if (!checked.success) {
    throw new AppError("invalid", checked.error.issues[0]?.message ?? "Those dates do not fit.");
  }
  await saveLoadRules(context, { version, rules: checked.data });
}
