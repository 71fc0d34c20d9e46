import type { Weekday } from "@/lib/schedule/types";
import { EVERY_DAY, weekdayName } from "./window-presets";

/** Seven checkboxes in a row, one a weekday. */
export function DaysToggle({
  label,
  days,
  error,
  onChange,
}: {
  readonly label: string;
  readonly days: readonly Weekday[];
  readonly error?: string | undefined;
  readonly onChange: (days: readonly Weekday[]) => void;
}) {
  return (
    <fieldset>
      <legend className="mb-1 text-muted text-sm">{label}</legend>
      <div className="flex overflow-hidden rounded-md border border-edge">
        {EVERY_DAY.map((day) => (
          <label
            key={day}
            className="flex min-h-10 flex-1 cursor-pointer items-center justify-center border-line border-l text-muted text-xs first:border-l-0 hover:bg-hover has-checked:bg-accent-soft has-checked:font-strong has-checked:text-accent-text has-focus-visible:outline-2 has-focus-visible:outline-accent-text has-focus-visible:-outline-offset-2 max-md:min-h-12 max-md:text-sm"
          >
            <input
              type="checkbox"
              className="sr-only"
              checked={days.includes(day)}
              onChange={(event) =>
                onChange(
                  EVERY_DAY.filter((one) =>
                    one === day ? event.target.checked : days.includes(one),
                  ),
                )
              }
            />
            {weekdayName(day)}
          </label>
        ))}
      </div>
      {error && <p className="mt-1 text-bad text-sm">{error}</p>}
    </fieldset>
  );
}
