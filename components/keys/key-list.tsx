import { ActionForm, type FormAction } from "@/components/form/action-form";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Time } from "@/components/ui/time";
import type { KeyView } from "@/lib/members/key-queries";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { Recycle } from "./recycle";

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

const hasEnded = ({ expiresAt }: KeyView, { now }: Times): boolean =>
  expiresAt !== null && expiresAt <= now;

/** Ends a key, or takes one that has ended out of the list. */
function Revoke({
  action,
  item: { id, name },
  ended,
}: {
  readonly action: FormAction;
  readonly item: KeyView;
  readonly ended: boolean;
}) {
  const verb = ended ? "Remove" : "Revoke";
  return (
    <ActionForm action={action} className="grid gap-2">
      <input type="hidden" name="keyId" value={id} />
      <ConfirmButton
        variant="quiet"
        question={`${verb} the key “${name}”?`}
        consequence={
          ended
            ? "It has ended already: it only leaves the list."
            : "Programs that use it stop working at once."
        }
      >
        {verb}
        <span className="sr-only"> {name}</span>
      </ConfirmButton>
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
                {hasEnded(item, times) && <Badge>ended</Badge>}
                {!own && item.member === null && (
                  <span className="text-muted text-sm">made by {item.createdBy}</span>
                )}
              </p>
              <Facts item={item} {...times} />
            </div>
            <Revoke action={revoke} item={item} ended={hasEnded(item, times)} />
          </div>
          {(own || item.member === null) && (
            <Recycle
              action={recycle}
              hidden={{ name: "keyId", value: item.id }}
              replaced={item.replaced}
              button={
                <>
                  Recycle<span className="sr-only"> {item.name}</span>
                </>
              }
              former="The former key works on for"
              shown={{
                field: "key",
                title: `The new key of “${item.name}”`,
                label: `The new key of ${item.name}`,
              }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
