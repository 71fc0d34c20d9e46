import { type People, personNamed } from "@/components/schedule/people";
import type { Comparison, PersonChange } from "@/lib/schedule/diff";
import { formatDuration, formatSpan } from "@/lib/schedule/format";
import type { Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { ChangeSentence } from "./review-changes";

function count(difference: number, one: string, many: string): string | null {
  if (difference === 0) return null;
  const size = Math.abs(difference);
  return `${size} ${size === 1 ? one : many} ${difference > 0 ? "more" : "less"}`;
}

function about(change: PersonChange): string {
  const hours = change.after - change.before;
  const parts = [
    hours === 0
      ? "the same hours at other times"
      : `${formatDuration(Math.abs(hours))} ${hours > 0 ? "more" : "less"}`,
    count(change.nightsAfter - change.nightsBefore, "night", "nights"),
    count(change.weekendsAfter - change.weekendsBefore, "weekend day", "weekend days"),
  ];
  return parts.filter((part) => part !== null).join(", ");
}

function spans(word: string, intervals: readonly Interval[], zone: Zone): string[] {
  const [first] = intervals;
  if (!first) return [];
  const rest = intervals.length > 1 ? ` and ${intervals.length - 1} more` : "";
  return [`${word} ${formatSpan(first.startsAt, first.endsAt, zone)}${rest}`];
}

/** What a change means, a sentence for each person, those with the most to lose first. Times are in `zone`. */
export function changeSentences(
  comparison: Comparison,
  people: People,
  zone: Zone,
): ChangeSentence[] {
  const changed = comparison.people.filter(
    ({ gained, lost, moved }) => gained.length + lost.length + moved.length > 0,
  );
  const sentences = [...changed]
    .sort((a, b) => b.after - b.before - (a.after - a.before))
    .map((change): ChangeSentence => {
      const person = personNamed(people, change.person);
      const detail = [
        ...spans("Gains", change.gained, zone),
        ...spans("Loses", change.lost, zone),
        ...spans("Other tier:", change.moved, zone),
      ];
      return {
        id: change.person,
        person,
        text: `${person.name}: ${about(change)}.`,
        detail: detail.join(" · "),
      };
    });
  if (
    changed.length > 0 &&
    changed.every(({ weekendsBefore, weekendsAfter }) => weekendsAfter <= weekendsBefore)
  ) {
    return [...sentences, { id: "weekends", text: "Nobody has more weekend duty." }];
  }
  return sentences;
}
