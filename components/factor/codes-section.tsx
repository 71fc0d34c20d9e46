import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { SentKind } from "@/lib/auth/schema";
import { CodeText } from "./code-text";
import { FactorOutcome } from "./factor-outcome";

/** Setting up codes that are sent, by mail or by text, and removing them. One form for every step. */
export function CodesSection({
  kind,
  on,
  to,
  waits,
  change,
}: {
  readonly kind: SentKind;
  readonly on: boolean;
  /** Where codes go: the address, or the end of the number once it is known. */
  readonly to: string | null;
  /** Whether a first code was sent that waits to be typed. */
  readonly waits: boolean;
  readonly change: FormAction;
}) {
  const thing = kind === "email" ? "codes by mail" : "codes by text";
  return (
    <ActionForm action={change} className="grid gap-4">
      <FactorOutcome />
      <input type="hidden" name="kind" value={kind} />
      {to && (on || kind === "email") && (
        <p className="text-sm">
          Codes go to <strong>{to}</strong>.
        </p>
      )}
      {on && (
        <div data-no-print>
          <ConfirmButton
            variant="quiet"
            name="step"
            value="codes-off"
            question={`Remove ${thing}?`}
            consequence="They sign you in no more, and you are signed out on every other device."
          >
            Remove {thing}
          </ConfirmButton>
        </div>
      )}
      {!on && waits && <Waiting kind={kind} />}
      {!on && !waits && <Begin kind={kind} />}
    </ActionForm>
  );
}

function Begin({ kind }: { readonly kind: SentKind }) {
  return (
    <>
      {kind === "sms" && (
        <FormText
          name="phone"
          label="Mobile number"
          type="tel"
          autoComplete="tel"
          hint="With its country: +49 151 23456789"
          required
          className="max-w-72"
        />
      )}
      <div>
        <SubmitButton variant="quiet" name="step" value="codes-begin" pending="Sending…">
          Send a first code
        </SubmitButton>
      </div>
    </>
  );
}

function Waiting({ kind }: { readonly kind: SentKind }) {
  return (
    <>
      <p className="text-sm">
        We sent you six digits. They hold for ten minutes
        {kind === "sms" && "; to use another number, wait until then"}.
      </p>
      <CodeText label="Code that you were sent" />
      <div className="flex flex-wrap items-center gap-4">
        <SubmitButton name="step" value="codes-finish" pending="Turning it on…">
          Turn on
        </SubmitButton>
        {kind === "email" && (
          <SubmitButton variant="link" name="step" value="codes-begin" pending="Sending…">
            Send another code
          </SubmitButton>
        )}
      </div>
    </>
  );
}
