import * as z from "zod";
import { OVERLAP_HOURS } from "@/lib/members/key-schema";
import { SCIM_PRESETS } from "@/lib/tenancy/group-grants";
import { rowIdSchema } from "@/lib/tenancy/row-id";

export const newTokenSchema = z.strictObject({ preset: z.enum(SCIM_PRESETS) });
export const recycleTokenSchema = z.strictObject({
  tokenId: rowIdSchema,
  overlap: z.enum(OVERLAP_HOURS).transform(Number),
});
export const revokeTokenSchema = z.strictObject({ tokenId: rowIdSchema });

/** What a group means; empty for no team, or no permission. */
export const groupMeaningSchema = z.strictObject({
  groupId: rowIdSchema,
  teamId: z.union([rowIdSchema, z.literal("").transform(() => null)]),
  preset: z.enum(["", ...SCIM_PRESETS]),
});
