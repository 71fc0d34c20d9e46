import * as z from "zod";
import { mod } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import { coveredIn } from "@/lib/schedule/cover";
import { intersect } from "@/lib/schedule/interval";
import type { Instant, Layer, Override, Rotation, Window } from "@/lib/schedule/types";
import { windowsCover } from "@/lib/schedule/window";
import {
  always,
  layerOf,
  parts,
  readInstant,
  readWall,
  readWeekdays,
  revisionsOf,
  windowBetween,
  zones,
} from "./reading";
import { turnsFrom, UNITS } from "./rotation";
import { weekdays } from "./window";

const rotationShape = z.object({
  type: z.enum(["hourly", "daily", "weekly", "monthly"]),
  shift_length: z.int().min(1).default(1),
  start: z.string().optional(),
  start_utc: z.string().optional(),
  start_local: z.string().optional(),
  time_zone: z.string().optional(),
  users: z.array(z.string()),
  current_index: z.int().default(0),
  current_start: z.string().optional(),
});

/** A rule puts one user or whoever has a rotation's turn on call in a window. */
export const ruleShape = z.object({
  weekdays: weekdays.optional(),
  weekdays_sun_first: weekdays.optional(),
  start: z.string(),
  end: z.string(),
  user: z.string().optional(),
  rotation: rotationShape.optional(),
});
type Rule = z.infer<typeof ruleShape>;

const toRotation = (given: z.infer<typeof rotationShape>, zoneName: string): Rotation => {
  const zone = zones(zoneName);
  const began = given.start ?? given.start_utc;
  const isInstant = began !== undefined && /(Z|[+-]\d\d:?\d\d)$/.test(began);
  const start = isInstant
    ? zone.toWall(readInstant(began))
    : readWall(given.start_local ?? began ?? "");
  const unit = UNITS[given.type];
  const turns = turnsFrom(unit, given.shift_length, start, zone);
  const since = given.current_start ? readInstant(given.current_start) : zone.first(start);
  const turn = mod(given.current_index - turns.pieceAt(since).ordinal, given.users.length);
  return {
    unit,
    every: given.shift_length,
    anchor: { ...parts(start), turn },
    turns: given.users.map((user, i) => ({ id: String(i), people: [user] })),
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
  const days = readWeekdays(rule.weekdays_sun_first ?? rule.weekdays ?? "all");
  const window = windowBetween(days, rule.start, rule.end);
  if (!rule.rotation) {
    const rotation = always(rule.user === undefined ? [] : [rule.user]);
    return { layer: layerOf(id, { rotation, windows: [window] }), overrides: [] };
  }
  const turningIn = rule.rotation.time_zone ?? zoneName;
  const rotation = toRotation(rule.rotation, turningIn);
  const layer = layerOf(id, { rotation, zone: turningIn });
  return turningIn === zoneName
    ? { layer: { ...layer, windows: [window] }, overrides: [] }
    : { layer, overrides: [inTwoZones(layer, window, zoneName, from, until)] };
};
