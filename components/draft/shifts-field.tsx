"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useEditor } from "./editor-context";
import type { ShiftForm } from "./override-form-state";
import { PeopleField } from "./people-field";
import { SmallInput, SmallSelect } from "./small-field";

/** The shifts of a temporary schedule; none means that nobody is on call. */
export function ShiftsField({
  shifts,
  span,
  error,
  onChange,
}: {
  readonly shifts: readonly ShiftForm[];
  readonly span: { readonly from: string; readonly until: string };
  readonly error?: string | undefined;
  readonly onChange: (shifts: readonly ShiftForm[]) => void;
}) {
  const { definition } = useEditor();
  const edit = (key: string, part: Partial<ShiftForm>) =>
    onChange(shifts.map((shift) => (shift.key === key ? { ...shift, ...part } : shift)));
  const add = () =>
    onChange([
      ...shifts,
      {
        key: crypto.randomUUID(),
        from: shifts.at(-1)?.until ?? span.from,
        until: span.until,
        people: [],
        tier: "",
      },
    ]);
  return (
    <div className="grid grid-cols-1 gap-3">
      {shifts.length === 0 && (
        <p className="text-muted text-sm">No shifts: nobody is on call in this time.</p>
      )}
      {shifts.map((shift, index) => (
        <div key={shift.key} className="grid gap-3 rounded-md bg-surface p-3">
          <div className="grid items-end gap-2 sm:grid-cols-[1fr_1fr_auto]">
            <SmallInput
              label={`Shift ${index + 1} from`}
              type="datetime-local"
              value={shift.from}
              onChange={(event) => edit(shift.key, { from: event.target.value })}
            />
            <SmallInput
              label="Until"
              type="datetime-local"
              value={shift.until}
              onChange={(event) => edit(shift.key, { until: event.target.value })}
            />
            <IconButton
              label={`Remove shift ${index + 1}`}
              onClick={() => onChange(shifts.filter(({ key }) => key !== shift.key))}
            >
              <X aria-hidden />
            </IconButton>
          </div>
          <PeopleField
            label="On call"
            people={shift.people}
            onChange={(people) => edit(shift.key, { people })}
          />
          {definition.tiers.length > 1 && (
            <SmallSelect
              label="In the tier"
              value={shift.tier}
              onChange={(event) => edit(shift.key, { tier: event.target.value })}
            >
              <option value="">The first</option>
              {definition.tiers.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SmallSelect>
          )}
        </div>
      ))}
      {error && <p className="text-bad text-sm">{error}</p>}
      <div>
        <Button size="small" onClick={add}>
          <Plus aria-hidden />
          Add a shift
        </Button>
      </div>
    </div>
  );
}
