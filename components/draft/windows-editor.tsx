"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { Window } from "@/lib/schedule/types";
import { DaysToggle } from "./days-toggle";
import { useEditor } from "./editor-context";
import { problemAt, problemUnder } from "./problems";
import { PickButton, SmallInput, SmallSelect } from "./small-field";
import { OFFICE_HOURS, WINDOW_PRESETS, windowsInWords } from "./window-presets";

const LATER = ["the same day", "the next day", ...[2, 3, 4, 5, 6, 7].map((n) => `${n} days later`)];

/** Weekly hours: ready-made ones, or each window by days, start and end. */
export function WindowsEditor({
  windows,
  path,
  presets = true,
  onChange,
}: {
  readonly windows: readonly Window[];
  /** Where these windows lie in the definition, for problems. */
  readonly path: string;
  readonly presets?: boolean;
  readonly onChange: (windows: readonly Window[], group?: string) => void;
}) {
  const shown = windowsInWords(windows);
  return (
    <div className="grid grid-cols-1 gap-3">
      {presets && (
        <div className="flex flex-wrap gap-1.5">
          {WINDOW_PRESETS.map((preset) => (
            <PickButton
              key={preset.label}
              pressed={windowsInWords(preset.windows) === shown}
              onClick={() => onChange(preset.windows)}
            >
              {preset.label}
            </PickButton>
          ))}
        </div>
      )}
      {windows.map((window, index) => (
        <WindowRow
          key={index}
          window={window}
          path={`${path}.${index}`}
          onChange={(next, field) =>
            onChange(
              windows.map((one, place) => (place === index ? next : one)),
              `${path}.${index}.${field}`,
            )
          }
          onRemove={() => onChange(windows.filter((_, place) => place !== index))}
        />
      ))}
      <div>
        <Button size="small" onClick={() => onChange([...windows, OFFICE_HOURS])}>
          <Plus aria-hidden />
          {windows.length === 0 ? "Set hours" : "Add hours"}
        </Button>
      </div>
    </div>
  );
}

function WindowRow({
  window,
  path,
  onChange,
  onRemove,
}: {
  readonly window: Window;
  readonly path: string;
  readonly onChange: (window: Window, field: string) => void;
  readonly onRemove: () => void;
}) {
  const { problems } = useEditor();
  return (
    <div className="grid gap-2.5 rounded-md bg-surface p-3">
      <DaysToggle
        label="On"
        days={window.days}
        error={problemUnder(problems, `${path}.days`)}
        onChange={(days) => onChange({ ...window, days }, "days")}
      />
      <div className="grid grid-cols-[1fr_1fr_auto] items-end gap-2">
        <SmallInput
          label="From"
          type="time"
          value={window.start}
          aria-invalid={problemAt(problems, `${path}.start`) ? true : undefined}
          onChange={(event) => onChange({ ...window, start: event.target.value }, "start")}
        />
        <SmallInput
          label="Until"
          type="time"
          value={window.end}
          aria-invalid={problemAt(problems, `${path}.end`) ? true : undefined}
          onChange={(event) => onChange({ ...window, end: event.target.value }, "end")}
        />
        <IconButton label="Remove these hours" onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
        <SmallSelect
          label="Ends"
          className="col-span-2"
          value={window.endsAfterDays}
          error={problemUnder(problems, `${path}.end`) ?? problemUnder(problems, `${path}.start`)}
          onChange={(event) =>
            onChange({ ...window, endsAfterDays: Number(event.target.value) }, "ends")
          }
        >
          {LATER.map((label, days) => (
            <option key={label} value={days}>
              {label}
            </option>
          ))}
        </SmallSelect>
      </div>
    </div>
  );
}
