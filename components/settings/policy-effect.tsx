import { Badge } from "@/components/ui/badge";
import { Table } from "@/components/ui/table";
import { type PolicyView, policyLines } from "./policy-words";

/** What holds for a schedule, with the lines marked in which its own policy is stricter. */
export function PolicyEffect({
  organisation,
  effective,
}: {
  readonly organisation: PolicyView;
  readonly effective: PolicyView;
}) {
  const before = policyLines(organisation);
  return (
    <Table label="What holds for this schedule">
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">What holds</th>
          <th scope="col">
            <span className="sr-only">Stricter</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {policyLines(effective).map(({ what, holds }, index) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{holds}</td>
            <td>{before[index]?.holds !== holds && <Badge tone="accent">stricter here</Badge>}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
