"use client";

import { useState } from "react";
import { useDone } from "@/components/form/action-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Input } from "@/components/ui/input";

function readSecret(data: unknown, field: string): string | null {
  if (typeof data !== "object" || data === null || !Object.hasOwn(data, field)) return null;
  const value: unknown = Reflect.get(data, field);
  return typeof value === "string" ? value : null;
}

/** What the form around has just made and nobody can read again, with a button to copy it. */
export function ShownOnce({
  field,
  title,
  label,
}: {
  /** Where it is in what the action gave back. */
  readonly field: string;
  readonly title: string;
  readonly label: string;
}) {
  const [copied, setCopied] = useState("");
  const secret = readSecret(useDone()?.data, field);
  if (secret === null) return null;
  return (
    <div role="status">
      <Callout tone="good" title={title}>
        <p>Copy it now: it is shown only this once.</p>
        <div className="mt-3 flex gap-2">
          <Input
            readOnly
            value={secret}
            aria-label={label}
            onFocus={(event) => event.target.select()}
          />
          <Button
            className="[@media(scripting:none)]:hidden"
            onClick={async () => {
              await navigator.clipboard.writeText(secret);
              setCopied(secret);
            }}
          >
            {copied === secret ? "Copied" : "Copy"}
          </Button>
        </div>
      </Callout>
    </div>
  );
}
