import type { EntityKind, Sheet } from "./operations-sheet";

/** `field` of the entity says that `to` is there. */
export type Reference = {
  readonly kind: EntityKind;
  readonly id: string;
  readonly field: string;
  readonly to: { readonly kind: EntityKind; readonly id: string };
};

/** Everything in a sheet that names something else by id. */
export function referencesOf({ entities }: Sheet): readonly Reference[] {
  const found: Reference[] = [];
  const note = (kind: EntityKind, id: string, field: string, to: Reference["to"]) =>
    found.push({ kind, id, field, to });

  for (const [id, { parent, fields }] of entities.layer) {
    if (parent !== null) note("layer", id, "parent", { kind: "tier", id: parent });
    note("layer", id, "anchor", { kind: "turn", id: fields.anchor.turn });
    if (fields.holidays) {
      note("layer", id, "holidays", { kind: "calendar", id: fields.holidays.calendar });
    }
  }
  for (const [id, { parent }] of entities.turn) {
    if (parent !== null) note("turn", id, "parent", { kind: "layer", id: parent });
  }
  for (const [id, { fields }] of entities.override) {
    const { target, exception } = fields;
    if (target.scope !== "schedule") note("override", id, "target", { kind: target.scope, id: target.id });
    const tiers = exception.kind === "temporary" ? exception.shifts.map(({ tier }) => tier) : [];
    for (const tier of new Set(tiers)) {
      if (tier !== undefined) note("override", id, "exception", { kind: "tier", id: tier });
    }
  }
  return found;
}
