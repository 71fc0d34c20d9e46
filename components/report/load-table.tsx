import { Table } from "@/components/ui/table";
import type { ReportRow } from "@/lib/roster/report-queries";
import { bandNames, decimal, hours, percent } from "./band-words";

const number = "text-right";

/** The figures behind the bars. */
export function LoadTable({ rows }: { readonly rows: readonly ReportRow[] }) {
  return (
    <Table label="Load by person">
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col" className={number}>
            Hours
          </th>
          {bandNames.map(({ band, name }) => (
            <th key={band} scope="col" className={number}>
              {name}
            </th>
          ))}
          {["Points", "Share", "Fair share", "Nights", "Weekend days", "Holidays", "Shifts"].map(
            (name) => (
              <th key={name} scope="col" className={number}>
                {name}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ person, load, share, fair }) => (
          <tr key={person.id}>
            <th scope="row">{person.name}</th>
            <td className={number}>{hours(load.ms)}</td>
            {bandNames.map(({ band }) => (
              <td key={band} className={number}>
                {hours(load.bands[band])}
              </td>
            ))}
            <td className={number}>{decimal(load.points)}</td>
            <td className={number}>{share === null ? "–" : percent(share)}</td>
            <td className={number}>{fair === null ? "–" : percent(fair)}</td>
            <td className={number}>{load.nights}</td>
            <td className={number}>{load.weekends}</td>
            <td className={number}>{load.holidays}</td>
            <td className={number}>{load.shifts}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Hours by month; `months` are counted from the year 0. */
export function MonthTable({
  rows,
  months,
}: {
  readonly rows: readonly ReportRow[];
  readonly months: readonly number[];
}) {
  return (
    <Table label="Hours by month">
      <thead>
        <tr>
          <th scope="col">Person</th>
          {months.map((month) => (
            <th key={month} scope="col" className={number}>
              {`${MONTHS[month % 12]} ${Math.floor(month / 12)}`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.person.id}>
            <th scope="row">{row.person.name}</th>
            {months.map((month, i) => (
              <td key={month} className={number}>
                {hours(row.months[i] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
