"use client";

import {
  createContext,
  type ReactNode,
  type RefObject,
  startTransition,
  useActionState,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { Button } from "@/components/ui/button";
import { FormMessage } from "@/components/ui/form-message";
import { type Failure, REQUEST_KEY, type Result } from "@/lib/result";

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
  const key = useRequestKey(state);
  const last = useRef<FormData>(null);
  const form = useKeptTicks(state, last);
  const sendAgain = () => {
    const sent = last.current;
    if (sent) startTransition(() => send(sent));
  };
  return (
    <State value={state}>
      <form
        ref={form}
        id={id}
        action={send}
        className={className}
        noValidate
        onSubmit={({ currentTarget, nativeEvent }) => {
          last.current = new FormData(currentTarget, submitterOf(nativeEvent));
        }}
      >
        {state && !state.ok && <Refusal error={state.error} again={sendAgain} />}
        {state?.ok && done && <FormMessage tone="good">{done}</FormMessage>}
        {/* Server and browser each make a key; whichever stands there is as good. */}
        <input type="hidden" name={REQUEST_KEY} value={key} readOnly suppressHydrationWarning />
        {children}
      </form>
    </State>
  );
}

/** After a failure, boxes and choices are ticked as they were sent: a form that was sent is emptied. */
function useKeptTicks(
  state: Result<unknown> | null,
  last: RefObject<FormData | null>,
): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const sent = last.current;
    if (!sent || !state || state.ok) return;
    const ticks = form.current?.querySelectorAll<HTMLInputElement>(
      "input[type=checkbox][name], input[type=radio][name]",
    );
    for (const tick of ticks ?? []) tick.checked = sent.getAll(tick.name).includes(tick.value);
  }, [state, last]);
  return form;
}

/** A random key for what the form sends: the same until it went well, so that pressed twice it is done once. */
function useRequestKey(state: Result<unknown> | null): string {
  const [key, setKey] = useState(newKey);
  useEffect(() => {
    if (state?.ok) setKey(newKey());
  }, [state]);
  return key;
}

/** Not `randomUUID`, which browsers have over HTTPS only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const submitterOf = (event: Event): HTMLElement | null =>
  event instanceof SubmitEvent ? event.submitter : null;

/** Why a form was refused, and the way to confirm who one is where that was missing. `again`: sends what was sent. */
export function Refusal({ error, again }: { readonly error: Failure; readonly again: () => void }) {
  return (
    <FormMessage>
      {error.message}
      {error.code === "confirm" && <Confirm again={again} />}
    </FormMessage>
  );
}

/** The way to confirm who one is, in another tab: what was typed stays here. Secrets too, in what is sent again. */
function Confirm({ again }: { readonly again: () => void }) {
  return (
    <span className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
      <a
        href="/confirm"
        target="_blank"
        className="inline-flex min-h-11 items-center font-strong underline underline-offset-4"
        rel="noopener"
      >
        Confirm that it is you<span className="sr-only"> (opens a new tab)</span>
      </a>
      <Button className="[@media(scripting:none)]:hidden" onClick={again}>
        Send again
      </Button>
    </span>
  );
}
