"use client";

import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";

/** A line that opens what lies below it. `summary` stays visible; `problem` shows while it is closed. */
export function Fold({
  label,
  summary,
  problem,
  startsOpen = false,
  strong = false,
  actions,
  children,
}: {
  readonly label: ReactNode;
  readonly summary?: ReactNode;
  readonly problem?: string | undefined;
  readonly startsOpen?: boolean;
  readonly strong?: boolean;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(startsOpen);
  return (
    <div>
      <div className="flex items-center gap-1">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="-ml-1 flex min-h-10 min-w-0 flex-1 items-center gap-2 rounded-md px-1 text-left max-md:min-h-12"
        >
          <ChevronRight
            aria-hidden
            className={clsx(
              "size-4 shrink-0 text-faint transition-transform duration-100",
              open && "rotate-90",
            )}
          />
          <span className="min-w-0">
            <span className={clsx("block truncate text-sm", strong && "font-strong")}>{label}</span>
            {summary && (
              <span className="tabular block truncate text-muted text-xs">{summary}</span>
            )}
            {problem && !open && <span className="block text-bad text-xs">{problem}</span>}
          </span>
        </button>
        {actions}
      </div>
      <div id={id} hidden={!open} className="pt-2 pb-3">
        {open && children}
      </div>
    </div>
  );
}
