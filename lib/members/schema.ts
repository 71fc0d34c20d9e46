import * as z from "zod";
import { emailSchema } from "@/lib/auth/email";
import { passwordSchema } from "@/lib/auth/password";
import { nameSchema } from "@/lib/organisation/schema";
import { type Grant, isPermission, PERMISSIONS } from "@/lib/tenancy/permissions";

/** A checkbox's value: `permission` for the organisation, `permission@teamId` for one team. */
const grantSchema = z.string().transform((text, context): Grant => {
  const [permission = "", teamId = null] = text.split("@");
  const team = z.uuid().nullable().safeParse(teamId);
  if (isPermission(permission) && team.success && (team.data === null || PERMISSIONS[permission].team)) {
    return { permission, teamId: team.data };
  }
  context.addIssue({ code: "custom", message: "That permission is not known." });
  return z.NEVER;
});

const grants = z.array(grantSchema).max(400).default([]);

export const inviteSchema = z.strictObject({ name: nameSchema, email: emailSchema, grants });
export const permissionsSchema = z.strictObject({ memberId: z.uuid(), grants });
export const removeMemberSchema = z.strictObject({ memberId: z.uuid() });
export const revokeInvitationSchema = z.strictObject({ invitationId: z.uuid() });
export const acceptSchema = z.strictObject({ token: z.string().min(20).max(100), password: passwordSchema });
export const acceptSignedInSchema = z.strictObject({ token: z.string().min(20).max(100) });
