import { AppError } from "@/lib/errors";
import { CREATES, type TenantModel } from "./models";

type Quota = {
  /** So many rows of it an organisation has at most. */
  readonly most: number;
  /** What they are, in the reader's words. */
  readonly things: string;
  /** Which of them count; all, unless said otherwise. */
  readonly counted?: (now: Date) => Readonly<Record<string, unknown>>;
};

type Quotas = Partial<Readonly<Record<TenantModel, Quota>>>;

/**
 * How many rows of each kind that people and programs make an organisation has: far more than any needs, so that none fills the
 * disk of all. What follows from them (revisions, reviews, the log, messages) is bounded by how often something may change
 * and how long it is kept; what a document holds, by its schema. docs/limits.md says the same; a test compares them.
 */
export const QUOTAS = {
  Member: { most: 10_000, things: "members", counted: () => ({ removedAt: null }) },
  Grant: { most: 200_000, things: "permissions" },
  Invitation: {
    most: 5_000,
    things: "open invitations",
    counted: (now) => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: now } }),
  },
  SsoConnection: { most: 50, things: "providers" },
  SsoDomain: { most: 200, things: "domains" },
  SupportAccess: { most: 10_000, things: "grants of access to support" },
  Team: { most: 2_000, things: "teams" },
  Person: { most: 20_000, things: "people" },
  TeamPerson: { most: 100_000, things: "places in teams" },
  ContactMethod: { most: 60_000, things: "addresses and phone numbers" },
  TimeOff: { most: 200_000, things: "times off" },
  Wish: { most: 100_000, things: "wishes" },
  Schedule: { most: 5_000, things: "schedules" },
  Plan: { most: 20_000, things: "plans" },
  Draft: {
    most: 5_000,
    things: "open drafts",
    counted: () => ({ status: { in: ["editing", "submitted"] } }),
  },
  ApiKey: { most: 10_000, things: "API keys", counted: () => ({ revokedAt: null }) },
  Feed: { most: 50_000, things: "calendar feeds", counted: () => ({ revokedAt: null }) },
  ScimToken: { most: 100, things: "SCIM tokens", counted: () => ({ revokedAt: null }) },
  ScimUser: { most: 20_000, things: "users of a provider" },
  ScimGroup: { most: 2_000, things: "groups of a provider" },
  ScimGroupMember: { most: 200_000, things: "places in groups of a provider" },
} as const satisfies Quotas;

type Table = Readonly<Record<string, (args: Record<string, unknown>) => Promise<unknown>>>;

const creates: ReadonlySet<string> = new Set(CREATES);

/**
 * A client that makes no row beyond a quota: it counts before, in the same transaction. Throws conflict, in words. Those who
 * make some at the same moment may pass it by what they make.
 */
export function withQuotas<C extends object>(client: C, quotas: Quotas = QUOTAS): C {
  const byTable = new Map(
    Object.entries(quotas).map(([model, quota]) => [
      model.charAt(0).toLowerCase() + model.slice(1),
      quota,
    ]),
  );
  return new Proxy(client, {
    get(target, name) {
      const table = Reflect.get(target, name) as Table;
      const quota = typeof name === "string" ? byTable.get(name) : undefined;
      return quota ? counting(table, quota) : table;
    },
  });
}

function counting(table: Table, quota: Quota): Table {
  return new Proxy(table, {
    get(target, operation) {
      const own = Reflect.get(target, operation) as Table[string];
      if (typeof operation !== "string" || !creates.has(operation)) return own;
      return async (args: Record<string, unknown>) => {
        await requireRoom(table, quota, Array.isArray(args.data) ? args.data.length : 1);
        return own(args);
      };
    },
  });
}

async function requireRoom(table: Table, quota: Quota, more: number): Promise<void> {
  const { most, things, counted } = quota;
  const where = counted?.(new Date()) ?? {};
  const present = Number(await table.count?.({ where, take: most }));
  if (present + more <= most) return;
  throw new AppError(
    "conflict",
    `Your organisation would have more than ${most.toLocaleString("en")} ${things}, the most there can be. Remove some first.`,
  );
}
