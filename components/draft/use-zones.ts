"use client";

import { useCallback, useMemo, useState } from "react";
import type { Result } from "@/lib/result";
import { type ZoneData, type Zones, zonesFrom } from "@/lib/schedule/zone";

export type FetchZones = (
  previous: Result<unknown> | null,
  form: FormData,
) => Promise<Result<readonly ZoneData[]>>;

type KnownZones = {
  readonly zones: Zones;
  readonly data: (name: string) => ZoneData | undefined;
  readonly needZones: (names: readonly string[]) => Promise<boolean>;
};

async function fetched(
  fetchZones: FetchZones,
  names: readonly string[],
): Promise<readonly ZoneData[]> {
  const form = new FormData();
  for (const name of names) form.append("names[]", name);
  try {
    const result = await fetchZones(null, form);
    return result.ok ? result.data : [];
  } catch {
    return []; // offline: the field says so and keeps the old zone
  }
}

/** The rules of the zones in use; the page brings those it begins with, others are fetched when chosen. */
export function useZones(initial: readonly ZoneData[], fetchZones: FetchZones): KnownZones {
  const [list, setList] = useState(initial);
  const zones = useMemo(() => zonesFrom(list), [list]);
  const data = useCallback((name: string) => list.find((zone) => zone.name === name), [list]);
  const needZones = async (names: readonly string[]) => {
    const missing = names.filter((name) => !data(name));
    if (missing.length === 0) return true;
    const fresh = await fetched(fetchZones, missing);
    if (fresh.length > 0) setList((known) => [...known, ...fresh]);
    return fresh.length === missing.length;
  };
  return { zones, data, needZones };
}
