import { feed } from "@/lib/doors/feed";
import { env } from "@/lib/env";
import { calendarOf } from "@/lib/roster/feed";

/** A calendar for phones and mail programs, at a private address. */
export const GET = feed((context, scheduleId) =>
  calendarOf(context, scheduleId, new URL(env().STANDBY_URL).origin),
);
