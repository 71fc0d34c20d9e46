import type { Interval, TierId } from "@/lib/schedule/types";
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

/** The address at which a shift, or a gap, is explained. */
export function shiftHref(
  { search, data }: Pick<SpanProps, "search" | "data">,
  { startsAt, tier }: Interval & { readonly tier: TierId },
): string {
  const at = Math.max(startsAt, data.range.from);
  return `${hrefWith(search, { at, tier, date: data.range.date })}#why`;
}
