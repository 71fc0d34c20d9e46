import { ChevronRight } from "lucide-react";
import { deviceName } from "@/components/ui/device-name";
import { Time } from "@/components/ui/time";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

type LogLine = {
  readonly number: number;
  readonly at: Instant;
  readonly actor: string;
  /** From where, where that is known and can be read still. */
  readonly origin: { readonly address: string | null; readonly device: string } | null;
  readonly sentence: string;
  readonly changes: readonly string[];
  readonly details: readonly string[];
  readonly action: string;
  /** JSON text. */
  readonly body: string;
  readonly requestId: string;
  readonly previous: string;
  readonly hash: string;
};

/** Entries of the change log, newest first, each unfolding to all that is stored of it. */
export function LogList({
  lines,
  zone,
  now,
  log,
}: {
  readonly lines: readonly LogLine[];
  readonly zone: Zone;
  readonly now: Instant;
  /** The address of the log's page. */
  readonly log: string;
}) {
  return (
    <ol className="border-line border-t" reversed>
      {lines.map((line) => (
        <li key={line.number} className="border-line border-b" id={`entry-${line.number}`}>
          <details className="group" open={lines.length === 1}>
            <summary className="grid min-h-12 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 rounded-md py-2 hover:bg-hover md:grid-cols-[3.5rem_11rem_minmax(0,1fr)_auto] md:px-3">
              <span className="tabular text-faint text-sm max-md:hidden">{line.number}</span>
              <span className="tabular text-muted text-sm max-md:hidden">
                <Time at={line.at}>{formatInstant(line.at, zone, now)}</Time>
              </span>
              <span className="wrap-anywhere">
                <span className="font-strong">{line.actor}</span> {line.sentence}
                <span className="tabular block text-muted text-sm md:hidden">
                  {formatInstant(line.at, zone, now)}, no. {line.number}
                </span>
              </span>
              <ChevronRight aria-hidden className="size-4 text-faint group-open:rotate-90" />
            </summary>
            <Details line={line} log={log} />
          </details>
        </li>
      ))}
    </ol>
  );
}

function Details({ line, log }: { readonly line: LogLine; readonly log: string }) {
  const link =
    "inline-flex items-center rounded-sm py-1 text-accent-text underline-offset-4 hover:underline max-md:min-h-11";
  return (
    <div className="grid gap-4 pt-1 pb-5 md:pr-10 md:pl-[4.25rem]">
      {line.changes.length > 0 && (
        <ul className="grid list-disc gap-1 pl-5">
          {line.changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      <dl className="grid gap-x-4 gap-y-1 text-sm md:grid-cols-[6rem_minmax(0,1fr)]">
        <dt className="text-muted">Action</dt>
        <dd>{line.action}</dd>
        {line.origin && (
          <>
            <dt className="text-muted">From</dt>
            <dd className="wrap-anywhere">
              {[line.origin.address, deviceName(line.origin.device)].filter(Boolean).join(", ")}
              <span className="block text-muted">{line.origin.device}</span>
            </dd>
          </>
        )}
        {line.details.length > 0 && (
          <>
            <dt className="text-muted">Details</dt>
            <dd className="wrap-anywhere">
              {line.details.map((detail) => (
                <span key={detail} className="block">
                  {detail}
                </span>
              ))}
              <span className="block text-muted">
                Kept encrypted: whoever is erased takes the key with them.
              </span>
            </dd>
          </>
        )}
        <dt className="text-muted">Request</dt>
        <dd className="tabular wrap-anywhere">{line.requestId}</dd>
        <dt className="text-muted">Hash</dt>
        <dd className="wrap-anywhere font-mono text-xs leading-5">{line.hash}</dd>
        <dt className="text-muted">Previous</dt>
        <dd className="wrap-anywhere font-mono text-xs leading-5">
          {line.previous || "none: this is the first"}
        </dd>
      </dl>
      <p className="flex flex-wrap gap-x-4 text-sm">
        <a href={`${log}?number=${line.number}`} className={link}>
          Show this entry alone
        </a>
        <a href={`${log}/entries/${line.number}`} download className={link}>
          Its proof
        </a>
      </p>
      <details className="text-sm">
        <summary className="inline-flex min-h-8 items-center rounded-sm text-accent-text max-md:min-h-11 underline-offset-4 hover:underline">
          As stored
        </summary>
        <pre className="mt-1 whitespace-pre-wrap wrap-anywhere rounded-md bg-surface p-3 font-mono text-xs">
          {JSON.stringify(JSON.parse(line.body), null, 2)}
        </pre>
      </details>
    </div>
  );
}
