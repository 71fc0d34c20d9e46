import type { Env } from "@/lib/env";

/** A setting that an installation which people reach over HTTPS should have, and what follows without it. */
type Warning = { readonly setting: string; readonly text: string };

/** What is missing. */
export function unwise(
  { STANDBY_URL, SECURITY_CONTACT }: Pick<Env, "STANDBY_URL" | "SECURITY_CONTACT">,
  proxies: readonly unknown[],
): Warning[] {
  if (!STANDBY_URL.startsWith("https:")) return [];
  const proxy = {
    setting: "STANDBY_TRUSTED_PROXIES",
    text: "A proxy must stand in front for HTTPS: set it, or nothing is limited by network (docs/limits.md).",
  };
  const contact = {
    setting: "SECURITY_CONTACT",
    text: "Nobody is told where to report a weakness: set it (docs/security.md).",
  };
  return [...(proxies.length === 0 ? [proxy] : []), ...(SECURITY_CONTACT ? [] : [contact])];
}
