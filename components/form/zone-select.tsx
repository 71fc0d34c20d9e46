import { FormSelect } from "./fields";

/** A choice of time zone. `names` comes from the page: the browser's own list may be out of date. */
export function ZoneSelect({
  names,
  defaultValue,
  label = "Time zone",
  hint,
}: {
  readonly names: readonly string[];
  readonly defaultValue: string;
  readonly label?: string;
  readonly hint?: string;
}) {
  return (
    <FormSelect name="zone" label={label} hint={hint} defaultValue={defaultValue}>
      {names.map((name) => (
        <option key={name} value={name}>
          {name.replaceAll("_", " ")}
        </option>
      ))}
    </FormSelect>
  );
}
