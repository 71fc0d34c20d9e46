import type { ReactNode } from "react";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect } from "@/components/form/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { ShownOnce } from "./shown-once";

/**
 * Makes a key or feed into another, with a time for which the former works on. What was made stays on the page when the one
 * that it replaces has become a former one.
 */
export function Recycle({
  action,
  hidden,
  replaced,
  button,
  former,
  shown,
}: {
  readonly action: FormAction;
  /** Names the one that is recycled. */
  readonly hidden: { readonly name: string; readonly value: string };
  /** There is one in its place already. */
  readonly replaced: boolean;
  /** What it does, such as "Recycle". */
  readonly button: ReactNode;
  /** The label of the time, such as "The former key works on for". */
  readonly former: string;
  /** Where the secret is in what the action gives back, and how it is called. */
  readonly shown: { readonly field: string; readonly title: string; readonly label: string };
}) {
  return (
    <ActionForm action={action} className="grid max-w-xl gap-2">
      <ShownOnce {...shown} />
      <input type="hidden" {...hidden} />
      {!replaced && (
        <details>
          <summary className="inline-flex min-h-10 items-center rounded-sm text-accent-text text-sm underline-offset-4 hover:underline max-md:min-h-11">
            {button}…
          </summary>
          <div className="grid gap-4 pt-2 pb-3">
            <FormSelect name="overlap" label={former} defaultValue="24">
              <option value="0">No time</option>
              <option value="1">An hour</option>
              <option value="24">A day</option>
              <option value="168">A week</option>
            </FormSelect>
            <div>
              <SubmitButton variant="quiet" pending="One moment…">
                {button}
              </SubmitButton>
            </div>
          </div>
        </details>
      )}
    </ActionForm>
  );
}
