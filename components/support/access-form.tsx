import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormError, FormText } from "@/components/form/fields";
import { Checkbox, ChoiceGroup, Radio } from "@/components/ui/choice";
import { SubmitButton } from "@/components/ui/submit-button";

/** An owner lets support look: at what, for how long, and why. */
export function AccessForm({
  action,
  teams,
}: {
  readonly action: FormAction;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
}) {
  return (
    <ActionForm action={action} className="grid max-w-xl gap-5">
      <ChoiceGroup label="Support may see">
        <Radio name="scope" value="whole" label="The whole roster" defaultChecked />
        {teams.length > 0 && (
          <Radio name="scope" value="teams" label="Only these teams’ schedules and people" />
        )}
      </ChoiceGroup>
      {teams.length > 0 && (
        <fieldset className="grid gap-x-4 pl-7 sm:grid-cols-2">
          <legend className="sr-only">Teams</legend>
          {teams.map(({ id, name }) => (
            <Checkbox key={id} name="teams[]" value={id} label={name} />
          ))}
        </fieldset>
      )}
      <FormError name="teams" />
      <FormText
        name="hours"
        label="For how many hours"
        type="number"
        min={1}
        max={72}
        required
        defaultValue="4"
        hint="At most 72. You can end it at any time."
      />
      <FormText name="reason" label="What for" optional maxLength={300} autoComplete="off" />
      <div>
        <SubmitButton pending="One moment…">Let support look</SubmitButton>
      </div>
    </ActionForm>
  );
}
