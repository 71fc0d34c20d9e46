import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect } from "@/components/form/fields";
import { SettingsSection } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";

const idle = [
  [15, "15 minutes"],
  [30, "30 minutes"],
  [60, "an hour"],
  [240, "4 hours"],
  [720, "12 hours"],
] as const;

const whole = [
  [8, "8 hours"],
  [12, "12 hours"],
  [24, "a day"],
  [72, "3 days"],
  [168, "a week"],
] as const;

const options = (choices: readonly (readonly [number, string])[]) =>
  choices.map(([value, name]) => (
    <option key={value} value={value}>
      {name}
    </option>
  ));

/** After how long members have to sign in again. */
export function SessionLimitsForm({
  action,
  idleMinutes,
  sessionHours,
}: {
  readonly action: FormAction;
  readonly idleMinutes: number;
  readonly sessionHours: number;
}) {
  return (
    <SettingsSection
      title="Sessions"
      description="When members have to sign in again. Who belongs to several organisations has the shortest of their times, everywhere."
    >
      <ActionForm action={action} done="Saved. It holds from the next click on.">
        <FormSelect
          name="idleMinutes"
          label="After so long without use"
          hint="Use is noted every five minutes, so it may be up to five minutes less."
          defaultValue={String(idleMinutes)}
        >
          {options(idle)}
        </FormSelect>
        <FormSelect
          name="sessionHours"
          label="In any case after"
          hint="Somebody on call should not have to find their second factor in the middle of an incident: a day or more is kind."
          defaultValue={String(sessionHours)}
        >
          {options(whole)}
        </FormSelect>
        <div>
          <SubmitButton pending="Saving…">Save</SubmitButton>
        </div>
      </ActionForm>
    </SettingsSection>
  );
}
