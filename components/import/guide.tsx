import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { GUIDES, PEOPLE_EXAMPLE } from "./guide-lines";

/** What can be imported from elsewhere, and for each system the lines that fetch its file. */
export function ScheduleGuide() {
  return (
    <div>
      <p className="max-w-[65ch] text-muted">
        Standby reads what these systems answer through their APIs: layers, rotations, windows and
        overrides. Fetch a file once with <code>curl</code> and <code>jq</code>; no key is ever
        given to Standby.
      </p>
      <div className="mt-3 border-line border-b">
        {GUIDES.map(({ system, needs, lines }) => (
          <Disclosure key={system} title={`How to fetch a file from ${system}`}>
            <p className="mb-2 text-muted text-sm">{needs}</p>
            <Code label={`Commands for ${system}`}>{lines}</Code>
          </Disclosure>
        ))}
      </div>
    </div>
  );
}

/** What a CSV file of people looks like. */
export function PeopleGuide() {
  return (
    <div className="grid max-w-[65ch] gap-3 text-muted">
      <p>
        The first line names the columns, in any order: a name or an e-mail address is needed, the
        rest is optional. People who are here already, by their address, stay as they are.
      </p>
      <Code label="Example">{PEOPLE_EXAMPLE}</Code>
    </div>
  );
}

/** Something that opens below its title; works without script. */
export function Disclosure({
  title,
  children,
}: {
  readonly title: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <details className="group border-line border-t">
      <summary className="flex min-h-11 items-center gap-2 rounded-sm py-2 text-sm hover:text-accent-text">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
        />
        {title}
      </summary>
      <div className="pb-4 pl-6">{children}</div>
    </details>
  );
}

function Code({ label, children }: { readonly label: string; readonly children: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="overflow-x-auto rounded-md contain-inline-size"
    >
      <pre className="w-max min-w-full bg-surface px-3 py-2.5 text-text text-xs leading-5">
        {children}
      </pre>
    </section>
  );
}
