import type { Env } from "@/lib/env";

/** What an installation that people reach over HTTPS should set and does not, a sentence each. */
export function warningsOf(
  { STANDBY_URL, SECURITY_CONTACT }: Pick<Env, "STANDBY_URL" | "SECURITY_CONTACT">,
  proxies: readonly unknown[],
): string[] {
  if (!STANDBY_URL.startsWith("https:")) return [];
  const proxy =
    "A proxy must stand in front for HTTPS: set STANDBY_TRUSTED_PROXIES, or nothing is limited by network (docs/limits.md).";
  const contact =
    "Nobody is told where to report a weakness: set SECURITY_CONTACT (docs/security.md).";
  return [...(proxies.length === 0 ? [proxy] : []), ...(SECURITY_CONTACT ? [] : [contact])];
}
