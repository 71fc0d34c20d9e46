import { clsx } from "clsx";
import { CircleAlert, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";

/** The outcome of a form as a whole, read out when it appears. Nothing when there is nothing to say. */
export function FormMessage({
  tone = "bad",
  children,
}: {
  readonly tone?: "good" | "bad";
  readonly children?: ReactNode;
}) {
  if (!children) return null;
  const Icon = tone === "good" ? CircleCheck : CircleAlert;
  return (
    <div
      role={tone === "good" ? "status" : "alert"}
      className={clsx(
        "flex items-start gap-2 rounded-md px-3 py-2.5 text-sm",
        tone === "good" ? "bg-good-soft text-good" : "bg-bad-soft text-bad",
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>{children}</div>
    </div>
  );
}
