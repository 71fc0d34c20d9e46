import { Button, ButtonLink } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";

type Choice = { readonly id: string; readonly name: string };

type LogFilterValues = {
  readonly group?: string | undefined;
  readonly actor?: string | undefined;
  readonly schedule?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
};

/** Narrows the log: a GET form, so that each view has an address. */
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
  readonly schedules: readonly Choice[];
}) {
  const narrowed = Object.values(values).some(Boolean);
  return (
    <search>
      <form
        action={action}
        className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 xl:grid-cols-[repeat(5,minmax(0,1fr))_auto]"
      >
        <Choices name="group" label="What" all="Everything" value={values.group} choices={groups} />
        <Choices name="actor" label="Who" all="Everybody" value={values.actor} choices={members} />
        <Choices
          name="schedule"
          label="Schedule"
          all="All schedules"
          value={values.schedule}
          choices={schedules}
        />
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
  readonly choices: readonly Choice[];
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
