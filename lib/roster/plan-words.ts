import { formatDay, formatInstant } from "@/lib/schedule/format";
import type { Zone } from "@/lib/schedule/zone";
import type { PlannedInput, PlannedMeasure } from "./plan-queries";

type Broken = PlannedMeasure["broken"][number];
type Unmet = PlannedMeasure["unmet"][number];
type Names = (person: string) => string;

/** The rules by their names, for lists. */
const RULES: Readonly<Record<Broken["rule"], string>> = {
  cover: "people in every shift",
  twice: "one place at a time",
  away: "time off and other tiers",
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

/** Why a wish could not be met. */
export function unmetReason({ because, rules }: Unmet, kind: "prefers" | "avoids"): string {
  if (because === "fairness")
    return "It was possible, but would have made the load less even, or another wish unmet.";
  if (because === "away")
    return kind === "prefers"
      ? "They are away then, or on call elsewhere."
      : "Everybody else is away then, or on call elsewhere.";
  const named = rules.map((rule) => RULES[rule]).join(", ");
  return `Any exchange with one other person would break a limit: ${named}.`;
}

/** How good a plan is known to be: "Within 1.8 % of the best possible; stopped after 15 s." */
export function gapWords(status: "optimal" | "stopped", gap: number, seconds: number): string {
  if (status === "optimal")
    return "The best possible: no plan that keeps these limits does better.";
  const percent = (100 * gap).toFixed(gap < 0.1 ? 1 : 0);
  return gap <= 0.25
    ? `Within ${percent} % of the best possible; stopped after ${seconds} s.`
    : `Stopped after ${seconds} s: a plan that is up to ${percent} % better may exist. Search for longer, or plan fewer weeks.`;
}
