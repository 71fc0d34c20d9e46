import { formatInstant } from "@/lib/schedule/format";
import type { ListOperations, Place, Values } from "./operations";
import { type ListedKind, overrideFields } from "./operations-sheet";
import { called, overrideName, type Teller } from "./words-names";
import { crewOf, stepName, windowNames } from "./words-phrases";

const behind = (kind: ListedKind, { after }: Place, teller: Teller): string =>
  after === null ? "at the front" : `after ${called(kind, after, teller)}`;

type Listed = ListOperations[ListedKind];
type Carried = Extract<Listed, { op: "add" | "remove" }>;
type Moved = Extract<Listed, { op: "move" }>;

const layerName = ({ name, rotation }: Values["layer"], teller: Teller): string => {
  const crews = rotation.turns.map(({ people }) => crewOf(people, teller.names)).join("; ");
  return `“${name}” (${crews}; ${stepName(rotation)})`;
};

/** ", from Tue 2 Jun, 09:00, until …"; nothing for a layer that holds always. */
const lifeName = ({ from, until }: Values["layer"], { zone, now }: Teller): string =>
  [
    from === undefined ? "" : `, from ${formatInstant(from, zone, now)} on`,
    until === undefined ? "" : `, until ${formatInstant(until, zone, now)}`,
  ].join("");

const hoursName = ({ windows, windowsIn }: Values["layer"]): string => {
  if (windows.length === 0) return "";
  const zone = windowsIn === "person" ? ", in each person’s own time zone" : "";
  return `, on call ${windowNames(windows)}${zone}`;
};

export function describeAdd({ entity, at, value }: Carried, teller: Teller): string {
  const place = behind(entity, at, teller);
  switch (entity) {
    case "tier":
      return `Adds the tier “${value.name}”, ${place}.`;
    case "calendar":
      return `Adds the calendar “${value.name}” with ${value.days.length} days.`;
    case "layer": {
      const tier = called("tier", at.parent ?? "", teller);
      const life = lifeName(value, teller);
      return `Adds the layer ${layerName(value, teller)} to the tier ${tier}${life}${hoursName(value)}.`;
    }
    case "turn": {
      const crew =
        value.people.length === 0 ? "a turn with nobody" : crewOf(value.people, teller.names);
      return `Adds ${crew} to the rotation ${called("layer", at.parent ?? "", teller)}, ${place}.`;
    }
    case "home":
      return `Reads the hours of ${teller.names(value.id)} in ${value.zone}.`;
    case "override":
      return `Override: ${overrideName(overrideFields(value), teller)}.`;
  }
}

export function describeRemove({ entity, at, value }: Carried, teller: Teller): string {
  switch (entity) {
    case "tier":
      return `Removes the tier “${value.name}”.`;
    case "calendar":
      return `Removes the calendar “${value.name}”.`;
    case "layer": {
      const tier = called("tier", at.parent ?? "", teller);
      return `Removes the layer ${layerName(value, teller)} from the tier ${tier}.`;
    }
    case "turn": {
      const crew =
        value.people.length === 0 ? "a turn with nobody" : crewOf(value.people, teller.names);
      return `Removes ${crew} from the rotation ${called("layer", at.parent ?? "", teller)}.`;
    }
    case "home":
      return `No longer keeps a time zone for ${teller.names(value.id)}.`;
    case "override":
      return `Takes back the override: ${overrideName(overrideFields(value), teller)}.`;
  }
}

export function describeMove({ entity, id, from, to }: Moved, teller: Teller): string {
  const what = called(entity, id, teller);
  const place = to.after === null ? "to the front" : behind(entity, to, teller);
  if (entity === "turn") {
    const turn = what === "nobody" ? "the turn with nobody" : what;
    return `Moves ${turn} in the rotation ${called("layer", to.parent ?? "", teller)} ${place}.`;
  }
  if (entity === "layer" && from.parent !== to.parent) {
    const [before, after] = [from, to].map(({ parent }) => called("tier", parent ?? "", teller));
    return `Moves the layer ${what} from the tier ${before} to ${after}.`;
  }
  return `Moves the ${entity} ${what} ${place}.`;
}
