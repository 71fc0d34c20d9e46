import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { zoneWithOffset } from "@/lib/schedule/format";
import { toField } from "./moments";
import type { LoadedView } from "./view";

/** Asks for another time: whose it was, and what was known of it. A plain form: its answer is an address. */
export function TimeTravel({ data }: { readonly data: LoadedView }) {
  const { moments, search, zone, range } = data;
  const { problems } = moments;
  const isOpen =
    (search.at ?? search.known) !== undefined ||
    search.view === "history" ||
    Object.keys(problems).length > 0;
  return (
    <details className="group mb-4" open={isOpen} data-no-print>
      <summary className="inline-flex min-h-11 items-center gap-1.5 rounded-md pr-3 font-strong text-sm md:min-h-8">
        <span aria-hidden className="inline-block transition-transform group-open:rotate-90">
          ›
        </span>
        Another time
      </summary>
      <search>
        <form method="get" className="grid max-w-3xl gap-3 pt-1 pb-2 pl-3.5">
          <input
            type="hidden"
            name="view"
            value={search.view === "history" ? "timeline" : search.view}
          />
          <input type="hidden" name="zoom" value={search.zoom} />
          <input type="hidden" name="zone" value={search.zone} />
          {search.date && <input type="hidden" name="date" value={search.date} />}
          <div className="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]">
            <TextField
              name="at"
              type="datetime-local"
              step="any"
              label="On call at"
              defaultValue={toField(moments.at, zone)}
              error={problems.at}
            />
            <TextField
              name="known"
              type="datetime-local"
              step="any"
              label="As known at"
              defaultValue={toField(moments.known, zone)}
              error={problems.known}
            />
            <Button type="submit" className="sm:mt-[1.625rem]">
              Show
            </Button>
          </div>
          <p className="text-muted text-sm">
            Times are in {zoneWithOffset(range.from, zone)}. Leave the first empty to see whole
            days, the second to see what is known now.
          </p>
        </form>
      </search>
    </details>
  );
}
