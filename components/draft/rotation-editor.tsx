"use client";

import { useState } from "react";
import { Switch } from "@/components/ui/choice";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant, Layer, Rotation, RotationUnit } from "@/lib/schedule/types";
import { DaysToggle } from "./days-toggle";
import { useEditor, usePersonName } from "./editor-context";
import { editLayer } from "./edits";
import { type Start, startOf } from "./goes-on";
import { problemAt, problemUnder } from "./problems";
import { SmallInput, SmallSelect } from "./small-field";
import { type Moment, momentToKeep, turnAt, withRhythm } from "./turn-edits";
import { TurnList } from "./turn-list";
import { EVERY_DAY } from "./window-presets";

const UNITS: readonly RotationUnit[] = ["hour", "day", "week", "month"];

/** Who takes turns, in what rhythm, from when on. */
export function RotationEditor({ layer, path }: { readonly layer: Layer; readonly path: string }) {
  const { base, zones, definition, now } = useEditor();
  const [keeps, setKeeps] = useState(true);
  const running = startOf(layer, base, definition);
  const zone = zones(layer.zone ?? definition.zone);
  const moment = momentToKeep(layer.from, running?.layer.rotation, { at: now, zone });
  const keep = running && keeps ? moment : null;
  return (
    <div className="grid grid-cols-1 gap-4">
      <TurnList layer={layer} path={path} moment={moment} keep={keep} />
      {running && (
        <div className="rounded-md bg-surface px-3">
          <Switch
            label={moment.at > now ? "Keep whose turn it is then" : "Keep who is on call now"}
            hint={<NowLine before={running} after={layer} at={moment.at} />}
            checked={keeps}
            onChange={(event) => setKeeps(event.target.checked)}
          />
        </div>
      )}
      <Rhythm layer={layer} path={path} keep={keep} />
    </div>
  );
}

/** "Whose turn it is now: Ada, and Ada after this draft." */
function NowLine({
  before,
  after,
  at,
}: {
  readonly before: Start;
  readonly after: Layer;
  readonly at: Instant;
}) {
  const { zones, definition, now } = useEditor();
  const name = usePersonName();
  const crew = ({ layer, zone }: Start) => {
    const turn = turnAt(layer.rotation, { at, zone: zones(zone) });
    if (!turn) return "nobody";
    return turn.people.length === 0 ? "nobody" : turn.people.map(name).join(", ");
  };
  const was = crew(before);
  const is = crew({ layer: after, zone: after.zone ?? definition.zone });
  const begins = after.from ?? now;
  const when =
    begins > now ? `From ${formatInstant(begins, zones(definition.zone), now)} it` : "It";
  return was === is ? (
    <>
      {when} is the turn of {was}, before and after.
    </>
  ) : (
    <>
      {when} is the turn of {was}; <strong className="text-warn">with this draft, of {is}</strong>.
    </>
  );
}

function Rhythm({
  layer,
  path,
  keep,
}: {
  readonly layer: Layer;
  readonly path: string;
  readonly keep: Moment | null;
}) {
  const { change, problems } = useEditor();
  const name = usePersonName();
  const { rotation } = layer;
  const { anchor } = rotation;
  const set = (field: string, part: Partial<Omit<Rotation, "turns">>, keeping = keep) =>
    change(
      editLayer(layer.id, (found) => ({
        ...found,
        rotation: withRhythm(found.rotation, part, keeping),
      })),
      `${path}.${field}`,
    );
  const at = (inner: string) => `${path}.rotation.${inner}`;
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="grid grid-cols-[5rem_1fr_1fr] items-start gap-2">
        <SmallInput
          label="Every"
          type="number"
          inputMode="numeric"
          min={1}
          max={366}
          value={Number.isNaN(rotation.every) ? "" : rotation.every}
          error={problemAt(problems, at("every"))}
          onChange={(event) => set("every", { every: event.target.valueAsNumber })}
        />
        <SmallSelect
          label="Turns last"
          value={rotation.unit}
          onChange={(event) => {
            const unit = UNITS.find((one) => one === event.target.value);
            if (unit) set("unit", { unit });
          }}
        >
          {UNITS.map((unit) => (
            <option key={unit} value={unit}>
              {rotation.every === 1 ? unit : `${unit}s`}
            </option>
          ))}
        </SmallSelect>
        <SmallInput
          label="Handoff at"
          type="time"
          value={anchor.time}
          error={problemAt(problems, at("anchor.time"))}
          onChange={(event) => set("time", { anchor: { ...anchor, time: event.target.value } })}
        />
      </div>
      <div className="grid grid-cols-2 items-start gap-2">
        <SmallInput
          label="Starts on"
          type="date"
          value={anchor.date}
          error={problemAt(problems, at("anchor.date"))}
          onChange={(event) => set("date", { anchor: { ...anchor, date: event.target.value } })}
        />
        <SmallSelect
          label="Whose turn then"
          value={anchor.turn}
          error={problemAt(problems, at("anchor.turn"))}
          onChange={(event) =>
            set("turn", { anchor: { ...anchor, turn: Number(event.target.value) } }, null)
          }
        >
          {rotation.turns.map((turn, index) => (
            <option key={turn.id} value={index}>
              {index + 1} · {turn.people.length === 0 ? "Nobody" : turn.people.map(name).join(", ")}
            </option>
          ))}
        </SmallSelect>
      </div>
      <DaysToggle
        label="Days that count; on the others nobody is on call"
        days={rotation.weekdays && rotation.weekdays.length > 0 ? rotation.weekdays : EVERY_DAY}
        error={problemUnder(problems, at("weekdays"))}
        onChange={(days) =>
          set("weekdays", { weekdays: days.length === 0 || days.length === 7 ? [] : days })
        }
      />
    </div>
  );
}
