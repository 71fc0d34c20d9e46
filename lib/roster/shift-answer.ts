import * as z from "zod";
import { zoneNameSchema } from "@/lib/directory/schema";
import { AppError } from "@/lib/errors";
import { DAY, formatDate, formatWallTime, mod } from "@/lib/schedule/calendar";
import { offsetName } from "@/lib/schedule/format";
import type { Instant, PersonId, Shift } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { Context } from "@/lib/tenancy/context";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { zones } from "@/lib/zones/table";
import { explain } from "./explain";
import { explainNobody } from "./explain-gap";
import { findSchedule } from "./schedule-queries";
import { revisionFacts } from "./schedule-queries-history";
import { spanOf } from "./schedule-queries-span";

/** A quarter of a year, and its clock change. */
const MOST = 93 * DAY;

const instant = z.iso
  .datetime({ offset: true, error: "Give an instant such as 2026-05-04T09:00:00Z." })
  .transform((text) => Date.parse(text));

/** `from` and `until` are instants with an offset; `zone` is in which the words and times are, by default the member's. */
export const shiftsSchema = z
  .object({
    schedule: z.string().max(100),
    from: instant,
    until: instant,
    zone: zoneNameSchema("Give an IANA time zone, such as Europe/Berlin.").optional(),
  })
  .refine(({ from, until }) => from < until, {
    path: ["until"],
    message: "Ask for an end after the start.",
  })
  .refine(({ from, until }) => until - from <= MOST, {
    path: ["until"],
    message: `Ask for at most ${MOST / DAY} days at a time.`,
  });

/** "2026-05-04T09:00:00+02:00": an instant as the zone's clock shows it. */
export function isoIn(at: Instant, zone: Zone): string {
  const wall = zone.toWall(at);
  const seconds = (mod(wall, 60_000) / 1000).toFixed(3).padStart(6, "0").replace(".000", "");
  const [, sign = "+", hours = "0", rest = ":00"] =
    /^UTC([+−])?(\d+)?(:\d+)?/.exec(offsetName(at, zone)) ?? [];
  const offset = `${sign === "−" ? "-" : "+"}${hours.padStart(2, "0")}${rest}`;
  return `${formatDate(Math.floor(wall / DAY))}T${formatWallTime(wall)}:${seconds}${offset}`;
}

/**
 * The shifts and gaps of a schedule that touch `[from, until)`, shifts whole, with people, tier, provenance and
 * the reason in words. Throws "not_found" for a schedule that the actor may not see.
 */
export async function answerShifts(context: Context, input: z.output<typeof shiftsSchema>) {
  const found = rowIdSchema.safeParse(input.schedule);
  const schedule = found.success ? await findSchedule(context, found.data) : null;
  if (!schedule) throw new AppError("not_found", "There is no such schedule.");
  const zone = zones(input.zone ?? context.actor.zone);
  const span = await spanOf(context, schedule.id, input.from, input.until, false);
  const numbers = new Set(span.shifts.map(({ because }) => because.revision));
  const facts = await revisionFacts(context, schedule.id, [...numbers]);
  const names = (id: PersonId): string => span.names[id]?.name ?? "Somebody who left";
  const { revisions } = span;
  const tierOf = (id: string) => ({
    id,
    name: span.tiers.find((one) => one.id === id)?.name ?? "",
  });
  const layers = revisions.flatMap(({ definition }) =>
    definition.tiers.flatMap((tier) => tier.layers),
  );
  const layerOf = ({ because }: Shift) => {
    const layer = layers.findLast(({ id }) => id === because.layer);
    return layer ? { id: layer.id, name: layer.name } : null;
  };
  const times = ({ startsAt, endsAt }: { startsAt: Instant; endsAt: Instant }) => ({
    startsAt: isoIn(startsAt, zone),
    endsAt: isoIn(endsAt, zone),
  });
  return {
    schedule: { id: schedule.id, name: schedule.name, zone: schedule.zone },
    zone: zone.name,
    from: isoIn(input.from, zone),
    until: isoIn(input.until, zone),
    shifts: span.shifts.map((shift) => {
      const { revision, turn, overrides } = shift.because;
      return {
        ...times(shift),
        tier: tierOf(shift.tier),
        people: shift.people.map((id) => ({ id, name: names(id) })),
        because: {
          revision,
          layer: layerOf(shift),
          turn: turn && { id: turn.id, number: turn.index + 1, ...times(turn) },
          overrides,
        },
        why: explain(shift, {
          revisions,
          facts: facts.get(revision),
          names,
          zone,
          now: context.now,
        }),
      };
    }),
    gaps: span.gaps.map((gap) => ({
      ...times(gap),
      tier: tierOf(gap.tier),
      why: explainNobody(gap.tier, gap.startsAt, { revisions, names, zone }),
    })),
  };
}
