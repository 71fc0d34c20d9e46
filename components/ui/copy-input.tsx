"use client";

import { type ComponentPropsWithoutRef, useState } from "react";
import { Button } from "./button";
import { Input } from "./input";

/** A text to be copied elsewhere, with a button that does it; without a script it is selected by hand. */
export function CopyInput({
  value,
  what,
  ...rest
}: {
  readonly value: string;
  /** What is copied, for whoever hears the button alone. */
  readonly what?: string;
} & Omit<ComponentPropsWithoutRef<"input">, "value">) {
  const [copied, setCopied] = useState("");
  return (
    <div className="flex gap-2">
      <Input readOnly value={value} onFocus={(event) => event.target.select()} {...rest} />
      <Button
        className="[@media(scripting:none)]:hidden"
        onClick={async () => {
          await navigator.clipboard.writeText(value);
          setCopied(value);
        }}
      >
        <span aria-live="polite">{copied === value ? "Copied" : "Copy"}</span>
        {what && <span className="sr-only"> {what}</span>}
      </Button>
    </div>
  );
}
