import { clsx } from "clsx";
import type { ReactNode } from "react";

const tones = {
  neutral: "bg-hover text-muted",
  accent: "bg-accent-soft text-accent-text",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
} as const;

/** A word or a count about the thing beside it. Never a button. */
export function Badge({
  tone = "neutral",
  children,
}: {
  readonly tone?: keyof typeof tones;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={clsx(
        "tabular inline-flex min-h-5 items-center gap-1 whitespace-nowrap rounded-full px-2 font-strong text-xs",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
