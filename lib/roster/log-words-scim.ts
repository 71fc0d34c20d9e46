import type { Action } from "@/lib/tenancy/log-actions";
import { field, type Tell, text } from "./log-facts";

const number = (body: unknown, name: string): number => {
  const value = field(body, name);
  return typeof value === "number" ? value : 0;
};

/** How many are named; older entries have their number. */
const many = (body: unknown, name: string): number => {
  const value = field(body, name);
  return Array.isArray(value) ? value.length : number(body, name);
};

const of = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

const person: Tell = ({ subjectId, body }, nameOf) =>
  nameOf(text(body, "person") || subjectId) ?? nameOf(subjectId) ?? "somebody who left";

const group: Tell = ({ subjectId, body }, nameOf) => {
  const name = nameOf(subjectId) ?? text(body, "name");
  return name ? `the group “${name}”` : "a group that is gone";
};

const deactivated: Tell = (entry, nameOf) => {
  const onCall = field(entry.body, "onCall");
  const [schedules, now] = [number(onCall, "schedules"), number(onCall, "now")];
  const facts =
    schedules === 0
      ? ""
      : ` (named in ${of(schedules, "schedule")}, on call now in ${now}; who manages them was told)`;
  return `deactivated ${person(entry, nameOf)}${facts}`;
};

const added: Tell = (entry, nameOf) => {
  const how = field(entry.body, "invited") === true ? ", and invited them" : "";
  return `made ${person(entry, nameOf)} a user${how}`;
};

const changed: Tell = (entry, nameOf) => {
  const how = field(entry.body, "grants") ? ", and invited them to their new address" : "";
  return `changed the user ${person(entry, nameOf)}${how}`;
};

const changedGroup: Tell = (entry, nameOf) => {
  const [joined, left] = [many(entry.body, "joined"), many(entry.body, "left")];
  const [was, is] = ["before", "after"].map((side) => text(field(entry.body, side), "name"));
  const renamed = was && is && was !== is ? `, “${was}” became “${is}”` : "";
  return `changed ${group(entry, nameOf)}: ${joined} joined, ${left} left${renamed}`;
};

const mapped: Tell = (entry, nameOf) => {
  const team = nameOf(text(entry.body, "team"));
  const preset = text(entry.body, "preset");
  const what = [...(team ? [`the team “${team}”`] : []), ...(preset ? [`“${preset}”`] : [])];
  return `let ${group(entry, nameOf)} mean ${what.join(" and ") || "nothing"}`;
};

/** What logs say of members and groups that a provider keeps, and of the tokens that it does so with. */
export const scimSentences = {
  "scim.token-created": ({ body }) =>
    `made a SCIM token, giving everybody “${text(body, "preset")}”`,
  "scim.token-recycled": () => "recycled a SCIM token",
  "scim.token-revoked": () => "revoked a SCIM token",
  "scim.new-network": ({ body }) =>
    field(body, "networks") === 1
      ? "used the SCIM token for the first time"
      : "used the SCIM token from a network that it was never used from",
  "scim.user-added": added,
  "scim.user-changed": changed,
  "scim.user-removed": (entry, nameOf) => `removed the user ${person(entry, nameOf)}`,
  "scim.deactivated": deactivated,
  "scim.reactivated": (entry, nameOf) => `let ${person(entry, nameOf)} in again`,
  "scim.group-added": (entry, nameOf) => `made ${group(entry, nameOf)}`,
  "scim.group-changed": changedGroup,
  "scim.group-removed": (entry, nameOf) => `removed ${group(entry, nameOf)}`,
  "scim.group-mapped": mapped,
  "scim.refused": ({ body }) =>
    field(body, "minute")
      ? `counted what was refused to SCIM ${of(number(body, "count"), "more time")}: taking the last owner away`
      : "was refused: it would have taken the last owner away",
} satisfies Partial<Record<Action, Tell>>;
