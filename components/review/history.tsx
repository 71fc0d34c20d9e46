import { Section } from "@/components/ui/card";
import type { ReviewView } from "@/lib/roster/draft-queries";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

const WORDS: Readonly<Record<string, string>> = {
  approve: "approved",
  reject: "rejected",
  "request-changes": "asked for changes to",
};

/** Who decided what on which version, with their words. */
export function History({
  view,
  zone,
  now,
}: {
  readonly view: ReviewView;
  readonly zone: Zone;
  readonly now: Instant;
}) {
  if (view.reviews.length === 0) return null;
  return (
    <Section title="Decisions">
      <ul className="grid gap-3 text-sm">
        {view.reviews.map(({ id, name, decision, draftVersion, words, at }) => (
          <li key={id}>
            <p>
              <span className="font-strong">{name}</span> {WORDS[decision] ?? decision} version{" "}
              {draftVersion}
              <span className="tabular text-muted"> · {formatInstant(at, zone, now)}</span>
            </p>
            {words && <p className="mt-0.5 max-w-[65ch] text-muted">{words}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
