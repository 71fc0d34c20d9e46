import * as z from "zod";
import { DAY, parseDate } from "@/lib/schedule/calendar";
import { POLICIES } from "./policy";
import { iso, readClock, readInstant, zones } from "./reading";
import { type Adapter, judge } from "./verdict";

const shape = z.object({
  input: z.object({
    policy: z.string(),
    date: z.string(),
    local: z.string(),
    time_zone: z.string(),
  }),
  expected_local: z.string().optional(),
  expected_utc: z.string().nullish(),
});

const OURS = ["start/first", "end/last"];

/** A local time on a date as a start or as a window's end; other policies are answered as a start. */
export const localTimeResolution: Adapter = (given) => {
  const { input, expected_utc, expected_local } = shape.parse(given);
  const zone = zones(input.time_zone);
  const wall = parseDate(input.date) * DAY + readClock(input.local);
  const isEnd = input.policy.startsWith("end");
  const found = isEnd ? zone.last(wall) : zone.first(wall);
  const expected = expected_utc ? iso(readInstant(expected_utc)) : (expected_local ?? "an error");
  if (OURS.includes(input.policy)) {
    return judge(iso(found), expected);
  }
  const exists = zone.toWall(found) === wall;
  const { policy, rule } = exists ? POLICIES.otherRepeat : POLICIES.otherGap;
  const isSingle = exists && zone.first(wall) === zone.last(wall);
  return judge(
    iso(found),
    expected,
    isSingle ? null : { policy: `${input.policy}, ${policy}`, rule },
  );
};
