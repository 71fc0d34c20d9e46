/**
 * What a member may be allowed to do. Permissions are all that is checked; presets are copied when they
 * are granted and have no meaning afterwards. `team`: can be granted for single teams. `administrative`:
 * decides who gets in, which rules hold or what leaves Standby, and counts only while the account has a second
 * factor (docs/decisions/016-administrative-permissions.md).
 */
export const PERMISSIONS = {
  "schedule.view": { label: "See schedules and people", team: true, administrative: false },
  "schedule.cover": { label: "Ask for cover and swaps", team: true, administrative: false },
  "schedule.edit": { label: "Edit drafts", team: true, administrative: false },
  "schedule.approve": { label: "Review drafts", team: true, administrative: false },
  "schedule.publish": { label: "Publish approved drafts", team: true, administrative: false },
  "schedule.emergency": {
    label: "Publish at once, without review",
    team: true,
    administrative: false,
  },
  "schedule.manage": { label: "Create and archive schedules", team: true, administrative: false },
  "people.manage": { label: "Manage people and their contacts", team: true, administrative: false },
  "import.run": { label: "Import rosters", team: false, administrative: false },
  "log.view": { label: "Read the change log", team: false, administrative: false },
  "log.export": { label: "Export the change log", team: false, administrative: true },
  "report.export": { label: "Export hours for payroll", team: true, administrative: true },
  "team.manage": { label: "Manage teams", team: false, administrative: false },
  "member.manage": {
    label: "Invite members and change permissions",
    team: false,
    administrative: true,
  },
  "key.manage": {
    label: "Manage the organisation’s API keys",
    team: false,
    administrative: true,
  },
  "settings.manage": { label: "Change settings and policy", team: false, administrative: true },
  "organisation.own": { label: "Own the organisation", team: false, administrative: true },
} as const satisfies Record<string, { label: string; team: boolean; administrative: boolean }>;

export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as readonly Permission[];

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(PERMISSIONS, name);
}

const viewer = ["schedule.view"] as const satisfies readonly Permission[];
const responder = [...viewer, "schedule.cover"] as const satisfies readonly Permission[];
const scheduler = [
  ...responder,
  "schedule.edit",
  "schedule.publish",
  "schedule.manage",
  "people.manage",
] as const satisfies readonly Permission[];
const approver = [
  ...responder,
  "schedule.approve",
  "schedule.publish",
  "log.view",
] as const satisfies readonly Permission[];
const owner = PERMISSION_NAMES;

/** Ready-made sets, offered when a member is invited or changed. */
export const PRESETS: Readonly<Record<string, readonly Permission[]>> = {
  Viewer: viewer,
  Responder: responder,
  Scheduler: scheduler,
  Approver: approver,
  Admin: owner.filter((name) => name !== "organisation.own"),
  Owner: owner,
};

/** One permission held: for a team, or for the whole organisation when `teamId` is null. */
export type Grant = { readonly permission: Permission; readonly teamId: string | null };

export type StoredGrant = { readonly permission: string; readonly teamId: string | null };

/** A row of `Grant` as a permission; none for one that the code does not know any more. */
export function toGrant({ permission, teamId }: StoredGrant): Grant[] {
  return isPermission(permission) ? [{ permission, teamId }] : [];
}

/** A permission to be given, with the preset that it is copied from, if any. */
export type NewGrant = Grant & { readonly preset?: string | null };

/** A preset's permissions, for the whole organisation or for one team: there, those that teams can have. */
export function presetGrants(preset: string, teamId: string | null): NewGrant[] {
  const permissions = Object.hasOwn(PRESETS, preset) ? (PRESETS[preset] ?? []) : [];
  return permissions
    .filter((permission) => teamId === null || PERMISSIONS[permission].team)
    .map((permission) => ({ permission, teamId, preset }));
}

/**
 * Which of the permissions that are held count now, and which wait for a second factor: administrative ones
 * work only while the account has one.
 */
export function inForce<G extends Grant>(
  held: readonly G[],
  hasFactor: boolean,
): { readonly grants: readonly G[]; readonly waiting: readonly G[] } {
  const waits = ({ permission }: G) => !hasFactor && PERMISSIONS[permission].administrative;
  return { grants: held.filter((one) => !waits(one)), waiting: held.filter(waits) };
}
