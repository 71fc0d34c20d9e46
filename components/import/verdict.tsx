import { Callout } from "@/components/ui/callout";
import { Table } from "@/components/ui/table";
import type { ProofReport } from "@/lib/roster/import-proof";

const hours = (count: number): string => `${count.toLocaleString("en")} h`;

/** Whether our answers are those that the other system computed, and where they are not. */
export function Verdict({
  proof,
  system,
}: {
  readonly proof: ProofReport;
  readonly system: string;
}) {
  switch (proof.kind) {
    case "same":
      return (
        <Callout tone="good" title={`The same as ${system} computed`}>
          <span className="tabular">
            {proof.checked.when}: {hours(proof.checked.hours)} compared, no difference.
          </span>
        </Callout>
      );
    case "nothing":
      return (
        <Callout title={`Nothing to compare with`}>
          The file has no shifts that {system} computed. Fetch it as shown above to have them
          compared.
        </Callout>
      );
    case "unproven":
      return (
        <Callout tone="warn" title="Not compared">
          The other schedules took too long. Import fewer at once to have each compared.
        </Callout>
      );
    case "differs":
      return <Differences proof={proof} system={system} />;
  }
}

function Differences({
  proof: { checked, differences, hours: differing, more },
  system,
}: {
  readonly proof: Extract<ProofReport, { kind: "differs" }>;
  readonly system: string;
}) {
  const nobody = <span className="text-faint">nobody</span>;
  return (
    <div className="grid gap-2">
      <Callout
        tone="warn"
        title={`Differs from what ${system} computed: ${hours(differing)} of ${hours(checked.hours)}`}
      >
        <span className="tabular">
          {checked.when} was compared. Look at these times in the draft.
        </span>
      </Callout>
      <Table label={`Differences from ${system}`}>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Here</th>
            <th scope="col">{system}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ startsAt, when, ours, theirs }) => (
            <tr key={startsAt}>
              <td className="whitespace-nowrap">{when}</td>
              <td>{ours.join(", ") || nobody}</td>
              <td>{theirs.join(", ") || nobody}</td>
            </tr>
          ))}
        </tbody>
      </Table>
      {more > 0 && <p className="text-muted text-sm">and {more} more</p>}
    </div>
  );
}
