import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import type { ReportedSchedule } from "@/lib/roster/import-report";
import { Disclosure } from "./guide";
import { Verdict } from "./verdict";

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** One schedule of the file: how sure we are of it, then what to look at, then what means the same. */
export function ScheduleReport({
  schedule,
  system,
}: {
  readonly schedule: ReportedSchedule;
  readonly system: string;
}) {
  const { name, zone, layers, overrides, people, exists, notes, proof } = schedule;
  const attention = notes.shown.filter(({ level }) => level !== "mapped");
  const same = notes.shown.filter(({ level }) => level === "mapped");
  return (
    <Card className="grid gap-4">
      <div className="min-w-0">
        <h3 className="break-words font-strong text-base">{name}</h3>
        <p className="text-muted text-sm">
          {[
            counted(layers, "layer"),
            counted(overrides, "override"),
            counted(people, "person", "people"),
            zone.replaceAll("_", " "),
          ].join(" · ")}
        </p>
      </div>
      <Verdict proof={proof} system={system} />
      {exists && (
        <Callout tone="warn" title="A schedule of this name is here already.">
          If this file was imported before, you would have it twice.
        </Callout>
      )}
      {attention.length > 0 && (
        <ul className="grid gap-2">
          {attention.map((note, index) => (
            <li
              key={index}
              className="grid gap-x-3 gap-y-1 text-sm sm:grid-cols-[5.5rem_minmax(0,1fr)]"
            >
              <span>
                <Badge tone={note.level === "skipped" ? "warn" : "neutral"}>
                  {note.level === "skipped" ? "Left out" : "Changed"}
                </Badge>
              </span>
              <p className="min-w-0 break-words">
                {note.what}
                <span className="block text-muted">{note.why}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
      {same.length > 0 && (
        <Disclosure
          title={`${counted(same.length + notes.more, "part means", "parts mean")} the same here`}
        >
          <ul className="grid gap-1 text-muted text-sm">
            {same.map(({ what }, index) => (
              <li key={index} className="break-words">
                {what}
              </li>
            ))}
            {notes.more > 0 && <li>and {notes.more} more</li>}
          </ul>
        </Disclosure>
      )}
    </Card>
  );
}
