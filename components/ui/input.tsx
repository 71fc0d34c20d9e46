import { clsx } from "clsx";
import type { ComponentPropsWithoutRef } from "react";

/** A bare input; needs a label, so prefer TextField. */
export function Input({ className, ...rest }: ComponentPropsWithoutRef<"input">) {
  return <input className={clsx("control", className)} {...rest} />;
}

/** A bare textarea that grows with its text; prefer TextareaField. */
export function Textarea({ className, ...rest }: ComponentPropsWithoutRef<"textarea">) {
  return <textarea className={clsx("control", className)} {...rest} />;
}

/** A bare native select; prefer SelectField. */
export function Select({ className, ...rest }: ComponentPropsWithoutRef<"select">) {
  return <select className={clsx("control", className)} {...rest} />;
}
