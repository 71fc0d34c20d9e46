"use client";

import { ChevronDown, ChevronUp, Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { Layer, Tier } from "@/lib/schedule/types";
import { useEditor } from "./editor-context";
import { addLayer, editTier, moveTier, removeTier } from "./edits";
import { LayerCard } from "./layer-card";
import { mondayOf } from "./local-time";
import { problemAt, problemUnder } from "./problems";
import { SmallInput, SmallSelect } from "./small-field";
import { OFFICE_HOURS } from "./window-presets";
import { WindowsEditor } from "./windows-editor";

const small = "size-8! max-md:size-11!";

/** One tier: its name, when somebody must be on call, and its layers. */
export function TierCard({ tier, index }: { readonly tier: Tier; readonly index: number }) {
  const { definition, change, problems, now, zones } = useEditor();
  const path = `tiers.${index}`;
  const called = tier.name || "Tier without a name";
  const count = definition.tiers.length;
  const layers = definition.tiers.flatMap((one) => one.layers);

  const newLayer = (): Layer => ({
    id: crypto.randomUUID(),
    name: tier.layers.length === 0 ? "Weekly" : `Layer ${tier.layers.length + 1}`,
    priority:
      tier.layers.length === 0 ? 0 : Math.max(...tier.layers.map((one) => one.priority)) + 1,
    windows: [],
    rotation: {
      unit: "week",
      every: 1,
      anchor: { date: mondayOf(now, zones(definition.zone)), time: "09:00", turn: 0 },
      turns: [{ id: crypto.randomUUID(), people: [] }],
    },
  });

  return (
    <li className="grid grid-cols-1 gap-3">
      <div className="flex items-end gap-1">
        <SmallInput
          label={`Tier ${index + 1}`}
          className="flex-1"
          value={tier.name}
          maxLength={80}
          error={problemAt(problems, `${path}.name`)}
          onChange={(event) => {
            const name = event.target.value;
            change(
              editTier(tier.id, (found) => ({ ...found, name })),
              `${path}.name`,
            );
          }}
        />
        {count > 1 && (
          <>
            <IconButton
              label={`Move the tier ${called} up`}
              className={small}
              disabled={index === 0}
              onClick={() => change(moveTier(tier.id, -1))}
            >
              <ChevronUp aria-hidden />
            </IconButton>
            <IconButton
              label={`Move the tier ${called} down`}
              className={small}
              disabled={index === count - 1}
              onClick={() => change(moveTier(tier.id, 1))}
            >
              <ChevronDown aria-hidden />
            </IconButton>
          </>
        )}
        <IconButton
          label={`Remove the tier ${called}`}
          className={small}
          onClick={() => change(removeTier(tier.id))}
        >
          <X aria-hidden />
        </IconButton>
      </div>
      <Cover tier={tier} path={path} />
      <div>
        <ul>
          {tier.layers.map((layer, place) => (
            <LayerCard
              key={layer.id}
              layer={layer}
              path={`${path}.layers.${place}`}
              startsOpen={layers.length === 1}
            />
          ))}
        </ul>
        <div className="border-line border-t pt-2.5">
          <Button size="small" onClick={() => change(addLayer(tier.id, newLayer()))}>
            <Plus aria-hidden />
            Add a layer
          </Button>
        </div>
      </div>
    </li>
  );
}

function Cover({ tier, path }: { readonly tier: Tier; readonly path: string }) {
  const { change, problems } = useEditor();
  const set = (cover: Tier["cover"], group?: string) =>
    change(
      editTier(tier.id, (found) => ({ ...found, cover })),
      group,
    );
  const choice = typeof tier.cover === "string" ? tier.cover : "windows";
  return (
    <div className="grid grid-cols-1 gap-3">
      <SmallSelect
        label="Somebody must be on call"
        value={choice}
        error={choice === "windows" ? undefined : problemUnder(problems, `${path}.cover`)}
        onChange={({ target: { value } }) =>
          set(value === "always" || value === "never" ? value : [OFFICE_HOURS])
        }
      >
        <option value="always">Always</option>
        <option value="windows">At certain hours</option>
        <option value="never">Never: an empty tier is no gap</option>
      </SmallSelect>
      {typeof tier.cover !== "string" && (
        <WindowsEditor windows={tier.cover} path={`${path}.cover`} presets={false} onChange={set} />
      )}
    </div>
  );
}
