import { type People, personNamed } from "@/components/schedule/people";
import type { Gate } from "@/lib/roster/policy";
import type { Finding } from "@/lib/schedule/check";
import { formatSpan } from "@/lib/schedule/format";
import type { Definition } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { FindingLine } from "./findings-list";

const WEIGHTS = { block: "blocks", waiver: "waive", warn: "note" } as const;

function text(finding: Finding, definition: Definition, people: People): string {
  const tier = definition.tiers.find(({ id }) => id === finding.tier)?.name ?? "a tier";
  const name = finding.person ? personNamed(people, finding.person).name : "Somebody";
  switch (finding.kind) {
    case "gap":
      return `Nobody is on call in ${tier}.`;
    case "unreachable":
      return `${name} is on call in ${tier} and has no phone number or address.`;
    case "left":
      return `${name} is on call and has left.`;
    case "double":
      return `${name} is on call twice at once.`;
    case "time-off":
      return `${name} is on call during their time off.`;
    case "rest":
      return `${name} gets too little rest between two shifts.`;
  }
}

/** Findings as the list shows them: those that the policy ignores are left out, like ones are one line. */
export function findingLines(
  findings: readonly Finding[],
  gates: Readonly<Record<Finding["kind"], Gate>>,
  waived: (finding: Finding) => boolean,
  facts: { definition: Definition; people: People; zone: Zone },
): FindingLine[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (gates[finding.kind] === "ignore") continue;
    const key = [finding.kind, finding.tier, finding.person].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups].flatMap(([id, group]) => {
    const [first] = group;
    const gate = first ? gates[first.kind] : "ignore";
    if (!first || gate === "ignore") return [];
    const when = formatSpan(first.startsAt, first.endsAt, facts.zone);
    return {
      id,
      weight: group.every(waived) ? "note" : WEIGHTS[gate],
      text: text(first, facts.definition, facts.people),
      when: group.length > 1 ? `${when} and ${group.length - 1} more` : when,
    };
  });
}
