import type { LoadRules } from "@/lib/schedule/bands";
import type { Facts } from "@/lib/schedule/check";
import { compile, current } from "@/lib/schedule/compile";
import { dutiesOf } from "@/lib/schedule/duty";
import { heldIn, placesIn } from "@/lib/schedule/held";
import { countByPerson, load, type PersonLoad } from "@/lib/schedule/load";
import { quality } from "@/lib/schedule/quality";
import type { Definition, Instant, Interval, PersonId } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";

/** One person's load before and after a draft; null where they are not on call. */
export type LoadChange = {
  readonly person: PersonId;
  readonly before: PersonLoad | null;
  readonly after: PersonLoad | null;
};

function dutiesIn(definition: Definition, from: Instant, until: Instant) {
  const revisions = current(definition);
  const shifts = compile(revisions, zones).resolve(from, until);
  const held = heldIn(revisions, from, until);
  return { held, shifts, duties: dutiesOf(shifts, zones(definition.zone), placesIn(held)) };
}

function loadsIn(definition: Definition, from: Instant, until: Instant, rules: LoadRules) {
  const loads = load(dutiesIn(definition, from, until).duties, rules);
  return new Map(loads.map((one) => [one.person, one]));
}

/** The score of the schedule alone, 0 to 100, in `[from, until)`; null where nobody is on call and nobody need be. */
export function scoreOf(
  definition: Definition,
  { startsAt, endsAt }: Interval,
  rules: LoadRules,
  facts: Facts,
): number | null {
  const { held, shifts, duties } = dutiesIn(definition, startsAt, endsAt);
  const judged = { held, shifts, counted: countByPerson(duties, rules) };
  return quality(judged, zones, facts)?.score ?? null;
}

/** Whose load a draft changes in `[from, until)`, by the schedule's clock; the largest change of points first. */
export function loadChanges(
  base: Definition,
  edited: Definition,
  from: Instant,
  until: Instant,
  rules: LoadRules,
): LoadChange[] {
  const was = loadsIn(base, from, until, rules);
  const is = loadsIn(edited, from, until, rules);
  const size = ({ before, after }: LoadChange): number =>
    Math.abs((after?.points ?? 0) - (before?.points ?? 0));
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((person) => ({
      person,
      before: was.get(person) ?? null,
      after: is.get(person) ?? null,
    }))
    .filter((change) => size(change) > 1e-6 || change.before?.ms !== change.after?.ms)
    .sort((a, b) => size(b) - size(a));
}
