import type { SettingsTab } from "@/components/settings/settings-frame";
import { type Actor, canEverywhere } from "@/lib/tenancy/actor";

/** The views of the settings that this member may open. */
export function openTabs(actor: Actor): SettingsTab[] {
  const settings = canEverywhere(actor, "settings.manage");
  const members = canEverywhere(actor, "member.manage");
  const owns = canEverywhere(actor, "organisation.own");
  return [
    ...(settings ? (["organisation"] as const) : []),
    ...(members ? (["members", "permissions"] as const) : []),
    ...(settings ? (["security"] as const) : []),
    ...(owns ? (["sso"] as const) : []),
    ...(settings ? (["alerts", "policy", "load", "network"] as const) : []),
    ...(owns ? (["scim", "support"] as const) : []),
    ...(canEverywhere(actor, "key.manage") ? (["keys"] as const) : []),
  ];
}
