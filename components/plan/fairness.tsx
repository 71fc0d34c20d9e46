import { type People, personNamed } from "@/components/schedule/people";
import { Avatar } from "@/components/ui/person-chip";
import { leftAt, wide } from "@/components/ui/place";
import { Table } from "@/components/ui/table";
import { personColour } from "@/lib/directory/colour";
import type { PlannedInput, PlannedMeasure } from "@/lib/roster/plan-queries";

type Kind = keyof PlannedMeasure["fairness"]["spread"];

/** How each kind is counted and shown: minutes as hours, half days as days. */
const KINDS: readonly { readonly kind: Kind; readonly label: string; readonly per: number }[] = [
  { kind: "time", label: "Hours", per: 60 },
  { kind: "nights", label: "Nights", per: 1 },
  { kind: "weekends", label: "Weekend days", per: 2 },
  { kind: "holidays", label: "Holidays", per: 2 },
];

type Props = {
  readonly input: PlannedInput;
  readonly planned: PlannedMeasure;
  readonly roundRobin: PlannedMeasure;
  readonly people: People;
};

const shown = (value: number): string => String(Math.round(value * 10) / 10);

/** What would be fair in this plan, with what was carried in the weeks before counted in. */
const fairOf = ({ load, off }: PlannedMeasure["fairness"]["people"][number], kind: Kind): number =>
  load[kind] - off[kind];

const kindsIn = ({ planned }: Pick<Props, "planned">) =>
  KINDS.filter(({ kind }) => planned.fairness.people.some(({ load }) => load[kind] > 0));

/** The figures that tell a plan from round robin, side by side. */
export function Comparison({ planned, roundRobin, ...rest }: Props) {
  const rows = [
    ...kindsIn({ planned }).map(({ kind, label, per }) => ({
      label: `Spread of ${label.toLowerCase()}`,
      values: [planned, roundRobin].map(({ fairness }) => shown(fairness.spread[kind] / per)),
    })),
    { label: "Limits broken", values: [planned, roundRobin].map(({ broken }) => broken.length) },
    { label: "Wishes not met", values: [planned, roundRobin].map(({ unmet }) => unmet.length) },
    { label: "Handoffs to somebody else", values: [planned.handoffs, roundRobin.handoffs] },
    {
      label: "All in all",
      values: [planned, roundRobin].map(({ score }) => shown(score)),
    },
  ];
  return (
    <>
      <Table label="The plan beside round robin">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className="text-right">
              Plan
            </th>
            <th scope="col" className="text-right">
              Round robin
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, values }) => (
            <tr key={label}>
              <th scope="row" className="font-normal">
                {label}
              </th>
              <td className="tabular text-right font-strong">{values[0]}</td>
              <td className="tabular text-right">{values[1]}</td>
            </tr>
          ))}
        </tbody>
      </Table>
      <ByPerson planned={planned} roundRobin={roundRobin} {...rest} />
    </>
  );
}

/** Each person's load in both, as bars on one scale with the fair share marked, and as figures. */
function ByPerson({ input, planned, roundRobin, people }: Props) {
  const hours = [planned, roundRobin].flatMap(({ fairness }) =>
    fairness.people.flatMap((one) => [one.load.time, fairOf(one, "time")]),
  );
  const most = Math.max(1, ...hours);
  return (
    <Table label="What each person gets">
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col" className="max-sm:hidden">
            Hours, the mark is the fair share
          </th>
          {kindsIn({ planned }).map(({ kind, label }) => (
            <th key={kind} scope="col" className="text-right">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {input.people.map(({ id }, i) => {
          const [own, turns] = [planned.fairness.people[i], roundRobin.fairness.people[i]];
          if (!own || !turns) return null;
          const named = personNamed(people, id);
          const fair = fairOf(own, "time");
          return (
            <tr key={id} data-person={personColour(id)}>
              <th scope="row" className="font-normal">
                <span className="inline-flex items-center gap-2 whitespace-nowrap">
                  <Avatar person={named} size="small" />
                  {named.name}
                </span>
              </th>
              <td className="w-1/3 max-sm:hidden" aria-hidden>
                <Bar fair={fair} value={own.load.time} most={most} strong />
                <Bar fair={fair} value={turns.load.time} most={most} />
              </td>
              {kindsIn({ planned }).map(({ kind, per }) => (
                <td key={kind} className="tabular whitespace-nowrap text-right">
                  <span className="font-strong">{shown(own.load[kind] / per)}</span>
                  <span className="block text-muted text-xs">
                    round robin {shown(turns.load[kind] / per)}, fair{" "}
                    {shown(fairOf(own, kind) / per)}
                  </span>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Bar({
  value,
  fair,
  most,
  strong = false,
}: {
  readonly value: number;
  readonly fair: number;
  readonly most: number;
  readonly strong?: boolean;
}) {
  return (
    <span className="relative my-1 block h-2 rounded-full bg-hover">
      <span
        className={`block h-full rounded-full ${wide(value / most)} ${strong ? "bg-(--person)" : "bg-edge/60"}`}
      />
      <span className={`absolute -top-0.5 h-3 w-0.5 bg-text ${leftAt(fair / most)}`} />
    </span>
  );
}
