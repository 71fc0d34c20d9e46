import { followTurns } from "@/lib/schedule/follow";
import type { Definition } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";

const known = new WeakMap<Definition, Definition>();

/** The definition with the overrides that follow a turn where they really lie, as the shifts were computed. */
export function settled(definition: Definition): Definition {
  const found = known.get(definition) ?? followTurns(definition, zones);
  known.set(definition, found);
  return found;
}
