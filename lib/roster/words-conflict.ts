import type { Definition, Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { diff } from "./diff";
import { type Conflict, EVERYTHING } from "./merge-conflict";
import type { Operation } from "./operations";
import { SCHEDULE, type Sheet, toSheet } from "./operations-sheet";
import { describe } from "./words";
import { called, type Teller } from "./words-names";
import type { Names } from "./words-phrases";

/** A conflict as people read it: what it is about, and what each side did, a sentence per edit. */
export type ConflictWords = {
  readonly key: string;
  readonly title: string;
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
};

const FIELDS: Readonly<Record<string, string>> = {
  exists: "whether it stays",
  order: "its order",
  parent: "where it belongs",
  name: "its name",
  cover: "when somebody must be on call",
  priority: "its priority",
  zone: "its time zone",
  life: "from when until when it holds",
  step: "how long a turn lasts",
  anchor: "its handoff",
  weekdays: "the days that count",
  windows: "its hours",
  windowsIn: "in whose time zone its hours are",
  holidays: "its holidays",
  people: "who is in it",
  when: "from when until when",
  target: "what it applies to",
  exception: "who it is about",
  reason: "its reason",
  days: "its days",
};

/** Each conflict in words, in order. `mine` and `theirs` are the two edits of `base`; times are in `zone`. */
export function describeConflicts(
  conflicts: readonly Conflict[],
  sides: { readonly base: Definition; readonly mine: Definition; readonly theirs: Definition },
  names: Names,
  zone: Zone,
  now?: Instant,
): readonly ConflictWords[] {
  if (conflicts.length === 0) return [];
  const { base } = sides;
  const sheet = toSheet(base);
  const teller: Teller = { sheet, names, zone, now };
  const told = (edited: Definition) => {
    const operations = diff(base, edited);
    const sentences = describe(operations, base, names, zone, now);
    return (conflict: Conflict): readonly string[] => [
      ...new Set(sentences.filter((_, index) => isAbout(operations[index], conflict, sheet))),
    ];
  };
  const [mine, theirs] = [told(sides.mine), told(sides.theirs)];
  return conflicts.map((conflict) => ({
    key: conflict.key,
    title: titleOf(conflict, teller),
    mine: orElse(mine(conflict), conflict.mine),
    theirs: orElse(theirs(conflict), conflict.theirs),
  }));
}

/** Something that only one side changed may be asked about because the other refers to it. */
const orElse = (sentences: readonly string[], value: unknown): readonly string[] => {
  if (sentences.length > 0) return sentences;
  return [value === null || value === undefined ? "Removes it." : "Keeps it."];
};

function titleOf({ entity, id, field }: Conflict, teller: Teller): string {
  if (field === EVERYTHING) return "The whole schedule";
  if (field === "order" && entity !== "schedule") {
    const [owner, kind] =
      entity === "turn" ? (["layer", "turns"] as const) : (["tier", "layers"] as const);
    return id === ""
      ? `The order of the ${entity}s`
      : `The ${kind} of the ${owner} ${called(owner, id, teller)}: their order`;
  }
  const what = FIELDS[field] ?? field;
  if (entity === SCHEDULE) return `The schedule: ${what}`;
  const name = called(entity, id, teller);
  if (entity === "home") return `The hours of ${name}: ${what}`;
  if (entity !== "turn") return `The ${entity} ${name}: ${what}`;
  const layer = called("layer", teller.sheet.entities.turn.get(id)?.parent ?? "", teller);
  return `The turn of ${name} in the layer ${layer}: ${what}`;
}

/** The entity an operation names, with the list that it stands in. */
function subjectOf(operation: Operation): {
  readonly id: string;
  readonly parents: readonly string[];
} {
  switch (operation.op) {
    case "set":
      return { id: operation.id, parents: [] };
    case "move":
      return {
        id: operation.id,
        parents: [operation.from.parent ?? "", operation.to.parent ?? ""],
      };
    default:
      return { id: operation.value.id, parents: [operation.at.parent ?? ""] };
  }
}

function isAbout(operation: Operation | undefined, conflict: Conflict, base: Sheet): boolean {
  if (!operation) return false;
  const { entity, id, field } = conflict;
  if (field === EVERYTHING) return true;
  const subject = subjectOf(operation);
  switch (field) {
    case "order":
      return operation.op === "move" && operation.entity === entity && subject.parents.includes(id);
    case "parent":
      return operation.op === "move" && operation.entity === entity && subject.id === id;
    case "exists": {
      const owners = [...subject.parents, ...ownersOf(subject.id, base)];
      return subject.id === id || owners.includes(id);
    }
    default:
      // An edit of a field; or, in another's list, what removed it.
      return (
        operation.entity === entity &&
        subject.id === id &&
        (operation.op !== "set" || Object.hasOwn(operation.after, field))
      );
  }
}

/** The layer and the tier that a turn or a layer is in, before either side's edits. */
function ownersOf(id: string, { entities }: Sheet): readonly string[] {
  const parent = entities.turn.get(id)?.parent ?? entities.layer.get(id)?.parent;
  return parent ? [parent, ...ownersOf(parent, { entities, lists: new Map() })] : [];
}
