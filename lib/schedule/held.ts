import { clip } from "./interval";
import type { Instant, Interval, Revision, Shift } from "./types";

/** A revision in the part of a span in which it held. */
export type Held = Interval & { readonly revision: Revision };

/** Which revision held when in `[from, until)`; the revisions are given oldest first. */
export const heldIn = (revisions: readonly Revision[], from: Instant, until: Instant): Held[] =>
  revisions
    .map((revision, i) => ({
      revision,
      ...clip({ startsAt: revision.from, endsAt: revisions[i + 1]?.from ?? until }, from, until),
    }))
    .filter(({ startsAt, endsAt }) => startsAt < endsAt);

/** Tells the place of a shift's tier in the revision that the shift came from: 0 is called first. */
export const placesIn = (held: readonly Held[]): ((shift: Shift) => number) => {
  const places = new Map(
    held.flatMap(({ revision: { number, definition } }) =>
      definition.tiers.map(({ id }, place) => [`${number} ${id}`, place] as const),
    ),
  );
  return ({ tier, because }) => places.get(`${because.revision} ${tier}`) ?? 0;
};
