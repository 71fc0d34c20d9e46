import { formatSpan } from "@/lib/schedule/format";
import type { Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { Mail } from "./mail";

type Words = Omit<Mail, "id" | "to">;

const DECISIONS: Readonly<Record<string, string>> = {
  approve: "approved",
  reject: "rejected",
  "request-changes": "asked for changes to",
};

function lines(title: string, spans: readonly Interval[], zone: Zone): string[] {
  if (spans.length === 0) return [];
  const shown = spans
    .slice(0, 12)
    .map(({ startsAt, endsAt }) => `  ${formatSpan(startsAt, endsAt, zone)}`);
  const rest = spans.length > shown.length ? [`  and ${spans.length - shown.length} more`] : [];
  return [[title, ...shown, ...rest].join("\n")];
}

/** What a person whose future shifts changed is told, with times in their own zone. */
export function shiftsChanged(facts: {
  schedule: string;
  path: string;
  emergency: boolean;
  gained: readonly Interval[];
  lost: readonly Interval[];
  zone: Zone;
}): Words {
  const { schedule, gained, lost, zone, emergency } = facts;
  return {
    subject: `Your shifts changed: ${schedule}`,
    paragraphs: [
      emergency
        ? `A change to “${schedule}” was published at once, without review. It changes your shifts.`
        : `A change to “${schedule}” was published. It changes your shifts.`,
      ...lines("You are now on call:", gained, zone),
      ...lines("You are no longer on call:", lost, zone),
      `Times are in ${zone.name}.`,
    ],
    link: { text: "See the schedule", path: facts.path },
  };
}

export function reviewWanted(facts: {
  draft: string;
  schedule: string;
  author: string;
  path: string;
}): Words {
  return {
    subject: `Review wanted: ${facts.draft}`,
    paragraphs: [
      `${facts.author} asks for your review of “${facts.draft}”, a draft for “${facts.schedule}”.`,
    ],
    link: { text: "Open the review", path: facts.path },
  };
}

export function reviewed(facts: {
  draft: string;
  reviewer: string;
  decision: string;
  words: string;
  path: string;
}): Words {
  return {
    subject: `${facts.reviewer} ${DECISIONS[facts.decision] ?? "looked at"} “${facts.draft}”`,
    paragraphs: [
      `${facts.reviewer} ${DECISIONS[facts.decision] ?? "looked at"} your draft “${facts.draft}”.`,
      ...(facts.words ? [facts.words] : []),
    ],
    link: { text: "Open the draft", path: facts.path },
  };
}

export function invitation(facts: { organisation: string; path: string }): Words {
  return {
    subject: `Join ${facts.organisation} on Standby`,
    paragraphs: [
      `You are invited to ${facts.organisation} on Standby, where its on-call roster is kept.`,
      "The link works once, within three days.",
    ],
    link: { text: "Accept the invitation", path: facts.path },
  };
}

/** The head of the change log: who keeps the mail can prove later that nothing before it was rewritten. */
export function logHead(facts: {
  organisation: string;
  number: number;
  hash: string;
  keyId: string;
  jws: string;
  path: string;
}): Words {
  return {
    subject: `Change log of ${facts.organisation}: ${facts.number} entries`,
    paragraphs: [
      `Keep this mail. With the signed head below anybody can show later whether one of the first ${facts.number} entries of the change log of ${facts.organisation} was rewritten.`,
      `Entry ${facts.number} has the hash ${facts.hash}.\nSigned with the key ${facts.keyId}:`,
      facts.jws,
    ],
    link: { text: "Open the change log", path: facts.path },
  };
}

/** Owners are told that support may look, and that it has looked for the first time. */
export function support(facts: {
  what: "granted" | "looked";
  organisation: string;
  by: string;
  reason: string;
  /** Empty: the whole roster. */
  teams: readonly string[];
  until: string;
  zone: Zone;
  path: string;
}): Words {
  const { what, organisation, by, reason, teams, until, zone } = facts;
  const scope = teams.length === 0 ? "the whole roster" : `the roster of ${teams.join(", ")}`;
  return {
    subject:
      what === "granted"
        ? `Support may look at ${organisation}`
        : `Support has looked at ${organisation}`,
    paragraphs: [
      what === "granted"
        ? `${by} lets the support of this Standby look at ${scope} until ${until} (${zone.name}).`
        : `For the first time since ${by} allowed it, support has looked at ${organisation}. It may see ${scope} until ${until} (${zone.name}).`,
      ...(reason ? [`The reason given: ${reason}`] : []),
      "Support can change nothing and sees no phone numbers, addresses or keys. Every page that it opens is in your change log.",
    ],
    link: { text: "See what support looked at, or end it", path: facts.path },
  };
}

/** Owners are told that one of them came in past the organisation's provider. */
export function ssoBypassed(facts: { organisation: string; name: string; path: string }): Words {
  const { organisation, name, path } = facts;
  return {
    subject: `${name} entered ${organisation} without single sign-on`,
    paragraphs: [
      `${organisation} asks its members for single sign-on. ${name}, an owner, came in by their own means and a second factor instead: the way that is kept for when the provider fails.`,
      "If nobody knows of a reason, ask them now.",
    ],
    link: { text: "See it in the change log", path },
  };
}

/** Tells the owner of an account that another way to sign in to it was linked or unlinked. */
export function identityChanged(facts: { act: "linked" | "unlinked"; name: string }): Words {
  const { act, name } = facts;
  return {
    subject: "How you sign in to Standby has changed",
    paragraphs: [
      act === "linked"
        ? `Your account can be signed in to by ${name} now.`
        : `Your account cannot be signed in to by ${name} any more.`,
      "If that was you, ignore this mail. If it was not: set a new password now, then look at Sign-in under Me.",
    ],
    link: { text: "Set a new password", path: "/forgot" },
  };
}

/** Proves that whoever asked for an account reads the mail of its address. */
export function signUpLink(facts: { path: string }): Words {
  return {
    subject: "Make your organisation on Standby",
    paragraphs: [
      "Somebody asked for an account with this address. If that was not you, nothing happens: ignore this mail.",
      "The link works for one hour.",
    ],
    link: { text: "Choose a password and make the organisation", path: facts.path },
  };
}

export function accountExists(): Words {
  return {
    subject: "You have an account on Standby",
    paragraphs: [
      "Somebody asked for an account with this address, and you have one already. If that was not you, ignore this mail.",
      "Sign in with your password. Another organisation can be made there, and a forgotten password replaced.",
    ],
    link: { text: "Sign in", path: "/sign-in?to=%2Forganisations%3Fnew" },
  };
}

export function lockedOut(): Words {
  return {
    subject: "Somebody is guessing your password for Standby",
    paragraphs: [
      "There were too many wrong attempts to sign in to your account from a device that it does not know. Such devices have to wait now, longer each time.",
      "Devices on which you have signed in before still let you in, and you stay signed in where you are.",
      "If it was you: set a new password, and any device lets you in at once. If it was not: nobody got in and you need do nothing. A second factor protects you even from somebody who guesses right; it is set up under Me.",
    ],
    link: { text: "Set a new password", path: "/forgot" },
  };
}

/** Tells the owner of an account that it was signed in to where it never was before. */
export function newDevice(facts: { device: string; address: string | null }): Words {
  const { device, address } = facts;
  return {
    subject: "A new device signed in to your account on Standby",
    paragraphs: [
      `Your account was signed in to on a device that it does not know: ${device}${address ? `, from ${address}` : ""}.`,
      "If that was you, ignore this mail. If it was not: set a new password now. It signs out every device, this one too.",
    ],
    link: { text: "Set a new password", path: "/forgot" },
  };
}

/** Tells the owner of an account that its password was right, and whoever gave it had nothing more. */
export function halfSignIn(facts: { device: string; address: string | null }): Words {
  const { device, address } = facts;
  return {
    subject: "Somebody knows your password for Standby",
    paragraphs: [
      `The right password for your account was given and no second factor: on ${device}${address ? `, from ${address}` : ""}. Nobody was let in.`,
      "If that was you, ignore this mail. If it was not, somebody else has your password: set a new one now, here and wherever else you use it.",
    ],
    link: { text: "Set a new password", path: "/forgot" },
  };
}

/** Tells a member that something was made in their name that opens the organisation without them. */
export function accessMade(facts: {
  what: "An API key" | "A calendar feed" | "A SCIM token";
  act: "made" | "recycled";
  organisation: string;
  path: string;
}): Words {
  const { what, act, organisation, path } = facts;
  const done = act === "made" ? "was made" : "was replaced by a new one";
  return {
    subject: `${what} for ${organisation} ${done}`,
    paragraphs: [
      `${what} for ${organisation} ${done} by your account. Whoever holds it gets in without your password, as far as it goes.`,
      "If that was you, ignore this mail. If it was not: revoke it now, set a new password, and look at your devices under Me.",
    ],
    link: { text: "Look at it", path },
  };
}

/** Tells the owner of an account that its password is another: it may have been somebody else. */
export function passwordChanged(): Words {
  return {
    subject: "Your password for Standby has changed",
    paragraphs: [
      "Your account has a new password. Every other device was signed out.",
      "If that was you, ignore this mail. If it was not: set another password now, then look at your second factor under Me.",
    ],
    link: { text: "Set a new password", path: "/forgot" },
  };
}

const FACTORS: Readonly<Record<string, string>> = {
  passkey: "A passkey",
  totp: "An authenticator app",
  email: "Sign-in by codes in mails",
  sms: "Sign-in by codes in text messages",
};

/** Tells the owner of an account that how it is signed in to has changed: it may have been somebody else. */
export function factorChanged(facts: {
  act: "on" | "off" | "renewed";
  kind?: string | undefined;
}): Words {
  const what = FACTORS[facts.kind ?? ""] ?? "A second factor";
  const sentences = {
    on: `${what} was added to your account.`,
    off: `${what} was removed from your account.`,
    renewed: "New backup codes were made for your account; the old ones work no more.",
  };
  return {
    subject: "Your second factor for Standby has changed",
    paragraphs: [
      sentences[facts.act],
      "If that was you, ignore this mail. If it was not: set a new password now, then look at your second factor and your devices under Me.",
    ],
    link: { text: "Set a new password", path: "/forgot" },
  };
}

/** A code as a mail; the code stands in the subject, so that a phone shows it without opening the mail. */
export function codeByMail(code: string): Words {
  return {
    subject: `${code} is your code for Standby`,
    paragraphs: [
      `Your code is ${code}. It works once, within ten minutes.`,
      "If you did not ask for it, somebody else has your password or your open browser: change your password now. Nobody of ours will ever ask you for a code.",
    ],
  };
}

/** A code as a text message. Browsers read the last line and offer the code on that site alone. */
export function codeByText(code: string, host: string): string {
  return `${code} is your code for Standby. It works once, within ten minutes. Tell nobody.\n\n@${host} #${code}`;
}

export function passwordReset(facts: { path: string }): Words {
  return {
    subject: "Set a new password for Standby",
    paragraphs: [
      "Somebody asked for a new password for your account. If that was not you, nothing changes: ignore this mail.",
      "The link works once, within one hour.",
    ],
    link: { text: "Set a new password", path: facts.path },
  };
}
