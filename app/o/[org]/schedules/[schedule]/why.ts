import { explain } from "@/lib/roster/explain";
import { explainNobody } from "@/lib/roster/explain-gap";
import type { Instant, Shift, TierId } from "@/lib/schedule/types";
import type { SpanView } from "./view";

const namesIn =
  ({ names }: SpanView["span"]) =>
  (id: string): string =>
    names[id]?.name ?? "Somebody who left";

/** Why these people are on call, in words; a revision that is not at hand any more is named by its number. */
export function whyOf(shift: Shift, { span, facts, zone }: SpanView, now: Instant): string {
  return explain(shift, {
    revisions: span.revisions,
    facts: facts.get(shift.because.revision),
    names: namesIn(span),
    zone,
    now,
  });
}

/** Why nobody is on call in a tier at an instant, in words. */
export function whyNobody(tier: TierId, at: Instant, { span, zone }: SpanView): string {
  return explainNobody(tier, at, { revisions: span.revisions, names: namesIn(span), zone });
}
