import { stream } from "@/lib/doors/stream";
import { onPublished } from "@/lib/notify/listen";

/** Tells open pages that something was published in the organisation, and nothing about it. */
export const GET = stream({
  permission: "schedule.view",
  event: "published",
  subscribe: ({ orgId }, since, tick) => onPublished(orgId, since, tick),
});
