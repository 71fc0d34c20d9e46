import { type Band, bands } from "./bands";
import { DAY, formatWallTime, weekdayOf } from "./calendar";
import type { Facts, Finding } from "./check";
import { timeByBand } from "./duty";
import type { Carried } from "./fair";
import type { Counted } from "./load";
import type { Gap, PersonId, TierId, WallTime, Weekday } from "./types";
import type { Zone } from "./zone";

/** Something to mend, and by how many points of the score that would raise it, all else left as it is. */
export type Improvement = { readonly gain: number } & (
  | {
      /** Nobody is on call in a tier, again and again from the same local time to the same local time. */
      readonly kind: "gap";
      readonly tier: TierId;
      readonly weekday: Weekday;
      readonly start: WallTime;
      /** How many days after `weekday` it ends, at `end`. */
      readonly days: number;
      readonly end: WallTime;
      readonly ms: number;
    }
  | {
      /** Somebody carries more than a fair share, most of all of the time in one band. Shares are 0 to 1. */
      readonly kind: "overload";
      readonly person: PersonId;
      readonly band: Band;
      readonly share: number;
      /** The smallest and the largest share among the others in the rotations; null without others. */
      readonly others: readonly [number, number] | null;
      /** Of all points; `fair` is 0 for somebody who stands in no rotation. */
      readonly load: { readonly share: number; readonly fair: number };
    }
  | {
      readonly kind: Exclude<Finding["kind"], "gap">;
      readonly person: PersonId;
      readonly ms: number;
      readonly times: number;
    }
);

type Without<T> = T extends unknown ? Omit<T, "gain"> : never;
/** An improvement whose gain is not known yet. */
type Fault<Kind extends Improvement["kind"]> = Without<Extract<Improvement, { kind: Kind }>>;

/** Gaps that are at the same local time of the same weekday, as one. */
export const gapsByTime = (gaps: readonly Gap[], zone: Zone): Fault<"gap">[] => {
  const found = new Map<string, Fault<"gap">>();
  for (const { tier, startsAt, endsAt } of gaps) {
    const [from, until] = [zone.toWall(startsAt), zone.toWall(endsAt)];
    const day = Math.floor(from / DAY);
    const days = Math.floor(until / DAY) - day;
    const weekday = weekdayOf(day);
    const [start, end] = [formatWallTime(from), formatWallTime(until)];
    const key = [tier, weekday, start, days, end].join();
    const ms = (found.get(key)?.ms ?? 0) + endsAt - startsAt;
    found.set(key, { kind: "gap", tier, weekday, start, days, end, ms });
  }
  return [...found.values()];
};

/** What a finding costs: the time itself, or of a rest the part that is missing. */
const trouble = ({ kind, startsAt, endsAt }: Finding, { minRestMs }: Facts): number =>
  kind === "rest" ? minRestMs - (endsAt - startsAt) : endsAt - startsAt;

/** Findings about people, those of one kind and person as one. */
export const troubles = (
  findings: readonly Finding[],
  facts: Facts,
): Fault<Exclude<Finding["kind"], "gap">>[] => {
  const found = new Map<string, Fault<Exclude<Finding["kind"], "gap">>>();
  for (const finding of findings) {
    const { kind, person } = finding;
    if (kind === "gap" || person === undefined) {
      continue;
    }
    const had = found.get(`${kind} ${person}`);
    const ms = (had?.ms ?? 0) + trouble(finding, facts);
    found.set(`${kind} ${person}`, { kind, person, ms, times: (had?.times ?? 0) + 1 });
  }
  return [...found.values()];
};

/** The band of whose time somebody's share is furthest above the others', with those shares. */
export const heaviest = (
  person: PersonId,
  counted: readonly Counted[],
  carried: readonly Carried[],
): Pick<Fault<"overload">, "band" | "share" | "others"> => {
  const times = new Map(counted.map((one) => [one.person, timeByBand(one.pieces)]));
  const others = carried.filter((one) => one.person !== person && one.fair > 0);
  const found = bands.flatMap((band) => {
    const whole = [...times.values()].reduce((sum, time) => sum + time[band], 0);
    const shareOf = (one: PersonId): number => (times.get(one)?.[band] ?? 0) / whole;
    const shares = others.map((one) => shareOf(one.person));
    const most = Math.max(0, ...shares);
    const range = shares.length > 0 ? ([Math.min(...shares), most] as const) : null;
    const share = shareOf(person);
    return whole > 0 ? [{ band, share, others: range, lead: share - most }] : [];
  });
  const [first] = found.sort((a, b) => b.lead - a.lead);
  return {
    band: first?.band ?? "weekday",
    share: first?.share ?? 0,
    others: first?.others ?? null,
  };
};
