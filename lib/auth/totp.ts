import { generateSecret, generateURI, verify } from "otplib";

const STEP_SECONDS = 30;

/** A new key for an authenticator app: 160 random bits in base32. */
export function newTotpKey(): string {
  return generateSecret();
}

/** The address that an authenticator app reads from a QR code. `account` is what the app shows beside the code. */
export function totpUri(key: string, account: string): string {
  return generateURI({ issuer: "Standby", label: account, secret: key, period: STEP_SECONDS });
}

/**
 * The 30-second step since the epoch whose code this is, at `now` in ms; null if it is none that counts.
 * Clocks differ and people type slowly: the step before and the step after count too (RFC 6238, 5.2). That a
 * step counts once is up to who stores the last one used.
 */
export async function findTotpStep(key: string, code: string, now: number): Promise<number | null> {
  if (!/^\d{6}$/.test(code)) return null; // otplib throws for these
  const epoch = Math.floor(now / 1000);
  const result = await verify({
    secret: key,
    token: code,
    epoch,
    period: STEP_SECONDS,
    epochTolerance: STEP_SECONDS,
  });
  return result.valid && "timeStep" in result ? result.timeStep : null;
}
