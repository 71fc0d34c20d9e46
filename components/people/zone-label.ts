import type { ZoneName } from "@/lib/schedule/types";

/** A zone's name as people read it: "America/New York". */
export const zoneLabel = (zone: ZoneName): string => zone.replaceAll("_", " ");
