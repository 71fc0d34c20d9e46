/** The tables of a tenant. One that is missing here cannot be reached through the tenant door. */
export const TENANT_MODELS = [
  "Organisation",
  "Member",
  "Grant",
  "Invitation",
  "SsoConnection",
  "SsoDomain",
  "SupportAccess",
  "Team",
  "Person",
  "TeamPerson",
  "ContactMethod",
  "TimeOff",
  "Wish",
  "Schedule",
  "Plan",
  "Revision",
  "Draft",
  "Review",
  "Acknowledgement",
  "Policy",
  "LoadRules",
  "ChangeLogEntry",
  "ChangeLogHead",
  "SignedHead",
  "HeadSink",
  "PersonKey",
  "LogTally",
  "Alert",
  "AlertWatch",
  "RequestKey",
  "ApiKey",
  "KeyNetwork",
  "Feed",
  "ScimToken",
  "ScimUser",
  "ScimGroup",
  "ScimGroupMember",
  "Outbox",
] as const;

export type TenantModel = (typeof TENANT_MODELS)[number];

/** Tables of nobody's: reached by lib/auth, and the last one by lib/limits, alone. */
export const IDENTITY_MODELS = [
  "User",
  "Session",
  "PasswordReset",
  "BackupCode",
  "PendingSignIn",
  "RateLimit",
  "Passkey",
  "PasskeyChallenge",
  "CodeFactor",
  "SentCode",
  "CodeTally",
  "KeptKey",
  "Identity",
  "SamlAssertion",
] as const;

/**
 * What the tenant door lets through. `findUnique` is not here because Prisma may merge those of different
 * callers into one query; `update`, `delete` and `upsert` because a write names its rows by a filter and
 * checks how many it met: that is compare-and-set.
 */
export const READS = ["findFirst", "findMany", "count", "aggregate", "groupBy"] as const;
export const CREATES = ["create", "createMany", "createManyAndReturn"] as const;
export const WRITES = ["updateMany", "updateManyAndReturn", "deleteMany"] as const;

export type Operation = (typeof READS | typeof CREATES | typeof WRITES)[number];
