"use client";

import { type FormEvent, type ReactNode, useActionState, useEffect, useRef, useState } from "react";
import { Field, TextareaField } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Result } from "@/lib/result";

/** What was looked at: the report, and the file's text on its way to the second step. */
export type Seen<R> = { readonly report: R; readonly packed: string };

export type LookAction<R> = (
  previous: Result<unknown> | null,
  form: FormData,
) => Promise<Result<Seen<R>>>;

/** More would be cut off on the way, without a word. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * The first of two steps: a file or pasted text is looked at, and what came out appears below. Nothing is
 * changed by it. Works without script.
 */
export function LookForm<R>({
  look,
  accept,
  fields,
  children,
}: {
  readonly look: LookAction<R>;
  /** The kinds of files offered, such as ".json". */
  readonly accept: string;
  /** Fields besides the file, with what was chosen in them before. */
  readonly fields?: (report: R | null, typed: Readonly<Record<string, string>>) => ReactNode;
  /** The report and the second step. */
  readonly children: (seen: Seen<R>) => ReactNode;
}) {
  const [state, send] = useActionState<Result<Seen<R>> | null, FormData>(look, null);
  const [tooLarge, setTooLarge] = useState(false);
  const found = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state?.ok) found.current?.focus();
  }, [state]);
  const failed = state && !state.ok ? state : null;
  const check = (event: FormEvent<HTMLFormElement>) => {
    const file = new FormData(event.currentTarget).get("file");
    const large = file instanceof File && file.size > MOST_BYTES;
    setTooLarge(large);
    if (large) event.preventDefault();
  };
  const problem = tooLarge ? "The file is larger than 2 MB." : failed?.error.fields?.file?.[0];
  const pasted = failed?.values?.pasted;
  return (
    <>
      <form action={send} onSubmit={check} className="grid max-w-xl gap-5" noValidate>
        {failed && !tooLarge && <FormMessage>{failed.error.message}</FormMessage>}
        <Field label="File" error={problem}>
          {(aria) => (
            <input
              {...aria}
              type="file"
              name="file"
              accept={accept}
              className="control file:mr-3 file:cursor-pointer file:rounded-sm file:border-0 file:bg-hover file:px-2 file:py-0.5 file:font-strong file:text-text"
            />
          )}
        </Field>
        <TextareaField
          key={pasted}
          name="pasted"
          label="or paste its text"
          defaultValue={pasted}
          error={failed?.error.fields?.pasted?.[0]}
          rows={4}
          spellCheck={false}
          className="max-h-64 text-xs"
        />
        {fields?.(state?.ok ? state.data.report : null, failed?.values ?? {})}
        <div>
          <SubmitButton variant={state?.ok ? "quiet" : "primary"} pending="Looking…">
            Look at it first
          </SubmitButton>
        </div>
      </form>
      {state?.ok && (
        <div ref={found} tabIndex={-1} className="mt-10 outline-none">
          {children(state.data)}
        </div>
      )}
    </>
  );
}
