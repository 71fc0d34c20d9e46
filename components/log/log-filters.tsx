import { Button, ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { FilterChoice, FilterForm } from "@/components/ui/filter-form";

type Choice = { readonly id: string; readonly name: string };

type LogFilterValues = {
  readonly group?: string | undefined;
  readonly actor?: string | undefined;
  readonly schedule?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
};

/** Narrows the log. */
export function LogFilters({
  action,
  values,
  groups,
  members,
  schedules,
}: {
  readonly action: string;
  readonly values: LogFilterValues;
  readonly groups: readonly Choice[];
  readonly members: readonly Choice[];
  /** Absent where no entry is about a schedule. */
  readonly schedules?: readonly Choice[];
}) {
  const narrowed = Object.values(values).some(Boolean);
  return (
    <FilterForm action={action}>
      <FilterChoice
        name="group"
        label="What"
        all="Everything"
        value={values.group}
        choices={groups}
      />
      <FilterChoice
        name="actor"
        label="Who"
        all="Everybody"
        value={values.actor}
        choices={members}
      />
      {schedules && (
        <FilterChoice
          name="schedule"
          label="Schedule"
          all="All schedules"
          value={values.schedule}
          choices={schedules}
        />
      )}
      <TextField label="From" name="from" type="date" defaultValue={values.from} />
      <TextField label="Until" name="until" type="date" defaultValue={values.until} />
      <div className="flex items-center gap-3">
        <Button type="submit">Filter</Button>
        {narrowed && (
          <ButtonLink variant="link" href={action}>
            Show all
          </ButtonLink>
        )}
      </div>
    </FilterForm>
  );
}
