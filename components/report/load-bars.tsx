import { Avatar } from "@/components/ui/person-chip";
import { wide } from "@/components/ui/place";
import type { ReportRow } from "@/lib/roster/report-queries";
import { bandNames, hours, percent } from "./band-words";

function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-muted text-sm">
      {bandNames.map(({ band, name }) => (
        <li key={band} data-band={band} className="flex items-center gap-2">
          <span aria-hidden className="size-3 rounded-sm bg-(--band)" />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** Everybody's hours by kind as bars on one scale. The figures are in the table below. */
export function LoadBars({ rows }: { readonly rows: readonly ReportRow[] }) {
  const most = Math.max(1, ...rows.map(({ load }) => load.ms));
  return (
    <div className="grid gap-4">
      <Legend />
      <ul className="grid gap-3">
        {rows.map(({ person, load, share, fair }) => (
          <li
            key={person.id}
            className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1 md:grid-cols-[auto_12rem_minmax(0,1fr)]"
          >
            <Avatar person={person} />
            <p className="flex min-w-0 justify-between gap-3 text-sm md:contents">
              <span className="truncate font-strong">{person.name}</span>
              <span className="tabular shrink-0 text-muted md:hidden">{hours(load.ms)} h</span>
            </p>
            <div className="col-start-2 flex items-center gap-3 md:col-start-3">
              <span
                aria-hidden
                className={`flex h-5 gap-px overflow-hidden rounded-sm ${wide((0.7 * load.ms) / most)}`}
              >
                {bandNames.map(({ band }) => (
                  <span
                    key={band}
                    data-band={band}
                    className={`bg-(--band) ${wide(load.bands[band] / Math.max(1, load.ms))}`}
                  />
                ))}
              </span>
              <span className="tabular shrink-0 text-muted text-sm max-md:hidden">
                {hours(load.ms)} h
              </span>
              {share !== null && fair !== null && (
                <span className="tabular shrink-0 text-muted text-xs">
                  {percent(share)}, fair {percent(fair)}
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
