import { ActionForm, type FormAction } from "@/components/form/action-form";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Time } from "@/components/ui/time";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

/** Invitations that wait to be accepted, each with a way to take it back. */
export function InvitationList({
  invitations,
  zone,
  now,
  revoke,
}: {
  readonly invitations: readonly {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly expiresAt: Instant;
  }[];
  readonly zone: Zone;
  readonly now: Instant;
  readonly revoke: FormAction;
}) {
  return (
    <ul className="border-line border-t">
      {invitations.map(({ id, name, email, expiresAt }) => (
        <li
          key={id}
          className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b py-2"
        >
          <div className="min-w-0">
            <p className="truncate">
              {name} <span className="text-muted">{email}</span>
            </p>
            <p className="text-muted text-sm">
              Holds until <Time at={expiresAt}>{formatInstant(expiresAt, zone, now)}</Time>
            </p>
          </div>
          <ActionForm action={revoke} className="grid gap-2">
            <input type="hidden" name="invitationId" value={id} />
            <ConfirmButton
              variant="quiet"
              question={`Revoke the invitation of ${name}?`}
              consequence="The link stops working at once."
            >
              Revoke<span className="sr-only"> the invitation of {name}</span>
            </ConfirmButton>
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}
