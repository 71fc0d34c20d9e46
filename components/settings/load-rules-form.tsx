import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormError, FormSelect, FormText, FormTextarea } from "@/components/form/fields";
import { SettingsSection } from "@/components/ui/card";
import { Checkbox, ChoiceGroup } from "@/components/ui/choice";
import { SubmitButton } from "@/components/ui/submit-button";
import { type StoredRules, toHolidayLines } from "@/lib/roster/load-rules";

const WEEKDAYS = [
  [1, "Monday"],
  [2, "Tuesday"],
  [3, "Wednesday"],
  [4, "Thursday"],
  [5, "Friday"],
  [6, "Saturday"],
  [7, "Sunday"],
] as const;

const WEIGHTS = [
  ["weekday", "Weekday"],
  ["night", "Night"],
  ["weekend", "Weekend"],
  ["holiday", "Holiday"],
] as const;

type FieldsProps = { readonly rules: StoredRules; readonly version: number };

/** What counts as night, weekend and holiday, and what each is worth. */
export function LoadRulesForm({
  action,
  rules,
  version,
}: FieldsProps & { readonly action: FormAction }) {
  return (
    <ActionForm
      action={action}
      done="Saved. Reports count by it from now on."
      className="grid gap-6"
    >
      <LoadRulesFields key={version} rules={rules} version={version} />
    </ActionForm>
  );
}

function LoadRulesFields({ rules, version }: FieldsProps) {
  return (
    <div>
      <input type="hidden" name="version" value={version} />
      <SettingsSection title="Times" description="Read by the clock that you choose here.">
        <FormSelect name="zone" label="By whose clock" defaultValue={rules.zone}>
          <option value="schedule">the schedule’s time zone</option>
          <option value="person">the time zone of the person on call</option>
        </FormSelect>
        <div className="grid grid-cols-2 gap-4">
          <FormText
            name="night-from"
            label="Night from"
            type="time"
            required
            defaultValue={rules.night.from}
          />
          <FormText
            name="night-until"
            label="Night until"
            type="time"
            required
            defaultValue={rules.night.until}
          />
        </div>
        <FormError name="night" />
        <ChoiceGroup label="Weekend">
          <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-4">
            {WEEKDAYS.map(([day, name]) => (
              <Checkbox
                key={day}
                name="weekend[]"
                value={day}
                label={name}
                defaultChecked={rules.weekend.includes(day)}
              />
            ))}
          </div>
        </ChoiceGroup>
        <FormError name="weekend" />
        <FormTextarea
          name="holidays"
          label="Holidays"
          hint="A line for each: 2026-12-25 Christmas Day. Paste as many as you like, up to 400."
          defaultValue={toHolidayLines(rules.holidays)}
          className="max-h-80"
        />
      </SettingsSection>
      <SettingsSection
        title="Points"
        description="What being on call is worth, to compare load fairly or to pay for it. With 1 everywhere, points are hours."
      >
        <FormSelect name="unit" label="Points are given" defaultValue={rules.unit}>
          <option value="hour">for each hour on call</option>
          <option value="day">for each day with a minute on call</option>
        </FormSelect>
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
          {WEIGHTS.map(([band, name]) => (
            <FormText
              key={band}
              name={`weight-${band}`}
              label={name}
              inputMode="decimal"
              required
              defaultValue={String(rules.weights[band])}
            />
          ))}
        </div>
        <FormError name="weights" />
        <FormText
          name="tiers"
          label="Tiers"
          hint="What the points of the first tier are multiplied by, then of the second, and so on. The last holds for all further tiers."
          inputMode="decimal"
          required
          defaultValue={rules.tiers.join(", ")}
          className="max-w-48"
        />
        <div>
          <SubmitButton pending="Saving…">Save</SubmitButton>
        </div>
      </SettingsSection>
    </div>
  );
}
