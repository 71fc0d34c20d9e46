"use client";

import { useMemo } from "react";
import { type FindingLine, FindingsList } from "@/components/review/findings-list";
import { ReviewChanges } from "@/components/review/review-changes";
import { PersonHours } from "@/components/schedule/person-hours";
import { Section } from "@/components/ui/card";
import { DAY } from "@/lib/schedule/calendar";
import type { Facts } from "@/lib/schedule/check";
import { compare } from "@/lib/schedule/diff";
import { formatSpan } from "@/lib/schedule/format";
import { useEditor, usePersonName } from "./editor-context";
import { type FindingGroup, findingText, freshFindings } from "./findings";
import { Fold } from "./fold";
import type { Side } from "./preview-model";

export type Gates = Readonly<Record<FindingGroup["kind"], "ignore" | "warn" | "waiver" | "block">>;

const HOURS_AHEAD = 28 * DAY;
const FINDINGS_AHEAD = 90 * DAY;
const SENTENCES_SHOWN = 12;
const FINDINGS_SHOWN = 10;
const WEIGHTS = { warn: "note", waiver: "waive", block: "blocks" } as const;

/** What the draft changes: in words, in people's hours, and what the checks say about it. */
export function ChangesPanel({
  before,
  after,
  sentences,
  facts,
  gates,
}: {
  readonly before: Side;
  readonly after: Side;
  readonly sentences: readonly string[];
  readonly facts: Facts;
  readonly gates: Gates;
}) {
  const rest = sentences.slice(SENTENCES_SHOWN);
  const lines = (list: readonly string[]) => list.map((text, index) => ({ id: `${index}`, text }));
  return (
    <div className="grid grid-cols-1 gap-8 pt-6">
      <Section title="What this changes">
        {sentences.length === 0 ? (
          <p className="text-muted text-sm">Nothing yet.</p>
        ) : (
          <ReviewChanges sentences={lines(sentences.slice(0, SENTENCES_SHOWN))} />
        )}
        {rest.length > 0 && (
          <details>
            <summary className="min-h-8 rounded-md text-accent-text text-sm">
              {rest.length} more
            </summary>
            <div className="pt-2">
              <ReviewChanges sentences={lines(rest)} />
            </div>
          </details>
        )}
      </Section>
      <Checks before={before} after={after} facts={facts} gates={gates} />
      <Hours before={before} after={after} />
    </div>
  );
}

function Checks({
  before,
  after,
  facts,
  gates,
}: {
  readonly before: Side;
  readonly after: Side;
  readonly facts: Facts;
  readonly gates: Gates;
}) {
  const { zones, now } = useEditor();
  const name = usePersonName();
  const groups = useMemo(
    () => freshFindings(before, after, now, now + FINDINGS_AHEAD, zones, facts),
    [before, after, now, zones, facts],
  );
  const zone = zones(after.definition.zone);
  const tierName = (id: string) =>
    after.definition.tiers.find((tier) => tier.id === id)?.name ?? "a tier";
  const lines = groups.flatMap((group): FindingLine[] => {
    const gate = gates[group.kind];
    if (gate === "ignore") return [];
    const more = group.count > 1 ? `, and ${group.count - 1} more` : "";
    return [
      {
        id: group.id,
        weight: WEIGHTS[gate],
        text: findingText(group, name, tierName),
        when: `${formatSpan(group.startsAt, group.endsAt, zone, now)}${more}`,
      },
    ];
  });
  return (
    <Section title="Findings" description="What this draft brings in the next 90 days.">
      <FindingsList findings={lines.slice(0, FINDINGS_SHOWN)} />
      {lines.length > FINDINGS_SHOWN && (
        <p className="text-muted text-sm">
          And {lines.length - FINDINGS_SHOWN} more of their kind.
        </p>
      )}
    </Section>
  );
}

function Hours({ before, after }: { readonly before: Side; readonly after: Side }) {
  const { zones, now, named } = useEditor();
  const changes = useMemo(() => {
    const zone = after.definition.zone;
    return compare(before.roster, after.roster, now, now + HOURS_AHEAD, zones, zone).people;
  }, [before, after, now, zones]);
  const changed = changes.filter(
    ({ gained, lost, moved }) => gained.length + lost.length + moved.length > 0,
  );
  return (
    <Section title="Hours on call" description="In the next four weeks.">
      {changed.length === 0 ? (
        <p className="text-muted text-sm">Nobody's hours change.</p>
      ) : (
        <PersonHours changes={changed} people={named} />
      )}
      {changes.length > changed.length && (
        <Fold label={`Unchanged: ${changes.length - changed.length}`}>
          <PersonHours changes={changes.filter((one) => !changed.includes(one))} people={named} />
        </Fold>
      )}
    </Section>
  );
}
