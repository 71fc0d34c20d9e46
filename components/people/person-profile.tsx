import Link from "next/link";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Avatar } from "@/components/ui/person-chip";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { formatInstant, offsetName } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone, Zones } from "@/lib/schedule/zone";
import { ArchivePerson } from "./archive-person";
import { ContactButtons, type Hidden } from "./contact-links";
import { PersonFields } from "./person-fields";
import type { ListedPerson } from "./person-list";
import { TimeOff, type TimeOffEntry } from "./time-off";
import { type WishEntry, Wishes } from "./wishes";
import { zoneLabel } from "./zone-label";

type Person = ListedPerson & {
  readonly memberId: string | null;
  readonly archivedAt: Date | null;
  readonly timeOff: readonly TimeOffEntry[];
};

type Manage = {
  readonly change: FormAction;
  readonly archive: FormAction;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly zoneNames: readonly string[];
  readonly manages: (teamId: string) => boolean;
};

/** Everything about one person. `timeOff`, `wishes` and `manage` are null for viewers who may not. */
export function PersonProfile({
  person,
  base,
  now,
  zone,
  zones,
  own,
  account,
  timeOff,
  wishes,
  manage,
  erase,
  hidden,
}: Hidden & {
  readonly person: Person;
  readonly base: string;
  readonly now: Instant;
  readonly zone: Zone;
  readonly zones: Zones;
  readonly own: boolean;
  /** The member that this person is, for viewers who manage members. */
  readonly account: string | null;
  readonly timeOff: { readonly add: FormAction; readonly remove: FormAction } | null;
  readonly wishes: {
    readonly entries: readonly WishEntry[];
    readonly add: FormAction;
    readonly remove: FormAction;
  } | null;
  readonly manage: Manage | null;
  /** Where they are erased, for viewers who may. */
  readonly erase: string | null;
}) {
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            items={[{ label: "People", href: `${base}/people` }, { label: person.name }]}
          />
        }
        title={
          <span className="flex items-center gap-3">
            <Avatar person={person} size="large" />
            {person.name}
          </span>
        }
        badge={
          <>
            {own && <Badge tone="accent">you</Badge>}
            {person.deactivatedAt && <Badge tone="bad">deactivated</Badge>}
            {person.memberId ? <Badge>has an account</Badge> : <Badge>no account</Badge>}
          </>
        }
      />
      <div className="grid max-w-3xl gap-10">
        {person.deactivatedAt && (
          <Callout tone="bad" title={`Your provider has deactivated ${person.name}`}>
            They cannot sign in to this organisation. Where a roster names them, they are on call
            all the same: change it by a draft.
          </Callout>
        )}
        {person.archivedAt && (
          <Callout tone="warn" title={`${person.name} is archived`}>
            They are not offered in drafts. Where a roster still names them, change it by a draft.
          </Callout>
        )}
        <ContactButtons phone={person.phone} email={person.email} hidden={hidden} />
        <Facts person={person} base={base} now={now} zone={zones(person.zone)} account={account} />
        <TimeOff
          entries={person.timeOff}
          zone={zone}
          theirs={zones(person.zone)}
          personId={person.id}
          now={now}
          add={timeOff?.add}
          remove={timeOff?.remove}
        />
        {wishes && (
          <Wishes {...wishes} theirs={zones(person.zone)} personId={person.id} now={now} />
        )}
        {manage && (
          <>
            <Section title="Details">
              <ActionForm action={manage.change} done="Saved." className="grid max-w-xl gap-5">
                <input type="hidden" name="personId" value={person.id} />
                <PersonFields person={person} zone={person.zone} {...manage} />
                <div>
                  <SubmitButton pending="Saving…">Save</SubmitButton>
                </div>
              </ActionForm>
            </Section>
            <Section title="Archive" description="For somebody who is not on call any more.">
              <ArchivePerson id={person.id} name={person.name} action={manage.archive} />
            </Section>
          </>
        )}
        {erase && (
          <Section title="Erase" description="For somebody whose details have to go for good.">
            <div>
              <ButtonLink href={erase}>What erasing {person.name} means</ButtonLink>
            </div>
          </Section>
        )}
      </div>
    </>
  );
}

function Facts({
  person,
  base,
  now,
  zone,
  account,
}: {
  readonly person: Person;
  readonly base: string;
  readonly now: Instant;
  readonly zone: Zone;
  readonly account: string | null;
}) {
  return (
    <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 gap-y-3">
      <dt className="text-muted">Local time</dt>
      <dd>
        <Time at={now}>{formatInstant(now, zone)}</Time>
        <span className="text-muted">
          {" "}
          {zoneLabel(person.zone)}, {offsetName(now, zone)}
        </span>
      </dd>
      <dt className="text-muted">Teams</dt>
      <dd className="flex flex-wrap gap-x-3 gap-y-1">
        {person.teams.length === 0 && <span className="text-muted">None</span>}
        {person.teams.map(({ id, name }) => (
          <Link
            key={id}
            href={`${base}/teams/${id}`}
            className="text-accent-text underline-offset-4 hover:underline"
          >
            {name}
          </Link>
        ))}
      </dd>
      {account && (
        <>
          <dt className="text-muted">Account</dt>
          <dd>
            <Link
              href={`${base}/settings/members/${account}`}
              className="text-accent-text underline-offset-4 hover:underline"
            >
              Member and permissions
            </Link>
          </dd>
        </>
      )}
    </dl>
  );
}
