"use client";

import {
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";
import { KeyRound } from "lucide-react";
import { type ReactNode, type RefObject, useEffect } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";
import type { ButtonLook } from "@/components/ui/button-style";
import { FormMessage } from "@/components/ui/form-message";
import { type Ask, usePasskey } from "./use-passkey";

const sign = (optionsJSON: PublicKeyCredentialRequestOptionsJSON) =>
  startAuthentication({ optionsJSON });
const signByAutofill = (optionsJSON: PublicKeyCredentialRequestOptionsJSON) =>
  startAuthentication({ optionsJSON, useBrowserAutofill: true });
const make = (optionsJSON: PublicKeyCredentialCreationOptionsJSON) =>
  startRegistration({ optionsJSON });

/**
 * Has a passkey sign, and sends the form it is in with the answer. Draws nothing without script, which passkeys need.
 * `autofill`: the browser may offer passkeys by itself, in a field with `autocomplete="username webauthn"`.
 */
export function SignWithPasskey({
  ask,
  autofill = false,
  children,
  ...look
}: ButtonLook & {
  readonly ask: Ask<PublicKeyCredentialRequestOptionsJSON>;
  readonly autofill?: boolean;
  readonly children: ReactNode;
}) {
  const { field, problem, busy, run } = usePasskey(ask, sign);
  useEffect(() => {
    if (!autofill) return;
    browserSupportsWebAuthnAutofill().then(
      (can) => (can ? run(signByAutofill) : undefined),
      () => undefined,
    );
  }, [autofill, run]);
  return <PasskeyButton {...{ field, problem, busy, run, look, children }} />;
}

/** Has the browser make a passkey, and sends the form it is in with it. */
export function MakePasskey({
  ask,
  children,
  ...look
}: ButtonLook & {
  readonly ask: Ask<PublicKeyCredentialCreationOptionsJSON>;
  readonly children: ReactNode;
}) {
  const { field, problem, busy, run } = usePasskey(ask, make);
  return <PasskeyButton {...{ field, problem, busy, run, look, children }} />;
}

function PasskeyButton({
  field,
  problem,
  busy,
  run,
  look,
  children,
}: {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly problem: string;
  readonly busy: boolean;
  readonly run: () => Promise<void>;
  readonly look: ButtonLook;
  readonly children: ReactNode;
}) {
  const { pending } = useFormStatus();
  const waits = busy || pending;
  return (
    <>
      {problem && <FormMessage>{problem}</FormMessage>}
      <input type="hidden" name="response" ref={field} />
      <Button
        {...look}
        className="[@media(scripting:none)]:hidden"
        aria-disabled={waits || undefined}
        onClick={() => {
          if (!waits) void run();
        }}
      >
        <KeyRound aria-hidden />
        {waits ? "Waiting for your passkey…" : children}
      </Button>
    </>
  );
}
