import type { Env } from "@/lib/env";

/** A setting that an installation should have, and what follows without it. */
type Warning = { readonly setting: string; readonly text: string };

type Settings = Pick<
  Env,
  "STANDBY_URL" | "SECURITY_CONTACT" | "LOG_HEAD_FILE" | "LOG_HEAD_URL" | "LOG_HEAD_MAIL"
>;

/** What is missing: of some settings only where people come over HTTPS, and so from elsewhere. */
export function unwise(settings: Settings, proxies: readonly unknown[]): Warning[] {
  const { LOG_HEAD_FILE, LOG_HEAD_URL, LOG_HEAD_MAIL, STANDBY_URL, SECURITY_CONTACT } = settings;
  const isSent = LOG_HEAD_FILE || LOG_HEAD_URL || LOG_HEAD_MAIL === "daily";
  const heads = {
    setting: "LOG_HEAD_FILE",
    text: "Signed heads of the change logs stay in the database, so that whoever owns it could rewrite a log unseen: set LOG_HEAD_FILE, LOG_HEAD_URL or LOG_HEAD_MAIL (docs/change-log.md).",
  };
  const proxy = {
    setting: "STANDBY_TRUSTED_PROXIES",
    text: "A proxy must stand in front for HTTPS: set it, or all share the limits of one network (docs/limits.md).",
  };
  const contact = {
    setting: "SECURITY_CONTACT",
    text: "Nobody is told where to report a weakness: set it (docs/security.md).",
  };
  const open = STANDBY_URL.startsWith("https:");
  return [
    ...(isSent ? [] : [heads]),
    ...(open && proxies.length === 0 ? [proxy] : []),
    ...(open && !SECURITY_CONTACT ? [contact] : []),
  ];
}
