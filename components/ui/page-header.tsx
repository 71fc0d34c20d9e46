import type { ReactNode } from "react";

/** The one `<h1>` of a page, a sentence below it, actions at the right; `above` is for a Breadcrumb. */
export function PageHeader({
  title,
  description,
  actions,
  above,
  badge,
}: {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly above?: ReactNode;
  readonly badge?: ReactNode;
}) {
  return (
    <header className="mb-6 grid gap-2 md:mb-8">
      {above}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="font-strong text-xl">{title}</h1>
            {badge}
          </div>
          {description && <p className="mt-1 max-w-[65ch] text-muted">{description}</p>}
        </div>
        {actions && (
          <div className="flex flex-wrap items-center gap-2" data-no-print>
            {actions}
          </div>
        )}
      </div>
    </header>
  );
}
