import { overlaps } from "@/lib/planner/problem";
import { spanOf } from "@/lib/planner/types";
import { formatDay, formatInstant, formatSpan } from "@/lib/schedule/format";
import type { Definition, Override } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { PlannedInput, PlannedMeasure } from "./plan-queries";
import { exceptionName } from "./words-phrases";

type Broken = PlannedMeasure["broken"][number];
type Unmet = PlannedMeasure["unmet"][number];
type Names = (person: string) => string;

/** The rules by their names, for lists. */
const RULES: Readonly<Record<Broken["rule"], string>> = {
  cover: "people in every shift",
  twice: "one place at a time",
  away: "time off and being on call elsewhere",
  rest: "rest between shifts",
  "in-a-row": "shifts in a row",
  week: "shifts in a week",
  month: "shifts in a month",
  experience: "somebody experienced in every shift",
};

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

function everybodyAway(input: PlannedInput, step: number): boolean {
  const shift = input.steps[step];
  return (
    shift !== undefined &&
    input.people.every(({ away }) =>
      away.some(({ startsAt, endsAt }) => startsAt < shift.endsAt && shift.startsAt < endsAt),
    )
  );
}

/** Which limit would have to give way, and where: "On Thu 24 Dec everybody is away." */
export function conflictWords(
  { rule, step, person, tier, by }: Broken,
  input: PlannedInput,
  tierNames: Readonly<Record<string, string>>,
  nameOf: Names,
  zone: Zone,
): string {
  const at = input.steps[step]?.startsAt ?? 0;
  const day = formatDay(at, zone);
  const who = nameOf(input.people[person ?? -1]?.id ?? "");
  switch (rule) {
    case "away":
      return everybodyAway(input, step)
        ? `On ${day} everybody is away.`
        : `${who} would have to be on call on ${day}, while away or on call elsewhere.`;
    case "cover":
      return `On ${day} nobody is left for ${tierNames[input.tiers[tier ?? 0]?.id ?? ""] ?? "a tier"}.`;
    case "twice":
      return `${who} would have to be in two tiers on ${day}.`;
    case "rest":
      return `${who} would have too little rest around ${formatInstant(at, zone)}.`;
    case "in-a-row":
      return `${who} would have more than ${plural(input.limits.inARow ?? 0, "shift")} in a row up to ${day}.`;
    case "week":
      return `${who} would have ${by} more than ${plural(input.limits.perWeek ?? 0, "shift")} in the week of ${day}.`;
    case "month":
      return `${who} would have ${by} more than ${plural(input.limits.perMonth ?? 0, "shift")} in the month of ${day}.`;
    case "experience":
      return `On ${day} nobody experienced is free.`;
  }
}

/** Why a wish could not be met. Of a search that was stopped it is not known what meeting it would have cost. */
export function unmetReason(
  { because, rules }: Unmet,
  kind: "prefers" | "avoids",
  status: "optimal" | "stopped",
): string {
  if (because === "fairness")
    return status === "optimal"
      ? "It was possible, but would have made the load less even, or another wish unmet."
      : "It seems possible, by an exchange with others. The search was stopped before it could tell at what cost.";
  if (because === "away")
    return kind === "prefers"
      ? "They are away then, or on call elsewhere."
      : "Everybody else is away then, or on call elsewhere.";
  const named = rules.map((rule) => RULES[rule]).join(", ");
  return `No exchange with others was found that keeps every limit; in the way: ${named}.`;
}

/** Whether an override says who is on call in one of the planned tiers, in the time of the plan. */
function isUnder(
  { target, startsAt, endsAt }: Override,
  input: PlannedInput,
  tiers: Definition["tiers"],
) {
  if (!overlaps({ startsAt, endsAt }, spanOf(input))) return false;
  if (target.scope === "override") return false;
  if (target.scope === "schedule") return true;
  const planned = tiers.filter(({ id }) => input.tiers.some((tier) => tier.id === id));
  return planned.some(
    ({ id, layers }) => target.id === id || layers.some((layer) => layer.id === target.id),
  );
}

/** The covers, swaps and other overrides that are published there already, and that the plan takes the place of. */
export const replacedWords = (
  { overrides, tiers }: Definition,
  input: PlannedInput,
  nameOf: Names,
  zone: Zone,
): string[] =>
  overrides
    .filter((override) => isUnder(override, input, tiers))
    .map(
      (override) =>
        `${exceptionName(override, nameOf)}, ${formatSpan(override.startsAt, override.endsAt, zone)}`,
    );

/** How good a plan is known to be: "Within 1.8 % of the best possible; stopped after 15 s." */
export function gapWords(status: "optimal" | "stopped", gap: number, seconds: number): string {
  if (status === "optimal")
    return "The best possible: no plan that keeps these limits does better.";
  const percent = (100 * gap).toFixed(gap < 0.1 ? 1 : 0);
  return gap <= 0.25
    ? `Within ${percent} % of the best possible; stopped after ${seconds} s.`
    : `Stopped after ${seconds} s: a plan that is up to ${percent} % better may exist. Search for longer, or plan fewer weeks.`;
}
