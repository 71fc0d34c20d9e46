/** Ids and other values that say nothing of anybody by themselves. */
type Id = string;
/** In ms since the epoch. */
type At = number;
/** What was so before, and what is from now on. */
type Change = { readonly before: unknown; readonly after: unknown };
/** What a group of a provider's means here. */
type Meaning = { readonly team: Id | null; readonly preset: string };
type Nothing = { readonly [key: string]: never };
type Grants = readonly { readonly permission: string; readonly teamId: Id | null }[];
type Counted = { readonly count: number; readonly member?: Id; readonly minute?: At };
type Kind = { readonly kind?: string };
type Provider = { readonly provider: Id };
type KeysOf = { readonly of: "own" | "organisation" };

type Members = {
  "member.invited": { readonly grants: Grants };
  "member.invitation-revoked": Nothing;
  "member.joined": { readonly invitation: Id; readonly grants: Grants };
  "member.permissions": { readonly given: Grants; readonly taken: Grants; readonly scim?: true };
  "member.removed": { readonly taken: Grants };
  "member.sessions-ended": Nothing;
  "member.factors-taken": Nothing;
  "member.renamed": Nothing;
  "member.exported": Nothing;
  "permission.refused": Counted;
  "network.refused": Counted;
};

/** What happens to accounts, which belong to no organisation. */
type Accounts = {
  "member.signed-in": { readonly by: string };
  "member.signed-out": Nothing;
  "member.sign-in-failed": Counted;
  "member.locked-out": { readonly device?: true; readonly provider?: true; readonly codes?: true };
  "member.password-changed": Nothing;
  "member.password-reset": Nothing;
  "member.second-factor-on": Kind;
  "member.second-factor-off": Kind;
  "member.backup-codes-renewed": Kind;
  "member.passkey-refused": Nothing;
  /** The password was right, and nobody gave the second factor. */
  "member.half-signed-in": Nothing;
  "member.confirmed": { readonly by: string };
  "member.identity-linked": Provider;
  "member.identity-unlinked": Provider;
  "member.device-signed-out": Nothing;
};

type People = {
  "person.added": { readonly zone: string; readonly teams: readonly Id[] };
  "person.changed": { readonly zone: string; readonly phone: boolean; readonly email: boolean };
  "person.archived": Nothing;
  "person.erased": { readonly name: string; readonly member: Id | null };
  "team.added": { readonly name: string };
  "team.renamed": { readonly before: { readonly name: string } | null; readonly name: string };
  "time-off.added": { readonly id: Id; readonly startsAt: At; readonly endsAt: At };
  "time-off.removed": { readonly id: Id; readonly startsAt: At; readonly endsAt: At };
  "wish.added": { readonly id: Id; readonly kind: string };
  "wish.removed": { readonly id: Id };
  "import.people": { readonly people: readonly Id[] };
};

type Settings = {
  "organisation.founded": { readonly slug: string; readonly owner: Id };
  "organisation.changed": Change;
  "organisation.factor-policy": Change;
  "organisation.session-limits": Change;
  /** How many there were and are: the networks themselves are details. */
  "network.changed": Change;
  "policy.changed": Change;
  "load-rules.changed": Change;
  "keys.rotated": { readonly key: string; readonly count: number };
  "sso.connection-added": { readonly kind: string };
  /** Certificates by their fingerprints; of the secret, whether it is another now. */
  "sso.connection-changed": Change & { readonly kind: string; readonly secretChanged: boolean };
  "sso.connection-removed": { readonly before: unknown };
  "sso.domain-added": Nothing;
  "sso.domain-verified": Nothing;
  "sso.domain-removed": { readonly verified: boolean };
  "sso.required": { readonly before: boolean; readonly required: boolean };
  "sso.factors-trusted": { readonly before: boolean; readonly trusted: boolean };
  "sso.refused": { readonly reason: string };
  "sso.bypassed": Nothing;
};

type Keys = {
  "key.created": KeysOf & {
    readonly prefix: string;
    readonly grants: readonly unknown[];
    readonly expiresAt: At | null;
  };
  "key.recycled": KeysOf & {
    readonly into: Id;
    readonly prefix: string;
    readonly grants: readonly unknown[];
    readonly until: At;
  };
  "key.revoked": KeysOf;
  "key.refused": Counted;
  "key.new-network": { readonly networks: number };
  "feed.created": { readonly prefix: string; readonly expiresAt: At | null };
  "feed.recycled": { readonly into: Id; readonly prefix: string; readonly until: At };
  "feed.revoked": KeysOf;
};

/** What an organisation's provider keeps here. */
type Scim = {
  "scim.token-created": { readonly prefix: string; readonly preset: string };
  "scim.token-recycled": { readonly into: Id; readonly prefix: string; readonly until: At };
  "scim.token-revoked": Nothing;
  "scim.new-network": { readonly networks: number };
  /** `grants`: what accepting the invitation gives. */
  "scim.user-added": {
    readonly user: Id;
    readonly member: Id | null;
    readonly invited: boolean;
    readonly grants?: Grants;
  };
  /** Which of them changed. `grants`: what accepting the invitation to the new address gives to who is no member yet. */
  "scim.user-changed": {
    readonly name: boolean;
    readonly email: boolean;
    readonly grants?: Grants;
  };
  "scim.user-removed": { readonly user: Id };
  "scim.deactivated": { readonly person: Id; readonly onCall: object };
  /** `given`: back to a member; `grants`: what accepting the invitation gives to who is none. */
  "scim.reactivated": { readonly person: Id; readonly given: Grants; readonly grants?: Grants };
  "scim.group-added": { readonly team: Id | null; readonly people: readonly Id[] };
  "scim.group-changed": Change & {
    readonly team: Id | null;
    readonly joined: readonly Id[];
    readonly left: readonly Id[];
    readonly renamed: boolean;
  };
  "scim.group-removed": {
    readonly name: string;
    readonly team: Id | null;
    readonly people: readonly Id[];
  };
  "scim.group-mapped": Meaning & { readonly before: Meaning; readonly people: readonly Id[] };
  "scim.refused": Counted;
};

type Roster = {
  "schedule.created": { readonly name: string; readonly teamId: Id; readonly imported?: string };
  "schedule.archived": { readonly at: At };
  /** All that is stored of the revision, and what it was decided by. Operations have before and after. */
  "schedule.published": {
    readonly draft: Id;
    readonly revision: number;
    readonly base: number;
    readonly holdsFrom: At;
    readonly publishedAt: At;
    readonly publishedBy: Id;
    readonly zones: string;
    readonly definition: string;
    readonly operations: readonly object[];
    readonly approvals: readonly object[];
    readonly waivers: readonly object[];
    readonly emergency: boolean;
  };
  "draft.opened": { readonly kind: string; readonly base: number };
  "draft.saved": { readonly version: number };
  "draft.submitted": { readonly version: number };
  "draft.withdrawn": { readonly version: number };
  "draft.rebased": {
    readonly version: number;
    readonly base: number;
    readonly choices: Readonly<Record<string, string>>;
  };
  /** `waives`: whether it gives a reason for findings that need one. */
  "draft.reviewed": {
    readonly version: number;
    readonly decision: string;
    readonly waives?: boolean;
    readonly afterwards?: true;
  };
  "draft.acknowledged": { readonly version: number; readonly person: Id };
  "plan.asked": { readonly from: unknown; readonly weeks: number; readonly people: number };
  "plan.cancelled": Nothing;
  "import.drafted": {
    readonly system: string;
    readonly schedules: readonly Id[];
    readonly drafts: readonly Id[];
    readonly refused: number;
    readonly people: readonly Id[];
  };
  "report.exported": {
    readonly from: string;
    readonly until: string;
    readonly lines: string;
    readonly count: number;
    readonly team?: Id;
    readonly schedule?: Id;
  };
};

type Log = {
  "log.exported": { readonly first: number; readonly last: number };
  "log.sealed": {
    readonly through: number;
    readonly hash: string;
    readonly root: string;
    readonly keyId: string;
    readonly days: number;
    readonly schedules: Readonly<Record<Id, object>>;
  };
  "log.head-key": { readonly from: string; readonly to: object; readonly vouched: string | null };
  "alert.raised": {
    readonly rule: string;
    readonly count: number;
    readonly entries: readonly number[];
  };
  "alert.seen": Nothing;
  "support.granted": {
    readonly whole: boolean;
    readonly teams: readonly Id[];
    readonly hours: number;
  };
  "support.ended": Nothing;
  "support.looked": { readonly access: Id };
};

/** What an entry of each action states, for all who may read the log and for as long as it is kept: ids and facts. */
export type Bodies = Members & Accounts & People & Settings & Keys & Scim & Roster & Log;
export type Action = keyof Bodies;
export type AccountAct = Exclude<keyof Accounts, "member.sign-in-failed">;

type Words = { readonly words: string };

/**
 * What belongs to an act and is somebody's: their details, and what they wrote. Kept as ciphertext under the key of the
 * member or person whose it is, which erasing them destroys.
 */
export type Details = {
  "member.renamed": Change;
  "person.added": { readonly after: object };
  "person.changed": Change;
  "import.people": { readonly after: object };
  "scim.user-changed": Change;
  "network.changed": {
    readonly before: readonly string[];
    readonly after: readonly string[];
  };
  "draft.reviewed": Words & { readonly waiver: string };
  "schedule.published": Words;
  "alert.seen": Words;
  "support.granted": Words;
  "support.looked": { readonly name: string; readonly address: string | null };
};
