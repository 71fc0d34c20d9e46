import type { FactorKind } from "@/lib/auth/schema";

const words: Readonly<Record<FactorKind, string>> = {
  passkey: "a passkey",
  totp: "an authenticator app",
  email: "codes by mail",
  sms: "codes by text",
};

/** "a passkey or an authenticator app". */
export function oneOf(kinds: readonly FactorKind[]): string {
  const all = kinds.map((kind) => words[kind]);
  const last = all.at(-1) ?? "";
  return all.length > 1 ? `${all.slice(0, -1).join(", ")} or ${last}` : last;
}

/** "a passkey and codes by mail". */
export function allOf(kinds: readonly FactorKind[]): string {
  const all = kinds.map((kind) => words[kind]);
  const last = all.at(-1) ?? "";
  return all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${last}` : last;
}
