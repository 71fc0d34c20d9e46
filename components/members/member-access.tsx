import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Section } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { Access } from "@/lib/members/access";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { reasonWords } from "./access-words";

type Change = {
  readonly number: number;
  readonly at: Instant;
  readonly by: string;
  readonly what: "founded" | "joined" | "changed" | "removed";
  readonly given: readonly string[];
  readonly taken: readonly string[];
};

const CHANGE_WORDS = {
  founded: "founded the organisation, as its owner",
  joined: "joined",
  changed: "changed the permissions",
  removed: "removed the member, with all permissions",
} as const;

/** What a member may do and why, what does not count yet, and how it changed. */
export function MemberAccess({
  access,
  changes,
  setUp,
  zone,
  now,
}: {
  readonly access: readonly Access[];
  readonly changes: readonly Change[];
  /** Where the viewer sets up their second factor; absent when it is another's account. */
  readonly setUp?: string;
  readonly zone: Zone;
  readonly now: Instant;
}) {
  const waiting = access.filter(({ waits }) => waits);
  return (
    <>
      <Section
        title="In force, and why"
        description="A preset is only copied: what counts is each permission here."
      >
        {waiting.length > 0 && <Waiting labels={waiting.map(({ label }) => label)} setUp={setUp} />}
        <AccessList access={access} zone={zone} now={now} />
      </Section>
      <Section title="What changed" description="Out of the change log, as far back as it is kept.">
        {changes.length === 0 ? (
          <p className="text-muted text-sm">The log holds no change of these permissions.</p>
        ) : (
          <Changes changes={changes} zone={zone} now={now} />
        )}
      </Section>
    </>
  );
}

/** Says which permissions do not count before there is a second factor. */
export function Waiting({
  labels,
  setUp,
}: {
  readonly labels: readonly string[];
  readonly setUp?: string | undefined;
}) {
  const whose = setUp === undefined ? "their account has" : "you have";
  return (
    <Callout
      tone="warn"
      title={`Not in force before ${whose} a second factor`}
      action={setUp ? <ButtonLink href={setUp}>Set it up</ButtonLink> : undefined}
    >
      {labels.join(" · ")}
    </Callout>
  );
}

function AccessList({
  access,
  zone,
  now,
}: {
  readonly access: readonly Access[];
  readonly zone: Zone;
  readonly now: Instant;
}) {
  if (access.length === 0) return <p className="text-muted text-sm">No permissions.</p>;
  return (
    <ul className="border-line border-t">
      {access.map((line) => (
        <AccessItem
          key={`${line.permission} ${line.where}`}
          line={line}
          title={line.label}
          zone={zone}
          now={now}
        />
      ))}
    </ul>
  );
}

/** One permission of one member: what or who, where, whether it counts, and why it is held. */
export function AccessItem({
  line,
  title,
  zone,
  now,
}: {
  readonly line: Access;
  readonly title: ReactNode;
  readonly zone: Zone;
  readonly now: Instant;
}) {
  return (
    <li className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-0.5 border-line border-b py-2">
      <span className="flex flex-wrap items-center gap-x-2">
        {title}
        <span className="text-muted text-sm">{line.where}</span>
        {line.waits && <Badge tone="warn">waits for a second factor</Badge>}
      </span>
      <span className="tabular text-muted text-sm">{reasonWords(line, zone, now)}</span>
    </li>
  );
}

function Changes({
  changes,
  zone,
  now,
}: {
  readonly changes: readonly Change[];
  readonly zone: Zone;
  readonly now: Instant;
}) {
  return (
    <ol className="border-line border-t" reversed>
      {changes.map(({ number, at, by, what, given, taken }) => (
        <li key={number} className="grid gap-0.5 border-line border-b py-2">
          <p>
            <span className="font-strong">{by}</span> {CHANGE_WORDS[what]}
            <span className="tabular text-muted text-sm">
              {" "}
              · <Time at={at}>{formatInstant(at, zone, now)}</Time>, no. {number}
            </span>
          </p>
          {given.length > 0 && <p className="text-muted text-sm">Given: {given.join(" · ")}</p>}
          {taken.length > 0 && <p className="text-muted text-sm">Taken: {taken.join(" · ")}</p>}
        </li>
      ))}
    </ol>
  );
}
