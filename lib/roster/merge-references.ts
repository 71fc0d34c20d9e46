import type { EntityKind, Fields, Sheet } from "./operations-sheet";

/** `field` of the entity says that `to` is there. */
export type Reference = {
  readonly kind: EntityKind;
  readonly id: string;
  readonly field: string;
  readonly to: { readonly kind: EntityKind; readonly id: string };
};

type To = Reference["to"] | false | null;

const references = (
  kind: EntityKind,
  id: string,
  fields: readonly (readonly [field: string, to: To])[],
): readonly Reference[] => fields.flatMap(([field, to]) => (to ? [{ kind, id, field, to }] : []));

const named = (kind: EntityKind, id: string | null): To => id !== null && { kind, id };

function overrideReferences(id: string, fields: Fields["override"]): readonly Reference[] {
  const { target, exception } = fields;
  const shifts = exception.kind === "temporary" ? exception.shifts : [];
  const tiers = shifts.map(({ tier }) => ["exception", named("tier", tier ?? null)] as const);
  const aim = target.scope !== "schedule" && { kind: target.scope, id: target.id };
  return references("override", id, [["target", aim], ...tiers]);
}

/** Everything in a sheet that names something else by id. */
export function referencesOf({ entities }: Sheet): readonly Reference[] {
  const layers = [...entities.layer].map(([id, { parent, fields }]) =>
    references("layer", id, [
      ["parent", named("tier", parent)],
      ["anchor", { kind: "turn", id: fields.anchor.turn }],
      ["holidays", fields.holidays && { kind: "calendar", id: fields.holidays.calendar }],
    ]),
  );
  const turns = [...entities.turn].map(([id, { parent }]) =>
    references("turn", id, [["parent", named("layer", parent)]]),
  );
  const overrides = [...entities.override].map(([id, { fields }]) =>
    overrideReferences(id, fields),
  );
  return [...layers, ...turns, ...overrides].flat();
}
