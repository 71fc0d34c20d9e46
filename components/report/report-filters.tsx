import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { FilterChoice, FilterForm } from "@/components/ui/filter-form";
import type { ReportView } from "@/lib/roster/report-queries";
import { type ReportSearch, reportSpans } from "@/lib/roster/report-span";

/** What the report is about. */
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
    <FilterForm action={action}>
      <SelectField name="span" label="Time" defaultValue={search.span}>
        {Object.entries(reportSpans).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <TextField label="From" name="from" type="date" defaultValue={span.first} />
      <TextField label="Until" name="until" type="date" defaultValue={span.last} />
      <FilterChoice name="team" label="Team" all="All teams" value={search.team} choices={teams} />
      <FilterChoice
        name="schedule"
        label="Schedule"
        all="All schedules"
        value={search.schedule}
        choices={schedules}
      />
      <div>
        <Button type="submit">Show</Button>
      </div>
    </FilterForm>
  );
}
