import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { emailIndex } from "@/lib/auth/account";
import { authClient } from "@/lib/auth/db";
import type { CurrentSession } from "@/lib/auth/session";
import { insertUser } from "@/lib/auth/store";
import { seal } from "@/lib/crypto/box";
import { emailPlace } from "@/lib/crypto/places";
import { endAccess, grantAccess } from "@/lib/support/commands";
import { listAccesses } from "@/lib/support/queries";
import type { Actor } from "@/lib/tenancy/actor";
import { supportActor } from "@/lib/tenancy/support";
import { as } from "@/scripts/demo-stage";
import { DAY, openStage, published, type Tenant, tenant, weekly } from "./stage";

export const STAFF = "sam@operator.example";

async function rosterOf(slug: string): Promise<Tenant> {
  const made = await tenant(slug);
  const author = await made.member("Ana Author", "Scheduler");
  const reviewer = await made.member("Rita Reviewer", "Approver");
  const people = [author.person, await made.person("Chen")];
  await published(made, author, reviewer, Date.now() - DAY, weekly(people));
  return made;
}

/** An account with this address, signed in, and a member nowhere. */
export async function sessionOf(email: string): Promise<CurrentSession> {
  const id = randomUUID();
  const emailBox = seal(email, emailPlace(id));
  const user = { id, emailHash: emailIndex(email), emailBox, name: "Sam Staff", zone: "UTC" };
  await insertUser({ ...user, passwordHash: "none" });
  const { name, zone } = user;
  const now = new Date();
  const by = { provenBy: "password", provenFor: null } as const;
  const proven = { factors: [], provenAt: now, isFresh: true, ...by } as const;
  const session = { userId: id, name, zone, emailBox, seenAt: now, memberships: [] };
  const made = { own: true, connections: [], bypassed: [], hasPassword: false, expiresAt: now };
  return { ...session, ...proven, ...made, sessionHash: "none" };
}

export async function setFactor(userId: string, totpBox: string | null): Promise<void> {
  await authClient().user.updateMany({ where: { id: userId }, data: { totpBox } });
}

/** An owner lets support look; gives back the access's id. */
export async function granted(
  made: Tenant,
  teams: readonly string[] = [],
  hours = 4,
): Promise<string> {
  const input = { reason: "", whole: teams.length === 0, teams: [...teams], hours };
  await as(made.owner, Date.now(), (context) => grantAccess(context, input));
  return (await as(made.owner, Date.now(), listAccesses)).current?.id ?? "";
}

export async function ended(made: Tenant, accessId: string): Promise<void> {
  await as(made.owner, Date.now(), (context) => endAccess(context, { accessId }));
}

/** Two organisations with a roster, staff of support with a second factor, and who sits at the database. */
export async function supportStage() {
  const mails = await mkdtemp(path.join(tmpdir(), "standby-support-"));
  const stage = await openStage(() => ({
    STANDBY_SUPPORT: ` ${STAFF.toUpperCase()}, x@operator.example`,
    MAIL_DIR: mails,
  }));
  const owner = await stage.openOwner();
  const lumen = await rosterOf("lumen");
  const harbour = await rosterOf("harbour");
  const staff = await sessionOf(STAFF);
  await setFactor(staff.userId, "a key");
  const { userId, name, zone, sessionHash } = staff;
  /** Who staff is in an organisation, or null. */
  const enter = (slug: string): Promise<Actor | null> =>
    supportActor(staff, slug, { userId, name, zone, sessionHash, requestId: randomUUID() });
  return {
    stage,
    mails,
    owner,
    lumen,
    harbour,
    staff,
    enter,
    close: async () => {
      await stage.close();
      await rm(mails, { recursive: true });
    },
  };
}
