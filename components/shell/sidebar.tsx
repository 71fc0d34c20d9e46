import { Check, ChevronsUpDown } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Avatar } from "@/components/ui/person-chip";
import { Mark } from "./mark";
import { MeMenu } from "./me-menu";
import { NavLink } from "./nav-link";
import { PLACES } from "./navigation";
import type { ShellProps } from "./shell-props";

const row =
  "flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-sm text-muted transition-colors duration-100 hover:bg-hover hover:text-text aria-[current]:bg-hover aria-[current]:font-strong aria-[current]:text-text [&_svg]:size-4 [&_svg]:shrink-0";

/** The desk's navigation. */
export function Sidebar(props: ShellProps) {
  const { base, hidden = [], drafts = 0, me } = props;
  const places = PLACES.filter(({ place }) => !hidden.includes(place));
  return (
    <header
      className="sticky top-0 hidden h-dvh flex-col border-line border-r bg-surface p-3 md:flex"
      data-no-print
    >
      <OrganisationSwitcher {...props} />
      <nav aria-label="Main" className="mt-4 grid gap-0.5">
        {places.map(({ place, label, path, icon: Icon }) => (
          <NavLink key={place} href={`${base}${path}`} exact={place === "now"} className={row}>
            <Icon aria-hidden strokeWidth={1.75} />
            <span className="flex-1">{label}</span>
            {place === "drafts" && drafts > 0 && (
              <Badge tone="accent">
                {drafts}
                <span className="sr-only"> waiting for you</span>
              </Badge>
            )}
          </NavLink>
        ))}
      </nav>
      <div className="mt-auto">
        <button type="button" popoverTarget="me-menu" className={`${row} w-full text-left`}>
          <Avatar person={me} />
          <span className="min-w-0 flex-1 truncate text-text">{me.name}</span>
          <ChevronsUpDown aria-hidden />
        </button>
        <div
          popover="auto"
          id="me-menu"
          className="panel fixed top-auto right-auto bottom-16 left-3 w-64 p-1.5"
        >
          <MeMenu {...props} />
        </div>
      </div>
    </header>
  );
}

function OrganisationSwitcher({ organisation, otherOrganisations = [] }: ShellProps) {
  const name = (
    <>
      <Mark className="size-5!" />
      <span className="min-w-0 flex-1 truncate font-strong text-text">{organisation.name}</span>
    </>
  );
  if (otherOrganisations.length === 0) {
    return <div className="flex min-h-9 items-center gap-2.5 px-2.5 text-sm">{name}</div>;
  }
  return (
    <>
      <button type="button" popoverTarget="organisations" className={`${row} w-full text-left`}>
        {name}
        <ChevronsUpDown aria-hidden />
        <span className="sr-only">Change organisation</span>
      </button>
      <div
        popover="auto"
        id="organisations"
        className="panel fixed top-14 right-auto bottom-auto left-3 w-64 p-1.5"
      >
        <p className={`${row} text-text`}>
          <span className="flex-1">{organisation.name}</span>
          <Check aria-hidden />
          <span className="sr-only">current</span>
        </p>
        {otherOrganisations.map(({ name: other, href }) => (
          <NavLink key={href} href={href} className={row}>
            {other}
          </NavLink>
        ))}
      </div>
    </>
  );
}
