"use client";

import { createContext, type ReactNode, useActionState, useContext } from "react";
import { FormMessage } from "@/components/ui/form-message";
import type { Result } from "@/lib/result";

export type FormAction = (
  previous: Result<unknown> | null,
  form: FormData,
) => Promise<Result<unknown>>;

const State = createContext<Result<unknown> | null>(null);

/** The last outcome of the form around a field: its error, and what was typed. */
export function useField(name: string): { error: string | undefined; typed: string | undefined } {
  const state = useContext(State);
  if (!state || state.ok) return { error: undefined, typed: undefined };
  return { error: state.error.fields?.[name]?.[0], typed: state.values?.[name] };
}

/** What the action gave back when the form around last went well; null before. */
export function useDone(): { readonly data: unknown } | null {
  const state = useContext(State);
  return state?.ok ? state : null;
}

/**
 * A form over an action (already bound to its organisation). It works without script, keeps what was typed,
 * shows errors beside the fields of components/form/fields.tsx, and says `done` when it went well.
 */
export function ActionForm({
  action,
  done,
  children,
  className = "grid gap-5",
  id,
}: {
  readonly action: FormAction;
  readonly done?: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly id?: string;
}) {
  const [state, send] = useActionState(action, null);
  return (
    <State value={state}>
      <form id={id} action={send} className={className} noValidate>
        {state && !state.ok && <FormMessage>{state.error.message}</FormMessage>}
        {state?.ok && done && <FormMessage tone="good">{done}</FormMessage>}
        {children}
      </form>
    </State>
  );
}
