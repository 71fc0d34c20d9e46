import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** A page or list with nothing in it yet: what it is for in one sentence, and the first step. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
  heading: Heading = "h2",
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** "h1" where it is all there is on the page. */
  readonly heading?: "h1" | "h2";
}) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center px-4 py-16 text-center">
      <span className="mb-4 inline-flex size-11 items-center justify-center rounded-lg border border-line text-muted">
        <Icon aria-hidden className="size-5" strokeWidth={1.75} />
      </span>
      <Heading className="font-strong text-base">{title}</Heading>
      {children && <div className="mt-1 text-muted text-sm">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}
