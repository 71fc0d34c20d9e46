import { ChevronRight } from "lucide-react";
import Link from "next/link";

/** Where this page lies. The last one is the page itself and has no link. */
export function Breadcrumb({
  items,
}: {
  readonly items: readonly { readonly label: string; readonly href?: string }[];
}) {
  return (
    <nav aria-label="Where you are" className="text-muted text-sm" data-no-print>
      <ol className="flex flex-wrap items-center gap-1">
        {items.map((item, index) => (
          <li key={item.label} className="inline-flex items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-3.5 text-faint" />}
            {item.href ? (
              <Link
                href={item.href}
                className="inline-flex items-center rounded-sm py-1 hover:text-text max-md:min-h-11"
              >
                {item.label}
              </Link>
            ) : (
              <span aria-current="page">{item.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
