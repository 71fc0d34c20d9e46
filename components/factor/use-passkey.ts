"use client";

import { WebAuthnError } from "@simplewebauthn/browser";
import { useCallback, useRef, useState } from "react";
import type { Result } from "@/lib/result";

/** Asks the server what a passkey is to do. */
export type Ask<O> = (previous: Result<unknown> | null, form: FormData) => Promise<Result<O>>;

/** The server did not ask: its message says why. */
class NotAsked extends Error {}

async function answerTo<O>(
  ask: Ask<O>,
  answer: (options: O) => Promise<object>,
  form: HTMLFormElement,
): Promise<string> {
  const asked = await ask(null, new FormData(form));
  if (!asked.ok) throw new NotAsked(asked.error.message);
  return JSON.stringify(await answer(asked.data));
}

/** Why nothing came of it, in words; empty where the reader stopped it or another try took its place. */
function wordsFor(error: unknown): string {
  if (error instanceof NotAsked) return error.message;
  const code = error instanceof WebAuthnError ? error.code : "";
  if (code === "ERROR_CEREMONY_ABORTED") return "";
  if (code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED")
    return "This device holds a passkey for your account already.";
  return "No passkey was used. Try again, or choose another way.";
}

/**
 * What a browser's passkey answers goes with the form, in a hidden field: asks the server, then the passkey, then sends
 * the form around the field. `quietly` asks the passkey in another way, and says nothing of what goes wrong.
 */
export function usePasskey<O>(ask: Ask<O>, answer: (options: O) => Promise<object>) {
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (quietly?: (options: O) => Promise<object>) => {
      const input = field.current;
      const form = input?.form;
      if (!form) return;
      setProblem("");
      setBusy(!quietly);
      try {
        input.value = await answerTo(ask, quietly ?? answer, form);
        form.requestSubmit();
      } catch (error) {
        if (!quietly) setProblem(wordsFor(error));
      } finally {
        setBusy(false);
      }
    },
    [ask, answer],
  );
  return { field, problem, busy, run };
}
