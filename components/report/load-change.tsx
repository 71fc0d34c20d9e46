import { type People, personNamed } from "@/components/schedule/people";
import { Table } from "@/components/ui/table";
import type { LoadChange } from "@/lib/roster/draft-load";
import type { PersonLoad } from "@/lib/schedule/load";
import { bandNames, decimal, hours } from "./band-words";

function Change({ before, after }: { readonly before: string; readonly after: string }) {
  return (
    <td className="whitespace-nowrap text-right">
      {before === after ? <span className="text-muted">{after}</span> : `${before} → ${after}`}
    </td>
  );
}

/** What a draft does to people's hours of each kind; those whose load stays are left out. */
export function LoadChangeTable({
  changes,
  people,
}: {
  readonly changes: readonly LoadChange[];
  readonly people: People;
}) {
  const columns: readonly (readonly [string, (load: PersonLoad) => string])[] = [
    ...bandNames.map(
      ({ band, name }) => [name, (load: PersonLoad) => hours(load.bands[band])] as const,
    ),
    ["Points", ({ points }: PersonLoad) => decimal(points)],
  ];
  return (
    <Table label="Load before and after">
      <thead>
        <tr>
          <th scope="col">Person</th>
          {columns.map(([name]) => (
            <th key={name} scope="col" className="text-right">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ person, before, after }) => (
          <tr key={person}>
            <th scope="row">{personNamed(people, person).name}</th>
            {columns.map(([name, show]) => (
              <Change
                key={name}
                before={before ? show(before) : "0"}
                after={after ? show(after) : "0"}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
