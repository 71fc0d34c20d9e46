import Link from "next/link";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect } from "@/components/form/fields";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { SubmitButton } from "@/components/ui/submit-button";

type Duty = { readonly id: string; readonly name: string | null; readonly now: boolean };

type Props = {
  /** Null for oneself. */
  readonly name: string | null;
  readonly base: string;
  readonly view: {
    readonly personId: string;
    readonly duties: readonly Duty[];
    readonly successors: readonly { readonly id: string; readonly name: string }[];
  } | null;
  readonly handOver: FormAction;
  readonly erase: FormAction;
};

/** What erasing somebody means, what stands in its way, and the act itself. */
export function Erasure({ name, base, view, handOver, erase }: Props) {
  const needed = view && view.duties.length > 0 ? view : null;
  return (
    <div className="grid gap-6">
      <WhatHappens own={name === null} />
      {needed ? (
        <HandOver name={name} base={base} view={needed} action={handOver} />
      ) : (
        <ActionForm action={erase}>
          {name !== null && view && <input type="hidden" name="personId" value={view.personId} />}
          <div>
            <ConfirmButton
              question={name === null ? "Erase you from this organisation?" : `Erase ${name}?`}
              consequence="Nobody can bring it back, not even from the change log."
            >
              {name === null ? "Erase me" : `Erase ${name}`}
            </ConfirmButton>
          </div>
        </ActionForm>
      )}
    </div>
  );
}

function WhatHappens({ own }: { readonly own: boolean }) {
  const [whose, account] = own ? ["your", "your account"] : ["their", "their account"];
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <div>
        <h3 className="font-strong">What is lost</h3>
        <ul className="mt-2 list-disc space-y-1 pl-5 text-muted">
          <li>Name, e-mail address and phone number, here and in the change log.</li>
          <li>Permissions, teams, time off and wishes, API keys and calendar feeds.</li>
          <li>Where {own ? "you" : "they"} signed in and acted from.</li>
          <li>
            If it is in no other organisation, {account}: its password, second factors and sessions.
          </li>
        </ul>
      </div>
      <div>
        <h3 className="font-strong">What stays</h3>
        <ul className="mt-2 list-disc space-y-1 pl-5 text-muted">
          <li>
            That somebody was on call, under a name such as “Former member 7”: others are paid by
            it.
          </li>
          <li>The change log, which says what was done but not by whom, and still verifies.</li>
          <li>What anybody wrote in words of their own: in drafts, reviews and reasons.</li>
          <li>Backups, until {whose} data ages out of them.</li>
        </ul>
      </div>
    </div>
  );
}

function HandOver({
  name,
  base,
  view,
  action,
}: {
  readonly name: string | null;
  readonly base: string;
  readonly view: NonNullable<Props["view"]>;
  readonly action: FormAction;
}) {
  return (
    <>
      <Callout tone="warn" title={name === null ? "A roster needs you" : `A roster needs ${name}`}>
        Somebody has to take over first, or it has to be agreed that nobody does.
      </Callout>
      <ul className="grid gap-2">
        {view.duties.map((duty) => (
          <li key={duty.id} className="flex flex-wrap items-center gap-2">
            {duty.name === null ? (
              "A schedule that you cannot see"
            ) : (
              <Link
                href={`${base}/schedules/${duty.id}`}
                className="text-accent-text underline underline-offset-4"
              >
                {duty.name}
              </Link>
            )}
            {duty.now && <Badge tone="accent">on call now</Badge>}
          </li>
        ))}
      </ul>
      <ActionForm
        action={action}
        done="Sent to review, one draft for each schedule. Come back when they are published."
        className="grid max-w-xl gap-5"
      >
        <input type="hidden" name="personId" value={view.personId} />
        <FormSelect
          name="by"
          label="Who takes over"
          hint="With “Nobody” there are gaps: the review shows them, and somebody has to accept them."
        >
          <option value="">Nobody</option>
          {view.successors.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </FormSelect>
        <div>
          <SubmitButton pending="Sending…">Send to review</SubmitButton>
        </div>
      </ActionForm>
    </>
  );
}
