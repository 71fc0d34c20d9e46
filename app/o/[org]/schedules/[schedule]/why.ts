import { explain } from "@/lib/roster/explain";
import { clockChanges } from "@/lib/schedule/changes";
import type { Instant, Shift } from "@/lib/schedule/types";
import type { SpanView } from "./view";

/** Why these people are on call, in words; a revision that is not at hand any more is named by its number. */
export function whyOf(shift: Shift, { span, facts, zone }: SpanView, now: Instant): string {
  const revision = span.revisions.find(({ number }) => number === shift.because.revision);
  if (!revision) return `Revision ${shift.because.revision}.`;
  return explain(shift, {
    definition: revision.definition,
    facts: facts.get(shift.because.revision),
    clockChanges: clockChanges(zone, shift.startsAt, shift.endsAt),
    names: (id) => span.names[id]?.name ?? "Somebody who left",
    zone,
    now,
  });
}
