/** What a sentence is made of. `body` is the entry's JSON, read. */
export type LogFacts = {
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly scheduleId: string | null;
  readonly body: unknown;
  /** What was kept as ciphertext, opened, if whoever reads may see it. */
  readonly details?: unknown;
};

/** The name of whatever has this id, or null when it has none any more. */
export type NameOf = (id: string) => string | null;

/** What was done, to go behind who did it. */
export type Tell = (entry: LogFacts, nameOf: NameOf) => string;

/** One value of an entry's body; undefined where it has none. */
export function field(body: unknown, name: string): unknown {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return undefined;
  return Object.entries(body).find(([key]) => key === name)?.[1];
}

/** The same as a text, empty where it is none. */
export function text(body: unknown, name: string): string {
  const value = field(body, name);
  return typeof value === "string" ? value : "";
}

/** What somebody wrote with the act. In older entries it stands in the body. */
export const wordsOf = ({ body, details }: LogFacts, name = "words"): string =>
  text(details, name) || text(body, name);

/** How many there are in a list of the body. */
export function count(body: unknown, name: string): number {
  const value = field(body, name);
  return Array.isArray(value) ? value.length : 0;
}
