"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { formatInstant } from "@/lib/schedule/format";
import { splitLayer } from "@/lib/schedule/split";
import type { Instant, Layer } from "@/lib/schedule/types";
import { useEditor } from "./editor-context";
import { fromFieldTime, toFieldTime } from "./local-time";
import { PickButton, SmallInput } from "./small-field";
import { handoffAfter } from "./turn-edits";

/** Always the same new id for the same old one, so that the edit can be made twice. */
function freshIds(): (id: string) => string {
  const known = new Map<string, string>();
  return (id) => {
    const fresh = known.get(id) ?? crypto.randomUUID();
    known.set(id, fresh);
    return fresh;
  };
}

/** Dates a change: the layer stays as it is until then, and an equal one takes over and is opened for editing. */
export function ChangeFrom({ layer }: { readonly layer: Layer }) {
  const { definition, change, now, zones, problems, openLayer } = useEditor();
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const zone = zones(definition.zone);
  const begins = Math.max(now, layer.from ?? now);
  const handoff = handoffAfter(layer.rotation, {
    at: begins,
    zone: zones(layer.zone ?? definition.zone),
  });
  const fits = (at: Instant) => at > begins && (layer.until === undefined || at < layer.until);

  const split = () => {
    const at = fromFieldTime(text, zone, "first");
    if (at === null) return setError("Choose a date and a time.");
    if (!fits(at)) return setError("Choose a time to come at which this layer holds.");
    if (problems.length > 0) return setError("Mend what is not whole first.");
    const ids = freshIds();
    openLayer(ids(layer.id));
    change((found) => splitLayer(found, layer.id, at, zones, ids));
  };

  return (
    <div className="grid grid-cols-1 gap-3">
      <p className="text-muted text-sm">
        Until then this layer stays as it is. From then on an equal one holds: it opens below, and
        what you change there begins at that time.
      </p>
      {handoff !== null && fits(handoff) && (
        <div>
          <PickButton
            pressed={text === toFieldTime(handoff, zone)}
            onClick={() => setText(toFieldTime(handoff, zone))}
          >
            From the next handoff, {formatInstant(handoff, zone, now)}
          </PickButton>
        </div>
      )}
      <div className="grid grid-cols-[1fr_auto] items-start gap-2">
        <SmallInput
          label={`From, in ${definition.zone.replaceAll("_", " ")}`}
          type="datetime-local"
          value={text}
          error={error}
          onChange={(event) => {
            setText(event.target.value);
            setError(undefined);
          }}
        />
        <Button className="mt-6" onClick={split}>
          Change from then
        </Button>
      </div>
    </div>
  );
}
