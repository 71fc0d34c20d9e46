import { ActionForm, type FormAction } from "@/components/form/action-form";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { deviceName } from "@/components/ui/device-name";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

export type Device = {
  readonly id: string;
  /** What the browser called itself. */
  readonly device: string;
  /** From where it was signed in; null where nobody knew. */
  readonly address: string | null;
  readonly openedAt: Instant;
  readonly seenAt: Instant;
};

/** Where the viewer is signed in, with ways to end that. */
export function Devices({
  devices,
  current,
  zone,
  now,
  signOut,
  signOutOthers,
  consequence,
}: {
  readonly devices: readonly Device[];
  /** The session of this request. */
  readonly current: string;
  readonly zone: Zone;
  readonly now: Instant;
  readonly signOut: FormAction;
  readonly signOutOthers: FormAction;
  /** What follows from that. */
  readonly consequence: string;
}) {
  return (
    <>
      <ul className="border-line border-t">
        {devices.map(({ id, device, address, openedAt, seenAt }) => (
          <li
            key={id}
            className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 border-line border-b py-2"
          >
            <div>
              <p className="flex items-center gap-2">
                {deviceName(device)}
                {id === current && <Badge tone="accent">this one</Badge>}
              </p>
              <p className="text-muted text-sm">
                Last seen <Time at={seenAt}>{formatInstant(seenAt, zone, now)}</Time>. Signed in{" "}
                <Time at={openedAt}>{formatInstant(openedAt, zone, now)}</Time>
                {address && ` from ${address}`}.
              </p>
            </div>
            {id !== current && (
              <ActionForm action={signOut} className="flex">
                <input type="hidden" name="session" value={id} />
                <SubmitButton variant="link" className="min-h-11" pending="Signing out…">
                  Sign out<span className="sr-only"> {deviceName(device)}</span>
                </SubmitButton>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      {/* Also where no other is signed in: a device is known for a while after its session ended. */}
      <ActionForm action={signOutOthers}>
        <div>
          <ConfirmButton
            variant="quiet"
            question="Sign out everywhere else?"
            consequence={consequence}
          >
            Sign out everywhere else
          </ConfirmButton>
        </div>
      </ActionForm>
    </>
  );
}
