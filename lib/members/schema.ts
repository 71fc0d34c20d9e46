import * as z from "zod";
import { emailSchema } from "@/lib/auth/email";
import { passwordSchema } from "@/lib/auth/password";
import { nameSchema } from "@/lib/directory/schema";
import { type Grant, isPermission, PERMISSIONS, PRESETS } from "@/lib/tenancy/permissions";

/** A checkbox's value: `permission` for the organisation, `permission@teamId` for one team. */
const grantSchema = z.string().transform((text, context): Grant => {
  const [permission = "", teamId = null] = text.split("@");
  const team = z.uuid().nullable().safeParse(teamId);
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

/** Each permission once, however often the form names it. */
function once(all: readonly Grant[]): Grant[] {
  return [
    ...new Map(all.map((grant) => [`${grant.permission}@${grant.teamId ?? ""}`, grant])).values(),
  ];
}

const grants = z.array(grantSchema).max(400).default([]).transform(once);

/** A preset's permissions, for the whole organisation or for one team: there, those that teams can have. */
function presetGrants(preset: string, teamId: string | null): Grant[] {
  const permissions = Object.hasOwn(PRESETS, preset) ? (PRESETS[preset] ?? []) : [];
  return permissions
    .filter((permission) => teamId === null || PERMISSIONS[permission].team)
    .map((permission) => ({ permission, teamId }));
}

/** An invitation's form: a preset where it holds, and single permissions besides. */
export const inviteSchema = z
  .strictObject({
    name: nameSchema,
    email: emailSchema,
    preset: z.string().max(40).default(""),
    scope: z.union([z.uuid(), z.literal("")]).default(""),
    grants,
  })
  .transform(({ name, email, preset, scope, grants: single }) => {
    return { name, email, grants: once([...presetGrants(preset, scope || null), ...single]) };
  })
  .refine((input) => input.grants.length > 0, {
    path: ["grants"],
    message: "Choose a preset or at least one permission.",
  });
export const permissionsSchema = z.strictObject({ memberId: z.uuid(), grants });
export const removeMemberSchema = z.strictObject({ memberId: z.uuid() });
export const revokeInvitationSchema = z.strictObject({ invitationId: z.uuid() });
export const acceptSchema = z.strictObject({
  token: z.string().min(20).max(100),
  password: passwordSchema,
});
export const acceptSignedInSchema = z.strictObject({ token: z.string().min(20).max(100) });
