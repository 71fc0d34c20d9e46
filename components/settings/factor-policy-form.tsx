import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormError, FormText } from "@/components/form/fields";
import { SettingsSection } from "@/components/ui/card";
import { Checkbox, ChoiceGroup, Switch } from "@/components/ui/choice";
import { SubmitButton } from "@/components/ui/submit-button";
import { FACTOR_KINDS, type FactorKind } from "@/lib/auth/schema";

const words: Readonly<Record<FactorKind, { readonly label: string; readonly hint: string }>> = {
  passkey: {
    label: "Passkeys",
    hint: "Strongest: bound to this site, so nobody can be tricked out of one.",
  },
  totp: { label: "Authenticator app", hint: "Strong: but a false page can ask for a code." },
  email: {
    label: "Codes by mail",
    hint: "Weak: whoever reads the mail can also set a new password.",
  },
  sms: {
    label: "Codes by text",
    hint: "Weakest: numbers are taken over, texts are read on the way.",
  },
};

/** Whether members need a second factor, which kinds count, and how long they have. */
export function FactorPolicyForm({
  action,
  required,
  kinds,
  graceDays,
  texts,
}: {
  readonly action: FormAction;
  readonly required: boolean;
  readonly kinds: readonly FactorKind[];
  readonly graceDays: number;
  /** Whether codes by text are offered here at all. */
  readonly texts: boolean;
}) {
  return (
    <SettingsSection
      title="Second factor"
      description="What members need besides their password. It belongs to their account: other organisations ask for what they like."
    >
      <ActionForm action={action} done="Saved. It holds from now on.">
        <Switch
          name="required"
          value="true"
          defaultChecked={required}
          label="Members need a second factor"
          hint="Administrative permissions always need one."
        />
        <ChoiceGroup label="What counts" hint="Backup codes stand in for any of them.">
          {FACTOR_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              name="kinds[]"
              value={kind}
              defaultChecked={kinds.includes(kind)}
              label={words[kind].label}
              hint={
                kind === "sms" && !texts
                  ? "Not offered here: the operator has set no country for text messages."
                  : words[kind].hint
              }
            />
          ))}
          <FormError name="kinds" />
        </ChoiceGroup>
        <FormText
          name="graceDays"
          label="Days to set one up"
          hint="Counted from now, or from when somebody joins. After that the organisation opens with one only. It begins again when a kind counts no more."
          type="number"
          min={0}
          max={90}
          required
          defaultValue={String(graceDays)}
          className="max-w-32"
        />
        <div>
          <SubmitButton pending="Saving…">Save</SubmitButton>
        </div>
      </ActionForm>
    </SettingsSection>
  );
}
