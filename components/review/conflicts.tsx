"use client";

import { useState } from "react";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Side } from "@/lib/roster/merge-conflict";
import type { ConflictWords } from "@/lib/roster/words-conflict";

/** Brings a draft up to date; what both sides changed is asked, thing by thing. */
export function Conflicts({
  action,
  draft,
  conflicts,
}: {
  readonly action: FormAction;
  readonly draft: { readonly id: string; readonly version: number };
  readonly conflicts: readonly ConflictWords[];
}) {
  const [choices, choose] = useState<Readonly<Record<string, Side>>>({});
  const open = conflicts.filter(({ key }) => choices[key] === undefined).length;
  return (
    <Card>
      <ActionForm action={action} className="grid gap-5">
        <input type="hidden" name="draftId" value={draft.id} />
        <input type="hidden" name="version" value={draft.version} />
        <input type="hidden" name="choices" value={JSON.stringify(choices)} />
        {conflicts.length > 0 && (
          <div>
            <h2 className="font-strong">Both sides changed the same thing</h2>
            <p className="text-muted text-sm">
              Choose which holds. What you do not choose here stays as both made it.
            </p>
          </div>
        )}
        {conflicts.map((conflict) => (
          <fieldset key={conflict.key} className="grid gap-2 border-line border-t pt-4 text-sm">
            <legend className="float-left font-strong">{conflict.title}</legend>
            {(["mine", "theirs"] as const).map((side) => (
              <label key={side} className="flex min-h-9 items-start gap-2.5 py-1">
                <input
                  type="radio"
                  form="unposted"
                  name={conflict.key}
                  className="mt-1"
                  checked={choices[conflict.key] === side}
                  onChange={() => choose({ ...choices, [conflict.key]: side })}
                />
                <span className="min-w-0 break-words">
                  <span className="font-strong">
                    {side === "mine" ? "This draft" : "Published meanwhile"}
                  </span>
                  {conflict[side].map((sentence) => (
                    <span key={sentence} className="block text-muted">
                      {sentence}
                    </span>
                  ))}
                </span>
              </label>
            ))}
          </fieldset>
        ))}
        <div>
          <SubmitButton disabled={open > 0} pending="Merging…">
            Bring the draft up to date
          </SubmitButton>
          {open > 0 && <p className="mt-2 text-muted text-sm">{open} to choose</p>}
        </div>
      </ActionForm>
    </Card>
  );
}
