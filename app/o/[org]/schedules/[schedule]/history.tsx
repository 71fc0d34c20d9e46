import Link from "next/link";
import { ActionForm } from "@/components/form/action-form";
import { localDateOf } from "@/components/schedule/timeline-range";
import { Badge } from "@/components/ui/badge";
import { Pagination } from "@/components/ui/pagination";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { FoundSchedule } from "@/lib/roster/schedule-queries";
import type { HistoryEntry } from "@/lib/roster/schedule-queries-history";
import { formatInstant } from "@/lib/schedule/format";
import type { Zone } from "@/lib/schedule/zone";
import type { Actor } from "@/lib/tenancy/actor";
import { restore } from "../actions";
import { hrefWith, type Search } from "./search";

type Props = {
  readonly actor: Actor;
  readonly now: number;
  readonly base: string;
  readonly search: Search;
  readonly schedule: FoundSchedule;
  readonly zone: Zone;
};

/** What was published, the newest first. */
export function History({
  history: { entries, older },
  ...props
}: Props & {
  readonly history: { readonly entries: readonly HistoryEntry[]; readonly older: number | null };
}) {
  if (entries.length === 0)
    return <p className="py-10 text-center text-muted">Nothing was published yet.</p>;
  return (
    <section aria-label="History" className="max-w-3xl">
      <ol>
        {entries.map((entry) => (
          <li key={entry.number} className="border-line border-b py-5 first:pt-1 last:border-b-0">
            <Entry entry={entry} {...props} />
          </li>
        ))}
      </ol>
      <Pagination
        newer={props.search.before ? hrefWith(props.search, {}) : undefined}
        older={older === null ? undefined : hrefWith(props.search, { before: older })}
        labels={{ newer: "Newest", older: "Older" }}
      />
    </section>
  );
}

function Entry({
  entry,
  actor,
  now,
  base,
  search,
  schedule,
  zone,
}: Props & { readonly entry: HistoryEntry }) {
  const { number, draft, holdsFrom, publishedBy, approvedBy, emergency, sentences } = entry;
  const link =
    "inline-flex items-center rounded-sm py-1 font-strong text-accent-text underline-offset-4 hover:underline max-md:min-h-11";
  return (
    <article aria-labelledby={`revision-${number}`}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={`revision-${number}`} className="font-strong text-base">
          <span className="tabular text-muted">{number}</span>{" "}
          <Link href={`${base}/drafts/${draft.id}`} className="rounded-sm hover:underline">
            {draft.title}
          </Link>
        </h2>
        {emergency && <Badge tone="bad">without review</Badge>}
        {number === schedule.headRevision && <Badge tone="good">holds now</Badge>}
      </div>
      <p className="mt-0.5 text-muted text-sm">
        <Time at={holdsFrom}>{formatInstant(holdsFrom, zone, now)}</Time>, published by{" "}
        {publishedBy}
        {approvedBy.length > 0 && `, approved by ${approvedBy.join(", ")}`}
      </p>
      <Sentences sentences={sentences} />
      <div className="mt-2 flex flex-wrap items-center gap-x-4 text-sm">
        <Link
          href={hrefWith(search, {
            view: "timeline",
            date: localDateOf(holdsFrom, zone),
            at: holdsFrom,
            known: undefined,
          })}
          className={link}
        >
          As it was
        </Link>
        <Link
          href={hrefWith(search, {
            view: "timeline",
            date: localDateOf(holdsFrom, zone),
            known: holdsFrom,
          })}
          className={link}
        >
          As known then
        </Link>
        {schedule.may.edit && number !== schedule.headRevision && (
          <ActionForm action={restore.bind(null, actor.slug)} className="contents">
            <input type="hidden" name="scheduleId" value={schedule.id} />
            <input type="hidden" name="number" value={number} />
            <SubmitButton variant="link" pending="Making the draft…">
              Restore as a draft
            </SubmitButton>
          </ActionForm>
        )}
      </div>
    </article>
  );
}

const SHOWN = 6;

function Sentences({ sentences }: { readonly sentences: readonly string[] }) {
  const list = (some: readonly string[]) => (
    <ul className="grid gap-1">
      {some.map((sentence, i) => (
        <li key={`${i} ${sentence}`} className="before:mr-2 before:text-faint before:content-['–']">
          {sentence}
        </li>
      ))}
    </ul>
  );
  const rest = sentences.slice(SHOWN);
  return (
    <div className="mt-2 grid gap-1 text-sm">
      {list(sentences.slice(0, SHOWN))}
      {rest.length > 0 && (
        <details>
          <summary className="min-h-6 py-1 text-muted hover:text-text">
            {rest.length === 1 ? "1 more change" : `${rest.length} more changes`}
          </summary>
          {list(rest)}
        </details>
      )}
    </div>
  );
}
