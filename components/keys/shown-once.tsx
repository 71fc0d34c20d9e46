"use client";

import { useDone } from "@/components/form/action-form";
import { Callout } from "@/components/ui/callout";
import { CopyInput } from "@/components/ui/copy-input";

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
  const secret = readSecret(useDone()?.data, field);
  if (secret === null) return null;
  return (
    <div role="status">
      <Callout tone="good" title={title}>
        <p>Copy it now: it is shown only this once.</p>
        <div className="mt-3">
          <CopyInput value={secret} aria-label={label} />
        </div>
      </Callout>
    </div>
  );
}
