import * as z from "zod";
import { emailSchema } from "@/lib/auth/email";
import { passwordSchema } from "@/lib/auth/password";
import { nameSchema } from "@/lib/directory/schema";
import {
  type Grant,
  isPermission,
  type NewGrant,
  PERMISSIONS,
  presetGrants,
} from "@/lib/tenancy/permissions";
import { rowIdSchema } from "@/lib/tenancy/row-id";

/** For so long an invitation's link works. */
export const INVITATION_DAYS = 3;

/** A checkbox's value: `permission` for the organisation, `permission@teamId` for one team. */
const grantSchema = z
  .string()
  .max(100)
  .transform((text, context): Grant => {
    const [permission = "", teamId = null] = text.split("@");
    const team = rowIdSchema.nullable().safeParse(teamId);
    if (
      isPermission(permission) &&
      team.success &&
      (team.data === null || PERMISSIONS[permission].team)
    ) {
      return { permission, teamId: team.data };
    }
    context.addIssue({ code: "custom", message: "That permission is not known." });
    return z.NEVER;
  });

const keyOf = ({ permission, teamId }: Grant): string => `${permission}@${teamId ?? ""}`;

/** Each permission once, however often the form names it; of two, the one that comes later. */
function once(all: readonly NewGrant[]): NewGrant[] {
  return [...new Map(all.map((grant) => [keyOf(grant), grant])).values()];
}

/** A form's boxes of permissions. */
export const grantsSchema = z.array(grantSchema).max(400).default([]);

/** Presets that filled boxes, `preset` or `preset@teamId`: what they brought remembers them. */
const copiedSchema = z
  .string()
  .max(80)
  .transform((text) => {
    const [name = "", teamId = null] = text.split("@");
    return presetGrants(name, teamId);
  });

/** An invitation's form: a preset where it holds, and single permissions besides. */
export const inviteSchema = z
  .strictObject({
    name: nameSchema,
    email: emailSchema,
    preset: z.string().max(40).default(""),
    scope: z.union([rowIdSchema, z.literal("")]).default(""),
    grants: grantsSchema,
  })
  .transform(({ name, email, preset, scope, grants: boxes }) => {
    const copied = presetGrants(preset, scope || null);
    return { name, email, grants: once([...boxes, ...copied]) };
  })
  .refine((input) => input.grants.length > 0, {
    path: ["grants"],
    message: "Choose a preset or at least one permission.",
  });

/** A member's boxes: exactly these permissions from now on. */
export const permissionsSchema = z
  .strictObject({
    memberId: rowIdSchema,
    grants: grantsSchema,
    copied: z.array(copiedSchema).max(200).default([]),
  })
  .transform(({ memberId, grants: boxes, copied }) => {
    const presets = new Map(copied.flat().map((grant) => [keyOf(grant), grant.preset]));
    const named = boxes.map((grant) => ({ ...grant, preset: presets.get(keyOf(grant)) ?? null }));
    return { memberId, grants: once(named) };
  });
export const endSessionsSchema = z.strictObject({ memberId: rowIdSchema });
export const takeFactorsSchema = z.strictObject({ memberId: rowIdSchema });
export const removeMemberSchema = z.strictObject({ memberId: rowIdSchema });
export const revokeInvitationSchema = z.strictObject({ invitationId: rowIdSchema });
export const acceptSchema = z.strictObject({
  token: z.string().min(20).max(100),
  password: passwordSchema,
});
export const acceptSignedInSchema = z.strictObject({ token: z.string().min(20).max(100) });
