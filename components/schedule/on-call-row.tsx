import { Mail, MessageSquare, Phone } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { IconLink } from "@/components/ui/icon-button";
import { Avatar, type PersonLook } from "@/components/ui/person-chip";

export type OnCallPerson = PersonLook & {
  /** In E.164, such as "+4930123456"; absent when they cannot be called. */
  readonly phone?: string;
  /** The number takes text messages. */
  readonly sms?: boolean;
  readonly email?: string;
  /** The reader is support, from whom contacts are hidden. */
  readonly hidden?: boolean;
  /** When it differs from the tier's. */
  readonly until?: ReactNode;
  /** The organisation's provider says that they are gone. */
  readonly deactivated?: boolean;
};

export type OnCallTier = {
  readonly id: string;
  readonly name: string;
  /** Empty: nobody is on call. */
  readonly people: readonly OnCallPerson[];
  /** "until Mon 4 May, 09:00"; wrap it in Time. */
  readonly until?: ReactNode;
  /** In grey: "then Bo". */
  readonly next?: ReactNode;
  /** Why these people, or nobody: behind a disclosure. */
  readonly why?: ReactNode;
  /** Nobody on call is an error here, not a choice. */
  readonly mustBeCovered?: boolean;
};

/** One schedule on the Now page: who to call, until when, the button; further tiers one tap away. */
export function OnCallRow({
  name,
  href,
  tiers,
  note,
}: {
  readonly name: string;
  readonly href: string;
  readonly tiers: readonly OnCallTier[];
  /** Something about the schedule, such as its zone when it differs. */
  readonly note?: ReactNode;
}) {
  const [first, ...others] = tiers;
  return (
    <article className="border-line border-b py-4 last:border-b-0 md:py-5" aria-label={name}>
      <div className="mb-2 flex flex-wrap items-baseline gap-x-2 text-sm">
        <Link
          href={href}
          className="rounded-sm py-0.5 font-strong text-muted hover:text-text max-md:-my-2.5 max-md:py-3"
        >
          {name}
        </Link>
        {note && <span className="text-faint">{note}</span>}
      </div>
      {first && <TierPeople tier={first} strong />}
      {others.length > 0 && (
        <details className="group mt-2">
          <summary className="inline-flex min-h-11 items-center gap-1.5 rounded-md pr-3 text-muted text-sm hover:text-text md:min-h-8">
            <span aria-hidden className="inline-block transition-transform group-open:rotate-90">
              ›
            </span>
            {others.map((tier) => tier.name).join(", ")}
          </summary>
          <div className="grid gap-4 pt-2 pb-1">
            {others.map((tier) => (
              <div key={tier.id}>
                <p className="mb-1.5 text-muted text-sm">{tier.name}</p>
                <TierPeople tier={tier} />
              </div>
            ))}
          </div>
        </details>
      )}
    </article>
  );
}

function TierPeople({
  tier,
  strong = false,
}: {
  readonly tier: OnCallTier;
  readonly strong?: boolean;
}) {
  if (tier.people.length === 0) return <Nobody tier={tier} strong={strong} />;
  return (
    <div className="grid gap-3">
      {tier.people.map((person, index) => (
        <div key={person.id} className="flex flex-wrap items-center gap-x-3 gap-y-3">
          <Avatar person={person} size={strong ? "large" : "medium"} />
          <div className="min-w-40 flex-1">
            <p className={strong ? "font-strong text-lg md:leading-6" : "font-strong text-base"}>
              {person.name}
            </p>
            {person.deactivated && (
              <p className="font-strong text-bad text-sm">
                Deactivated by your provider: let somebody take over
              </p>
            )}
            <p className="text-muted text-sm">
              {person.until ?? tier.until}
              {tier.next && index === tier.people.length - 1 && (
                <span className="text-faint"> · {tier.next}</span>
              )}
            </p>
          </div>
          <Reach person={person} strong={strong} />
        </div>
      ))}
      {tier.why}
    </div>
  );
}

function Nobody({ tier, strong }: { readonly tier: OnCallTier; readonly strong: boolean }) {
  return (
    <div>
      <p
        className={`${strong ? "text-lg" : "text-base"} font-strong ${tier.mustBeCovered ? "text-bad" : "text-muted"}`}
      >
        Nobody is on call
      </p>
      <p className="text-muted text-sm">
        {tier.until}
        {tier.next && <span className="text-faint"> · {tier.next}</span>}
      </p>
      {tier.why}
    </div>
  );
}

/** Call, text, mail: plain links. What a person does not have is not offered. */
function Reach({ person, strong }: { readonly person: OnCallPerson; readonly strong: boolean }) {
  if (!person.phone && !person.email) {
    return person.hidden ? (
      <p className="text-muted text-sm">Contacts are hidden from support</p>
    ) : (
      <p className="text-sm text-warn">No way to reach them is known</p>
    );
  }
  const icon = "size-12! rounded-md border border-line text-text";
  return (
    <div className="flex gap-2 max-sm:w-full">
      {person.phone && (
        <ButtonLink
          href={`tel:${person.phone}`}
          variant={strong ? "primary" : "quiet"}
          size="large"
          className="max-sm:flex-1"
          aria-label={`Call ${person.name}`}
        >
          <Phone aria-hidden />
          Call
        </ButtonLink>
      )}
      {person.phone && person.sms && (
        <IconLink href={`sms:${person.phone}`} label={`Text ${person.name}`} className={icon}>
          <MessageSquare aria-hidden />
        </IconLink>
      )}
      {person.email && !person.phone && (
        <ButtonLink
          href={`mailto:${person.email}`}
          size="large"
          className="max-sm:flex-1"
          aria-label={`Mail ${person.name}`}
        >
          <Mail aria-hidden />
          Mail
        </ButtonLink>
      )}
      {person.email && person.phone && (
        <IconLink href={`mailto:${person.email}`} label={`Mail ${person.name}`} className={icon}>
          <Mail aria-hidden />
        </IconLink>
      )}
    </div>
  );
}
