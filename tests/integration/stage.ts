import { randomUUID } from "node:crypto";
import pg from "pg";
import { vi } from "vitest";
import { authenticate } from "@/lib/auth/account";
import type { Acting } from "@/lib/auth/acting-store";
import { checkCode, type SentTo } from "@/lib/auth/check-code";
import { accountTries } from "@/lib/auth/code-tries";
import { authClient } from "@/lib/auth/db";
import { EVERY_SESSION, type Reach } from "@/lib/auth/device-store";
import { insertSession } from "@/lib/auth/session-store";
import { findUser } from "@/lib/auth/store";
import { appClient } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Guess } from "@/lib/limits/guess";
import { closeLimits } from "@/lib/limits/store";
import { closeQueue } from "@/lib/notify/queue";
import { foundOrganisation } from "@/lib/organisation/commands";
import { addSchedule } from "@/lib/roster/schedule-commands";
import type { Definition } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import type { Permission } from "@/lib/tenancy/permissions";
import { type Account, actorOf, approve, as, join, person, team } from "@/scripts/demo-stage";
import { closedAccount } from "@/scripts/stage-account";
import { freshDatabase, MASTER_KEY, type TestDatabase } from "@/tests/support/database";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

type Settings = Readonly<Record<string, string>>;

/**
 * A database of this file's own, and the settings that point at it. To be called before anything that reads
 * the settings, once in a file: they are read once.
 */
export async function openStage(settings: (database: TestDatabase) => Settings = () => ({})) {
  const database = await freshDatabase();
  const all: Settings = {
    DATABASE_URL: database.appUrl,
    DATABASE_AUTH_URL: database.authUrl,
    DATABASE_JOBS_URL: database.jobsUrl,
    AUTH_SECRET: "the secret of the integration tests",
    STANDBY_MASTER_KEY: MASTER_KEY,
    STANDBY_URL: "http://localhost:3000",
    ...settings(database),
  };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  const owners: pg.Client[] = [];
  return {
    ...database,
    /** A connection as the owner of the database, until the stage is closed. */
    openOwner: async (): Promise<pg.Client> => {
      const owner = new pg.Client({ connectionString: database.ownerUrl });
      await owner.connect();
      owners.push(owner);
      return owner;
    },
    close: async () => {
      for (const owner of owners) await owner.end();
      await closeLimits();
      await closeQueue();
      await appClient().$disconnect();
      await authClient().$disconnect();
      await database.drop();
      vi.unstubAllEnvs();
    },
  };
}

/** An account that nobody can sign in to. */
export const accountOf = (name: string): Promise<Account> =>
  closedAccount(
    name,
    `${name.toLowerCase().replaceAll(" ", ".")}.${randomUUID().slice(0, 8)}@example.com`,
  );

/** A new session of that account, by which it can be changed. */
export async function acting(userId: string): Promise<Acting & Reach> {
  const sessionHash = randomUUID();
  const { version: userVersion = 1 } = (await findUser(userId)) ?? {};
  const expiresAt = new Date(Date.now() + HOUR);
  await insertSession({ idHash: sessionHash, userId, userVersion, device: "a test", expiresAt });
  return { userId, sessionHash, ...EVERY_SESSION };
}

export type Tenant = {
  readonly orgId: string;
  readonly slug: string;
  readonly owner: Actor;
  readonly ownerPerson: string;
  readonly teamId: string;
  /** A new member with a preset's permissions, and the person they are. */
  readonly member: (name: string, preset: string) => Promise<Actor & { readonly person: string }>;
  /** Somebody on the roster without an account, reachable by mail. */
  readonly person: (name: string, zone?: string) => Promise<string>;
};

/** A new organisation with an owner and a team. */
export async function tenant(slug: string): Promise<Tenant> {
  const founder = await accountOf("Olga Owner");
  const { orgId, personId } = await foundOrganisation(founder, {
    organisation: `${slug} organisation`,
    slug,
    zone: "Europe/London",
  });
  const owner = await actorOf(orgId, slug, founder);
  const teamId = await team(owner, "Platform");
  return {
    orgId,
    slug,
    owner,
    ownerPerson: personId,
    teamId,
    member: async (name, preset) => {
      const user = await accountOf(name);
      const own = await join(owner, user, preset);
      return { ...(await actorOf(orgId, slug, user)), person: own };
    },
    person: (name, zone = "UTC") => {
      const email = `${randomUUID().slice(0, 8)}@example.com`;
      return person(owner, name, zone, null, email, [teamId]);
    },
  };
}

/** A weekly rotation since the beginning of 2026, on call always. */
export function weekly(
  people: readonly string[],
  zone = "Europe/London",
  date = "2026-01-05",
): Definition {
  const rotation = {
    unit: "week",
    every: 1,
    anchor: { date, time: "09:00", turn: 0 },
    turns: people.map((one) => ({ id: randomUUID(), people: [one] })),
  } as const;
  const layer = { id: randomUUID(), name: "Weekly", priority: 0, windows: [], rotation };
  const tier = { id: randomUUID(), name: "Primary", cover: "always", layers: [layer] } as const;
  return { zone, tiers: [tier], overrides: [], calendars: [] };
}

/** The definition with one more override: `by` instead of `who`, for the whole schedule. */
export function replaced(
  definition: Definition,
  who: string,
  by: string,
  startsAt: number,
  endsAt: number,
): Definition {
  const target = { scope: "schedule" } as const;
  const override = { id: randomUUID(), kind: "replace", target, startsAt, endsAt } as const;
  const overrides = [...definition.overrides, { ...override, person: who, by }];
  return { ...definition, overrides };
}

/** A schedule of the tenant's team with its first roster published at `at`. */
export async function published(
  { teamId }: Tenant,
  author: Actor,
  reviewer: Actor,
  at: number,
  document: Definition,
): Promise<string> {
  const { scheduleId, draftId } = await as(author, at, (context) =>
    addSchedule(context, { name: "On call", teamId, description: "", zone: document.zone }),
  );
  await approve(author, reviewer, at, draftId, "First roster", document);
  return scheduleId;
}

/** The actor without a permission, as a request that began after it was taken would see them. */
export function without(actor: Actor, permission: Permission): Actor {
  return { ...actor, grants: actor.grants.filter((grant) => grant.permission !== permission) };
}

/** For acts on accounts that no organisation hears of. */
export const unheard = async () => undefined;
/** As `checkCode`, of whoever gave the account's password. */
export const tryCode = (
  userId: string,
  typed: string,
  now: number,
  sent?: SentTo,
  locked: Guess["locked"] = unheard,
) => checkCode(userId, typed, now, accountTries(userId, now, locked), sent);
/** For a password that is set by mail on no device. */
export const nowhere = async () => null;
/** For sign-ins that no organisation hears of. */
export const unlogged = {
  signedIn: unheard,
  failed: () => undefined,
  check: authenticate,
  owes: unheard,
};

/** How an act ended: `ok`, or the code of the error that its caller is shown. Anything else is a bug and thrown. */
export async function outcome(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return "ok";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}
