import { HOUR } from "@/lib/schedule/calendar";
import { type Finding, findingOf, type Observed, windows } from "./observed";

/** An hour has a spike when it has at least `floor` of the entries, and more than `FACTOR` times the busiest hour before. */
const SPIKES = [
  { action: "member.sign-in-failed", what: "failed", floor: 20 },
  { action: "member.signed-in", what: "signed-in", floor: 50 },
] as const;
const FACTOR = 3;

/** How many of these entries the busiest hour had in the two weeks before; asked only for an hour that has the floor. */
export type Busiest = Readonly<Record<string, number>>;

/** The actions of which some hour has enough for a spike, if it was quieter before. */
export function spikeCandidates(seen: readonly Observed[], through: number): readonly string[] {
  return SPIKES.flatMap(({ action, floor }) =>
    lastHour(seen, through, action, floor) ? [action] : [],
  );
}

/**
 * Login spikes: far more sign-ins, or far more failures, than in the busiest hour of the last two weeks. Failures are counted
 * once for each account and minute, as the log has them one by one.
 */
export function findSpikes(
  seen: readonly Observed[],
  through: number,
  busiest: Busiest,
): readonly Finding[] {
  return SPIKES.flatMap(({ action, what, floor }) => {
    const enough = Math.max(floor, FACTOR * (busiest[action] ?? 0) + 1);
    const hour = lastHour(seen, through, action, enough);
    if (!hour) return [];
    const members = [...new Set(hour.map(({ actor }) => actor))];
    return findingOf("spike", what, hour, { count: hour.length, members, what });
  });
}

function lastHour(
  seen: readonly Observed[],
  through: number,
  action: string,
  enough: number,
): readonly Observed[] | undefined {
  const same = seen.filter((one) => one.action === action);
  return [...windows(same, through, HOUR)].findLast((hour) => hour.length >= enough);
}
