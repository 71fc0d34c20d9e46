import { TriangleAlert } from "lucide-react";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

type Alert = {
  readonly id: string;
  readonly at: Instant;
  readonly title: string;
  readonly happened: string;
  readonly advice: string;
  /** Paths behind `base`. */
  readonly links: readonly { readonly text: string; readonly path: string }[];
  readonly entry: number | null;
  readonly seen: { readonly by: string; readonly at: Instant; readonly note: string } | null;
};

type Props = {
  readonly alerts: readonly Alert[];
  readonly base: string;
  readonly zone: Zone;
  readonly now: Instant;
};

const link =
  "inline-flex items-center rounded-sm py-1 text-accent-text underline-offset-4 hover:underline max-md:min-h-11";

function Links({ alert, base }: { readonly alert: Alert; readonly base: string }) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {alert.links.map(({ text, path }) => (
        <a key={path} href={`${base}${path}`} className={link}>
          {text}
        </a>
      ))}
      {alert.entry !== null && (
        <a href={`${base}/log?number=${alert.entry}`} className={link}>
          Entry {alert.entry} of the log
        </a>
      )}
    </p>
  );
}

/** Alerts that nobody has looked into: what happened, what to do, and a form that says it was done. */
export function OpenAlerts({
  alerts,
  markSeen,
  base,
  zone,
  now,
}: Props & { readonly markSeen: FormAction }) {
  return (
    <ul className="grid gap-4">
      {alerts.map((alert) => (
        <li
          key={alert.id}
          className="grid gap-4 rounded-lg border border-line bg-raised p-4 md:grid-cols-[minmax(0,1fr)_18rem] md:gap-8 md:p-5"
        >
          <article aria-labelledby={`alert-${alert.id}`} className="grid content-start gap-2">
            <h3 id={`alert-${alert.id}`} className="flex items-start gap-2 font-strong">
              <TriangleAlert aria-hidden className="mt-1 size-4 shrink-0 text-warn" />
              {alert.title}
            </h3>
            <p className="tabular text-muted text-sm">
              <Time at={alert.at}>{formatInstant(alert.at, zone, now)}</Time>
            </p>
            <p className="wrap-anywhere max-w-[65ch]">{alert.happened}</p>
            <p className="wrap-anywhere max-w-[65ch] text-muted text-sm">
              <span className="font-strong text-text">What to do: </span>
              {alert.advice}
            </p>
            <Links alert={alert} base={base} />
          </article>
          <ActionForm action={markSeen} className="grid content-start gap-3">
            <input type="hidden" name="alertId" value={alert.id} />
            <FormText
              name="note"
              label="What it was"
              optional
              maxLength={1_000}
              autoComplete="off"
            />
            <div>
              <SubmitButton pending="Marking…">
                Mark as seen<span className="sr-only">: {alert.title}</span>
              </SubmitButton>
            </div>
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}

/** Alerts that somebody has looked into, and what they said. */
export function SeenAlerts({ alerts, base, zone, now }: Props) {
  return (
    <ul className="border-line border-t">
      {alerts.map((alert) => (
        <li key={alert.id} className="border-line border-b">
          <details>
            <summary className="grid min-h-12 content-center rounded-md py-2 hover:bg-hover md:px-3">
              <span className="wrap-anywhere font-strong">{alert.title}</span>
              <span className="tabular wrap-anywhere text-muted text-sm">
                {formatInstant(alert.at, zone, now)}.{" "}
                {alert.seen &&
                  `Seen by ${alert.seen.by}, ${formatInstant(alert.seen.at, zone, now)}${alert.seen.note && `: “${alert.seen.note}”`}`}
              </span>
            </summary>
            <div className="grid gap-2 pt-1 pb-4 md:px-3">
              <p className="wrap-anywhere max-w-[65ch]">{alert.happened}</p>
              <Links alert={alert} base={base} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}
