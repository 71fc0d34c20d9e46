import type { ReactNode } from "react";
import { SelectField } from "./field";

/** Narrows what a page shows: a GET form, so that each view has an address. */
export function FilterForm({
  action,
  children,
}: {
  readonly action: string;
  readonly children: ReactNode;
}) {
  return (
    <search>
      <form
        action={action}
        className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 xl:grid-cols-[repeat(5,minmax(0,1fr))_auto]"
      >
        {children}
      </form>
    </search>
  );
}

/** One of what is there, or all of it. */
export function FilterChoice({
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
