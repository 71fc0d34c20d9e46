/** The kinds of entries about security, with the actions that belong to them. */
export const securityKinds = {
  "sign-in": {
    label: "Sign-ins",
    actions: [
      "member.signed-in",
      "member.signed-out",
      "member.device-signed-out",
      "member.sessions-ended",
    ],
  },
  failed: {
    label: "Failures and locks",
    actions: [
      "member.sign-in-failed",
      "member.locked-out",
      "member.passkey-refused",
      "member.half-signed-in",
    ],
  },
  refused: {
    label: "Refusals",
    actions: [
      "permission.refused",
      "key.refused",
      "network.refused",
      "sso.refused",
      "scim.refused",
    ],
  },
  factor: {
    label: "Passwords and second factors",
    actions: [
      "member.password-changed",
      "member.password-reset",
      "member.second-factor-on",
      "member.second-factor-off",
      "member.factors-taken",
      "member.backup-codes-renewed",
      "member.confirmed",
      "organisation.factor-policy",
      "organisation.session-limits",
    ],
  },
  sso: {
    label: "Single sign-on",
    actions: [
      "member.identity-linked",
      "member.identity-unlinked",
      "sso.connection-added",
      "sso.connection-changed",
      "sso.connection-removed",
      "sso.domain-added",
      "sso.domain-verified",
      "sso.domain-removed",
      "sso.required",
      "sso.factors-trusted",
      "sso.bypassed",
    ],
  },
  scim: {
    label: "Provisioning",
    actions: [
      "scim.token-created",
      "scim.token-recycled",
      "scim.token-revoked",
      "scim.new-network",
      "scim.group-added",
      "scim.group-changed",
      "scim.group-removed",
      "scim.group-mapped",
      "scim.user-added",
      "scim.user-changed",
      "scim.user-removed",
      "scim.deactivated",
      "scim.reactivated",
    ],
  },
  permission: {
    label: "Members and permissions",
    actions: [
      "member.invited",
      "member.invitation-revoked",
      "member.joined",
      "member.permissions",
      "member.removed",
      "person.erased",
    ],
  },
  key: {
    label: "API keys and feeds",
    actions: [
      "key.created",
      "key.recycled",
      "key.revoked",
      "key.new-network",
      "feed.created",
      "feed.recycled",
      "feed.revoked",
      "keys.rotated",
    ],
  },
  outside: {
    label: "Exports and support",
    actions: [
      "log.exported",
      "report.exported",
      "member.exported",
      "support.granted",
      "support.ended",
      "support.looked",
      "network.changed",
      "organisation.changed",
      "log.sealed",
    ],
  },
  alert: { label: "Alerts", actions: ["alert.raised", "alert.seen"] },
} as const satisfies Record<string, { label: string; actions: readonly string[] }>;

export type SecurityKind = keyof typeof securityKinds;

/** The actions of one kind, or of all. */
export function actionsOf(kind: SecurityKind | undefined): readonly string[] {
  if (kind) return securityKinds[kind].actions;
  return Object.values(securityKinds).flatMap(({ actions }): readonly string[] => actions);
}
