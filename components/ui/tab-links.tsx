import Link from "next/link";
import type { ReactNode } from "react";
import { tabList, tabLook } from "./tab-style";

export type TabLink = {
  readonly href: string;
  readonly label: ReactNode;
  readonly current: boolean;
};

/** Views of one thing as links: each has an address, works without script and opens in a new tab. */
export function TabLinks({
  label,
  tabs,
}: {
  readonly label: string;
  readonly tabs: readonly TabLink[];
}) {
  return (
    <nav aria-label={label} className={tabList} data-no-print>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.current ? "page" : undefined}
          className={tabLook}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}

/** A small choice of one between links, such as the zoom of a timeline. */
export function SegmentLinks({
  label,
  tabs,
}: {
  readonly label: string;
  readonly tabs: readonly TabLink[];
}) {
  return (
    <nav aria-label={label} className="inline-flex rounded-md border border-line bg-surface p-0.5">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.current ? "true" : undefined}
          className="inline-flex min-h-9 max-md:min-h-11 items-center rounded-[0.375rem] px-3 text-muted text-sm hover:text-text aria-[current=true]:bg-raised aria-[current=true]:font-strong aria-[current=true]:text-text aria-[current=true]:shadow-[0_0_0_1px_var(--line)]"
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
