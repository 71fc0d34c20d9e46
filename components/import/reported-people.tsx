import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import type { ImportReport, ReportedPerson } from "@/lib/roster/import-report";

/** Who the schedules name: whom we know by e-mail, and who would be made. */
export function ReportedPeople({ people, counts }: Pick<ImportReport, "people" | "counts">) {
  if (people.shown.length === 0) return null;
  const parts = [
    ...(counts.new > 0 ? [`${counts.new} new`] : []),
    ...(counts.matched > 0 ? [`${counts.matched} here already`] : []),
  ];
  return (
    <Section
      title="People"
      description={`${parts.join(", ")}. They are matched by e-mail address only, never by name.`}
    >
      <ul className="border-line border-t">
        {people.shown.map((person, index) => (
          <li
            key={index}
            className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 border-line border-b py-2 text-sm"
          >
            <span className="min-w-0 break-words font-strong">{person.name}</span>
            <span className="min-w-0 break-all text-muted">
              {person.email ?? "no e-mail address"}
            </span>
            <span className="ml-auto">
              <Outcome person={person} />
            </span>
          </li>
        ))}
        {people.more > 0 && <li className="py-2 text-muted text-sm">and {people.more} more</li>}
      </ul>
    </Section>
  );
}

function Outcome({ person: { kind, name, as } }: { readonly person: ReportedPerson }) {
  if (kind === "new") return <Badge tone="accent">New</Badge>;
  if (kind === "same") return <Badge>Same as {as}</Badge>;
  return <Badge tone="good">{as && as !== name ? `Here as ${as}` : "Here already"}</Badge>;
}
