"use client";

import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect } from "@/components/form/fields";
import { Callout } from "@/components/ui/callout";
import { Section } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ImportReport } from "@/lib/roster/import-report";
import { type LookAction, LookForm, type Seen } from "./look-form";
import { ReportedPeople } from "./reported-people";
import { ScheduleReport } from "./schedule-report";

type Team = { readonly id: string; readonly name: string };

/** Schedules of another system: look at a file, read what it becomes, make drafts of it. */
export function ScheduleImport({
  look,
  make,
  teams,
}: {
  readonly look: LookAction<ImportReport>;
  readonly make: FormAction;
  /** Where the actor may make schedules. */
  readonly teams: readonly Team[];
}) {
  return (
    <LookForm look={look} accept=".json,application/json">
      {(seen) => <Outcome seen={seen} make={make} teams={teams} />}
    </LookForm>
  );
}

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

function Outcome({
  seen: { report, packed },
  make,
  teams,
}: {
  readonly seen: Seen<ImportReport>;
  readonly make: FormAction;
  readonly teams: readonly Team[];
}) {
  const { schedules, refused, system, zone } = report;
  return (
    <div className="grid gap-10">
      <Section
        title={`${counted(schedules.length, "schedule")} from ${system}`}
        description={`Nothing has been changed yet. Times are in ${zone.replaceAll("_", " ")}.`}
      >
        <div className="grid gap-4">
          {schedules.map((schedule, index) => (
            <ScheduleReport key={index} schedule={schedule} system={system} />
          ))}
          {refused.length > 0 && <Refused refused={refused} />}
        </div>
      </Section>
      <ReportedPeople people={report.people} counts={report.counts} />
      {schedules.length > 0 && (
        <Section
          title="Make drafts"
          description="Each schedule becomes a draft. Nobody is on call by it before it is reviewed and published."
        >
          {teams.length === 0 ? (
            <Callout tone="warn" title="There is no team for which you may make schedules.">
              Somebody who manages teams can add one, or give you the permission.
            </Callout>
          ) : (
            <MakeForm make={make} teams={teams} packed={packed} count={schedules.length} />
          )}
        </Section>
      )}
    </div>
  );
}

function Refused({ refused }: Pick<ImportReport, "refused">) {
  return (
    <Callout tone="bad" title={`${counted(refused.length, "schedule")} cannot come over`}>
      <ul className="grid gap-1">
        {refused.map(({ name, why }, index) => (
          <li key={index} className="break-words">
            <b>{name}</b>: {why}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function MakeForm({
  make,
  teams,
  packed,
  count,
}: {
  readonly make: FormAction;
  readonly teams: readonly Team[];
  readonly packed: string;
  readonly count: number;
}) {
  return (
    <ActionForm action={make} className="grid max-w-xl gap-5">
      <input type="hidden" name="packed" value={packed} />
      <input type="hidden" name="confirm" value="yes" />
      <FormSelect
        name="teamId"
        label="Team"
        hint="The schedules belong to it, and new people join it."
        defaultValue={teams[0]?.id}
      >
        {teams.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </FormSelect>
      <div>
        <SubmitButton pending="Making drafts…">
          {count === 1 ? "Make the draft" : `Make ${count} drafts`}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
