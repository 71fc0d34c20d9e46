import { MINUTE } from "@/lib/schedule/calendar";
import { formatInstant, formatSpan } from "@/lib/schedule/format";
import type { Zone } from "@/lib/schedule/zone";
import type { Opening } from "./off-hours";
import type { Facts, RuleName } from "./schema";

/** What an alert's words are made of. Names are the present ones; `places` are addresses, with the country where it is known. */
export type AlertFacts = Facts & {
  readonly rule: RuleName;
  /** The member or key that the alert is about; null where it is about no single one. */
  readonly actorId: string | null;
  readonly who: string | null;
  /** Whether that is an API key. */
  readonly isKey: boolean;
  /** Whether it is a SCIM token, with which a provider acts. */
  readonly isToken: boolean;
  readonly tried: readonly string[];
  readonly got: readonly string[];
  readonly places: readonly string[];
  /** The members that somebody should look at, as far as they are members still. */
  readonly present: readonly { readonly id: string; readonly name: string }[];
};

/** What happened, and what to do about it. */
export type AlertWords = {
  readonly title: string;
  readonly happened: string;
  readonly advice: string;
};

const NAMED = 5;

function listed(all: readonly string[]): string {
  if (all.length <= 1) return all[0] ?? "";
  const named = all.slice(0, NAMED);
  if (all.length > NAMED) return `${named.join(", ")} and ${all.length - NAMED} others`;
  return `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const from = ({ places }: AlertFacts): string =>
  places.length === 0 ? "from an unknown place" : `from ${listed(places)}`;

const settle = (who: string): string =>
  `${who} should sign out everywhere else and set a new password, under Me. Until that is done you can remove the member: what they published stays.`;

const when = ({ since, until }: AlertFacts, zone: Zone): string =>
  until - since < MINUTE ? formatInstant(until, zone) : formatSpan(since, until, zone);

type Tell = (facts: AlertFacts, zone: Zone) => AlertWords;

const spray: Tell = (facts, zone) => {
  const { count, tried, got } = facts;
  const into =
    got.length > 0
      ? `After that ${listed(got)} ${got.length === 1 ? "was" : "were"} signed in from there.`
      : "Nobody got in from there.";
  return {
    title: "Somebody tries passwords at several accounts",
    happened: `Wrong passwords were given ${from(facts)} for ${count} accounts, ${when(facts, zone)}: ${listed(tried)}. ${into}`,
    advice:
      got.length > 0
        ? `Ask ${listed(got)} at once whether it was them. If not: ${settle(listed(got))}`
        : "No account is locked and nobody has to do anything at once. Ask all members for a second factor, under Sign-in. If nobody of yours is there, let people in from your own networks only, under Networks.",
  };
};

const spike: Tell = (facts, zone) => {
  const { what, count, tried } = facts;
  const failed = what === "failed";
  return {
    title: failed ? "Far more failed sign-ins than usual" : "Far more sign-ins than usual",
    happened: `${count} ${failed ? "failed sign-ins" : "sign-ins"}, ${when(facts, zone)}: more than three times as many as in the busiest hour of the two weeks before. Accounts: ${listed(tried)}. The last came ${from(facts)}.`,
    advice: failed
      ? "Look in the list for which accounts and from where. Guessing locks itself out for longer each time; a second factor for all members, under Sign-in, stops also who guesses right."
      : "If many of you came at once, after an invitation or an incident, mark it as seen. If not, look in the list from where, and ask the people named.",
  };
};

const travel: Tell = (facts, zone) => {
  const who = facts.who ?? "A former member";
  return {
    title: `${who} signed in at two places at once`,
    happened: `${who} was signed in ${from(facts)}, ${when(facts, zone)}: sooner than anybody travels.`,
    advice: `Ask ${who} whether both were theirs; a VPN looks like this too. If not: ${settle(who)}`,
  };
};

const massExport: Tell = (facts, zone) => {
  const who = facts.who ?? "A former member";
  const byKeys = facts.what === "key";
  const shut = byKeys
    ? "take their permissions to export and revoke their keys"
    : "take their permissions to export";
  return {
    title: `${who} exports again and again`,
    happened: `${who} took ${facts.count} exports${byKeys ? ", also by API keys" : ""}, ${when(facts, zone)}, ${from(facts)}.`,
    advice: facts.isKey
      ? "Ask whoever made the key. If nobody meant it, revoke the key, under API keys."
      : `Ask ${who} what for. If it was not them, ${shut}. ${settle(who)}`,
  };
};

type Deed = { readonly did: string; readonly happened: string; readonly undo: string };

/** What was opened besides members' permissions. */
const OPENED: Readonly<Record<Opening, Deed>> = {
  key: {
    did: "gave administrative permissions",
    happened: "an API key with administrative permissions was made",
    undo: "revoke the key, under API keys",
  },
  token: {
    did: "made a SCIM token",
    happened: "a SCIM token was made",
    undo: "revoke the token, under Provisioning",
  },
  support: {
    did: "let support in",
    happened: "support was let in",
    undo: "end its access, under Support",
  },
};

function given({ count, tried }: AlertFacts): Deed {
  const [permissions, were] = count === 1 ? ["permission", "was"] : ["permissions", "were"];
  const whom = tried.length > 0 ? ` to ${listed(tried)}` : " in an invitation";
  return {
    did: "gave administrative permissions",
    happened: `${count} ${permissions} that only administrators have ${were} given${whom}`,
    undo: "take them back or revoke the invitation, under Members",
  };
}

const offHours: Tell = (facts, zone) => {
  const who = facts.who ?? "A former member";
  const opened = facts.what.split(" ");
  const deeds = [
    ...(facts.count > 0 ? [given(facts)] : []),
    ...Object.entries(OPENED).flatMap(([opening, deed]) => (opened.includes(opening) ? deed : [])),
  ];
  const told = (word: keyof Deed) => listed([...new Set(deeds.map((deed) => deed[word]))]);
  return {
    title: `${who} ${told("did")} outside working hours`,
    happened: `${capital(told("happened"))}, ${formatInstant(facts.until, zone)}, ${from(facts)}.`,
    advice: facts.isToken
      ? "Ask whoever runs your provider whether that was meant. If not: revoke the token, under Provisioning, and take them back or revoke the invitation, under Members."
      : `Ask ${who} whether that was meant. If not: ${told("undo")}. ${settle(who)}`,
  };
};

const tells: Readonly<Record<RuleName, Tell>> = {
  spray,
  spike,
  travel,
  export: massExport,
  "off-hours": offHours,
};

/** An alert in words, with times in `zone`. */
export function describeAlert(facts: AlertFacts, zone: Zone): AlertWords {
  return tells[facts.rule](facts, zone);
}
