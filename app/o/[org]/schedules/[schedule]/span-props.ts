import type { Shift } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import { hrefWith, type Search } from "./search";
import type { SpanView } from "./view";

export type SpanProps = {
  readonly actor: Actor;
  readonly now: number;
  readonly base: string;
  readonly search: Search;
  readonly data: SpanView;
};

/** The address at which a shift is explained. */
export function shiftHref(
  { search, data }: Pick<SpanProps, "search" | "data">,
  shift: Shift,
): string {
  const at = Math.max(shift.startsAt, data.range.from);
  return `${hrefWith(search, { at, tier: shift.tier, date: data.range.date })}#why`;
}
