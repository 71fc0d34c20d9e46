import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import type { ReportView } from "@/lib/roster/report-queries";
import { type ReportSearch, reportSpans } from "@/lib/roster/report-span";

/** What the report is about: a GET form, so that each report has an address. */
export function ReportFilters({
  action,
  search,
  span,
  teams,
  schedules,
}: Pick<ReportView, "span" | "teams" | "schedules"> & {
  readonly action: string;
  readonly search: ReportSearch;
}) {
  return (
    <search>
      <form
        action={action}
        className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 xl:grid-cols-[repeat(5,minmax(0,1fr))_auto]"
      >
        <SelectField name="span" label="Time" defaultValue={search.span}>
          {Object.entries(reportSpans).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
        <TextField label="From" name="from" type="date" defaultValue={span.first} />
        <TextField label="Until" name="until" type="date" defaultValue={span.last} />
        <Choices name="team" label="Team" all="All teams" value={search.team} choices={teams} />
        <Choices
          name="schedule"
          label="Schedule"
          all="All schedules"
          value={search.schedule}
          choices={schedules}
        />
        <div>
          <Button type="submit">Show</Button>
        </div>
      </form>
    </search>
  );
}

function Choices({
  name,
  label,
  all,
  value,
  choices,
}: {
  readonly name: string;
  readonly label: string;
  readonly all: string;
  readonly value: string | undefined;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
}) {
  return (
    <SelectField name={name} label={label} defaultValue={value ?? ""}>
      <option value="">{all}</option>
      {choices.map((choice) => (
        <option key={choice.id} value={choice.id}>
          {choice.name}
        </option>
      ))}
    </SelectField>
  );
}
