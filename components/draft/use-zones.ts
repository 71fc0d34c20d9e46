"use client";

import { useMemo, useState } from "react";
import type { Result } from "@/lib/result";
import { type ZoneData, type Zones, zonesFrom } from "@/lib/schedule/zone";

export type FetchZone = (
  previous: Result<unknown> | null,
  form: FormData,
) => Promise<Result<ZoneData | null>>;

type KnownZones = {
  readonly zones: Zones;
  readonly data: (name: string) => ZoneData | undefined;
  readonly needZones: (names: readonly string[]) => Promise<boolean>;
};

async function fetched(fetchZone: FetchZone, name: string): Promise<ZoneData | null> {
  const form = new FormData();
  form.set("name", name);
  try {
    const result = await fetchZone(null, form);
    return result.ok ? result.data : null;
  } catch {
    return null; // offline: the field says so and keeps the old zone
  }
}

/** The rules of the zones in use; the page brings those it begins with, others are fetched when chosen. */
export function useZones(initial: readonly ZoneData[], fetchZone: FetchZone): KnownZones {
  const [list, setList] = useState(initial);
  const zones = useMemo(() => zonesFrom(list), [list]);
  const data = (name: string) => list.find((zone) => zone.name === name);
  const needZones = async (names: readonly string[]) => {
    const missing = names.filter((name) => !data(name));
    const found = await Promise.all(missing.map((name) => fetched(fetchZone, name)));
    const fresh = found.filter((zone) => zone !== null);
    if (fresh.length > 0) setList((known) => [...known, ...fresh]);
    return fresh.length === missing.length;
  };
  return { zones, data, needZones };
}
