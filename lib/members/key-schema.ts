import * as z from "zod";
import { nameSchema } from "@/lib/directory/schema";
import { KEY_PERMISSIONS } from "@/lib/tenancy/key-grants";
import { PERMISSIONS } from "@/lib/tenancy/permissions";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { grantsSchema } from "./schema";

/** For how many days a new key works; none: until it is revoked. */
export const KEY_DAYS = ["30", "90", "365", "never"] as const;

/** For how many hours a key works on beside the one that it was recycled into. */
export const OVERLAP_HOURS = ["0", "1", "24", "168"] as const;

const daysSchema = z.enum(KEY_DAYS).transform((days) => (days === "never" ? null : Number(days)));

export const newKeySchema = z
  .strictObject({ name: nameSchema, days: daysSchema, grants: grantsSchema })
  .refine(({ grants }) => grants.length > 0, {
    path: ["grants"],
    message: "Choose at least one permission.",
  })
  .refine(({ grants }) => grants.every(({ permission }) => KEY_PERMISSIONS.includes(permission)), {
    path: ["grants"],
    message: "A key cannot hold that permission.",
  })
  .refine(
    ({ days, grants }) =>
      days !== null || !grants.some(({ permission }) => PERMISSIONS[permission].administrative),
    { path: ["days"], message: "A key that may export ends some day. Choose when." },
  );

export const recycleKeySchema = z.strictObject({
  keyId: rowIdSchema,
  overlap: z.enum(OVERLAP_HOURS).transform(Number),
});
export const revokeKeySchema = z.strictObject({ keyId: rowIdSchema });
