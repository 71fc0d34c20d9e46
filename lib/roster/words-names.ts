import type { Instant, Target, TurnName } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { Fields, ListedKind, Sheet } from "./operations-sheet";
import { crewOf, exceptionName, type Names, spanName } from "./words-phrases";

/** What sentences are made with: the definition before the operation, people's names, the reader's zone. */
export type Teller = {
  readonly sheet: Sheet;
  readonly names: Names;
  readonly zone: Zone;
  readonly now: Instant | undefined;
};

/** How a sentence calls an entity: its name in quotes, a turn's people, what an override does. */
export function called(kind: ListedKind | "schedule", id: string, teller: Teller): string {
  const { entities } = teller.sheet;
  switch (kind) {
    case "schedule":
      return "the schedule";
    case "tier":
    case "layer":
    case "calendar":
      return `“${entities[kind].get(id)?.fields.name ?? id}”`;
    case "home":
      return teller.names(id);
    case "turn":
      return crewOf(entities.turn.get(id)?.fields.people ?? [], teller.names);
    case "override": {
      const override = entities.override.get(id)?.fields;
      return override ? `“${exceptionName(override.exception, teller.names)}”` : `“${id}”`;
    }
  }
}

/** "in the tier “Primary”"; nothing for the schedule as a whole. */
export const targetName = (target: Target, teller: Teller): string =>
  target.scope === "schedule"
    ? ""
    : `in the ${target.scope} ${called(target.scope, target.id, teller)}`;

export function overrideName(fields: Fields["override"], teller: Teller): string {
  const where = targetName(fields.target, teller);
  const reason = fields.reason === null ? "" : ` (${fields.reason})`;
  const what = exceptionName(fields.exception, teller.names);
  const when = spanName(fields.when, teller.zone, teller.now);
  const turn = fields.when.follows ? `, ${turnName(fields.when.follows, teller)}` : "";
  return `${what}${where && `, ${where}`}, ${when}${turn}${reason}`;
}

/** "for the whole turn of Alice in “Weekly”, and moves with it". */
export function turnName({ layer, turn }: TurnName, teller: Teller): string {
  const { entities } = teller.sheet;
  if (entities.turn.get(turn)?.parent !== layer) return "for a turn that is gone";
  const whose = called("turn", turn, teller);
  return `for the whole turn of ${whose} in ${called("layer", layer, teller)}, and moves with it`;
}
