import moment from "moment-timezone";
import { type ZoneData, type Zones, zonesFrom } from "@/lib/schedule/zone";

const MINUTE = 60_000;

export const ZONE_NAMES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Chicago",
  "America/Santiago",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Monrovia",
  "Pacific/Pago_Pago",
];

export const zoneData = (name: string): ZoneData => {
  const zone = moment.tz.zone(name);
  if (!zone) {
    throw new Error(`no data for ${name}`);
  }
  return {
    name,
    untils: zone.untils.map((until) => until ?? Number.POSITIVE_INFINITY),
    offsets: zone.offsets.map((west) => Math.round(-west * MINUTE)),
  };
};

export const zones: Zones = zonesFrom(ZONE_NAMES.map(zoneData));
