import { ActionForm, type FormAction } from "@/components/form/action-form";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Time } from "@/components/ui/time";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { Access, Look } from "@/lib/support/queries";

type Clock = { readonly zone: Zone; readonly now: Instant };

const scope = (teams: readonly string[]): string => teams.join(", ") || "The whole roster";

/** What support may see at this moment, with the button that ends it. */
export function CurrentAccess({
  access,
  end,
  zone,
  now,
}: { readonly access: Access; readonly end: FormAction } & Clock) {
  return (
    <div className="grid gap-3">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone="warn">open</Badge>
        <span>
          {scope(access.teams)}, until{" "}
          <Time at={access.until}>{formatInstant(access.until, zone, now)}</Time>
        </span>
      </p>
      <p className="text-muted text-sm">
        Granted by {access.by}, {formatInstant(access.from, zone, now)}.{" "}
        {firstLook(access, { zone, now })}
        {access.reason && ` What for: ${access.reason}`}
      </p>
      <ActionForm action={end}>
        <input type="hidden" name="accessId" value={access.id} />
        <div>
          <ConfirmButton
            question="End support’s access?"
            consequence="It sees nothing from its next click on."
          >
            End now
          </ConfirmButton>
        </div>
      </ActionForm>
    </div>
  );
}

function firstLook({ firstLookAt }: Access, { zone, now }: Clock): string {
  return firstLookAt === null
    ? "Nobody has looked."
    : `First look ${formatInstant(firstLookAt, zone, now)}.`;
}

/** Accesses that are over, newest first. */
export function PastAccesses({
  accesses,
  zone,
  now,
}: { readonly accesses: readonly Access[] } & Clock) {
  return (
    <ul className="border-line border-t">
      {accesses.map((access) => (
        <li key={access.id} className="grid gap-0.5 border-line border-b py-2">
          <p>
            {scope(access.teams)}, {formatInstant(access.from, zone, now)} to{" "}
            {formatInstant(access.until, zone, now)}
          </p>
          <p className="text-muted text-sm">
            Granted by {access.by}
            {access.endedBy ? `, ended by ${access.endedBy}` : ", ended by itself"}.{" "}
            {firstLook(access, { zone, now })}
            {access.reason && ` What for: ${access.reason}`}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Every page that support opened, as entries of the change log. */
export function Looks({
  looks,
  log,
  zone,
  now,
}: { readonly looks: readonly Look[]; readonly log: string } & Clock) {
  return (
    <ol className="border-line border-t" reversed>
      {looks.map(({ number, at, path, who }) => (
        <li
          key={number}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-0.5 border-line border-b py-2"
        >
          <span className="wrap-anywhere">
            <code className="text-sm">{path}</code>
            <span className="block text-muted text-sm">{who ?? "Somebody of support"}</span>
          </span>
          <span className="tabular text-muted text-sm">
            <Time at={at}>{formatInstant(at, zone, now)}</Time>,{" "}
            <a
              href={`${log}?number=${number}`}
              className="inline-flex items-center rounded-sm py-1 text-accent-text underline underline-offset-4 max-md:min-h-11"
            >
              no. {number}
            </a>
          </span>
        </li>
      ))}
    </ol>
  );
}
