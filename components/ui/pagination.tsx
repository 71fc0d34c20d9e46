import { ButtonLink } from "./button";

/** Newer and older as links; either may be missing. */
export function Pagination({
  newer,
  older,
  labels = { newer: "Newer", older: "Older" },
  children,
}: {
  readonly newer?: string | undefined;
  readonly older?: string | undefined;
  readonly labels?: { readonly newer: string; readonly older: string };
  /** Where we are, such as "51–100 of 2,310". */
  readonly children?: string;
}) {
  if (!newer && !older) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-3 py-4" data-no-print>
      <p className="tabular text-muted text-sm">{children}</p>
      <div className="flex gap-2">
        {newer && (
          <ButtonLink href={newer} rel="prev">
            {labels.newer}
          </ButtonLink>
        )}
        {older && (
          <ButtonLink href={older} rel="next">
            {labels.older}
          </ButtonLink>
        )}
      </div>
    </nav>
  );
}
