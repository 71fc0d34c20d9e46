import { Timeline, type TimelineProps } from "@/components/schedule/timeline";

type Side = Pick<TimelineProps, "shifts" | "layers" | "overrides" | "gaps" | "tiers">;

/**
 * Before above, after below, on one scale. What differs is marked and all else faded: pass `changed` as
 * `Comparison.changed` gives it.
 */
export function BeforeAfter({
  before,
  after,
  ...shared
}: Omit<TimelineProps, keyof Side | "label" | "onSelectSpan"> & {
  readonly changed: NonNullable<TimelineProps["changed"]>;
  readonly before: Side;
  readonly after: Side;
}) {
  return (
    <div className="grid gap-6">
      {(
        [
          ["Before", before],
          ["After", after],
        ] as const
      ).map(([label, side]) => (
        <section key={label} aria-label={label}>
          <h2 className="mb-2 font-strong text-base">{label}</h2>
          <Timeline {...shared} {...side} label={label} compact />
        </section>
      ))}
    </div>
  );
}
