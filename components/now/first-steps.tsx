import { CalendarPlus, Import, type LucideIcon, UserPlus, UsersRound } from "lucide-react";
import Link from "next/link";

export type FirstStep = {
  readonly kind: "team" | "people" | "schedule" | "import";
  readonly href: string;
  readonly done: boolean;
};

const WORDS: Record<
  FirstStep["kind"],
  { readonly icon: LucideIcon; readonly title: string; readonly text: string }
> = {
  team: { icon: UsersRound, title: "Make a team", text: "Schedules and people belong to teams." },
  people: {
    icon: UserPlus,
    title: "Add people",
    text: "Those who can be on call. They need no account.",
  },
  schedule: {
    icon: CalendarPlus,
    title: "Make a schedule",
    text: "Who is on call for one thing, and when.",
  },
  import: {
    icon: Import,
    title: "Or import a roster",
    text: "From PagerDuty, Opsgenie, Grafana OnCall or a table.",
  },
};

/** What to do in an organisation that has no schedule yet, in order. */
export function FirstSteps({ steps }: { readonly steps: readonly FirstStep[] }) {
  return (
    <section aria-labelledby="first-steps" className="max-w-xl">
      <h2 id="first-steps" className="font-strong text-lg">
        Who do you call right now?
      </h2>
      <p className="mt-1 text-muted">
        Here you will see it at a glance: every schedule, who is on call, until when, and a button
        to reach them.
      </p>
      <ol className="mt-6 grid">
        {steps.map(({ kind, href, done }) => {
          const { icon: Icon, title, text } = WORDS[kind];
          return (
            <li key={kind} className="border-line border-b last:border-b-0">
              <Link href={href} className="group flex items-center gap-4 rounded-md py-4">
                <span
                  aria-hidden
                  className="inline-flex size-10 shrink-0 items-center justify-center rounded-full bg-hover text-muted group-hover:text-text"
                >
                  <Icon className="size-5" strokeWidth={1.75} />
                </span>
                <span className="min-w-0 flex-1">
                  <span className="block font-strong text-base group-hover:underline">{title}</span>
                  <span className="block text-muted text-sm">{text}</span>
                </span>
                {done && <span className="text-good text-sm">Done</span>}
              </Link>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
