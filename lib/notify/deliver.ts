import { open } from "@/lib/crypto/box";
import { contactPlace, invitationEmailPlace } from "@/lib/crypto/places";
import { memberAddress } from "@/lib/directory/read";
import { formatInstant } from "@/lib/schedule/format";
import { type TenantDb, tenantTx } from "@/lib/tenancy/db";
import { zones } from "@/lib/zones/table";
import { type Mail, sendMail } from "./mail";
import {
  invitation,
  logHead,
  reviewed,
  reviewWanted,
  shiftsChanged,
  ssoBypassed,
  support,
} from "./message";
import { type Message, messageSchema, noticeSchema, secretPlace } from "./outbox";

type Scope = {
  readonly orgId: string;
  readonly slug: string;
  readonly organisation: string;
  readonly db: TenantDb;
};
type Letter = Omit<Mail, "id">;

async function toMember({ db, orgId }: Scope, memberId: string): Promise<Mail["to"] | null> {
  const member = await db.member.findFirst({
    where: { id: memberId, removedAt: null },
    select: { name: true, emailBox: true },
  });
  return (
    member && {
      name: member.name,
      address: memberAddress(orgId, { ...member, id: memberId }),
    }
  );
}

async function toPerson(
  { db, orgId }: Scope,
  personId: string,
): Promise<(Mail["to"] & { zone: string }) | null> {
  const person = await db.person.findFirst({
    where: { id: personId, archivedAt: null },
    select: {
      name: true,
      zone: true,
      contacts: {
        where: { kind: "email" },
        orderBy: { position: "asc" },
        take: 1,
        select: { id: true, valueBox: true },
      },
    },
  });
  const contact = person?.contacts[0];
  if (!person || !contact) return null;
  const address = open(contact.valueBox, contactPlace(orgId, contact.id));
  return { name: person.name, zone: person.zone, address };
}

type Of<K extends Message["kind"]> = Extract<Message, { kind: K }>;
type Writer<K extends Message["kind"]> = (
  scope: Scope,
  message: Of<K>,
  row: string,
) => Promise<Letter | null>;

const draftWith = (db: TenantDb, id: string) =>
  db.draft.findFirst({
    where: { id },
    select: {
      title: true,
      author: { select: { id: true, name: true } },
      schedule: { select: { name: true } },
    },
  });

const writers: { readonly [K in Message["kind"]]: Writer<K> } = {
  async invitation(scope, message, row) {
    const found = await scope.db.invitation.findFirst({
      where: { id: message.invitationId, acceptedAt: null, revokedAt: null },
      select: { name: true, emailBox: true },
    });
    if (!found) return null;
    const place = invitationEmailPlace(scope.orgId, message.invitationId);
    const secret = open(message.secret, secretPlace(scope.orgId, row));
    return {
      to: { name: found.name, address: open(found.emailBox, place) },
      ...invitation({ organisation: scope.organisation, path: `/invitation/${secret}` }),
    };
  },

  async "review-wanted"(scope, message) {
    const draft = await draftWith(scope.db, message.draftId);
    const to = await toMember(scope, message.memberId);
    const path = `/o/${scope.slug}/drafts/${message.draftId}`;
    return (
      draft &&
      to && {
        to,
        ...reviewWanted({
          draft: draft.title,
          schedule: draft.schedule.name,
          author: draft.author.name,
          path,
        }),
      }
    );
  },

  async reviewed(scope, message) {
    const draft = await draftWith(scope.db, message.draftId);
    const review = await scope.db.review.findFirst({
      where: { draftId: message.draftId, memberId: message.memberId },
      orderBy: { createdAt: "desc" },
      select: { words: true, member: { select: { name: true } } },
    });
    const to = draft && (await toMember(scope, draft.author.id));
    if (!draft || !review || !to) return null;
    const path = `/o/${scope.slug}/drafts/${message.draftId}`;
    const { words, member } = review;
    return {
      to,
      ...reviewed({
        draft: draft.title,
        reviewer: member.name,
        decision: message.decision,
        words,
        path,
      }),
    };
  },

  async "shifts-changed"(scope, message) {
    const schedule = await scope.db.schedule.findFirst({
      where: { id: message.scheduleId },
      select: { name: true },
    });
    const person = await toPerson(scope, message.personId);
    if (!schedule || !person) return null;
    const path = `/o/${scope.slug}/schedules/${message.scheduleId}`;
    const { gained, lost, emergency } = message;
    return {
      to: person,
      ...shiftsChanged({
        schedule: schedule.name,
        path,
        emergency,
        gained,
        lost,
        zone: zones(person.zone),
      }),
    };
  },

  async support(scope, { what, accessId, memberId }) {
    const { db, organisation } = scope;
    const access = await db.supportAccess.findFirst({ where: { id: accessId } });
    const to = await toMember(scope, memberId);
    if (!access || !to) return null;
    const by = await db.member.findFirst({
      where: { id: access.grantedBy },
      select: { name: true },
    });
    const teams = await db.team.findMany({
      where: { id: { in: access.teams } },
      orderBy: { name: "asc" },
      select: { name: true },
    });
    const home = await db.organisation.findFirst({ select: { zone: true } });
    const zone = zones(home?.zone ?? "UTC");
    return {
      to,
      ...support({
        what,
        organisation,
        by: by?.name ?? "An owner",
        reason: access.reason,
        teams: teams.map(({ name }) => name),
        until: formatInstant(access.expiresAt.getTime(), zone),
        zone,
        path: `/o/${scope.slug}/settings/support`,
      }),
    };
  },

  async notice(scope, { memberId, secret }, row) {
    const to = await toMember(scope, memberId);
    if (!to) return null;
    const words = open(secret, secretPlace(scope.orgId, row));
    return { to, ...noticeSchema.parse(JSON.parse(words)) };
  },

  async "sso-bypassed"(scope, { by, memberId }) {
    const to = await toMember(scope, memberId);
    const member = await scope.db.member.findFirst({ where: { id: by }, select: { name: true } });
    const { organisation, slug } = scope;
    const name = member?.name ?? "An owner";
    return to && { to, ...ssoBypassed({ organisation, name, path: `/o/${slug}/log` }) };
  },

  async "log-head"(scope, message) {
    const head = await scope.db.signedHead.findFirst({
      where: { number: BigInt(message.number) },
      select: { hash: true, keyId: true, jws: true },
    });
    const to = await toMember(scope, message.memberId);
    if (!head || !to) return null;
    const { organisation, slug } = scope;
    const { number } = message;
    return { to, ...logHead({ ...head, organisation, number, path: `/o/${slug}/log` }) };
  },
};

async function write(scope: Scope, message: Message, row: string): Promise<Letter | null> {
  return (writers[message.kind] as Writer<Message["kind"]>)(scope, message, row);
}

/**
 * Sends one message of the outbox and marks it sent. Throws when it cannot be sent: the queue tries again.
 * What no longer has a reader (a withdrawn invitation, a person without an address) is marked and dropped.
 */
export async function deliver(orgId: string, id: string): Promise<void> {
  const letter = await tenantTx(orgId, async (db) => {
    const row = await db.outbox.findFirst({
      where: { id, sentAt: null },
      select: { payload: true },
    });
    const organisation = await db.organisation.findFirst({ select: { slug: true, name: true } });
    if (!row || !organisation) return null;
    const scope = { orgId, slug: organisation.slug, organisation: organisation.name, db };
    return write(scope, messageSchema.parse(row.payload), id);
  });
  if (letter) await sendMail({ ...letter, id });
  await tenantTx(orgId, (db) =>
    db.outbox.updateMany({
      where: { id, sentAt: null },
      data: { sentAt: new Date(), payload: {} },
    }),
  );
}
