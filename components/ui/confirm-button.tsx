"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";
import type { ButtonLook } from "./button-style";
import { DialogFrame } from "./dialog";

/**
 * Submits the form it is in after asking once. Without script it is an ordinary submit button, so the
 * action must be safe to reach directly. `name` and `value` go with the form either way.
 */
export function ConfirmButton({
  children,
  question,
  consequence,
  confirm,
  cancel = "Cancel",
  variant = "danger",
  name,
  value,
  ...look
}: ButtonLook & {
  /** What the button does, such as "Remove Bo". */
  readonly children: ReactNode;
  /** Asked once, such as "Remove Bo from this organisation?". */
  readonly question: string;
  /** What then happens. */
  readonly consequence?: ReactNode;
  /** The words of the second button; absent: the same as the first. */
  readonly confirm?: ReactNode;
  readonly cancel?: string;
  readonly name?: string;
  readonly value?: string;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { pending } = useFormStatus();
  const wasPending = useRef(false);
  useEffect(() => {
    if (wasPending.current && !pending) dialog.current?.close();
    wasPending.current = pending;
  }, [pending]);
  return (
    <>
      <Button
        type="submit"
        variant={variant}
        name={name}
        value={value}
        {...look}
        onClick={(event) => {
          event.preventDefault();
          dialog.current?.showModal();
        }}
      >
        {children}
      </Button>
      <DialogFrame dialog={dialog} title={question} description={consequence}>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => dialog.current?.close()}>{cancel}</Button>
          <Button type="submit" variant={variant} name={name} value={value} disabled={pending}>
            {confirm ?? children}
          </Button>
        </div>
      </DialogFrame>
    </>
  );
}
