import type { Instant, PersonId, Revision, Shift } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { explain } from "./explain";
import { explainNobody } from "./explain-gap";
import type { NowTier } from "./now-answer";
import { listed, type Names } from "./words-phrases";

type Reader = { readonly names: Names; readonly zone: Zone; readonly now: Instant };

type Kept = {
  readonly words: string;
  /** The names that the words were made with: with other ones they are made anew. */
  readonly named: ReadonlyMap<PersonId, string>;
};

/** By shift, then by the reader's zone. Shifts are kept for as long as their answer holds, and so are their words. */
const kept = new WeakMap<Shift, Map<string, Kept>>();

function wordsOf(shift: Shift, revision: Revision, { names, zone, now }: Reader): string {
  const byZone = kept.get(shift) ?? new Map<string, Kept>();
  const known = byZone.get(zone.name);
  if (known && [...known.named].every(([id, name]) => names(id) === name)) return known.words;
  const named = new Map<PersonId, string>();
  const record = (id: PersonId): string => {
    const name = names(id);
    named.set(id, name);
    return name;
  };
  const source = { revisions: [revision], facts: undefined, names: record, zone, now };
  const words = explain(shift, source);
  kept.set(shift, byZone.set(zone.name, { words, named }));
  return words;
}

/**
 * Why these people are on call in a tier at this moment, a sentence or two for each of its shifts; or why nobody is,
 * where somebody must be. Empty where nobody needs to be.
 */
export function whyNow(tier: NowTier, revision: Revision, reader: Reader): string[] {
  const { shifts } = tier;
  if (shifts.length === 0) {
    const source = { revisions: [revision], ...reader };
    return tier.mustBeCovered ? [explainNobody(tier.id, reader.now, source)] : [];
  }
  return shifts.map((shift) => {
    const words = wordsOf(shift, revision, reader);
    return shifts.length > 1 ? `${listed(shift.people.map(reader.names))}: ${words}` : words;
  });
}
