import type { ReactNode } from "react";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormError, FormSelect, FormText } from "@/components/form/fields";
import { SettingsSection } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { approvalWords, findingWords, gateWords, type PolicyView } from "./policy-words";

const HOUR = 3_600_000;

/** The rules by which drafts are published. `children` are hidden fields. */
export function PolicyForm({
  action,
  rules,
  version,
  children,
}: {
  readonly action: FormAction;
  readonly rules: PolicyView;
  readonly version: number;
  readonly children?: ReactNode;
}) {
  return (
    <ActionForm action={action} done="Saved. It holds from now on." className="grid gap-6">
      {children}
      <PolicyFields key={version} rules={rules} version={version} />
    </ActionForm>
  );
}

function PolicyFields({
  rules,
  version,
}: {
  readonly rules: PolicyView;
  readonly version: number;
}) {
  return (
    <div>
      <input type="hidden" name="version" value={version} />
      <SettingsSection
        title="Review"
        description="Nobody approves what they have edited themselves. That is no setting."
      >
        <FormSelect
          name="approvals"
          label="Before a draft is published"
          defaultValue={String(rules.approvals)}
        >
          {[1, 2, 3, 4, 5].map((count) => (
            <option key={count} value={count}>
              {approvalWords(count)}
            </option>
          ))}
        </FormSelect>
        <FormSelect
          name="acknowledgement"
          label="People whose hours change"
          defaultValue={rules.acknowledgement}
        >
          <option value="none">are told</option>
          <option value="affected">must all acknowledge first</option>
        </FormSelect>
        <FormSelect
          name="instant"
          label="Swaps and cover"
          hint="When everybody in them has agreed."
          defaultValue={rules.instant}
        >
          <option value="none">need approval like every draft</option>
          <option value="agreed-swaps">go through at once</option>
        </FormSelect>
      </SettingsSection>
      <SettingsSection
        title="What stops a draft"
        description="Each draft is checked. Decide what happens when the check finds something."
      >
        {findingWords.map(({ kind, label, hint }) => (
          <FormSelect
            key={kind}
            name={`gate-${kind}`}
            label={label}
            hint={hint}
            defaultValue={rules.gates[kind]}
          >
            {gateWords.map(({ gate, label: words }) => (
              <option key={gate} value={gate}>
                {words}
              </option>
            ))}
          </FormSelect>
        ))}
      </SettingsSection>
      <SettingsSection
        title="Notice"
        description="Between publishing and the first hour that changes. Less only if everybody affected agrees."
      >
        <FormText
          name="noticeHours"
          label="Hours of notice"
          hint="0 for none, 168 for a week, 2160 at most."
          inputMode="numeric"
          defaultValue={String(Math.round(rules.noticeMs / HOUR))}
          className="max-w-32"
        />
        <FormError name="noticeMs" />
        <div>
          <SubmitButton pending="Saving…">Save the policy</SubmitButton>
        </div>
      </SettingsSection>
    </div>
  );
}
