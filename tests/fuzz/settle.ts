/** How often what was refused is fired again, to see it alone. */
const TRIES = 4;

/** What came of a round of calls: those that were refused, and how many were not. */
export type Round<S> = { readonly refused: readonly S[]; readonly letIn: number };

export type Tables = Readonly<Record<string, string>>;

/** Refused calls of which it was seen what they changed, and those that were never alone; and the tables that are not as they were. */
export type Settled = {
  readonly seen: number;
  readonly unseen: number;
  readonly changed: readonly string[];
};

const differing = (before: Tables, after: Tables): string[] =>
  Object.entries(after).flatMap(([name, hash]) => (before[name] === hash ? [] : [name]));

/**
 * Fires shots, rests until what they do after their answers is done, then again those of them that were refused, until nothing changed in the tables or nobody was let in beside
 * them: then whatever changed was changed by a call that was refused.
 */
export async function settle<S>(
  shots: readonly S[],
  fire: (shots: readonly S[]) => Promise<Round<S>>,
  look: () => Promise<Tables>,
  rest: () => Promise<void>,
): Promise<Settled> {
  let left = shots;
  for (let tries = 0; tries < TRIES && left.length > 0; tries += 1) {
    const before = await look();
    const { refused, letIn } = await fire(left);
    const changed = differing(before, await look());
    if (letIn === 0 || changed.length === 0)
      return { seen: refused.length, unseen: 0, changed: refused.length > 0 ? changed : [] };
    left = refused;
    await rest();
  }
  return { seen: 0, unseen: left.length, changed: [] };
}
