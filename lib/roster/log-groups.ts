/** The kinds of entries that can be looked at alone, with the actions that belong to them. */
export const logGroups = {
  roster: { label: "Schedules and drafts", prefixes: ["schedule.", "draft.", "plan."] },
  people: { label: "People and teams", prefixes: ["person.", "team.", "time-off.", "wish."] },
  members: {
    label: "Members, sign-ins, keys and permissions",
    prefixes: ["member.", "permission.", "support.", "key.", "feed.", "alert.", "scim."],
  },
  settings: {
    label: "Settings and policy",
    prefixes: ["organisation.", "network.", "policy.", "load-rules.", "keys.", "sso."],
  },
  data: { label: "Imports and exports", prefixes: ["import.", "log.", "report."] },
} as const;
