import type { ReactNode } from "react";
import { rowCountClass } from "@/components/ui/place";
import type { LayerId, TierId } from "@/lib/schedule/types";

/** One row of the grid: its name, which stays in sight while the lane scrolls, and its track. */
export function TimelineLane({
  kind,
  name,
  spoken,
  note,
  first = false,
  rows,
  tier,
  layer,
  before,
  after,
  children,
}: {
  readonly kind: "tier" | "override" | "layer";
  readonly name: string;
  readonly spoken: string;
  readonly note?: string | undefined;
  readonly first?: boolean;
  readonly rows: number;
  readonly tier: TierId;
  readonly layer?: LayerId;
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Timeline
    // biome-ignore lint/a11y/useFocusableInteractive: the shifts in the row take focus, not the row
    <div role="row" className="tl-row" data-kind={kind} data-first={first || undefined}>
      {/* biome-ignore lint/a11y/useSemanticElements: see Timeline */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a name, not a control */}
      <div role="rowheader" aria-label={spoken} className="tl-lane-name">
        <span className="tl-lane-text">{name}</span>
        {note && <span className="tl-lane-note">{note}</span>}
      </div>
      <div
        role="presentation"
        className={`tl-track ${rowCountClass(rows)}`}
        data-track={kind === "override" ? undefined : ""}
        data-tier={tier}
        data-layer={layer}
      >
        <span className="tl-under" aria-hidden>
          {before}
        </span>
        {children}
        <span className="tl-over" aria-hidden>
          {after}
        </span>
      </div>
    </div>
  );
}
