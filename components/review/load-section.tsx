import { LoadChangeTable } from "@/components/report/load-change";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { SelectField, TextField } from "@/components/ui/field";
import { FilterForm } from "@/components/ui/filter-form";
import type { ReviewView } from "@/lib/roster/draft-queries";
import { reviewWeeks } from "@/lib/roster/draft-span";
import { formatDay } from "@/lib/schedule/format";
import type { Zone } from "@/lib/schedule/zone";

/** "the 13 weeks from 4 May", "the time from 4 May until 6 May". */
export function spanWords({ weeks, startsAt, endsAt }: ReviewView["span"], zone: Zone): string {
  const from = formatDay(startsAt, zone);
  return weeks
    ? `the ${weeks} weeks from ${from}`
    : `the time from ${from} until ${formatDay(endsAt - 1, zone)}`;
}

function scoreWords({ before, after }: ReviewView["scores"]): string {
  const say = (score: number | null): string => (score === null ? "none" : `${score} of 100`);
  return before === after
    ? `The quality of this schedule stays ${say(after)}.`
    : `The quality of this schedule: ${say(before)} before, ${say(after)} after.`;
}

/** What a draft does to load and quality, in a time that the reviewer chooses. */
export function LoadSection({
  view,
  action,
  zone,
}: {
  readonly view: ReviewView;
  readonly action: string;
  readonly zone: Zone;
}) {
  const { span, loads, scores, names } = view;
  return (
    <Section title="Load" description={`Hours by kind and points, in ${spanWords(span, zone)}.`}>
      <div className="grid gap-4">
        <FilterForm action={action}>
          <SelectField name="weeks" label="Time" defaultValue={span.weeks ?? "4"}>
            {reviewWeeks.map((weeks) => (
              <option key={weeks} value={weeks}>
                {weeks} weeks
              </option>
            ))}
          </SelectField>
          <TextField label="or from" name="from" type="date" defaultValue={span.first ?? ""} />
          <TextField
            label="until"
            name="until"
            type="date"
            defaultValue={span.last ?? ""}
            error={span.problem ?? undefined}
          />
          <div>
            <Button type="submit">Show</Button>
          </div>
        </FilterForm>
        <p className="text-sm max-md:text-base">{scoreWords(scores)}</p>
        {loads.length > 0 ? (
          <LoadChangeTable changes={loads} people={names} />
        ) : (
          <p className="text-muted">Nobody's load changes.</p>
        )}
      </div>
    </Section>
  );
}
