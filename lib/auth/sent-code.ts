import type { ActLog } from "./act-log";
import type { Acting } from "./acting-store";
import "server-only";
import { randomInt, randomUUID } from "node:crypto";
import { open, seal } from "@/lib/crypto/box";
import { blindIndex, blindIndexes } from "@/lib/crypto/keys";
import { phonePlace } from "@/lib/crypto/places";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { waitInWords } from "@/lib/limits/limits";
import { userEmail } from "./account";
import { isSameHash } from "./backup-code";
import type { Tries } from "./code-tries";
import { dropCodeFactor, findFactor, findFactorKinds, setCodeFactor } from "./factor-store";
import { toMobile } from "./phone";
import type { SentKind } from "./schema";
import { type Changed, change, wrongCode } from "./second-factor";
import {
  type Cap,
  claimSentCode,
  claimSentTry,
  findPhoneBox,
  findSentCode,
  insertSentCode,
  moveSentCodes,
  type Sending,
  type SentFor,
} from "./sent-code-store";
import { findMemberships } from "./store";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const VALID_MS = 10 * MINUTE;
const WAIT_MS = MINUTE;
const INDEX = "user.sent-code";
const HOURLY = 5;
const DAILY = 15;
/** Mails cost nothing, but a flood of them makes others take ours for junk. */
const MAILS_DAILY_PER_ORGANISATION = 5_000;

/** What is sent, and where to. */
export type CodeLetter =
  | {
      readonly kind: "email";
      readonly to: { readonly name: string; readonly address: string };
      readonly code: string;
    }
  | { readonly kind: "sms"; readonly to: string; readonly code: string };

type Send = (letter: CodeLetter) => Promise<void>;

/**
 * Sends a code to a confirmed factor of the account. Throws busy when one was sent within a minute or too many were,
 * refused when the account has no such factor. `only`: whoever asks came by providers of the organisations with these ids,
 * and it counts for those, apart from what the account itself asks for.
 */
export async function sendCode(
  sentFor: SentFor,
  send: Send,
  now: number,
  only?: readonly string[],
): Promise<void> {
  const { userId, kind } = sentFor;
  if (!(await findFactorKinds(userId)).includes(kind))
    throw new AppError("refused", "Codes of that kind are not set up for this account.");
  await sendTo(sentFor, kind === "sms" ? await ownPhone(userId) : null, send, now, only);
}

/** Sends a first code, by text to `phone`. Besides `sendCode`'s: throws invalid for what is no mobile number. */
export async function beginCodeFactor(
  sentFor: SentFor,
  phone: string,
  send: Send,
  now: number,
): Promise<void> {
  await sendTo(sentFor, sentFor.kind === "sms" ? phone : null, send, now);
}

/** Turns codes of this kind on by the first one. Throws invalid for a wrong code: it is no guess at how the account is opened. */
export async function finishCodeFactor(
  by: Acting,
  kind: SentKind,
  typed: string,
  now: number,
  log: ActLog,
): Promise<Changed> {
  const sentFor = { userId: by.userId, kind, scope: setUpScope(by.sessionHash) };
  const box = (await findSentCode(sentFor, now))?.addressBox ?? null;
  if ((await checkSentCode(sentFor, typed, now)) !== "right") throw wrongCode();
  return change(by, setCodeFactor(kind, box), log);
}

/** Throws conflict if an organisation asks for such codes and nothing else of the account counts there. */
export async function turnCodesOff(by: Acting, kind: SentKind, log: ActLog): Promise<Changed> {
  return change(by, dropCodeFactor(kind), log);
}

/** What a first code is bound to: the session that asked for it. */
export const setUpScope = (sessionHash: string) => `set-up ${sessionHash}`;

/** Lets a session that goes on by another id finish what it began to set up. */
export const moveSetUp = (userId: string, from: string, to: string): Promise<void> =>
  moveSentCodes(userId, setUpScope(from), setUpScope(to));

/**
 * Whether the typed code is the one that was sent for this; it is used up by being right. Five tries at each, and each takes
 * one of `tries`.
 */
export async function checkSentCode(
  sentFor: SentFor,
  typed: string,
  now: number,
  tries?: Tries,
): Promise<"right" | "wrong" | "blocked"> {
  const sent = await findSentCode(sentFor, now);
  if (!sent || !/^\d{6}$/.test(typed)) return "wrong";
  if (tries && !(await tries.take())) return "blocked";
  if (!(await claimSentTry(sent.id))) return "wrong";
  const fitting = blindIndexes(INDEX, sent.id, typed);
  if (!fitting.some((hash) => isSameHash(sent.codeHash, hash))) return "wrong";
  if (!(await claimSentCode(sent.id, now))) return "wrong";
  await tries?.right();
  return "right";
}

/** Whether a code waits to be typed, and the end of the number it went to; null if none does. */
export async function waitingCode(
  sentFor: SentFor,
  now: number,
): Promise<{ readonly numberEnd: string | null } | null> {
  const sent = await findSentCode(sentFor, now);
  if (!sent) return null;
  return { numberEnd: sent.addressBox && numberEnd(sentFor.userId, sent.addressBox) };
}

/** The last two digits of the number that codes by text go to; null if they are not set up. */
export async function phoneEnd(userId: string): Promise<string | null> {
  const box = await findPhoneBox(userId);
  return box && numberEnd(userId, box);
}

const numberEnd = (userId: string, box: string) => open(box, phonePlace(userId)).slice(-2);

/** The number that codes by text go to, for its owner; null if they are not set up. */
export async function ownPhone(userId: string): Promise<string | null> {
  const box = await findPhoneBox(userId);
  return box && open(box, phonePlace(userId));
}

async function sendTo(
  sentFor: SentFor,
  phone: string | null,
  send: Send,
  now: number,
  only?: readonly string[],
): Promise<void> {
  const { userId, kind } = sentFor;
  const user = await findFactor(userId);
  if (!user) throw new AppError("signed_out", "Sign in again.");
  const mobile = kind === "sms" ? toMobile(phone ?? "") : null;
  const id = randomUUID();
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const addressBox = mobile && seal(mobile.number, phonePlace(userId));
  const organisations = [...(only ?? [])].sort();
  const row = { ...sentFor, id, organisations, addressBox, codeHash: blindIndex(INDEX, id, code) };
  const caps = await capsOf(userId, mobile?.country ?? null, now, only);
  const refused = await insertSentCode(row, caps, { now, waitMs: WAIT_MS, validMs: VALID_MS });
  if (refused) throw notSent(refused, now);
  await send(
    mobile
      ? { kind: "sms", to: mobile.number, code }
      : {
          kind: "email",
          to: { name: user.name, address: userEmail({ id: userId, ...user }) },
          code,
        },
  );
}

function notSent({ why, until }: NonNullable<Sending>, now: number): AppError {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now) / 1000));
  const words =
    why === "wait"
      ? "A code was sent within the last minute. Wait for it, then ask again."
      : `Too many codes were sent of late. Use another way, or try again in ${waitInWords(seconds)}.`;
  return new AppError("busy", words, undefined, seconds);
}

/** So many parts has what may be sent to a country in a day, of which no organisation has more than one. */
const SHARES = 4;

/**
 * Everything that a code counts against; always in the same order, so that no two wait for each other. Whoever is a member
 * nowhere shares what one organisation has with all others: anybody can make accounts.
 */
async function capsOf(
  userId: string,
  country: string | null,
  now: number,
  only?: readonly string[],
): Promise<readonly Cap[]> {
  const spanOf = (length: number) => {
    const since = now - (now % length);
    return { since: new Date(since), until: new Date(since + length) };
  };
  const [today, thisHour] = [spanOf(DAY), spanOf(HOUR)];
  const { SMS_DAILY_PER_COUNTRY, SMS_DAILY_PER_ORGANISATION } = env();
  const kind = country ? "sms" : "email";
  const most = country ? SMS_DAILY_PER_ORGANISATION : MAILS_DAILY_PER_ORGANISATION;
  const joined = [...(only ?? (await findMemberships(userId)).map(({ orgId }) => orgId))].sort();
  const accounts = only ? joined.map((orgId) => `${userId} by ${orgId}`) : [userId];
  const organisations = joined.length === 0 ? ["none"] : joined;
  const share = Math.ceil(SMS_DAILY_PER_COUNTRY / SHARES);
  return [
    ...accounts.flatMap((account) => [
      { scope: `account hourly ${account}`, ...thisHour, most: HOURLY },
      { scope: `account daily ${account}`, ...today, most: DAILY },
    ]),
    ...organisations.flatMap((orgId) => [
      { scope: `${kind} organisation ${orgId}`, ...today, most },
      ...(country ? [{ scope: `sms country ${country} ${orgId}`, ...today, most: share }] : []),
    ]),
    ...(country
      ? [{ scope: `sms country ${country}`, ...today, most: SMS_DAILY_PER_COUNTRY }]
      : []),
  ];
}
