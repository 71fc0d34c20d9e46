import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { FactorOutcome } from "./factor-outcome";
import { type Qr, QrCode } from "./qr-code";

type Setup = { readonly secret: string; readonly uri: string; readonly qr: Qr };

/**
 * Setting the second factor up, its backup codes, and turning it off. One form for every step: it stays while
 * the page changes under it, and so do the codes that it shows once.
 */
export function SecondFactor({
  on,
  codesLeft,
  setup,
  change,
}: {
  readonly on: boolean;
  readonly codesLeft: number;
  /** What is being set up; null before. */
  readonly setup: Setup | null;
  readonly change: FormAction;
}) {
  return (
    <ActionForm action={change} className="grid max-w-xl gap-5">
      <FactorOutcome />
      {on ? <Manage codesLeft={codesLeft} /> : setup ? <Confirm {...setup} /> : <Begin />}
    </ActionForm>
  );
}

function Begin() {
  return (
    <>
      <p>
        You need an authenticator app on your phone or in your password manager. You also get ten
        backup codes, for the day when the phone is lost.
      </p>
      <Password />
      <div>
        <SubmitButton name="step" value="begin" pending="One moment…">
          Begin
        </SubmitButton>
      </div>
    </>
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
      <Code label="Code that the app shows now" />
      <div>
        <SubmitButton name="step" value="finish" pending="Turning it on…">
          Turn on
        </SubmitButton>
      </div>
    </>
  );
}

function Manage({ codesLeft }: { readonly codesLeft: number }) {
  return (
    <div className="grid gap-5" data-no-print>
      <p>
        <strong>On.</strong> Backup codes left: {codesLeft}.{" "}
        {codesLeft < 4 && "Make new ones before they run out."}
      </p>
      <p className="text-muted">
        Both changes ask for your password and a code, and sign you out on every other device.
      </p>
      <Password />
      <Code label="Code of the app, or a backup code" />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="quiet" name="step" value="renew" pending="One moment…">
          Make new backup codes
        </SubmitButton>
        <ConfirmButton
          name="step"
          value="off"
          question="Turn the second factor off?"
          consequence="Your password alone signs you in then. The backup codes work no more."
        >
          Turn off
        </ConfirmButton>
      </div>
    </div>
  );
}

function Password() {
  return (
    <FormText
      name="password"
      label="Your password"
      type="password"
      autoComplete="current-password"
      required
    />
  );
}

function Code({ label }: { readonly label: string }) {
  return (
    <FormText
      name="code"
      label={label}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={60}
      required
    />
  );
}
