import type { ReactNode } from "react";
import { PhoneBars } from "./phone-bars";
import type { ShellProps } from "./shell-props";
import { Sidebar } from "./sidebar";
import { SkipLink } from "./skip-link";

/**
 * The frame of every page inside an organisation: a sidebar on a desk, bars at top and bottom on a phone.
 * Everything is a link or a form, so all of it works without script. Nothing is fetched here.
 */
export function AppShell({
  banner,
  children,
  ...shell
}: ShellProps & {
  /** Shown above the page when something is wrong, such as a Callout. */
  readonly banner?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="md:grid md:grid-cols-[14.5rem_minmax(0,1fr)] print:block">
      <SkipLink />
      <Sidebar {...shell} />
      <PhoneBars {...shell}>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-[84rem] px-4 pt-5 pb-28 outline-none md:px-8 md:pt-8 md:pb-16 print:p-0"
        >
          {banner && <div className="mb-5">{banner}</div>}
          {children}
        </main>
      </PhoneBars>
    </div>
  );
}
