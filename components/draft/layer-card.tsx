"use client";

import { X } from "lucide-react";
import { Switch } from "@/components/ui/choice";
import { IconButton } from "@/components/ui/icon-button";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant, Layer, Rotation } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { ChangeFrom } from "./change-from";
import { useEditor, usePersonName } from "./editor-context";
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

/** "until Tue 2 Jun, 09:00"; nothing for a layer that holds always. */
const lifeOf = ({ from, until }: Layer, zone: Zone, now: Instant): string =>
  [
    from === undefined ? "" : `from ${formatInstant(from, zone, now)}`,
    until === undefined ? "" : `until ${formatInstant(until, zone, now)}`,
  ]
    .filter(Boolean)
    .join(" ");

/** Whether the hours are read in one zone for everybody, or in each person's own. */
function OwnZones({ layer }: { readonly layer: Layer }) {
  const { change, definition } = useEditor();
  const name = usePersonName();
  const inside = new Set(layer.rotation.turns.flatMap(({ people }) => people));
  const homes = (definition.homes ?? []).filter(({ person }) => inside.has(person));
  const own = layer.windowsIn === "person";
  return (
    <div className="mt-3 rounded-md bg-surface px-3">
      <Switch
        label="In each person's own time zone"
        hint={
          own
            ? homes
                .map(({ person, zone }) => `${name(person)}: ${zone.replaceAll("_", " ")}`)
                .join("; ")
            : `Now everybody's hours are in ${(layer.zone ?? definition.zone).replaceAll("_", " ")}.`
        }
        checked={own}
        onChange={(event) => {
          const isOwn = event.target.checked;
          change(
            editLayer(layer.id, ({ windowsIn: _, ...found }) =>
              isOwn ? { ...found, windowsIn: "person" } : found,
            ),
          );
        }}
      />
    </div>
  );
}

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
  const { change, problems, definition, zones, now, opened } = useEditor();
  const called = layer.name || "Layer without a name";
  const special = layer.zone || layer.from || layer.until || layer.holidays;
  return (
    <li className="border-line border-t">
      <Fold
        label={called}
        strong
        summary={[
          lifeOf(layer, zones(definition.zone), now),
          rhythm(layer.rotation),
          windowsInWords(layer.windows),
          layer.zone,
        ]
          .filter(Boolean)
          .join(" · ")}
        problem={problemUnder(problems, path)}
        startsOpen={startsOpen || opened === layer.id}
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
            {layer.windows.length > 0 && <OwnZones layer={layer} />}
          </div>
          <Fold label="Change it from a date on">
            <ChangeFrom layer={layer} />
          </Fold>
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
