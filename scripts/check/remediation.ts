/** How many days after an advisory is published what it is about must be gone, by grade; docs/security.md says the same. */
export const DAYS = { critical: 1, high: 7, medium: 30, low: 90 } as const;

export type Grade = keyof typeof DAYS;

const DAY = 86_400_000;
const OTHER_WORDS: Readonly<Record<string, Grade>> = { moderate: "medium", info: "low" };

/** A grade in npm's or GitHub's words; critical for one that nobody gave, until somebody does. */
export function toGrade(word: string | undefined): Grade {
  const lower = word?.toLowerCase() ?? "";
  return lower in DAYS ? (lower as Grade) : (OTHER_WORDS[lower] ?? "critical");
}

/** A package that an advisory is about. `published` in ms; null where nobody says. */
export type Finding = {
  readonly what: string;
  readonly id: string;
  readonly grade: Grade;
  readonly published: number | null;
};

export type Due = { readonly isOver: boolean; readonly line: string };

const UNDATED =
  "of no known date: write it, with what was decided, into scripts/check/advisories.json";

/** Whether the time for it is over, in a line. Without a date nobody can say that it is in time, and so it is not. */
export function dueOf({ what, id, grade, published }: Finding, now: number): Due {
  if (published === null) return { isOver: true, line: `${what}: ${id}, ${grade}, ${UNDATED}` };
  const until = published + DAYS[grade] * DAY;
  const words = now > until ? "had to be gone by" : "must be gone by";
  return {
    isOver: now > until,
    line: `${what}: ${id}, ${grade}, ${words} ${new Date(until).toISOString()}`,
  };
}
