import type { SettingsTab } from "@/components/settings/settings-frame";
import { type Actor, canEverywhere } from "@/lib/tenancy/actor";

/** The views of the settings that this member may open. */
export function openTabs(actor: Actor): SettingsTab[] {
  const settings = canEverywhere(actor, "settings.manage");
  const members = canEverywhere(actor, "member.manage");
  return [
    ...(settings ? (["organisation"] as const) : []),
    ...(members ? (["members", "permissions"] as const) : []),
    ...(settings ? (["security", "sso", "alerts", "policy", "load", "network"] as const) : []),
    ...(canEverywhere(actor, "organisation.own") ? (["support"] as const) : []),
    ...(canEverywhere(actor, "key.manage") ? (["keys"] as const) : []),
  ];
}
