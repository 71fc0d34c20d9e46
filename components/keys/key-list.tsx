import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect } from "@/components/form/fields";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { KeyView } from "@/lib/members/key-queries";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { ShownOnce } from "./shown-once";

type Times = { readonly zone: Zone; readonly now: Instant };

function Facts({ item, zone, now }: Times & { readonly item: KeyView }) {
  const time = (at: Instant) => <Time at={at}>{formatInstant(at, zone, now)}</Time>;
  const { usedAt, usedFrom, expiresAt } = item;
  return (
    <div className="text-muted text-sm">
      <p>
        <code>{item.prefix}…</code> {item.holds.join("; ") || "May do nothing"}
      </p>
      <p>
        {usedAt === null ? "Never used" : <>Last used {time(usedAt)}</>}
        {usedFrom && ` from ${usedFrom}`}
        {". "}
        {expiresAt === null ? (
          "Works until it is revoked."
        ) : (
          <>
            {expiresAt > now ? "Works until" : "Ended"} {time(expiresAt)}.
          </>
        )}
      </p>
    </div>
  );
}

/** What was made stays on the page when the key that it replaces has become a former one. */
function Recycle({ item, action }: { readonly item: KeyView; readonly action: FormAction }) {
  return (
    <ActionForm action={action} className="grid max-w-xl gap-2">
      <ShownOnce
        field="key"
        title={`The new key of “${item.name}”`}
        label={`The new key of ${item.name}`}
      />
      <input type="hidden" name="keyId" value={item.id} />
      {!item.replaced && (
        <details>
          <summary className="inline-flex min-h-10 items-center rounded-sm text-accent-text text-sm underline-offset-4 hover:underline max-md:min-h-11">
            Recycle<span className="sr-only"> {item.name}</span>…
          </summary>
          <div className="grid gap-4 pt-2 pb-3">
            <FormSelect name="overlap" label="The former key works on for" defaultValue="24">
              <option value="0">No time</option>
              <option value="1">An hour</option>
              <option value="24">A day</option>
              <option value="168">A week</option>
            </FormSelect>
            <div>
              <SubmitButton variant="quiet" pending="Recycling…">
                Recycle
              </SubmitButton>
            </div>
          </div>
        </details>
      )}
    </ActionForm>
  );
}

/** API keys, each with when it was last used, and ways to recycle and to revoke it. */
export function KeyList({
  keys,
  own,
  recycle,
  revoke,
  ...times
}: Times & {
  readonly keys: readonly KeyView[];
  /** They are the viewer's own; otherwise each says whose it is, and members' are not recycled. */
  readonly own: boolean;
  readonly recycle: FormAction;
  readonly revoke: FormAction;
}) {
  return (
    <ul className="border-line border-t">
      {keys.map((item) => (
        <li key={item.id} className="grid gap-1 border-line border-b py-3">
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
            <div className="grid min-w-0 gap-1">
              <p className="wrap-anywhere flex flex-wrap items-center gap-2">
                <span className="font-strong">{item.name}</span>
                {!own && <Badge>{item.member ?? "organisation"}</Badge>}
                {item.replaced && <Badge tone="warn">recycled</Badge>}
                {item.expiresAt !== null && item.expiresAt <= times.now && <Badge>ended</Badge>}
                {!own && item.member === null && (
                  <span className="text-muted text-sm">made by {item.createdBy}</span>
                )}
              </p>
              <Facts item={item} {...times} />
            </div>
            <ActionForm action={revoke} className="grid gap-2">
              <input type="hidden" name="keyId" value={item.id} />
              <ConfirmButton
                variant="quiet"
                question={`Revoke the key “${item.name}”?`}
                consequence="Programs that use it stop working at once."
              >
                Revoke<span className="sr-only"> {item.name}</span>
              </ConfirmButton>
            </ActionForm>
          </div>
          {(own || item.member === null) && <Recycle item={item} action={recycle} />}
        </li>
      ))}
    </ul>
  );
}
