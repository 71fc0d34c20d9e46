import * as z from "zod";
import { mod } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import { coveredIn } from "@/lib/schedule/cover";
import { intersect } from "@/lib/schedule/interval";
import type { Instant, Layer, Override, Rotation, Window } from "@/lib/schedule/types";
import { windowsCover } from "@/lib/schedule/window";
import { zones } from "../engine/zones";
import {
  always,
  layerOf,
  parts,
  readMoment,
  readWallIn,
  revisionsOf,
  windowBetween,
} from "./reading";
import { daysOf, weekdays } from "./restriction";
import { rotationUnit, shiftLength, turnsFrom } from "./rotation";

const rotationShape = z.object({
  type: rotationUnit,
  shift_length: shiftLength,
  start: z.string().optional(),
  start_utc: z.string().optional(),
  start_local: z.string().optional(),
  time_zone: z.string().optional(),
  users: z.array(z.string()).nullish(),
  current_index: z.int().nullish(),
  current_start: z.string().nullish(),
});

/** A rule puts one user or whoever has a rotation's turn on call in a window. */
export const ruleShape = z.object({
  weekdays: weekdays.nullish(),
  weekdays_sun_first: weekdays.nullish(),
  start: z.string().default("00:00"),
  end: z.string().default("00:00"),
  user: z.string().nullish(),
  users: z.array(z.string()).nullish(),
  rotation: rotationShape.nullish(),
});
type Rule = z.infer<typeof ruleShape>;

const toRotation = (given: z.infer<typeof rotationShape>, zoneName: string): Rotation => {
  const zone = zones(zoneName);
  const start = readWallIn(given.start_local ?? given.start ?? given.start_utc ?? "", zone);
  const unit = given.type;
  const turns = turnsFrom(unit, given.shift_length, start, zone);
  const since = given.current_start ? readMoment(given.current_start, zone) : zone.first(start);
  const users = given.users ?? [];
  const ahead = (given.current_index ?? 0) - turns.pieceAt(since).ordinal;
  return {
    unit,
    every: given.shift_length,
    anchor: { ...parts(start), turn: users.length > 0 ? mod(ahead, users.length) : 0 },
    turns: users.map((user, i) => ({ id: String(i), people: [user] })),
  };
};

/** A layer has one zone. Where a rotation turns in another than its window, its shifts are stated. */
const inTwoZones = (
  layer: Layer,
  window: Window,
  zoneName: string,
  from: Instant,
  until: Instant,
): Override => {
  const open = coveredIn(windowsCover([window], zones(zoneName)), from, until);
  const turns = compile(revisionsOf(zoneName, [layer]), zones).resolve(from, until);
  return {
    id: `${layer.id} stated`,
    startsAt: from,
    endsAt: until,
    kind: "temporary",
    target: { scope: "layer", id: layer.id },
    shifts: turns.flatMap(({ people, ...turn }) =>
      intersect([turn], open).map((part) => ({ ...part, people })),
    ),
  };
};

/** The rule as a layer of ours, with the overrides it needs. */
export const toStated = (
  rule: Rule,
  id: string,
  { time_zone: zoneName }: { readonly time_zone: string },
  from: Instant,
  until: Instant,
): { readonly layer: Layer; readonly overrides: readonly Override[] } => {
  const days = daysOf(rule.weekdays_sun_first ?? rule.weekdays ?? "all");
  const window = windowBetween(days, rule.start, rule.end);
  if (!rule.rotation) {
    const rotation = always(rule.user ? [rule.user] : (rule.users ?? []));
    return { layer: layerOf(id, { rotation, windows: [window] }), overrides: [] };
  }
  const turningIn = rule.rotation.time_zone ?? zoneName;
  const rotation = toRotation(rule.rotation, turningIn);
  const layer = layerOf(id, { rotation, zone: turningIn });
  return turningIn === zoneName
    ? { layer: { ...layer, windows: [window] }, overrides: [] }
    : { layer, overrides: [inTwoZones(layer, window, zoneName, from, until)] };
};
