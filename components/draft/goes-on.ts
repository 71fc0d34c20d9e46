import type { Definition, Layer } from "@/lib/schedule/types";

export type Start = { readonly layer: Layer; readonly zone: string };

/** What the layer goes on from: itself as published, or the half that ends where it begins. */
export function startOf(layer: Layer, base: Definition, definition: Definition): Start | undefined {
  const layersIn = ({ tiers, zone }: Definition) =>
    tiers.flatMap(({ layers }) => layers.map((one) => ({ layer: one, zone: one.zone ?? zone })));
  const own = layersIn(base).find((one) => one.layer.id === layer.id);
  const earlier = layersIn(definition).find(
    (one) => layer.from !== undefined && one.layer.until === layer.from,
  );
  const found = own ?? earlier;
  return found && found.layer.rotation.turns.length > 0 ? found : undefined;
}
