import { formatDay } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

type Day = { readonly at: Instant; readonly signedIn: number; readonly failed: number };

const HEIGHT = 96;
const STEP = 20;
const BAR = 7;
/** The last of every seven days has its name below its bars: four of four weeks. */
const NAMED = 7;

const series = [
  { key: "signedIn", name: "Sign-ins", shift: 2, look: "fill-(--signed-in) bg-(--signed-in)" },
  { key: "failed", name: "Failures", shift: 2 + BAR + 1, look: "fill-(--failed) bg-(--failed)" },
] as const;

const total = (days: readonly Day[], key: "signedIn" | "failed"): number =>
  days.reduce((sum, day) => sum + day[key], 0);

/** Sign-ins and failures of each day as bars, and as a table to who does not see them. */
export function SignInChart({
  days,
  zone,
}: {
  readonly days: readonly Day[];
  readonly zone: Zone;
}) {
  const most = Math.max(1, ...days.flatMap(({ signedIn, failed }) => [signedIn, failed]));
  const named = days.filter((_, i) => (days.length - 1 - i) % NAMED === 0);
  return (
    <figure className="sign-ins grid gap-3">
      <figcaption>
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-muted text-sm">
          {series.map(({ key, name, look }) => (
            <li key={key} className="flex items-center gap-2">
              <span aria-hidden className={`size-3 rounded-sm ${look}`} />
              <span>
                {name} <span className="tabular">{total(days, key)}</span>
              </span>
            </li>
          ))}
          <li className="tabular">Most in a day: {most}</li>
        </ul>
      </figcaption>
      <svg
        aria-hidden
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-28 w-full max-w-4xl"
      >
        <line
          x1={0}
          x2={days.length * STEP}
          y1={HEIGHT - 0.5}
          y2={HEIGHT - 0.5}
          className="stroke-edge"
        />
        {days.map((day, i) =>
          series.map(({ key, shift, look }) => {
            // What happened once must be seen beside what happened a thousand times.
            const height = day[key] === 0 ? 0 : Math.max(2, (day[key] / most) * (HEIGHT - 4));
            return (
              <rect
                key={`${key} ${day.at}`}
                x={i * STEP + shift}
                y={HEIGHT - 1 - height}
                width={BAR}
                height={height}
                className={look}
              />
            );
          }),
        )}
      </svg>
      <p aria-hidden className="tabular grid max-w-4xl grid-cols-4 text-right text-faint text-xs">
        {named.map(({ at }) => (
          <span key={at}>{formatDay(at, zone)}</span>
        ))}
      </p>
      <table className="sr-only">
        <caption>Sign-ins and failures of each day</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Sign-ins</th>
            <th scope="col">Failures</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ at, signedIn, failed }) => (
            <tr key={at}>
              <th scope="row">{formatDay(at, zone)}</th>
              <td>{signedIn}</td>
              <td>{failed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
