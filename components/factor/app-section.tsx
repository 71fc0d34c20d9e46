import { ActionForm, type FormAction } from "@/components/form/action-form";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { CodeText } from "./code-text";
import { FactorOutcome } from "./factor-outcome";
import { type Qr, QrCode } from "./qr-code";

type Setup = { readonly secret: string; readonly uri: string; readonly qr: Qr };

/** Setting the authenticator app up, and turning it off. One form for every step: it stays while the page changes. */
export function AppSection({
  on,
  setup,
  change,
}: {
  readonly on: boolean;
  /** What is being set up; null before. */
  readonly setup: Setup | null;
  readonly change: FormAction;
}) {
  return (
    <ActionForm action={change} className="grid gap-4">
      <FactorOutcome />
      {on && (
        <div data-no-print>
          <ConfirmButton
            variant="quiet"
            name="step"
            value="app-off"
            question="Remove the authenticator app?"
            consequence="Its codes sign you in no more, and you are signed out on every other device."
          >
            Remove the app
          </ConfirmButton>
        </div>
      )}
      {!on && setup && <Confirm {...setup} />}
      {!on && !setup && (
        <div>
          <SubmitButton variant="quiet" name="step" value="app-begin" pending="One moment…">
            Set up an app
          </SubmitButton>
        </div>
      )}
    </ActionForm>
  );
}

function Confirm({ secret, uri, qr }: Setup) {
  return (
    <>
      <p>
        Scan this with your authenticator app, or{" "}
        <a href={uri} className="text-accent-text underline underline-offset-4">
          open it in an app on this device
        </a>
        . It waits for a quarter of an hour.
      </p>
      <QrCode {...qr} label="QR code with the key below" />
      <div>
        <p className="font-strong">Or type the key</p>
        <p className="tabular mt-1 break-words">
          <code data-testid="key">{secret.match(/.{1,4}/g)?.join(" ")}</code>
        </p>
      </div>
      <CodeText label="Code that the app shows now" />
      <div>
        <SubmitButton name="step" value="app-finish" pending="Turning it on…">
          Turn on
        </SubmitButton>
      </div>
    </>
  );
}
