"use client";

import { ActionForm, type FormAction } from "@/components/form/action-form";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Section } from "@/components/ui/card";
import { SelectField } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table } from "@/components/ui/table";
import type { PeopleReport } from "@/lib/roster/import-people";
import { type LookAction, LookForm } from "./look-form";

type Country = { readonly code: string; readonly label: string };
type Looked = PeopleReport & { readonly country: string };

/** People of a CSV file: look at it, read who would be added, add them. */
export function PeopleImport({
  look,
  add,
  countries,
}: {
  readonly look: LookAction<Looked>;
  readonly add: FormAction;
  readonly countries: readonly Country[];
}) {
  const country = (report: Looked | null, typed: Readonly<Record<string, string>>) => (
    <SelectField
      // The form is emptied once it was sent.
      key={report?.country ?? typed.country}
      name="country"
      label="Phone numbers without a country are from"
      hint="Numbers that begin with + need no choice."
      defaultValue={report?.country ?? typed.country ?? ""}
    >
      <option value="">nowhere: leave them out</option>
      {countries.map(({ code, label }) => (
        <option key={code} value={code}>
          {label}
        </option>
      ))}
    </SelectField>
  );
  return (
    <LookForm look={look} accept=".csv,.tsv,.txt,text/csv" fields={country}>
      {({ report, packed }) => (
        <div className="grid gap-8">
          <Outcome report={report} />
          {report.counts.new > 0 && (
            <ActionForm action={add} className="grid gap-5">
              <input type="hidden" name="packed" value={packed} />
              <input type="hidden" name="country" value={report.country} />
              <input type="hidden" name="confirm" value="yes" />
              <div>
                <SubmitButton pending="Adding…">
                  {report.counts.new === 1 ? "Add 1 person" : `Add ${report.counts.new} people`}
                </SubmitButton>
              </div>
            </ActionForm>
          )}
        </div>
      )}
    </LookForm>
  );
}

function Outcome({ report: { counts, people, problems } }: { readonly report: PeopleReport }) {
  const parts = [
    ...(counts.new > 0 ? [`${counts.new} new`] : []),
    ...(counts.here > 0 ? [`${counts.here} here already`] : []),
  ];
  return (
    <Section
      title={parts.join(", ") || "Nobody in this file can come over"}
      description="Nothing has been changed yet."
    >
      {problems.shown.length > 0 && (
        <Callout tone="warn" title="What does not come over as it is">
          <ul className="grid gap-0.5">
            {problems.shown.map(({ line, level, message }, index) => (
              <li key={index} className="tabular break-words">
                Line {line}: {message} {level === "skipped" && <b>The line is left out.</b>}
              </li>
            ))}
            {problems.more > 0 && <li>and {problems.more} more</li>}
          </ul>
        </Callout>
      )}
      {people.shown.length > 0 && (
        <Table label="People in the file">
          <thead>
            <tr>
              {["Name", "E-mail", "Phone", "Team", "What happens"].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.shown.map((person) => (
              <tr key={person.line}>
                <th scope="row">{person.name}</th>
                <td>{person.email ?? "–"}</td>
                <td className="tabular whitespace-nowrap">{person.phone ?? "–"}</td>
                <td>{person.team ?? "–"}</td>
                <td>
                  {person.here ? <Badge>Stays as is</Badge> : <Badge tone="accent">New</Badge>}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {people.more > 0 && <p className="text-muted text-sm">and {people.more} more</p>}
    </Section>
  );
}
