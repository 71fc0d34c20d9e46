"use client";

import type { Layer } from "@/lib/schedule/types";
import { useEditor } from "./editor-context";
import { editLayer } from "./edits";
import { fromFieldTime, toFieldTime } from "./local-time";
import { problemAt, problemUnder } from "./problems";
import { SmallInput, SmallSelect } from "./small-field";
import { moveLayer } from "./zone-edits";
import { ZoneField } from "./zone-field";

/** The layer without one of its optional fields, or with a new value of it. */
function withField<K extends "from" | "until" | "holidays">(
  layer: Layer,
  field: K,
  value: Layer[K] | undefined,
): Layer {
  const { [field]: _old, ...rest } = layer;
  return value === undefined ? (rest as Layer) : { ...layer, [field]: value };
}

/** What most layers do not need: priority, a zone of their own, a beginning and an end, holidays. */
export function LayerMore({ layer, path }: { readonly layer: Layer; readonly path: string }) {
  const { change, problems, definition, zones, base, now } = useEditor();
  const zone = zones(layer.zone ?? definition.zone);
  const set = (field: string, edit: (found: Layer) => Layer) =>
    change(editLayer(layer.id, edit), `${path}.${field}`);
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="grid grid-cols-[7rem_1fr] items-end gap-3">
        <SmallInput
          label="Priority"
          type="number"
          inputMode="numeric"
          min={-1000}
          max={1000}
          value={Number.isNaN(layer.priority) ? "" : layer.priority}
          error={problemAt(problems, `${path}.priority`)}
          onChange={(event) => {
            const priority = event.target.valueAsNumber;
            set("priority", (found) => ({ ...found, priority }));
          }}
        />
        <p className="pb-1 text-muted text-sm">
          A higher one replaces a lower one; equals stand side by side.
        </p>
      </div>
      <ZoneField
        label="Time zone of this layer"
        value={layer.zone}
        empty={`the schedule's, ${definition.zone}`}
        onChange={(name) => change(moveLayer(layer.id, name, { base, now, zones }), `${path}.zone`)}
      />
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-1">
        <SmallInput
          label="Works from"
          type="datetime-local"
          value={layer.from === undefined ? "" : toFieldTime(layer.from, zone)}
          error={problemAt(problems, `${path}.from`)}
          onChange={(event) => {
            const at = fromFieldTime(event.target.value, zone, "first") ?? undefined;
            set("from", (found) => withField(found, "from", at));
          }}
        />
        <SmallInput
          label="Works until"
          type="datetime-local"
          value={layer.until === undefined ? "" : toFieldTime(layer.until, zone)}
          error={problemAt(problems, `${path}.until`)}
          onChange={(event) => {
            const at = fromFieldTime(event.target.value, zone, "last") ?? undefined;
            set("until", (found) => withField(found, "until", at));
          }}
        />
      </div>
      <Holidays layer={layer} path={path} set={set} />
    </div>
  );
}

function Holidays({
  layer,
  path,
  set,
}: {
  readonly layer: Layer;
  readonly path: string;
  readonly set: (field: string, edit: (found: Layer) => Layer) => void;
}) {
  const { problems, definition } = useEditor();
  const { holidays } = layer;
  if (definition.calendars.length === 0) {
    return (
      <p className="text-muted text-sm">
        To rest on holidays, or work on them only, add a calendar below.
      </p>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-1">
      <SmallSelect
        label="Holidays"
        value={holidays?.mode ?? ""}
        onChange={(event) => {
          const mode = event.target.value;
          const calendar = holidays?.calendar ?? definition.calendars[0]?.id ?? "";
          const next = mode === "off" || mode === "only" ? { calendar, mode } : undefined;
          set("holidays", (found) => withField(found, "holidays", next as Layer["holidays"]));
        }}
      >
        <option value="">Make no difference</option>
        <option value="off">The layer rests</option>
        <option value="only">The layer works on them only</option>
      </SmallSelect>
      {holidays && (
        <SmallSelect
          label="Calendar"
          value={holidays.calendar}
          error={problemUnder(problems, `${path}.holidays`)}
          onChange={(event) => {
            const calendar = event.target.value;
            set("holidays", (found) => withField(found, "holidays", { ...holidays, calendar }));
          }}
        >
          {definition.calendars.map(({ id, name }) => (
            <option key={id} value={id}>
              {name || "Calendar without a name"}
            </option>
          ))}
        </SmallSelect>
      )}
    </div>
  );
}
