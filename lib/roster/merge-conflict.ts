import type { EntityKind } from "./operations-sheet";

export type Side = "mine" | "theirs";

/**
 * One question for the editor: mine or theirs?
 *
 * `key` names it in `resolveConflicts`. `field` is the field that both changed, or
 * - `exists`: one removed the entity (its value there is null), the other changed it, put something into it
 *   or refers to it. Choosing the removal also drops what the other put in or aimed at it.
 * - `parent`: both moved it, to different places.
 * - `order`: both put the entities of this kind (in `id`, when it is the owner of the list) in a different
 *   order; the values are lists of ids.
 * - `everything`: each edit is valid alone and together they are not; the values are whole definitions.
 */
export type Conflict = {
  readonly key: string;
  readonly entity: EntityKind;
  readonly id: string;
  readonly field: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
};

/** Answers by `Conflict.key`. */
export type Choices = Readonly<Record<string, Side>>;

/** What a whole definition is asked under. */
export const EVERYTHING = "everything";

export const keyOf = (entity: string, id: string, field: string): string =>
  `${entity}:${id}:${field}`;

export const choiceOf = (choices: Choices, key: string): Side | undefined =>
  Object.hasOwn(choices, key) ? choices[key] : undefined;
