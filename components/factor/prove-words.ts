import type { FactorKind, SentKind } from "@/lib/auth/schema";

/** A way to prove who one is: a kind of factor, or a backup code. */
export type Way = FactorKind | "backup";

/** The state of a page that asks for a proof. */
export type Proving = {
  readonly way: Way;
  /** Every way that is open here, this one too. */
  readonly ways: readonly Way[];
  /** Whether a code was sent that waits to be typed. */
  readonly sent: boolean;
  /** The last digits of the number that codes by text go to. */
  readonly numberEnd: string | null;
};

export const isSent = (way: Way): way is SentKind => way === "email" || way === "sms";

const number = (numberEnd: string | null) => (numberEnd ? `the number ending in ${numberEnd}` : "");

/** The heading of the page, and the sentence below it. */
export function proveWords({ way, sent, numberEnd }: Proving): {
  readonly title: string;
  readonly description: string;
} {
  const place = way === "sms" ? number(numberEnd) : "your e-mail address";
  switch (way) {
    case "passkey":
      return {
        title: "Use your passkey",
        description: "Your device asks for your finger, your face or its PIN.",
      };
    case "totp":
      return {
        title: "Enter your code",
        description:
          "Open your authenticator app and type the six digits that it shows for Standby.",
      };
    case "backup":
      return {
        title: "Use a backup code",
        description:
          "One of the ten that you kept when you set up your second factor. Each works once.",
      };
    default:
      return sent
        ? { title: "Enter your code", description: `We sent six digits to ${place}.` }
        : { title: "Get a code", description: `We send six digits to ${place}.` };
  }
}

/** The words of the link that leads to a way. */
export const wayLinks: Readonly<Record<Way, string>> = {
  passkey: "Use a passkey",
  totp: "Use the authenticator app",
  email: "Get a code by mail",
  sms: "Get a code by text",
  backup: "Use a backup code",
};
