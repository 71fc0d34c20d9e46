import Link from "next/link";
import { namesOf } from "@/components/schedule/people";
import { spanWithLength } from "@/components/schedule/timeline-labels";
import { CopyLink } from "@/components/ui/copy-link";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant, Shift } from "@/lib/schedule/types";
import { hrefWith, instantsHref } from "./search";
import { ShiftActions } from "./shift-actions";
import type { SpanProps } from "./span-props";
import { whyNobody, whyOf } from "./why";

/** Who was or will be on call at one instant, and why. Its address can be sent to somebody. */
export function AtPanel(props: SpanProps & { readonly at: Instant }) {
  const { at, data, search, now } = props;
  const { span, zone } = data;
  const link =
    "inline-flex items-center rounded-sm py-1 text-accent-text underline-offset-4 hover:underline max-md:min-h-11";
  const shifts = span.shifts.filter(
    ({ startsAt, endsAt, tier }) => startsAt <= at && at < endsAt && (search.tier ?? tier) === tier,
  );
  const isBefore = at < (data.versions?.first ?? 0);
  const open = span.tiers.filter(
    ({ id }) =>
      (search.tier ?? id) === id &&
      span.gaps.some((gap) => gap.tier === id && gap.startsAt <= at && at < gap.endsAt),
  );
  return (
    <section
      id="why"
      aria-labelledby="why-title"
      className="mb-6 scroll-mt-20 rounded-lg border border-line bg-raised px-4 py-4 md:px-5"
    >
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 id="why-title" className="font-strong text-muted text-sm">
          On call on {formatInstant(at, zone, now)}, and why
        </h3>
        <span className="flex flex-wrap gap-x-4 text-sm">
          {search.known === undefined && (
            <Link href={hrefWith(search, { at, known: Math.min(at, now) })} className={link}>
              {at <= now ? "As it was known then" : "As it is known now"}
            </Link>
          )}
          {search.known !== undefined && at <= now && (
            <Link href={hrefWith(search, { at, known: undefined })} className={link}>
              Who really was on call
            </Link>
          )}
          <CopyLink href={`${instantsHref(search)}#why`} className={link} />
          <Link href={hrefWith(search, {})} className={link}>
            Close
          </Link>
        </span>
      </div>
      {shifts.length + open.length === 0 && (
        <p>{isBefore ? "Nothing was published yet." : "Nobody is on call then."}</p>
      )}
      <ul className="grid gap-4">
        {shifts.map((shift) => (
          <li key={`${shift.tier} ${shift.people.join()}`}>
            <Explained shift={shift} {...props} />
          </li>
        ))}
        {open.map(({ id, name }) => (
          <li key={id}>
            <p className="font-strong text-base text-bad">
              Nobody is on call
              <span className="font-normal text-muted"> · {name}</span>
            </p>
            <p className="mt-2 max-w-[75ch]">{whyNobody(id, at, data)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Explained({ shift, data, search, now, base }: SpanProps & { readonly shift: Shift }) {
  const { schedule, span, facts, zone } = data;
  const tier = span.tiers.find(({ id }) => id === shift.tier);
  const draft = facts.get(shift.because.revision)?.draft;
  return (
    <>
      <p className="font-strong text-base">
        {namesOf(span.names, shift.people)}
        <span className="font-normal text-muted"> · {tier?.name}</span>
      </p>
      <p className="tabular text-muted">{spanWithLength(shift, zone, now)}</p>
      <p className="mt-2 max-w-[75ch]">{whyOf(shift, data, now)}</p>
      <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {draft && (
          <Link
            href={`${base}/drafts/${draft.id}`}
            className="inline-flex items-center py-1 font-strong text-accent-text underline-offset-4 hover:underline max-md:min-h-11"
          >
            The draft and its review
          </Link>
        )}
        {search.known === undefined && (
          <ShiftActions
            shift={shift}
            schedule={schedule}
            here={`${base}/schedules/${schedule.id}`}
            now={now}
          />
        )}
      </div>
    </>
  );
}
