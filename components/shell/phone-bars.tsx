import { CalendarRange, Ellipsis, FilePenLine, PhoneCall, UserRound } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "./mark";
import { NavLink } from "./nav-link";
import type { Place } from "./navigation";
import type { ShellProps } from "./shell-props";

const tabs = [
  { place: "now", label: "Now", path: "", Icon: PhoneCall },
  { place: "schedules", label: "Schedules", path: "/schedules", Icon: CalendarRange },
  { place: "drafts", label: "Drafts", path: "/drafts", Icon: FilePenLine },
  { place: "me", label: "Me", path: "/me", Icon: UserRound },
  { place: "more", label: "More", path: "/more", Icon: Ellipsis },
] as const;

/** The phone's frame: the organisation above, five places under the thumb. */
export function PhoneBars({
  base,
  organisation,
  hidden = [],
  drafts = 0,
  children,
}: ShellProps & { readonly children: ReactNode }) {
  const out = new Set<Place | "me" | "more">(hidden);
  return (
    <div className="min-w-0">
      <header
        className="sticky top-0 z-30 flex h-13 items-center gap-2.5 border-line border-b bg-bg px-4 md:hidden"
        data-no-print
      >
        <Link href={base} className="flex min-h-11 min-w-0 items-center gap-2.5 rounded-md">
          <Mark className="size-5 shrink-0" />
          <span className="truncate font-strong text-base">{organisation.name}</span>
        </Link>
      </header>
      {children}
      <nav
        aria-label="Main"
        className="fixed inset-x-0 bottom-0 z-30 flex border-line border-t bg-bg pb-[env(safe-area-inset-bottom)] md:hidden"
        data-no-print
      >
        {tabs
          .filter(({ place }) => !out.has(place))
          .map(({ place, label, path, Icon }) => (
            <NavLink
              key={place}
              href={`${base}${path}`}
              exact={place === "now"}
              className="relative flex h-15 flex-1 flex-col items-center justify-center gap-1 text-muted text-xs -outline-offset-2 aria-[current]:font-strong aria-[current]:text-accent-text [&_svg]:size-5"
            >
              <Icon aria-hidden strokeWidth={1.75} />
              {label}
              {place === "drafts" && drafts > 0 && (
                <span className="tabular absolute top-1.5 left-1/2 ml-2 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent px-1 font-strong text-[0.625rem] text-on-accent">
                  {drafts}
                  <span className="sr-only"> waiting for you</span>
                </span>
              )}
            </NavLink>
          ))}
      </nav>
    </div>
  );
}
