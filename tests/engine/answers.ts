import type { OnCall } from "@/lib/schedule/compile";
import type { Shift } from "@/lib/schedule/types";
import type { Scene } from "./arbitraries";

const MINUTE = 60_000;

export const say = (list: readonly OnCall[]): string[] => {
  const said = list.map(
    ({ tier, people, because }) =>
      `${tier} ${because.layer ?? "-"} ${[...people].sort().join("+")}`,
  );
  return [...new Set(said)].sort();
};

export const strip = ({ tier, people, because }: OnCall): OnCall => ({ tier, people, because });

/** What `resolve` says for one instant, in the form of `onCallAt`. */
export const heldAt = (shifts: readonly Shift[], at: number): OnCall[] =>
  shifts.filter((shift) => shift.startsAt <= at && at < shift.endsAt).map(strip);

export const sorted = (list: readonly OnCall[]): string[] =>
  list.map((one) => JSON.stringify(one)).sort();

export const samples = ({ from, until }: Scene, shifts: readonly Shift[], step = 97): number[] => {
  const instants = new Set<number>();
  for (let at = from + 7 * MINUTE; at < until; at += step * MINUTE) {
    instants.add(at);
  }
  for (const { startsAt, endsAt } of shifts) {
    instants.add(startsAt).add(endsAt - 1);
  }
  return [...instants];
};
