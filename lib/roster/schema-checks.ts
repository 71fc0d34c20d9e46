import type { Definition, Layer, Override, Target } from "@/lib/schedule/types";
import { LIMITS } from "./schema-parts";

type Path = readonly (string | number)[];
type Report = (path: Path, message: string) => void;

type Known = {
  readonly tiers: ReadonlySet<string>;
  readonly layers: ReadonlySet<string>;
  readonly calendars: ReadonlySet<string>;
};

function once(report: Report, things: Iterable<readonly [Path, string]>, what: string): void {
  const seen = new Set<string>();
  for (const [path, id] of things) {
    if (seen.has(id)) report(path, `This ${what} has the id of another; give it one of its own.`);
    seen.add(id);
  }
}

const ids = (at: Path, list: readonly { readonly id: string }[]) =>
  list.map(({ id }, index) => [[...at, index, "id"], id] as const);

function checkIds(definition: Definition, report: Report): void {
  const layers = definition.tiers.flatMap((tier, t) =>
    tier.layers.map((layer, l) => ({ layer, path: ["tiers", t, "layers", l] })),
  );
  once(report, ids(["tiers"], definition.tiers), "tier");
  once(report, ids(["overrides"], definition.overrides), "override");
  once(report, ids(["calendars"], definition.calendars), "calendar");
  const homes = (definition.homes ?? []).map(
    ({ person }, index) => [["homes", index, "person"], person] as const,
  );
  once(report, homes, "time zone");
  once(
    report,
    layers.map(({ layer, path }) => [[...path, "id"], layer.id]),
    "layer",
  );
  once(
    report,
    layers.flatMap(({ layer, path }) => ids([...path, "rotation", "turns"], layer.rotation.turns)),
    "turn",
  );
  if (layers.length > LIMITS.layers) {
    report(["tiers"], `At most ${LIMITS.layers} layers are possible in all; remove some.`);
  }
}

function checkLayer(layer: Layer, path: Path, known: Known, report: Report): void {
  const { from, until, rotation, holidays } = layer;
  if (rotation.turns.length > 0 && rotation.anchor.turn >= rotation.turns.length) {
    report([...path, "rotation", "anchor", "turn"], "Choose whose turn it is at the start.");
  }
  if (from !== undefined && until !== undefined && until <= from) {
    report([...path, "until"], "Let the layer end after it begins.");
  }
  if (holidays && !known.calendars.has(holidays.calendar)) {
    report([...path, "holidays", "calendar"], "This calendar is not here; choose another.");
  }
}

const targetExists = (target: Target, known: Known, earlier: ReadonlySet<string>): boolean => {
  if (target.scope === "schedule") return true;
  if (target.scope === "tier") return known.tiers.has(target.id);
  return (target.scope === "layer" ? known.layers : earlier).has(target.id);
};

function checkShifts(override: Override, path: Path, known: Known, report: Report): void {
  if (override.kind !== "temporary") return;
  for (const [index, shift] of override.shifts.entries()) {
    const at = [...path, "shifts", index];
    if (shift.endsAt <= shift.startsAt)
      report([...at, "endsAt"], "Let the shift end after it begins.");
    if (shift.startsAt < override.startsAt || shift.endsAt > override.endsAt) {
      report([...at, "startsAt"], "Keep the shift inside the time of its override.");
    }
    if (shift.tier !== undefined && !known.tiers.has(shift.tier)) {
      report([...at, "tier"], "This tier is not here; choose another.");
    }
  }
}

function checkOverrides(overrides: readonly Override[], known: Known, report: Report): void {
  const earlier = new Set<string>();
  for (const [index, override] of overrides.entries()) {
    const path = ["overrides", index];
    if (override.endsAt <= override.startsAt) {
      report([...path, "endsAt"], "Let the override end after it begins.");
    }
    if (!targetExists(override.target, known, earlier)) {
      const wanted =
        override.target.scope === "override" ? "an earlier override" : "another target";
      report([...path, "target"], `What this override applies to is not here; choose ${wanted}.`);
    }
    if (override.kind === "replace" && override.person === override.by) {
      report([...path, "by"], "Choose somebody else as the replacement.");
    }
    checkShifts(override, path, known, report);
    earlier.add(override.id);
  }
}

/** What one entity cannot tell about itself: unique ids, ends after starts, and that what is named is there. */
export function checkDefinition(definition: Definition, report: Report): void {
  checkIds(definition, report);
  const known: Known = {
    tiers: new Set(definition.tiers.map(({ id }) => id)),
    layers: new Set(definition.tiers.flatMap(({ layers }) => layers.map(({ id }) => id))),
    calendars: new Set(definition.calendars.map(({ id }) => id)),
  };
  for (const [t, tier] of definition.tiers.entries()) {
    for (const [l, layer] of tier.layers.entries()) {
      checkLayer(layer, ["tiers", t, "layers", l], known, report);
    }
  }
  checkOverrides(definition.overrides, known, report);
  for (const [c, calendar] of definition.calendars.entries()) {
    once(
      report,
      calendar.days.map(({ date }, d) => [["calendars", c, "days", d, "date"], date]),
      "day",
    );
  }
}
