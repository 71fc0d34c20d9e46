import * as z from "zod";
import { OVERLAP_HOURS } from "@/lib/members/key-schema";
import { SCIM_PRESETS } from "@/lib/tenancy/group-grants";

export const newTokenSchema = z.strictObject({ preset: z.enum(SCIM_PRESETS) });
export const recycleTokenSchema = z.strictObject({
  tokenId: z.uuid(),
  overlap: z.enum(OVERLAP_HOURS).transform(Number),
});
export const revokeTokenSchema = z.strictObject({ tokenId: z.uuid() });

/** What a group means; empty for no team, or no permission. */
export const groupMeaningSchema = z.strictObject({
  groupId: z.uuid(),
  teamId: z.union([z.uuid(), z.literal("").transform(() => null)]),
  preset: z.enum(["", ...SCIM_PRESETS]),
});
