import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyLink } from "@/components/ui/copy-link";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import { hrefWith, instantsHref } from "./search";
import type { SpanProps } from "./span-props";

/** Says that this is not how it is, but how it was known then; with the way back, and an address to send to somebody. */
export function KnownNote({ known, search, data, now }: SpanProps & { readonly known: Instant }) {
  const { versions, zone, schedule } = data;
  const when = formatInstant(known, zone, now);
  const newest = versions?.newest ?? null;
  return (
    <div className="mb-6">
      <Callout
        title={
          newest === null
            ? `On ${when} nothing was published yet`
            : `You see the schedule as it was known on ${when}`
        }
        action={
          <span className="flex flex-wrap gap-2">
            <CopyLink href={instantsHref(search)} />
            <ButtonLink href={hrefWith(search, { known: undefined, at: search.at })}>
              Back to now
            </ButtonLink>
          </span>
        }
      >
        {newest === null
          ? versions?.first &&
            `The first revision holds from ${formatInstant(versions.first, zone, now)}.`
          : newest === schedule.headRevision
            ? "Nothing has been published since."
            : `Revision ${newest} was the newest then. What was published later is left out.`}
      </Callout>
    </div>
  );
}
