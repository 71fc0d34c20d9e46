import { clsx } from "clsx";
import type { ReactNode } from "react";

/**
 * A table that scrolls sideways in its own box when the screen is narrow. `children` are `<thead>` and
 * `<tbody>`; name a row with `<th scope="row">`. `label` names it for screen readers.
 */
export function Table({
  label,
  children,
  className,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <section
      className="-mx-1 overflow-x-auto px-1 contain-inline-size"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
    >
      <table className={clsx("table", className)}>{children}</table>
    </section>
  );
}
