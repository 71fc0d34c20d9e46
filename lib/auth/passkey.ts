import type { ActLog } from "./act-log";
import type { Acting } from "./acting-store";
import "server-only";
import { isIP } from "node:net";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { fingerprint } from "@/lib/crypto/secret";
import { env, isTrustworthyOrigin } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { userEmail } from "./account";
import { findFactor } from "./factor-store";
import {
  addPasskeyRow,
  claimChallenge,
  claimCounter,
  dropPasskeyRow,
  findPasskey,
  insertChallenge,
  listPasskeyRows,
} from "./passkey-store";
import { type Changed, change } from "./second-factor";

/** The site that passkeys are bound to: from the settings, never from what a request says of itself. */
function site(): { readonly rpID: string; readonly origin: string } {
  const { hostname, origin } = new URL(env().STANDBY_URL);
  return { rpID: hostname, origin };
}

/** Whether browsers offer passkeys for the address that people use: over HTTPS or on this machine, by a name. */
export function passkeysWork(): boolean {
  const url = new URL(env().STANDBY_URL);
  return isTrustworthyOrigin(url) && isIP(url.hostname.replace(/[[\]]/g, "")) === 0;
}

/** A user's passkey, for its owner's eyes; instants in ms. */
export type Passkey = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly usedAt: number | null;
};

export async function listPasskeys(userId: string): Promise<Passkey[]> {
  const rows = await listPasskeyRows(userId);
  return rows.map(({ id, name, createdAt, usedAt }) => ({
    id,
    name,
    createdAt: createdAt.getTime(),
    usedAt: usedAt?.getTime() ?? null,
  }));
}

/** What the browser needs to make a passkey. `scope` is the session that asks; only it can finish. */
export async function beginPasskey(
  userId: string,
  scope: string,
  now: number,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const user = await findFactor(userId);
  if (!user) throw new AppError("signed_out", "Sign in again.");
  const options = await generateRegistrationOptions({
    rpName: "Standby",
    rpID: site().rpID,
    userID: new TextEncoder().encode(userId),
    userName: userEmail({ id: userId, ...user }),
    userDisplayName: user.name,
    attestationType: "none",
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    excludeCredentials: await named(userId),
  });
  await insertChallenge({ ...challengeOf(options), userId, scope: `make ${scope}` }, now);
  return options;
}

/** Keeps the passkey that the browser made. Throws invalid for an answer that is not to the last question. */
export async function addPasskey(
  by: Acting,
  { name, response }: { readonly name: string; readonly response: RegistrationResponseJSON },
  now: number,
  log: ActLog,
): Promise<Changed> {
  const { rpID, origin } = site();
  const answered = { challenge: "" };
  const verified = await verifyRegistrationResponse({
    response,
    expectedOrigin: origin,
    expectedRPID: rpID,
    expectedChallenge: (challenge) => noted(answered, challenge),
    requireUserVerification: true,
  }).catch(() => null);
  const asked = {
    ...challengeOf(answered),
    userId: by.userId,
    scope: `make ${by.sessionHash}`,
  };
  if (!verified?.registrationInfo || !(await claimChallenge(asked, now))) throw refused();
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
  const row = { id, name, publicKey, counter: BigInt(counter), transports };
  return change(by, addPasskeyRow(row), log);
}

/** Throws conflict if an organisation asks for it and it is the last of its kind that counts. */
export async function removePasskey(by: Acting, id: string, log: ActLog): Promise<Changed> {
  return change(by, dropPasskeyRow(id), log);
}

/**
 * What the browser needs to ask a passkey to sign: any of this site with `userId` null, else one of that account. Only
 * who names the same account and scope can finish.
 */
export async function askPasskey(
  userId: string | null,
  scope: string,
  now: number,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({
    rpID: site().rpID,
    userVerification: "required",
    ...(userId !== null && { allowCredentials: await named(userId) }),
  });
  await insertChallenge({ ...challengeOf(options), userId, scope: `sign ${scope}` }, now);
  return options;
}

/** Whose passkey signed, or why nobody's: `wrong` tells at whose account, `copied` whose passkey counted backwards. */
export type Signed =
  | { readonly kind: "user"; readonly user: { id: string; version: number } }
  | { readonly kind: "wrong"; readonly userId: string | null }
  | { readonly kind: "copied"; readonly userId: string };

/** Whether a passkey signed what `askPasskey` asked with the same account and scope, and who verified to be there. */
export async function checkPasskey(
  response: AuthenticationResponseJSON,
  { userId, scope }: { readonly userId: string | null; readonly scope: string },
  now: number,
): Promise<Signed> {
  const found = await findPasskey(response.id);
  if (!found || (userId !== null && found.userId !== userId)) return { kind: "wrong", userId };
  const { id, publicKey, transports, user } = found;
  const { rpID, origin } = site();
  const answered = { challenge: "" };
  const verified = await verifyAuthenticationResponse({
    response,
    expectedOrigin: origin,
    expectedRPID: rpID,
    expectedChallenge: (challenge) => noted(answered, challenge),
    // The counter is compared where it is written: two answers at once would both see the old one here.
    credential: { id, publicKey: new Uint8Array(publicKey), counter: 0, transports },
    requireUserVerification: true,
  }).catch(() => null);
  const asked = { ...challengeOf(answered), userId, scope: `sign ${scope}` };
  if (!verified?.verified || !(await claimChallenge(asked, now)))
    return { kind: "wrong", userId: found.userId };
  const counter = BigInt(verified.authenticationInfo.newCounter);
  if (!(await claimCounter(id, counter))) return { kind: "copied", userId: found.userId };
  return { kind: "user", user };
}

const challengeOf = ({ challenge }: { readonly challenge: string }) => ({
  challengeHash: fingerprint(challenge),
});

const named = async (userId: string) =>
  (await listPasskeyRows(userId)).map(({ id, transports }) => ({ id, transports }));

const refused = () =>
  new AppError("invalid", "The passkey could not be made. Begin again, within five minutes.");

/** Keeps the challenge that an answer names, to be looked up once the library has found nothing wrong with the answer. */
function noted(answered: { challenge: string }, challenge: string): boolean {
  answered.challenge = challenge;
  return true;
}

export const wrongPasskey = () =>
  new AppError("invalid", "That passkey was not accepted. Try again, or use another way.");

export const copiedPasskey = () =>
  new AppError(
    "invalid",
    "This passkey was refused: it counted backwards, as a copy of one would. Use another way, then remove it.",
  );
