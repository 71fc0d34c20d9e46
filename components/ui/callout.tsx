import { clsx } from "clsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

export type Tone = "info" | "good" | "warn" | "bad";

const looks = {
  info: { box: "bg-accent-soft", mark: "text-accent-text", Icon: Info },
  good: { box: "bg-good-soft", mark: "text-good", Icon: CircleCheck },
  warn: { box: "bg-warn-soft", mark: "text-warn", Icon: TriangleAlert },
  bad: { box: "bg-bad-soft", mark: "text-bad", Icon: CircleAlert },
} as const;

/** Something to know before going on. `title` says it; `children` say what to do; `action` is a button. */
export function Callout({
  tone = "info",
  title,
  children,
  action,
}: {
  readonly tone?: Tone;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  const { box, mark, Icon } = looks[tone];
  return (
    <div className={clsx("flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg px-4 py-3", box)}>
      <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1 basis-56 text-sm">
        <p className="font-strong">{title}</p>
        {children && <div className="mt-0.5 text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}
