import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect } from "@/components/form/fields";
import { SettingsSection } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";

type Choice = { readonly id: string; readonly name: string; readonly count: number };

/** Takes the dates of a schedule's calendar over into the organisation's holidays. */
export function TakeCalendar({
  action,
  version,
  calendars,
}: {
  readonly action: FormAction;
  readonly version: number;
  readonly calendars: readonly Choice[];
}) {
  if (calendars.length === 0) return null;
  return (
    <SettingsSection
      title="Dates from a schedule"
      description="Adds the dates of a schedule’s calendar to the holidays above. Save those first."
    >
      <ActionForm action={action} done="Added.">
        <input key={version} type="hidden" name="version" value={version} />
        <FormSelect name="calendar" label="Calendar">
          {calendars.map(({ id, name, count }) => (
            <option key={id} value={id}>
              {`${name}: ${count} ${count === 1 ? "date" : "dates"}`}
            </option>
          ))}
        </FormSelect>
        <div>
          <SubmitButton variant="quiet" pending="Adding…">
            Add its dates
          </SubmitButton>
        </div>
      </ActionForm>
    </SettingsSection>
  );
}
