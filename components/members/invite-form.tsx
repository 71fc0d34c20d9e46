import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormError, FormSelect, FormText } from "@/components/form/fields";
import { Checkbox } from "@/components/ui/choice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { PermissionRow } from "./grant-values";
import { InvitationLink } from "./invitation-link";
import { PresetChoice } from "./preset-choice";

export type PresetOption = {
  readonly name: string;
  readonly meaning: string;
};

/** Invites somebody by mail and by a link to pass on, with a preset or with single permissions. */
export function InviteForm({
  action,
  origin,
  presets,
  scopes,
  permissions,
}: {
  readonly action: FormAction;
  /** Where this Standby lives, for the link. */
  readonly origin: string;
  readonly presets: readonly PresetOption[];
  /** Where a preset may hold: the whole organisation, with an empty id, and teams. */
  readonly scopes: readonly { readonly id: string; readonly name: string }[];
  readonly permissions: readonly PermissionRow[];
}) {
  return (
    <ActionForm action={action} className="grid max-w-xl gap-5">
      <InvitationLink origin={origin} />
      <FormText name="name" label="Name" autoComplete="off" required />
      <FormText name="email" label="E-mail" type="email" autoComplete="off" required />
      <PresetChoice presets={presets} />
      {scopes.length > 1 && (
        <FormSelect name="scope" label="Where it holds" defaultValue={scopes[0]?.id ?? ""}>
          {scopes.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </FormSelect>
      )}
      {scopes.length === 1 && <input type="hidden" name="scope" value={scopes[0]?.id} />}
      {permissions.length > 0 && (
        <details className="rounded-md">
          <summary className="inline-flex min-h-10 items-center rounded-sm text-accent-text max-md:min-h-11 underline-offset-4 hover:underline">
            Single permissions, for the whole organisation
          </summary>
          <div className="mt-1 grid gap-x-4 sm:grid-cols-2">
            {permissions.map(({ name, label }) => (
              <Checkbox key={name} name="grants[]" value={name} label={label} />
            ))}
          </div>
        </details>
      )}
      <FormError name="grants" />
      <div>
        <SubmitButton pending="Inviting…">Invite</SubmitButton>
      </div>
    </ActionForm>
  );
}
