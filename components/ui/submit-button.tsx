"use client";

import type { ComponentPropsWithoutRef } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button";

/** Sends the form it is in; while it is under way it says so and cannot be pressed again. */
export function SubmitButton({
  pending: pendingText,
  variant = "primary",
  children,
  ...rest
}: ComponentPropsWithoutRef<typeof Button> & {
  /** Shown while the form is being sent, such as "Saving…". */
  readonly pending?: string;
}) {
  const { pending } = useFormStatus();
  return (
    <Button
      type="submit"
      variant={variant}
      aria-disabled={pending || undefined}
      {...rest}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else rest.onClick?.(event);
      }}
    >
      {pending && pendingText ? pendingText : children}
    </Button>
  );
}
