import { Search } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";

/** Narrows the list of people: a GET form, so that each view has an address. */
export function PeopleSearch({
  action,
  q,
  team,
  teams,
}: {
  readonly action: string;
  readonly q: string;
  readonly team: string | undefined;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
}) {
  return (
    <search>
      <form
        action={action}
        className="mb-5 grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3 sm:grid-cols-[minmax(0,22rem)_minmax(0,14rem)_auto]"
      >
        <div className="max-sm:col-span-2">
          <TextField
            label="Search"
            name="q"
            type="search"
            defaultValue={q}
            placeholder="Name, number or address"
          />
        </div>
        {teams.length > 0 && (
          <SelectField label="Team" name="team" defaultValue={team ?? ""}>
            <option value="">All teams</option>
            {teams.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        <div className="flex gap-2">
          <Button type="submit">
            <Search aria-hidden />
            Search
          </Button>
          {(q || team) && (
            <ButtonLink variant="link" href={action}>
              Show all
            </ButtonLink>
          )}
        </div>
      </form>
    </search>
  );
}
