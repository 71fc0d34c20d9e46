import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { addMember, type NewMember } from "@/lib/directory/member";
import { AppError } from "@/lib/errors";
import { mailOwners, type Notice } from "@/lib/notify/outbox";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { tenantTx } from "@/lib/tenancy/db";
import { lockOrganisation } from "@/lib/tenancy/lock";
import { record } from "@/lib/tenancy/log";
import { presetGrants } from "@/lib/tenancy/permissions";
import { isTaken } from "@/lib/tenancy/unique";
import { decideSince } from "./factor-policy";
import type {
  factorPolicySchema,
  newOrganisationSchema,
  organisationSettingsSchema,
  retentionSchema,
  sessionLimitsSchema,
} from "./schema";

/**
 * Makes an organisation with its founder as owner and as its first person, and their account by `makeAccount` if they have
 * none yet, when nothing of the organisation can be refused any more. Throws conflict if the slug is taken.
 */
export async function foundOrganisation(
  founder: NewMember,
  input: z.output<typeof newOrganisationSchema>,
  origin?: Actor["origin"],
  makeAccount?: () => Promise<void>,
): Promise<{ orgId: string; slug: string; memberId: string; personId: string }> {
  const orgId = randomUUID();
  const memberId = randomUUID();
  const personId = randomUUID();
  const actor: Actor = {
    orgId,
    slug: input.slug,
    organisation: input.organisation,
    memberId,
    userId: founder.id,
    name: founder.name,
    zone: founder.zone,
    sessionHash: "",
    requestId: randomUUID(),
    ...(origin && { origin }),
    grants: [],
  };
  try {
    await tenantTx(orgId, async (db) => {
      await db.organisation.create({
        data: { slug: input.slug, name: input.organisation, zone: input.zone },
      });
      await makeAccount?.();
      await addMember(db, actor, founder, memberId, personId);
      await db.grant.createMany({
        data: presetGrants("Owner", null).map((grant) => ({ ...grant, memberId })),
      });
      await record(
        { actor, db },
        {
          action: "organisation.founded",
          subject: { kind: "organisation", id: orgId },
          body: { slug: input.slug, owner: memberId },
        },
      );
    });
  } catch (error) {
    if (isTaken(error)) {
      throw new AppError("conflict", "That address is taken. Choose another.", {
        slug: ["Taken. Choose another."],
      });
    }
    throw error;
  }
  return { orgId, slug: input.slug, memberId, personId };
}

/** Changes the organisation's name and zone. */
export async function changeOrganisation(
  context: Context,
  input: z.output<typeof organisationSettingsSchema>,
): Promise<void> {
  const before = await context.db.organisation.findFirst({
    select: { name: true, zone: true },
  });
  await context.db.organisation.updateMany({ data: input });
  await record(context, {
    action: "organisation.changed",
    subject: { kind: "organisation", id: context.actor.orgId },
    body: { before, after: input },
  });
}

/**
 * Changes for how many days history is kept. What a shorter time removes is gone with the next daily job, so every owner is
 * told by mail.
 */
export async function changeRetention(
  context: Context,
  input: z.output<typeof retentionSchema>,
): Promise<void> {
  const { actor, db } = context;
  const before = await db.organisation.findFirst({ select: { logDays: true } });
  await db.organisation.updateMany({ data: input });
  await record(context, {
    action: "organisation.changed",
    subject: { kind: "organisation", id: actor.orgId },
    body: { before, after: input },
  });
  if (before && input.logDays < before.logDays)
    await mailOwners(context, historyCut(actor, before.logDays, input.logDays));
}

const historyCut = (
  { organisation, name, slug }: Pick<Actor, "organisation" | "name" | "slug">,
  before: number,
  after: number,
): Notice => ({
  subject: `History of ${organisation} is kept for ${after} days instead of ${before}`,
  paragraphs: [
    `${name} changed for how long ${organisation} keeps its history: ${after} days instead of ${before}. Within a day, older entries of the change log are removed up to a signed head, and with them old messages, invitations, keys and feeds. Rosters stay.`,
    "If that is not what you want, set the days back now, and export the change log.",
  ],
  link: { text: "Open the settings", path: `/o/${slug}/settings` },
});

/** Changes whether members need a second factor, of which kinds, and how long they have. Throws not_found without organisation. */
export async function changeFactorPolicy(
  { actor, db, now }: Context,
  input: z.output<typeof factorPolicySchema>,
): Promise<void> {
  // Takes the row's lock, so that what is read stays true until it is written.
  await lockOrganisation({ db });
  const found = await db.organisation.findFirst({
    select: { factorSince: true, factorKinds: true, factorGraceDays: true },
  });
  if (!found) throw new AppError("not_found", "This organisation is not here any more.");
  const before = {
    since: found.factorSince?.getTime() ?? null,
    kinds: found.factorKinds,
    graceDays: found.factorGraceDays,
  };
  const { kinds, graceDays } = input;
  const after = { since: decideSince(before, input, now), kinds, graceDays };
  await db.organisation.updateMany({
    data: {
      factorSince: after.since === null ? null : new Date(after.since),
      factorKinds: kinds,
      factorGraceDays: graceDays,
    },
  });
  await record(
    { actor, db },
    {
      action: "organisation.factor-policy",
      subject: { kind: "organisation", id: actor.orgId },
      body: { before, after },
    },
  );
}

/** Sets how long members' sessions last, from their next request on. */
export async function changeSessionLimits(
  context: Context,
  input: z.output<typeof sessionLimitsSchema>,
): Promise<void> {
  const before = await context.db.organisation.findFirst({
    select: { idleMinutes: true, sessionHours: true },
  });
  await context.db.organisation.updateMany({ data: input });
  await record(context, {
    action: "organisation.session-limits",
    subject: { kind: "organisation", id: context.actor.orgId },
    body: { before, after: input },
  });
}
