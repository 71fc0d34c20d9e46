import type { Zones } from "@/lib/schedule/zone";
import { fromGrafana } from "./grafana";
import { keepWithin } from "./limits";
import { fromOpsgenie } from "./opsgenie";
import { fromPagerduty } from "./pagerduty";
import type { Source } from "./read";
import { cleanName } from "./text";
import type { Conversion, Imported } from "./types";

/**
 * Every schedule of a file in our words, each with its report; those that cannot come over are in
 * `refused` with the reason. Reads only: what it returns is a proposal for drafts. Pure, and never
 * throws for what a file holds.
 */
export function toSchedules(source: Source, zones: Zones): Imported {
  const seen = new Set<string>();
  const converted = convertAll(source, zones, (id, name) => {
    if (!seen.has(id)) {
      seen.add(id);
      return null;
    }
    return {
      ok: false,
      name: cleanName([name], id),
      why: "The file has it twice; the first is used.",
    };
  });
  const conversions = converted.map(keepWithin);
  return {
    system: source.system,
    schedules: conversions.flatMap((one) => (one.ok ? [one.schedule] : [])),
    refused: conversions.flatMap((one) => (one.ok ? [] : [{ name: one.name, why: one.why }])),
  };
}

type Repeated = (id: string, name: string | null | undefined) => Conversion | null;

function convertAll(source: Source, zones: Zones, repeated: Repeated): readonly Conversion[] {
  switch (source.system) {
    case "pagerduty":
      return source.file.schedules.map(
        (one) => repeated(one.id, one.name) ?? fromPagerduty(one, source.file, zones),
      );
    case "opsgenie":
      return source.file.data.map(
        (one) => repeated(one.id, one.name) ?? fromOpsgenie(one, source.file, zones),
      );
    case "grafana":
      return source.file.schedules.map(
        (one) => repeated(one.id, one.name) ?? fromGrafana(one, source.file, zones),
      );
  }
}
