import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormError, FormSelect, FormText } from "@/components/form/fields";
import { Checkbox, ChoiceGroup } from "@/components/ui/choice";
import { SubmitButton } from "@/components/ui/submit-button";
import { ShownOnce } from "./shown-once";

type Box = { readonly value: string; readonly label: string };

export type KeyChoices = {
  readonly everywhere: readonly Box[];
  readonly teams: readonly { readonly name: string; readonly boxes: readonly Box[] }[];
};

const boxes = (all: readonly Box[]) =>
  all.map(({ value, label }) => (
    <Checkbox key={value} name="grants[]" value={value} label={label} />
  ));

/** Makes an API key: a name, what it may do, and until when. */
export function KeyForm({
  action,
  choices,
}: {
  readonly action: FormAction;
  /** What the viewer may put into it. */
  readonly choices: KeyChoices;
}) {
  const { everywhere, teams } = choices;
  if (everywhere.length === 0 && teams.length === 0)
    return <p className="text-muted text-sm">You hold no permission that a key could have.</p>;
  return (
    <ActionForm action={action} className="grid max-w-xl gap-5">
      <ShownOnce field="key" title="Your new API key" label="The new API key" />
      <FormText
        name="name"
        label="Name"
        hint="What it is for, such as “Wall panel” or “Payroll”."
        autoComplete="off"
        required
      />
      {everywhere.length > 0 && (
        <ChoiceGroup label="In the whole organisation">{boxes(everywhere)}</ChoiceGroup>
      )}
      {teams.length > 0 && (
        <details className="rounded-md" open={everywhere.length === 0}>
          <summary className="inline-flex min-h-10 items-center rounded-sm text-accent-text text-sm max-md:min-h-11 underline-offset-4 hover:underline">
            Only in single teams
          </summary>
          <div className="mt-1 grid gap-4">
            {teams.map(({ name, boxes: own }) => (
              <ChoiceGroup key={name} label={name}>
                {boxes(own)}
              </ChoiceGroup>
            ))}
          </div>
        </details>
      )}
      <FormError name="grants" />
      <FormSelect name="days" label="Works for" defaultValue="90">
        <option value="30">30 days</option>
        <option value="90">90 days</option>
        <option value="365">A year</option>
        <option value="never">Until it is revoked</option>
      </FormSelect>
      <div>
        <SubmitButton pending="Making…">Make the key</SubmitButton>
      </div>
    </ActionForm>
  );
}
