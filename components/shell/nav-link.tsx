"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** A link of the navigation; it knows when it is the current page or the page lies below it. */
export function NavLink({
  href,
  exact = false,
  className,
  children,
}: {
  readonly href: string;
  /** Only this very page counts, none below it. */
  readonly exact?: boolean;
  readonly className: string;
  readonly children: ReactNode;
}) {
  const path = usePathname();
  const here = path === href;
  const current = here ? "page" : !exact && path.startsWith(`${href}/`) ? "true" : undefined;
  return (
    <Link href={href} aria-current={current} className={className}>
      {children}
    </Link>
  );
}
