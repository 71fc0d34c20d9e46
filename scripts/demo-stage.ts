import { randomUUID } from "node:crypto";
import { createUser } from "@/lib/auth/account";
import { addMember } from "@/lib/directory/member";
import { newPersonId } from "@/lib/directory/person-id";
import { addPerson, addTeam } from "@/lib/people/commands";
import { saveDraft, submitDraft } from "@/lib/roster/draft-commands";
import { publishDraft } from "@/lib/roster/publish";
import { reviewDraft } from "@/lib/roster/review-commands";
import { addSchedule } from "@/lib/roster/schedule-commands";
import type { Definition, Instant } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { tenantTx } from "@/lib/tenancy/db";
import { presetGrants, toGrant } from "@/lib/tenancy/permissions";

export const PASSWORD = "seven quiet lanterns";

export type Account = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly zone: string;
};

/** An account with the demo password. */
export async function account(name: string, email: string, zone: string): Promise<Account> {
  const { id } = await createUser({ name, email, zone, password: PASSWORD });
  return { id, name, email, zone };
}

/** Runs work as a member, at a chosen time: the demo's history lies in the past. */
export async function as<T>(
  actor: Actor,
  now: Instant,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  return tenantTx(actor.orgId, (db) =>
    work({ actor: { ...actor, requestId: randomUUID() }, db, now, isStaged: true }),
  );
}

/** The actor that a member is, with the permissions they hold. */
export async function actorOf(orgId: string, slug: string, user: Account): Promise<Actor> {
  return tenantTx(orgId, async (db) => {
    const member = await db.member.findFirst({
      where: { userId: user.id },
      select: { id: true, grants: { select: { permission: true, teamId: true } } },
    });
    if (!member) throw new Error(`${user.name} is no member of ${slug}`);
    return {
      orgId,
      slug,
      organisation: slug,
      memberId: member.id,
      userId: user.id,
      name: user.name,
      zone: user.zone,
      sessionHash: "",
      requestId: randomUUID(),
      grants: member.grants.flatMap(toGrant),
    };
  });
}

/** Makes an account a member and a person, with a preset's permissions. Returns the person's id. */
export async function join(owner: Actor, user: Account, preset: string): Promise<string> {
  const memberId = randomUUID();
  return tenantTx(owner.orgId, async (db) => {
    const personId = await newPersonId(db);
    await addMember(db, owner, user, memberId, personId);
    await db.grant.createMany({
      data: presetGrants(preset, null).map((grant) => ({
        ...grant,
        memberId,
        grantedBy: owner.memberId,
      })),
    });
    return personId;
  });
}

export async function team(owner: Actor, name: string): Promise<string> {
  return (await as(owner, Date.now(), (context) => addTeam(context, { name }))).teamId;
}

export async function person(
  owner: Actor,
  name: string,
  zone: string,
  phone: string | null,
  email: string | null,
  teams: string[],
) {
  const { personId } = await as(owner, Date.now(), (context) =>
    addPerson(context, { name, zone, phone, email, teams }),
  );
  return personId;
}

type Roster = {
  readonly name: string;
  readonly teamId: string;
  readonly description: string;
  readonly document: Definition;
};

/** A schedule whose first roster one member drafts and another approves; it holds from `now` on. */
export async function publish(
  author: Actor,
  reviewer: Actor,
  now: Instant,
  roster: Roster,
  waiver = "",
): Promise<string> {
  const { scheduleId, draftId } = await as(author, now, (context) =>
    addSchedule(context, { ...roster, zone: roster.document.zone }),
  );
  await approve(author, reviewer, now, draftId, "First roster", roster.document, waiver);
  return scheduleId;
}

/** Saves a draft, sends it to review, has it approved and published. */
export async function approve(
  author: Actor,
  reviewer: Actor,
  now: Instant,
  draftId: string,
  title: string,
  document: Definition,
  waiver = "",
): Promise<void> {
  const { version } = await as(author, now, (context) =>
    saveDraft(context, { draftId, version: 1, title, words: "", document }),
  );
  const seen = { draftId, version };
  await as(author, now, (context) => submitDraft(context, seen));
  await as(reviewer, now, (context) =>
    reviewDraft(context, { ...seen, decision: "approve", words: "Looks right to me.", waiver }),
  );
  await as(author, now, (context) => publishDraft(context, seen));
}
