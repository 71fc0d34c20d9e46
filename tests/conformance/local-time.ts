import * as z from "zod";
import { POLICIES } from "./policy";
import { iso, readClock, readMoment, readWall, zones } from "./reading";
import { type Adapter, judge } from "./verdict";

const shape = z.object({
  input: z.object({
    policy: z.string().default("start/first"),
    date: z.string().optional(),
    local: z.string(),
    time_zone: z.string().default("UTC"),
  }),
  expected: z.string().nullish(),
  expected_local: z.string().nullish(),
  expected_utc: z.string().nullish(),
});

const OURS = /^(start(\/first)?|first|end(\/last)?|last)$/i;

/** A local time on a date as a start or as a window's end; other policies are answered as a start. */
export const localTimeResolution: Adapter = (given) => {
  const { input, expected_utc, expected_local } = shape.parse(given);
  const zone = zones(input.time_zone);
  const wall = input.date ? readWall(input.date) + readClock(input.local) : readWall(input.local);
  const isEnd = /^(end|last)/i.test(input.policy);
  const pick = isEnd ? zone.last : zone.first;
  const found = pick(wall);
  const stated = expected_utc ?? expected_local;
  const isInstant = stated && /^\d{4}-/.test(stated);
  const expected = isInstant ? iso(readMoment(stated, zone, pick)) : "an error";
  if (OURS.test(input.policy)) {
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
