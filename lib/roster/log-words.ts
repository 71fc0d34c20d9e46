import type { Action } from "@/lib/tenancy/log-actions";
import { count, field, type LogFacts, type NameOf, type Tell, text, wordsOf } from "./log-facts";
import { scimSentences } from "./log-words-scim";
import { ssoSentences } from "./log-words-sso";

const times = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

const quoted = (name: string | null, otherwise: string): string => (name ? `“${name}”` : otherwise);

const person: Tell = ({ subjectId }, nameOf) => nameOf(subjectId) ?? "somebody who left";
const member: Tell = ({ subjectId }, nameOf) => nameOf(subjectId) ?? "a former member";
const schedule: Tell = ({ scheduleId, subjectId }, nameOf) =>
  quoted(nameOf(scheduleId ?? subjectId), "a schedule");
const draft: Tell = ({ subjectId }, nameOf) => quoted(nameOf(subjectId), "a draft");
const draftOf: Tell = (entry, nameOf) =>
  entry.scheduleId
    ? `the draft ${draft(entry, nameOf)} of ${schedule(entry, nameOf)}`
    : `the draft ${draft(entry, nameOf)}`;

const decisions: Readonly<Record<string, string>> = {
  approve: "approved",
  reject: "rejected",
  "request-changes": "asked for changes to",
};

const published: Tell = (entry, nameOf) => {
  const { body, details } = entry;
  const revision = field(body, "revision");
  const emergency = field(body, "emergency");
  const words = text(details, "words") || text(emergency, "words");
  const loud = emergency ? ` at once, without review${words && `: “${words}”`}` : "";
  const facts = [
    times(count(body, "operations"), "change"),
    ...(count(body, "approvals") > 0 ? [times(count(body, "approvals"), "approval")] : []),
    ...(count(body, "waivers") > 0 ? [times(count(body, "waivers"), "waiver")] : []),
  ];
  return `published revision ${typeof revision === "number" ? revision : "?"} of ${schedule(entry, nameOf)}${loud} (${facts.join(", ")})`;
};

const reviewed: Tell = (entry, nameOf) => {
  const decision = decisions[text(entry.body, "decision")] ?? "reviewed";
  const words = wordsOf(entry);
  return `${decision} ${draftOf(entry, nameOf)}${words && `: “${words}”`}`;
};

const policyChanged: Tell = (entry, nameOf) => {
  if (!entry.scheduleId) return "changed the organisation’s policy";
  return field(entry.body, "after") === null
    ? `removed the policy of ${schedule(entry, nameOf)}: the organisation’s holds`
    : `changed the policy of ${schedule(entry, nameOf)}`;
};

const organisationChanged: Tell = ({ body }) => {
  const [before, after] = [field(body, "before"), field(body, "after")];
  const changes = [
    ["name", "renamed the organisation to"],
    ["zone", "set the organisation’s time zone to"],
  ] as const;
  const told = changes.flatMap(([name, words]) =>
    text(before, name) === text(after, name) ? [] : [`${words} “${text(after, name)}”`],
  );
  const days = field(after, "logDays");
  if (typeof days === "number" && days !== field(before, "logDays"))
    told.push(`set how long the log is kept to ${times(days, "day")}`);
  return told.length > 0 ? told.join(" and ") : "saved the organisation’s settings unchanged";
};

const proofs: Readonly<Record<string, string>> = {
  passkey: "a passkey",
  totp: "an authenticator app",
  email: "codes by mail",
  sms: "codes by text",
  backup: "a backup code",
  password: "their password",
  sso: "single sign-on",
};

const proofOf = (name: string): string | undefined =>
  Object.hasOwn(proofs, name) ? proofs[name] : undefined;
const factorWords = (body: unknown): string =>
  proofOf(text(body, "kind")) ?? "an authenticator app";
const proofWords = (body: unknown): string => proofOf(text(body, "by")) ?? "a second factor";

const factorPolicy: Tell = ({ body }) => {
  const after = field(body, "after");
  if (typeof field(after, "since") !== "number") return "let members do without a second factor";
  const kinds = field(after, "kinds");
  const names = Array.isArray(kinds) ? kinds.flatMap((kind) => proofOf(String(kind)) ?? []) : [];
  const days = field(after, "graceDays");
  return `asked members for a second factor (${names.join(" or ")}) within ${times(typeof days === "number" ? days : 0, "day")}`;
};

const sessionLimits: Tell = ({ body }) => {
  const [idle, whole] = ["idleMinutes", "sessionHours"].map((name) =>
    Number(field(field(body, "after"), name)),
  );
  return `let sessions end after ${times(idle ?? 0, "minute")} without use, and after ${times(whole ?? 0, "hour")} in any case`;
};

/** Those that were counted: "3 more times, by Bo". */
function counted(body: unknown, nameOf: NameOf): string {
  const many = field(body, "count");
  const who = text(body, "member");
  if (typeof many !== "number" || !who) return "";
  return ` ${times(many, "more time")}, by ${nameOf(who) ?? "a former member"}`;
}

const refused: Tell = ({ subjectId, body }, nameOf) => {
  const more = counted(body, nameOf);
  return `${more ? "counted what was" : "was"} refused at “${subjectId}”${more}`;
};

const keyRefused: Tell = ({ subjectId, body }, nameOf) => {
  const [door = "", key = ""] = subjectId.split("@");
  const who = ` (key ${quoted(nameOf(key), "that is gone")})`;
  if (!field(body, "minute")) return `was refused at “${door}”`;
  return `counted what was refused at “${door}”${who} ${times(Number(field(body, "count")), "more time")}`;
};

const networkRefused: Tell = ({ body }, nameOf) =>
  field(body, "minute")
    ? `counted who came from outside the organisation’s networks:${counted(body, nameOf)}`
    : "was refused: came from outside the organisation’s networks";

const networksChanged: Tell = ({ body }) => {
  const after = field(body, "after");
  const number = typeof after === "number" ? after : count(body, "after");
  return number === 0
    ? "let people in from everywhere again"
    : `let people in only from ${times(number, "network")}`;
};

const key: Tell = ({ subjectId }, nameOf) => quoted(nameOf(subjectId), "that is gone");
const keyMade: Tell = (entry, nameOf) => {
  const whose = text(entry.body, "of") === "own" ? "an API key" : "an API key of the organisation";
  return `made ${whose}, ${key(entry, nameOf)}, with ${times(count(entry.body, "grants"), "permission")}`;
};

const feedOf: Tell = (entry, nameOf) => {
  if (entry.scheduleId) return schedule(entry, nameOf);
  return text(entry.body, "of") === "organisation" ? "a member’s shifts" : "their own shifts";
};

const failedSignIn: Tell = ({ subjectId, body }, nameOf) => {
  const more = counted(body, nameOf);
  return `${more ? "counted a wrong" : "gave a wrong"} ${subjectId} at sign-in${more}`;
};

const lockedOut: Tell = ({ body }) => {
  if (field(body, "codes") === true)
    return "may give no code for a while, on any device, after too many wrong ones";
  const whom =
    (field(body, "provider") === true && "sessions that a provider opened") ||
    (field(body, "device") === true && "a device that the account knows") ||
    "devices that the account does not know";
  return `was locked for ${whom}, after too many wrong attempts`;
};

function supportScope(body: unknown, nameOf: NameOf): string {
  const teams = field(body, "teams");
  if (!Array.isArray(teams) || teams.length === 0) return "the whole roster";
  return teams.map((id) => quoted(nameOf(String(id)), "a team")).join(", ");
}

function hours(body: unknown): string {
  const many = field(body, "hours");
  return typeof many === "number" ? times(many, "hour") : "some hours";
}

const alerts: Readonly<Record<string, string>> = {
  spray: "passwords tried at several accounts",
  spike: "far more sign-ins or failures than usual",
  travel: "one account at two places at once",
  export: "exports again and again",
  "off-hours": "administrative permissions or access given outside working hours",
};

const sentences: Readonly<Record<Action, Tell>> = {
  ...ssoSentences,
  ...scimSentences,
  "organisation.founded": () => "founded the organisation",
  "organisation.changed": organisationChanged,
  "member.invited": ({ body }) =>
    `invited somebody, with ${times(count(body, "grants"), "permission")}`,
  "member.joined": ({ body }) => `joined, with ${times(count(body, "grants"), "permission")}`,
  "member.permissions": (entry, nameOf) =>
    `changed the permissions of ${member(entry, nameOf)}: ${count(entry.body, "given")} given, ${count(entry.body, "taken")} taken`,
  "member.removed": (entry, nameOf) =>
    `removed the member ${member(entry, nameOf)}${field(entry.body, "taken") === undefined ? "" : `, who held ${times(count(entry.body, "taken"), "permission")}`}`,
  "member.sessions-ended": (entry, nameOf) => `signed ${member(entry, nameOf)} out on all devices`,
  "member.factors-taken": (entry, nameOf) =>
    `took the lost second factors of ${member(entry, nameOf)} away`,
  "member.renamed": () => "changed their own name",
  "member.invitation-revoked": () => "revoked an invitation",
  "person.added": (entry, nameOf) => `added the person ${person(entry, nameOf)}`,
  "person.changed": (entry, nameOf) => `changed the details of ${person(entry, nameOf)}`,
  "person.erased": ({ body }) => `erased ${text(body, "name") || "somebody"}`,
  "member.exported": () => "took their own data with them",
  "person.archived": (entry, nameOf) => `archived the person ${person(entry, nameOf)}`,
  "team.added": ({ body, subjectId }, nameOf) =>
    `added the team ${quoted(text(body, "name") || nameOf(subjectId), "without a name")}`,
  "team.renamed": ({ body, subjectId }, nameOf) =>
    `renamed a team to ${quoted(text(body, "name") || nameOf(subjectId), "nothing")}`,
  "time-off.added": (entry, nameOf) => `noted time off for ${person(entry, nameOf)}`,
  "time-off.removed": (entry, nameOf) => `removed time off of ${person(entry, nameOf)}`,
  "permission.refused": refused,
  "keys.rotated": ({ body }) =>
    `encrypted ${times(count(body, "count"), "detail")} anew under the key ${quoted(text(body, "key"), "without a name")}`,
  "key.refused": keyRefused,
  "network.refused": networkRefused,
  "network.changed": networksChanged,
  "key.created": keyMade,
  "key.new-network": (entry, nameOf) =>
    field(entry.body, "networks") === 1
      ? `used the API key ${key(entry, nameOf)} for the first time`
      : `used the API key ${key(entry, nameOf)} from a network that it was never used from`,
  "alert.raised": ({ body }) =>
    `raised a security alert: ${alerts[text(body, "rule")] ?? "an unknown rule"}`,
  "alert.seen": (entry) => {
    const note = wordsOf(entry) || wordsOf(entry, "note");
    return `marked a security alert as seen${note && `: “${note}”`}`;
  },
  "key.recycled": (entry, nameOf) => `recycled the API key ${key(entry, nameOf)}`,
  "feed.created": (entry, nameOf) => `made a calendar feed of ${feedOf(entry, nameOf)}`,
  "feed.recycled": (entry, nameOf) =>
    `gave a calendar feed of ${feedOf(entry, nameOf)} another address`,
  "feed.revoked": (entry, nameOf) => `revoked a calendar feed of ${feedOf(entry, nameOf)}`,
  "key.revoked": (entry, nameOf) => `revoked the API key ${key(entry, nameOf)}`,
  "member.signed-in": ({ body }) => {
    const by = text(body, "by");
    return by && by !== "password" ? `signed in, by ${proofWords(body)}` : "signed in";
  },
  "member.signed-out": () => "signed out",
  "member.sign-in-failed": failedSignIn,
  "member.locked-out": lockedOut,
  "member.password-changed": () => "changed their password",
  "member.password-reset": () => "set a new password by a link",
  "organisation.factor-policy": factorPolicy,
  "organisation.session-limits": sessionLimits,
  "member.second-factor-on": ({ body }) => `added ${factorWords(body)} as a second factor`,
  "member.second-factor-off": ({ body }) => `removed ${factorWords(body)} as a second factor`,
  "member.passkey-refused": () =>
    "was refused by a passkey that counted backwards, as a copy would",
  "member.half-signed-in": () =>
    "gave the right password, or somebody else did, and no second factor in time",
  "member.confirmed": ({ body }) => `confirmed that it is them, by ${proofWords(body)}`,
  "member.backup-codes-renewed": () => "made new backup codes",
  "member.device-signed-out": () => "signed out another device",
  "support.granted": (entry, nameOf) => {
    const reason = wordsOf(entry) || wordsOf(entry, "reason");
    return `let support look at ${supportScope(entry.body, nameOf)} for ${hours(entry.body)}${reason && `: “${reason}”`}`;
  },
  "support.ended": () => "ended support’s access",
  "support.looked": ({ subjectId }) => `looked at “${subjectId}”, as support`,
  "wish.added": (entry, nameOf) => `noted a wish of ${person(entry, nameOf)}`,
  "wish.removed": (entry, nameOf) => `removed a wish of ${person(entry, nameOf)}`,
  "plan.asked": (entry, nameOf) => `asked for a plan of ${schedule(entry, nameOf)}`,
  "plan.cancelled": (entry, nameOf) => `stopped a plan of ${schedule(entry, nameOf)}`,
  "schedule.created": (entry, nameOf) => `created the schedule ${schedule(entry, nameOf)}`,
  "schedule.archived": (entry, nameOf) => `archived the schedule ${schedule(entry, nameOf)}`,
  "schedule.published": published,
  "draft.opened": (entry, nameOf) => `opened ${draftOf(entry, nameOf)}`,
  "draft.saved": (entry, nameOf) => `saved ${draftOf(entry, nameOf)}`,
  "draft.submitted": (entry, nameOf) => `sent ${draftOf(entry, nameOf)} to review`,
  "draft.withdrawn": (entry, nameOf) => `withdrew ${draftOf(entry, nameOf)}`,
  "draft.reviewed": reviewed,
  "draft.rebased": (entry, nameOf) => `brought ${draftOf(entry, nameOf)} up to date`,
  "draft.acknowledged": (entry, nameOf) => `acknowledged ${draftOf(entry, nameOf)}`,
  "policy.changed": policyChanged,
  "load-rules.changed": () => "changed how time on call is counted",
  "report.exported": ({ body }) =>
    `exported the hours from ${text(body, "from")} to ${text(body, "until")}`,
  "import.drafted": ({ body }) =>
    `imported ${times(count(body, "schedules"), "schedule")} from ${text(body, "system") || "a file"} as ${count(body, "drafts") === 1 ? "a draft" : "drafts"}`,
  "import.people": ({ body }) =>
    `imported ${count(body, "people") === 1 ? "a person" : `${count(body, "people")} people`} from a file`,
  "log.head-key": () => "began to sign heads of the log with another key",
  "log.sealed": ({ body }) => {
    const through = field(body, "through");
    return `removed entries up to ${typeof through === "number" ? through : "?"}, whose time is over; their signed head stays`;
  },
  "log.exported": ({ body }) => {
    const [first, last] = [field(body, "first"), field(body, "last")];
    if (typeof first === "number" && first === last)
      return `exported entry ${first} of the change log`;
    return typeof first === "number" && typeof last === "number"
      ? `exported entries ${first} to ${last} of the change log`
      : "exported the change log";
  },
};

/** Every kind of entry that a change log can hold. */
export const LOGGED_ACTIONS = Object.keys(sentences).toSorted();

const telling: Readonly<Record<string, Tell>> = sentences;

/** What was done, to go behind who did it: "approved the draft “Easter” of “Payments”". Unknown actions too. */
export function describeEntry(entry: LogFacts, nameOf: NameOf): string {
  const tell = Object.hasOwn(telling, entry.action) ? telling[entry.action] : undefined;
  if (tell) return tell(entry, nameOf);
  const [thing = "", act = ""] = entry.action.split(".");
  const name = nameOf(entry.subjectId);
  return `${thing.replaceAll("-", " ")}: ${act.replaceAll("-", " ")}${name ? ` (“${name}”)` : ""}`;
}
