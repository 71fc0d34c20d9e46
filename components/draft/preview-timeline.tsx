"use client";

import { useMemo, useState } from "react";
import { BeforeAfter } from "@/components/review/before-after";
import { ClockChangeNote } from "@/components/schedule/clock-change-note";
import { Timeline } from "@/components/schedule/timeline";
import type { SelectedSpan } from "@/components/schedule/timeline-keys";
import { localDateOf, timelineRange, toZoom } from "@/components/schedule/timeline-range";
import { Button } from "@/components/ui/button";
import { clockChanges } from "@/lib/schedule/changes";
import { compare } from "@/lib/schedule/diff";
import { zoneWithOffset } from "@/lib/schedule/format";
import type { Shift } from "@/lib/schedule/types";
import type { ZoneData } from "@/lib/schedule/zone";
import { type NewOverride, useEditor } from "./editor-context";
import { drawn, type Side } from "./preview-model";
import { PreviewNav, type View } from "./preview-nav";

/** The roster as the draft would have it, as it is, or both; dragging across it begins an override. */
export function PreviewTimeline({
  before,
  after,
  published,
  zoneData,
  shown,
}: {
  readonly before: Side;
  readonly after: Side;
  readonly published: boolean;
  readonly zoneData: (name: string) => ZoneData | undefined;
  /** On a phone: the panel is in sight. A timeline that becomes visible brings now into sight anew. */
  readonly shown: boolean;
}) {
  const { zones, now, named, editOverride, overrideLabel } = useEditor();
  const { definition } = after;
  const zone = zones(definition.zone);
  const data = zoneData(definition.zone);
  const today = localDateOf(now, zone);
  const [view, setView] = useState<View>("after");
  const [at, setAt] = useState({ zoom: toZoom("2weeks"), date: today });
  const range = useMemo(() => timelineRange(at.zoom, at.date, zone), [at, zone]);
  const { from, until } = range;
  const [was, is] = useMemo(
    () => [before, after].map((side) => drawn(side, zones, from, until, overrideLabel)),
    [before, after, zones, from, until, overrideLabel],
  );
  const changed = useMemo(
    () => compare(before.roster, after.roster, from, until, zones, definition.zone).changed,
    [before, after, zones, from, until, definition.zone],
  );
  if (!data || !was || !is) return null;

  const begin = (part: Omit<NewOverride, "isNew">) => editOverride({ isNew: true, ...part });
  const holder = (tier: string, instant: number) =>
    after.roster.onCallAt(instant).find((entry) => entry.tier === tier)?.people[0];
  const onSelectSpan = ({ tier, layer, startsAt, endsAt }: SelectedSpan) => {
    const person = holder(tier, startsAt);
    begin({
      startsAt,
      endsAt,
      target: layer ? { scope: "layer", id: layer } : { scope: "tier", id: tier },
      ...(person ? { person } : { kind: "add" }),
    });
  };
  const layerNames = new Map(
    definition.tiers.flatMap(({ layers }) => layers.map(({ id, name }) => [id, name])),
  );
  const why = ({ because }: Shift) => {
    const turn = because.turn ? `, turn ${because.turn.index + 1}` : "";
    const layer = because.layer ? `Layer ${layerNames.get(because.layer) ?? ""}${turn}.` : "";
    return because.overrides.length > 0 ? `${layer} Changed by an override.`.trim() : layer;
  };
  const shared = {
    zone: data,
    zoom: range.zoom,
    from,
    until,
    now,
    people: named,
    clockChanges: clockChanges(zone, from, until),
    holidays: definition.calendars.flatMap(({ days }) => days.map(({ date }) => date)),
  };
  return (
    <div>
      <PreviewNav
        range={range}
        today={today}
        zoneLabel={zoneWithOffset(from, zone)}
        view={view}
        onView={published ? setView : null}
        onGo={(zoom, date) => setAt({ zoom, date })}
      />
      <div key={`${shown}`} className="xl:[&_.tl]:[--name:8rem]">
        {view === "both" && <BeforeAfter {...shared} before={was} after={is} changed={changed} />}
        {view === "before" && <Timeline {...shared} {...was} label="The roster as it is" />}
        {view === "after" && (
          <Timeline
            {...shared}
            {...is}
            label="The roster with this draft"
            why={why}
            onSelectSpan={onSelectSpan}
            shiftActions={({ tier, startsAt, endsAt, people }) => (
              <Button
                size="small"
                onClick={() =>
                  begin({
                    startsAt,
                    endsAt,
                    target: { scope: "tier", id: tier },
                    ...(people[0] && { person: people[0] }),
                  })
                }
              >
                Override…
              </Button>
            )}
            gapActions={({ tier, startsAt, endsAt }) => (
              <div>
                <Button
                  size="small"
                  onClick={() =>
                    begin({ kind: "add", startsAt, endsAt, target: { scope: "tier", id: tier } })
                  }
                >
                  Put somebody on call…
                </Button>
              </div>
            )}
          />
        )}
      </div>
      <ClockChangeNote changes={shared.clockChanges} zone={zone} />
    </div>
  );
}
