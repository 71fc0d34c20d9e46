import { subtract, union } from "@/lib/schedule/interval";
import type { Gap, Interval, LayerId, Shift, TierId } from "@/lib/schedule/types";
import { GapBar, OverrideBar, ShiftBar } from "./timeline-bar";
import type { TimelineContext } from "./timeline-context";
import { commonHandoff } from "./timeline-labels";
import { TimelineLane } from "./timeline-lane";
import {
  barsOf,
  layerShifts,
  packRows,
  place,
  replacedShifts,
  rowCount,
  type TimelineLayer,
} from "./timeline-model";

/** An override as the timeline draws it; `label` says it in words: "Bo instead of Ada". */
export type TimelineOverride = Interval & {
  readonly id: string;
  /** Absent: the first tier. */
  readonly tier?: TierId;
  readonly layer?: LayerId;
  readonly label: string;
};

type Props = {
  readonly context: TimelineContext;
  readonly tier: { readonly id: TierId; readonly name: string };
  readonly first: boolean;
  readonly compact: boolean;
  readonly layers: readonly TimelineLayer[];
  readonly shifts: readonly Shift[];
  readonly gaps: readonly Gap[];
  readonly overrides: readonly TimelineOverride[];
  readonly changed: readonly Interval[] | undefined;
  readonly faded: boolean;
};

/** One tier: the final answer, then its overrides, then its layers from the strongest down. */
export function TimelineTier(props: Props) {
  const { context, tier, layers, compact } = props;
  const overrides = packRows(visible(props.overrides, context));
  return (
    <>
      <FinalLane {...props} />
      {!compact && overrides.length > 0 && (
        <TimelineLane
          kind="override"
          name="Overrides"
          spoken={`Overrides of ${tier.name}`}
          rows={rowCount(overrides)}
          tier={tier.id}
        >
          {overrides.map((span) => (
            <OverrideBar
              key={`${span.id} ${span.startsAt}`}
              span={span}
              row={span.row}
              context={context}
            />
          ))}
        </TimelineLane>
      )}
      {!compact &&
        [...layers]
          .sort((a, b) => b.priority - a.priority)
          .map((layer) => <LayerLane key={layer.id} layer={layer} {...props} />)}
    </>
  );
}

function FinalLane({ context, tier, first, layers, shifts, gaps, changed, faded }: Props) {
  const bars = barsOf(visible(shifts, context));
  const ghosts = barsOf(visible(replacedShifts(shifts, layers, tier.id), context));
  const handoff = commonHandoff(shifts, context.from, context.zone);
  const window = { startsAt: context.from, endsAt: context.until };
  const same = faded ? subtract([window], union(changed ?? [])) : [];
  return (
    <TimelineLane
      kind="tier"
      name={tier.name}
      spoken={tier.name}
      note={handoff ? `Hands off at ${handoff}` : undefined}
      first={first}
      rows={rowCount(bars)}
      tier={tier.id}
      after={
        <>
          {same.map((span) => (
            <span
              key={span.startsAt}
              className={`tl-veil ${place(span, context.from, context.until)}`}
            />
          ))}
          {visible(changed ?? [], context).map((span) => (
            <span
              key={span.startsAt}
              className={`tl-changed ${place(span, context.from, context.until)}`}
            />
          ))}
        </>
      }
      before={ghosts.map((bar) => (
        <span
          key={`${bar.startsAt} ${bar.people.join()}`}
          className={`tl-ghost ${place(bar, context.from, context.until)}`}
        />
      ))}
    >
      {bars.map((bar) => (
        <ShiftBar
          key={`${bar.startsAt} ${bar.row}`}
          bar={bar}
          kind="tier"
          lane={tier.id}
          context={context}
        />
      ))}
      {visible(gaps, context).map((gap) => (
        <GapBar key={gap.startsAt} gap={gap} tier={tier.name} context={context} />
      ))}
    </TimelineLane>
  );
}

function LayerLane({ layer, context, tier, shifts }: Props & { readonly layer: TimelineLayer }) {
  const bars = barsOf(visible(layerShifts(layer, shifts), context));
  return (
    <TimelineLane
      kind="layer"
      name={layer.name}
      note={commonHandoff(bars, context.from, context.zone) ?? undefined}
      spoken={`Layer ${layer.name} of ${tier.name}`}
      rows={rowCount(bars)}
      tier={tier.id}
      layer={layer.id}
    >
      {bars.map((bar) => (
        <ShiftBar
          key={`${bar.startsAt} ${bar.row}`}
          bar={bar}
          kind="layer"
          lane={layer.id}
          context={context}
        />
      ))}
    </TimelineLane>
  );
}

function visible<T extends Interval>(
  spans: readonly T[],
  { from, until }: TimelineContext,
): readonly T[] {
  return spans.filter(({ startsAt, endsAt }) => startsAt < until && endsAt > from);
}
