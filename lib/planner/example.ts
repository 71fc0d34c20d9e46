import { formatDate, parseDate } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import { fromLocal } from "@/lib/zones/local";
import { NOTHING } from "./measure";
import type { PlanInput, PlanPerson } from "./types";

const ZONE = "Europe/London";
const FIRST = parseDate("2026-11-30");

/** 09:00 in London, so many days after Monday 30 November 2026. */
export const dayAt = (day: number): Instant => fromLocal(`${formatDate(FIRST + day)}T09:00`, ZONE);

export const somebody = (id: string, changes: Partial<PlanPerson> = {}): PlanPerson => ({
  id,
  zone: ZONE,
  experienced: true,
  away: [],
  around: [],
  carried: NOTHING,
  ...changes,
});

/** Days of one tier from 09:00 to 09:00, for these people, with no limit but those given. For tests. */
export const daily = (
  days: number,
  people: readonly PlanPerson[],
  {
    limits,
    ...changes
  }: Partial<Omit<PlanInput, "limits">> & {
    readonly limits?: Partial<PlanInput["limits"]>;
  } = {},
): PlanInput => ({
  zone: ZONE,
  steps: Array.from({ length: days }, (_, i) => ({ startsAt: dayAt(i), endsAt: dayAt(i + 1) })),
  tiers: [{ id: "first", need: 1 }],
  people,
  wishes: [],
  limits: { restMs: 0, inARow: null, perWeek: null, perMonth: null, experienced: 0, ...limits },
  weights: { time: 1, nights: 1, weekends: 2, holidays: 2, wishes: 1, handoffs: 0 },
  nightAt: "02:00",
  weekend: [6, 7],
  holidays: ["2026-12-25", "2026-12-26"],
  ...changes,
});
