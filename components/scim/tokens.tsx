import { clsx } from "clsx";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect } from "@/components/form/fields";
import { ShownOnce } from "@/components/keys/shown-once";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { ScimTokenView } from "@/lib/scim/settings-queries";

const NEW = { field: "token", title: "Your new SCIM token", label: "The new SCIM token" };

/** The tokens of the organisation's provider, and a form for another one. */
export function ScimTokens({
  tokens,
  zone,
  now,
  create,
  recycle,
  revoke,
}: {
  readonly tokens: readonly ScimTokenView[];
  readonly zone: Zone;
  readonly now: Instant;
  readonly create: FormAction;
  readonly recycle: FormAction;
  readonly revoke: FormAction;
}) {
  const time = (at: Instant) => <Time at={at}>{formatInstant(at, zone, now)}</Time>;
  return (
    <>
      {tokens.length === 0 && (
        <p className="text-muted text-sm">There is no token: nothing is provisioned.</p>
      )}
      <ul>
        {tokens.map((one) => (
          <li key={one.id} className="grid gap-2 border-line border-b py-3">
            <p className="wrap-anywhere flex flex-wrap items-center gap-2 text-sm">
              <code>{one.prefix}…</code>
              <Badge>{one.preset}</Badge>
              {one.replaced && <Badge tone="warn">recycled</Badge>}
              {one.weak && <Badge tone="bad">gives less than it says</Badge>}
            </p>
            <p className="text-muted text-sm">
              Made by {one.createdBy}, {time(one.createdAt)}.{" "}
              {one.usedAt === null ? "Never used" : <>Last used {time(one.usedAt)}</>}
              {one.usedFrom && ` from ${one.usedFrom}`}.
              {one.expiresAt !== null && <> Works until {time(one.expiresAt)}.</>}
              {one.weak && " Who made it holds less by now: recycle it as somebody who does."}
            </p>
            <div className="flex flex-wrap gap-x-4 gap-y-2">
              <ActionForm
                action={recycle}
                className={clsx("grid gap-2", one.replaced && "order-last")}
              >
                <ShownOnce {...NEW} />
                <input type="hidden" name="tokenId" value={one.id} />
                <input type="hidden" name="overlap" value="24" />
                {!one.replaced && (
                  <ConfirmButton
                    variant="quiet"
                    question="Recycle this token?"
                    consequence="The present one works on for a day. The new one is shown once."
                    confirm="Recycle"
                  >
                    Recycle<span className="sr-only"> {one.prefix}</span>
                  </ConfirmButton>
                )}
              </ActionForm>
              <ActionForm action={revoke} className="grid gap-2">
                <input type="hidden" name="tokenId" value={one.id} />
                <ConfirmButton
                  variant="quiet"
                  question="Revoke this token?"
                  consequence="With it, your provider can change nobody here any more: who leaves is not deactivated."
                >
                  Revoke<span className="sr-only"> {one.prefix}</span>
                </ConfirmButton>
              </ActionForm>
            </div>
          </li>
        ))}
      </ul>
      <ActionForm action={create}>
        <ShownOnce {...NEW} />
        <FormSelect name="preset" label="What the people it brings may do" defaultValue="Responder">
          <option value="Viewer">Viewer: see schedules and people</option>
          <option value="Responder">Responder: also ask for cover and swaps</option>
        </FormSelect>
        <div>
          <SubmitButton pending="Making…">Make a token</SubmitButton>
        </div>
      </ActionForm>
    </>
  );
}
