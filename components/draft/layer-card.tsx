"use client";

import { X } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import type { Layer, Rotation } from "@/lib/schedule/types";
import { useEditor } from "./editor-context";
import { editLayer, removeLayer } from "./edits";
import { Fold } from "./fold";
import { LayerMore } from "./layer-more";
import { problemAt, problemUnder } from "./problems";
import { RotationEditor } from "./rotation-editor";
import { SmallInput } from "./small-field";
import { windowsInWords } from "./window-presets";
import { WindowsEditor } from "./windows-editor";

const rhythm = ({ unit, every, turns }: Rotation): string => {
  const step = every === 1 ? `every ${unit}` : `every ${every} ${unit}s`;
  return `${turns.length} ${turns.length === 1 ? "turn" : "turns"}, ${step}`;
};

/** One layer: its turns, its hours, and further settings, folded to a line when not in use. */
export function LayerCard({
  layer,
  path,
  startsOpen,
}: {
  readonly layer: Layer;
  readonly path: string;
  readonly startsOpen: boolean;
}) {
  const { change, problems } = useEditor();
  const called = layer.name || "Layer without a name";
  const special = layer.zone || layer.from || layer.until || layer.holidays;
  return (
    <li className="border-line border-t">
      <Fold
        label={called}
        strong
        summary={`${rhythm(layer.rotation)} · ${windowsInWords(layer.windows)}${layer.zone ? ` · ${layer.zone}` : ""}`}
        problem={problemUnder(problems, path)}
        startsOpen={startsOpen}
        actions={
          <IconButton
            label={`Remove the layer ${called}`}
            className="size-8! max-md:size-11!"
            onClick={() => change(removeLayer(layer.id))}
          >
            <X aria-hidden />
          </IconButton>
        }
      >
        <div className="grid grid-cols-1 gap-5">
          <SmallInput
            label="Name of the layer"
            value={layer.name}
            maxLength={80}
            error={problemAt(problems, `${path}.name`)}
            onChange={(event) => {
              const name = event.target.value;
              change(
                editLayer(layer.id, (found) => ({ ...found, name })),
                `${path}.name`,
              );
            }}
          />
          <RotationEditor layer={layer} path={path} />
          <div>
            <h3 className="mb-2 font-strong text-sm">Hours</h3>
            <WindowsEditor
              windows={layer.windows}
              path={`${path}.windows`}
              onChange={(windows, group) =>
                change(
                  editLayer(layer.id, (found) => ({ ...found, windows })),
                  group,
                )
              }
            />
          </div>
          <Fold
            label="Priority, zone, dates, holidays"
            summary={special ? undefined : `Priority ${layer.priority}, nothing special`}
            startsOpen={Boolean(special)}
            problem={problemUnder(problems, `${path}.priority`)}
          >
            <LayerMore layer={layer} path={path} />
          </Fold>
        </div>
      </Fold>
    </li>
  );
}
