import Link from "next/link";
import type { ReactNode } from "react";

/** What matters to the viewer, at the very top of Now: "You are on call until Mon 4 May, 09:00". */
export function MyStatus({
  children,
  detail,
  href,
}: {
  readonly children: ReactNode;
  readonly detail?: ReactNode;
  readonly href: string;
}) {
  return (
    <Link
      href={href}
      className="flex items-center gap-3 rounded-lg bg-accent-soft px-4 py-3.5 text-text hover:brightness-98"
    >
      <span
        aria-hidden
        className="size-2.5 shrink-0 rounded-full bg-accent ring-4 ring-accent/20"
      />
      <span className="min-w-0">
        <span className="block font-strong text-base">{children}</span>
        {detail && <span className="block text-muted text-sm">{detail}</span>}
      </span>
    </Link>
  );
}
