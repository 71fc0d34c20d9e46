import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

/** A box with a thin line. Use few: space separates better. */
export function Card({
  children,
  className,
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <div className={clsx("rounded-lg border border-line bg-raised p-5", className)}>{children}</div>
  );
}

/** A named part of a page: heading, a line about it, actions at the right, then its content. */
export function Section({
  title,
  description,
  actions,
  children,
}: {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid content-start gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0">
          <h2 id={id} className="font-strong text-base">
            {title}
          </h2>
          {description && <p className="mt-0.5 max-w-[65ch] text-muted text-sm">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

/** Two columns on a desk: what a group of settings is for at the left, its form at the right. */
export function SettingsSection({
  title,
  description,
  children,
}: {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid gap-4 border-line border-t py-8 first:border-t-0 first:pt-0 lg:grid-cols-[16rem_minmax(0,36rem)] lg:gap-12"
    >
      <div>
        <h2 id={id} className="font-strong text-base">
          {title}
        </h2>
        {description && <p className="mt-1 text-muted text-sm">{description}</p>}
      </div>
      <div className="grid content-start gap-5">{children}</div>
    </section>
  );
}
