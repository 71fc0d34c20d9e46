import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { TabLinks } from "@/components/ui/tab-links";

export type SettingsTab =
  | "organisation"
  | "members"
  | "permissions"
  | "security"
  | "alerts"
  | "sso"
  | "scim"
  | "policy"
  | "load"
  | "support"
  | "network"
  | "keys";

const tabs = [
  { tab: "organisation", label: "Organisation", path: "/settings" },
  { tab: "members", label: "Members", path: "/settings/members" },
  { tab: "permissions", label: "Who may do what", path: "/settings/permissions" },
  { tab: "security", label: "Sign-in", path: "/settings/security" },
  { tab: "sso", label: "Single sign-on", path: "/settings/sso" },
  { tab: "scim", label: "Provisioning", path: "/settings/scim" },
  { tab: "alerts", label: "Security", path: "/settings/alerts" },
  { tab: "policy", label: "Policy", path: "/settings/policy" },
  { tab: "load", label: "Load and pay", path: "/settings/load" },
  { tab: "support", label: "Support access", path: "/settings/support" },
  { tab: "network", label: "Networks", path: "/settings/network" },
  { tab: "keys", label: "API keys", path: "/settings/keys" },
] as const;

/** The settings' heading and their views, those that the viewer may open. */
export function SettingsFrame({
  base,
  current,
  open,
  children,
}: {
  readonly base: string;
  readonly current: SettingsTab;
  readonly open: readonly SettingsTab[];
  readonly children: ReactNode;
}) {
  return (
    <>
      <PageHeader title="Settings" />
      <div className="grid gap-8">
        <TabLinks
          label="Settings"
          tabs={tabs
            .filter(({ tab }) => open.includes(tab))
            .map(({ tab, label, path }) => ({
              href: `${base}${path}`,
              label,
              current: tab === current,
            }))}
        />
        <div className="grid gap-8">{children}</div>
      </div>
    </>
  );
}
