"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { andTell } from "@/app/(account)/later";
import * as alerts from "@/lib/alerts/commands";
import { markSeenSchema } from "@/lib/alerts/schema";
import { action } from "@/lib/doors/action";
import { env } from "@/lib/env";
import * as members from "@/lib/members/commands";
import { takeLostFactors } from "@/lib/members/factor-commands";
import * as keys from "@/lib/members/key-commands";
import { newKeySchema, recycleKeySchema, revokeKeySchema } from "@/lib/members/key-schema";
import {
  endSessionsSchema,
  inviteSchema,
  permissionsSchema,
  removeMemberSchema,
  revokeInvitationSchema,
  takeFactorsSchema,
} from "@/lib/members/schema";
import { endSessions } from "@/lib/members/session-commands";
import * as organisation from "@/lib/organisation/commands";
import { changeNetworks as changeOrganisationNetworks } from "@/lib/organisation/network-commands";
import { networksSchema } from "@/lib/organisation/network-schema";
import {
  factorPolicySchema,
  organisationSettingsSchema,
  retentionSchema,
  sessionLimitsSchema,
} from "@/lib/organisation/schema";
import * as feeds from "@/lib/roster/feed-commands";
import {
  loadRulesInputSchema,
  saveLoadRules,
  takeCalendar,
  takeCalendarSchema,
} from "@/lib/roster/load-rules-store";
import { organisationPolicySchema, savePolicy } from "@/lib/roster/policy-store";
import * as support from "@/lib/support/commands";
import { endAccessSchema, grantAccessSchema } from "@/lib/support/schema";
import type { Actor } from "@/lib/tenancy/actor";

const refresh = (_: unknown, actor: Actor) => revalidatePath(`/o/${actor.slug}`, "layout");

export const changeOrganisation = action({
  permission: "settings.manage",
  input: organisationSettingsSchema,
  run: organisation.changeOrganisation,
  done: refresh,
});

export const changeRetention = action({
  permission: "settings.manage",
  stepUp: true,
  input: retentionSchema,
  run: organisation.changeRetention,
  done: refresh,
});

export const changeFactorPolicy = action({
  permission: "settings.manage",
  stepUp: true,
  input: factorPolicySchema,
  run: organisation.changeFactorPolicy,
  done: refresh,
});

export const changeSessionLimits = action({
  permission: "settings.manage",
  stepUp: true,
  input: sessionLimitsSchema,
  run: organisation.changeSessionLimits,
  done: refresh,
});

export const changePolicy = action({
  permission: "settings.manage",
  input: organisationPolicySchema,
  run: (context, { version, ...rules }) =>
    savePolicy(context, { scheduleId: null, version, rules }),
  done: refresh,
});

export const changeLoadRules = action({
  permission: "settings.manage",
  input: loadRulesInputSchema,
  run: (context, { version, ...rules }) => saveLoadRules(context, { version, rules }),
  done: refresh,
});

export const takeHolidays = action({
  permission: "settings.manage",
  input: takeCalendarSchema,
  run: takeCalendar,
  done: refresh,
});

export const invite = action({
  permission: "member.manage",
  costly: "invite-organisation",
  stepUp: true,
  input: inviteSchema,
  run: async (context, input) => {
    const { name, link } = await members.invite(context, input);
    // The link makes the account of its address: where mail goes out, only the address's reader gets it.
    return env().SMTP_URL ? { name } : { name, link };
  },
  done: refresh,
});

export const revokeInvitation = action({
  permission: "member.manage",
  input: revokeInvitationSchema,
  run: members.revokeInvitation,
  done: refresh,
});

export const changePermissions = action({
  permission: "member.manage",
  stepUp: true,
  input: permissionsSchema,
  run: members.changePermissions,
  done: refresh,
});

export const removeMember = action({
  permission: "member.manage",
  stepUp: true,
  input: removeMemberSchema,
  run: members.removeMember,
  done: (_, actor) => redirect(`/o/${actor.slug}/settings/members`),
});

export const signMemberOut = action({
  permission: "member.manage",
  stepUp: true,
  input: endSessionsSchema,
  onAccount: true,
  run: endSessions,
});

export const takeFactors = action({
  permission: "member.manage",
  stepUp: true,
  input: takeFactorsSchema,
  onAccount: true,
  run: takeLostFactors,
});

export const grantSupport = action({
  permission: "organisation.own",
  stepUp: true,
  input: grantAccessSchema,
  run: support.grantAccess,
  done: refresh,
});

export const endSupport = action({
  permission: "organisation.own",
  input: endAccessSchema,
  run: support.endAccess,
  done: refresh,
});

export const changeNetworks = action({
  permission: "settings.manage",
  stepUp: true,
  input: networksSchema,
  run: changeOrganisationNetworks,
  done: refresh,
});

export const createKey = action({
  permission: "key.manage",
  stepUp: true,
  input: newKeySchema,
  shownOnce: true,
  run: (context, input) => keys.createKey(context, "organisation", input),
  done: andTell(refresh, { what: "An API key", act: "made", path: "settings/keys" }),
});

export const recycleKey = action({
  permission: "key.manage",
  stepUp: true,
  input: recycleKeySchema,
  shownOnce: true,
  run: (context, input) => keys.recycleKey(context, "organisation", input),
  done: andTell(refresh, { what: "An API key", act: "recycled", path: "settings/keys" }),
});

export const revokeKey = action({
  permission: "key.manage",
  input: revokeKeySchema,
  run: (context, input) => keys.revokeKey(context, "organisation", input),
  done: refresh,
});

export const revokeFeed = action({
  permission: "key.manage",
  input: feeds.feedSchema,
  run: (context, input) => feeds.revokeFeed(context, "organisation", input),
  done: refresh,
});

export const markAlertSeen = action({
  permission: "settings.manage",
  input: markSeenSchema,
  run: alerts.markSeen,
  done: refresh,
});
