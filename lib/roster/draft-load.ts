import type { LoadRules } from "@/lib/schedule/bands";
import { compile, current } from "@/lib/schedule/compile";
import { dutiesOf } from "@/lib/schedule/duty";
import { heldIn, placesIn } from "@/lib/schedule/held";
import { load, type PersonLoad } from "@/lib/schedule/load";
import type { Definition, Instant, PersonId } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";

/** One person's load before and after a draft; null where they are not on call. */
export type LoadChange = {
  readonly person: PersonId;
  readonly before: PersonLoad | null;
  readonly after: PersonLoad | null;
};

function loadsIn(definition: Definition, from: Instant, until: Instant, rules: LoadRules) {
  const revisions = current(definition);
  const shifts = compile(revisions, zones).resolve(from, until);
  const places = placesIn(heldIn(revisions, from, until));
  const loads = load(dutiesOf(shifts, zones(definition.zone), places), rules);
  return new Map(loads.map((one) => [one.person, one]));
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
