import { DAY, formatDate, mod, parseDate, parseTime } from "@/lib/schedule/calendar";
import { compile, current } from "@/lib/schedule/compile";
import { union } from "@/lib/schedule/interval";
import type { Definition, Interval, LocalDate, TierId } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";
import type { PlanChoices } from "./plan-schema";

const EVERY = { "half-day": DAY / 2, day: DAY, week: 7 * DAY } as const;

/** From handoff to handoff as the tier has them without its overrides, where somebody is on call. */
function handoffsOf(definition: Definition, tier: TierId, span: Interval): Interval[] {
  const roster = compile(current({ ...definition, overrides: [] }), zones);
  const own = roster
    .resolve(span.startsAt - 60 * DAY, span.endsAt + 60 * DAY)
    .filter((shift) => shift.tier === tier);
  const covered = union(own);
  const edges = [...new Set(own.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]))].sort(
    (a, b) => a - b,
  );
  return edges.slice(1).flatMap((endsAt, i) => {
    const startsAt = edges[i] ?? endsAt;
    const inside = covered.some((held) => held.startsAt <= startsAt && endsAt <= held.endsAt);
    return inside && startsAt >= span.startsAt && startsAt < span.endsAt
      ? [{ startsAt, endsAt }]
      : [];
  });
}

/** The shifts to plan: the tier's own handoffs, or at a time of day, so often, for some weeks. */
export function stepsOf(
  definition: Definition,
  { from, weeks, grid, time, tiers }: PlanChoices,
): Interval[] {
  const zone = zones(definition.zone);
  const wall = parseDate(from) * DAY;
  const length = weeks * 7 * DAY;
  if (grid === "now") {
    const span = { startsAt: zone.first(wall), endsAt: zone.first(wall + length) };
    return handoffsOf(definition, tiers[0] ?? "", span);
  }
  const start = wall + parseTime(time);
  return Array.from({ length: length / EVERY[grid] }, (_, i) => ({
    startsAt: zone.first(start + i * EVERY[grid]),
    endsAt: zone.first(start + (i + 1) * EVERY[grid]),
  })).filter(({ startsAt, endsAt }) => startsAt < endsAt);
}

/** What a form begins with where nothing was planned before: as the first tier's rotation has it. */
export function gridOf(
  definition: Definition,
  now: number,
): Pick<PlanChoices, "from" | "grid" | "time"> {
  const zone = zones(definition.zone);
  const rotation = definition.tiers[0]?.layers[0]?.rotation;
  const today = Math.floor(zone.toWall(now) / DAY);
  const nextMonday = today + 7 - mod(today + 3, 7);
  const weekly = rotation?.unit === "week" && rotation.every === 1;
  const anchored = weekly ? parseDate(rotation.anchor.date) : nextMonday;
  const from: LocalDate = formatDate(nextMonday + mod(anchored - nextMonday, 7));
  const time = rotation?.anchor.time ?? "09:00";
  if (weekly) return { from, time, grid: "week" };
  return { from, time, grid: rotation?.unit === "day" && rotation.every === 1 ? "day" : "now" };
}
