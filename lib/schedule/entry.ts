import type { CompiledLayer } from "./layer";
import type { Action } from "./override";
import type { Because, LayerId, Override, OverrideId, PersonId } from "./types";

/** People on call together in a tier for one reason. */
export type Entry = {
  /** The layer whose rotation put them here; null where an override did. */
  readonly layer: CompiledLayer | null;
  readonly ordinal: number;
  readonly turn: Because["turn"];
  /** The layer that overrides aimed at a layer find them by. */
  readonly scope: LayerId | null;
  /** Overrides up to this place in order had their say before these people came. */
  readonly born: number;
  readonly people: readonly PersonId[];
  /** For each of `people`, the order of the override that put them in; shorter or -1: none. */
  readonly by: readonly number[];
  readonly overrides: readonly OverrideId[];
};

const NOBODY: readonly never[] = [];

/** What a layer's rotation puts on call. */
const fromLayer = (layer: CompiledLayer, ordinal: number): Entry => {
  const { people, turn } = layer.held(ordinal);
  return {
    layer,
    ordinal,
    turn,
    scope: layer.id,
    born: -1,
    people,
    by: NOBODY,
    overrides: NOBODY,
  };
};

/** What a layer's rotation puts on call, by the turn's number: the same object while the turn is the same. */
export const entriesOf = (layer: CompiledLayer): ((ordinal: number) => Entry) => {
  let last: Entry | null = null;
  return (ordinal) => {
    if (last?.ordinal !== ordinal) {
      last = fromLayer(layer, ordinal);
    }
    return last;
  };
};

/** What an override puts on call. */
export const fromAction = (
  action: Action,
  people: readonly PersonId[],
  scope: LayerId | null,
): Entry => ({
  layer: null,
  ordinal: 0,
  turn: null,
  scope,
  born: action.order,
  people,
  by: people.map(() => action.order),
  overrides: [action.override.id],
});

const putInBy = (entry: Entry, i: number): number => entry.by[i] ?? -1;

/** Whether the action reaches this person of this entry. */
const reaches = ({ override, order, aimsAt }: Action, entry: Entry, i: number): boolean => {
  const { target } = override;
  if (entry.born >= order) {
    return false;
  }
  if (target.scope === "layer") {
    return entry.scope === target.id;
  }
  return target.scope !== "override" || putInBy(entry, i) === aimsAt;
};

/** The same entry with some people changed: `to` gives who stands there now, null for nobody. */
const changePeople = (
  entry: Entry,
  action: Action,
  to: (person: PersonId, i: number) => PersonId | null,
): Entry => {
  const people: PersonId[] = [];
  const by: number[] = [];
  const kept = new Set(entry.people.filter((person, i) => to(person, i) === person));
  entry.people.forEach((person, i) => {
    const now = to(person, i);
    if (now === person) {
      people.push(person);
      by.push(putInBy(entry, i));
    } else if (now !== null && !kept.has(now) && !people.includes(now)) {
      people.push(now);
      by.push(action.order);
    }
  });
  return kept.size === entry.people.length
    ? entry
    : { ...entry, people, by, overrides: [...entry.overrides, action.override.id] };
};

type Of<Kind extends Override["kind"]> = Extract<Override, { kind: Kind }>;

const remove = (entries: readonly Entry[], action: Action, override: Of<"remove">): Entry[] =>
  entries.map((entry) =>
    entry.people.some((person) => override.people.includes(person))
      ? changePeople(entry, action, (person, i) =>
          override.people.includes(person) && reaches(action, entry, i) ? null : person,
        )
      : entry,
  );

const replace = (entries: readonly Entry[], action: Action, override: Of<"replace">): Entry[] =>
  entries.map((entry) =>
    entry.people.includes(override.person)
      ? changePeople(entry, action, (person, i) =>
          person === override.person && reaches(action, entry, i) ? override.by : person,
        )
      : entry,
  );

/** The entry in which the override that this one aims at has put somebody, if any. */
const aim = (entries: readonly Entry[], action: Action): Entry | undefined =>
  entries.find((entry) => entry.people.some((_, i) => putInBy(entry, i) === action.aimsAt));

const add = (entries: readonly Entry[], action: Action, override: Of<"add">): readonly Entry[] => {
  const { target } = override;
  const people = [...new Set(override.people)];
  if (target.scope === "override") {
    const found = aim(entries, action);
    return found ? [...entries, fromAction(action, people, found.scope)] : entries;
  }
  return [...entries, fromAction(action, people, target.scope === "layer" ? target.id : null)];
};

const temporary = (
  entries: readonly Entry[],
  action: Action,
  override: Of<"temporary">,
): readonly Entry[] => {
  const { target } = override;
  if (target.scope === "layer") {
    // Its own shifts are there already, in the layer's place: only what came to the layer since goes.
    return entries.filter((entry) => entry.scope !== target.id || entry.born >= action.order);
  }
  if (target.scope !== "override") {
    return action.groups.map((people) => fromAction(action, people, null));
  }
  const found = aim(entries, action);
  if (!found) {
    return entries;
  }
  const rest = entries.map((entry) =>
    changePeople(entry, action, (person, i) => (reaches(action, entry, i) ? null : person)),
  );
  return [...rest, ...action.groups.map((people) => fromAction(action, people, found.scope))];
};

/** What a tier's entries become when an override is applied to them. */
export const applyAction = (entries: readonly Entry[], action: Action): readonly Entry[] => {
  const { override } = action;
  switch (override.kind) {
    case "add":
      return add(entries, action, override);
    case "remove":
      return remove(entries, action, override);
    case "replace":
      return replace(entries, action, override);
    case "temporary":
      return temporary(entries, action, override);
  }
};

const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a === b || (a.length === b.length && a.every((value, i) => value === b[i]));

/** Whether two entries say the same people for the same reason. */
export const sameEntry = (a: Entry, b: Entry): boolean =>
  a === b ||
  (a.layer === b.layer &&
    a.ordinal === b.ordinal &&
    sameList(a.people, b.people) &&
    sameList(a.overrides, b.overrides));
