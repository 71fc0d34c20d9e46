import { ActionForm, type FormAction } from "@/components/form/action-form";
import { buttonStyle } from "@/components/ui/button-style";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Time } from "@/components/ui/time";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

export type Identity = {
  readonly provider: string;
  readonly subjectHash: string;
  readonly name: string;
  readonly label: string;
  readonly usedAt: Instant | null;
};

/** Who an account is at providers: each can be unlinked, and others linked. */
export function Identities({
  identities,
  providers,
  back,
  zone,
  now,
  unlink,
}: {
  readonly identities: readonly Identity[];
  /** Those that can be linked. */
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  /** The path of the page that this is on. */
  readonly back: string;
  readonly zone: Zone;
  readonly now: Instant;
  readonly unlink: FormAction;
}) {
  const open = providers.filter(({ id }) => !identities.some(({ provider }) => provider === id));
  return (
    <>
      {identities.length === 0 && <p className="text-muted text-sm">None is linked.</p>}
      {identities.length > 0 && (
        <ul className="border-line border-t">
          {identities.map(({ provider, subjectHash, name, label, usedAt }) => (
            <li
              key={`${provider}/${subjectHash}`}
              className="flex flex-wrap items-start justify-between gap-3 border-line border-b py-3"
            >
              <div className="wrap-anywhere min-w-0 text-sm">
                <p className="font-strong">{name}</p>
                <p className="text-muted">
                  {label}
                  {usedAt !== null && (
                    <>
                      , last used <Time at={usedAt}>{formatInstant(usedAt, zone, now)}</Time>
                    </>
                  )}
                </p>
              </div>
              <ActionForm action={unlink} className="grid gap-2">
                <input type="hidden" name="provider" value={provider} />
                <input type="hidden" name="subjectHash" value={subjectHash} />
                <ConfirmButton
                  variant="quiet"
                  question={`Unlink ${name}?`}
                  consequence="It signs in to your account no more, and every other device is signed out."
                >
                  Unlink<span className="sr-only"> {name}</span>
                </ConfirmButton>
              </ActionForm>
            </li>
          ))}
        </ul>
      )}
      {open.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {open.map(({ id, name }) => (
            <a
              key={id}
              href={`/sso/${id}/start?${new URLSearchParams({ purpose: "link", to: back })}`}
              className={buttonStyle({})}
            >
              Sign in by {name}, too
            </a>
          ))}
        </div>
      )}
    </>
  );
}
