"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { useEditor, ZONE_LIST } from "./editor-context";

/** A time zone by its name, with the page's list of names; it takes effect once its rules are here. */
export function ZoneField({
  label,
  value,
  empty,
  onChange,
}: {
  readonly label: string;
  readonly value: string | undefined;
  /** What no name means, such as "the schedule's: Europe/Berlin"; absent: a name is needed. */
  readonly empty?: string;
  readonly onChange: (zone: string | undefined) => void;
}) {
  const { isZone, needZones } = useEditor();
  const [typed, setTyped] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const known = typed === null || isZone(typed) || (typed === "" && empty !== undefined);

  const choose = async (text: string) => {
    setTyped(text);
    setFailed(false);
    if (text === "" && empty !== undefined) onChange(undefined);
    if (!isZone(text)) return;
    if (await needZones([text])) onChange(text);
    else setFailed(true);
  };

  return (
    <div data-own-undo>
      <TextField
        label={label}
        hint={empty && `Leave it empty for ${empty}.`}
        list={ZONE_LIST}
        autoComplete="off"
        spellCheck={false}
        value={typed ?? value ?? ""}
        error={
          failed
            ? "The rules of this zone could not be fetched. Try again."
            : known
              ? undefined
              : "Choose a time zone from the list, such as Europe/Berlin."
        }
        onChange={(event) => void choose(event.target.value)}
        onBlur={() => setTyped((text) => (text !== null && isZone(text) ? null : text || null))}
      />
    </div>
  );
}
