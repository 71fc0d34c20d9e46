import { type Actor, can, canEverywhere } from "@/lib/tenancy/actor";
import { type Grant, PERMISSION_NAMES, PERMISSIONS, PRESETS } from "@/lib/tenancy/permissions";

type Team = { readonly id: string; readonly name: string };

const EVERYWHERE = { id: "", name: "Whole organisation" };

const PRESET_MEANINGS: Readonly<Record<string, string>> = {
  Viewer: "Sees schedules, people and who is on call.",
  Responder: "Also asks for cover and swaps.",
  Scheduler: "Also edits and publishes schedules, and manages people.",
  Approver: "Reviews drafts, publishes them, reads the change log.",
  Admin: "Everything but owning the organisation.",
  Owner: "Everything.",
};

/** A grant as the value of a form's box. */
const grantValue = ({ permission, teamId }: Grant): string =>
  teamId === null ? permission : `${permission}@${teamId}`;

const rows = PERMISSION_NAMES.map((name) => ({
  name,
  label: PERMISSIONS[name].label,
  team: PERMISSIONS[name].team,
}));

/** The boxes for a member's permissions, and which of them the actor may change. */
export function grantMatrix(actor: Actor, teams: readonly Team[], held: readonly Grant[]) {
  const all = PERMISSION_NAMES.flatMap((permission) => [
    ...(canEverywhere(actor, permission) ? [{ permission, teamId: null }] : []),
    ...teams
      .filter(({ id }) => PERMISSIONS[permission].team && can(actor, permission, id))
      .map(({ id }) => ({ permission, teamId: id })),
  ]);
  return {
    rows,
    columns: [EVERYWHERE, ...teams],
    presets: Object.entries(PRESETS).map(([name, permissions]) => ({ name, permissions })),
    held: held.map(grantValue),
    mayChange: all.map(grantValue),
  };
}

/** What the actor may put into an invitation: presets and single permissions they hold, and where. */
export function inviteChoices(actor: Actor, teams: readonly Team[]) {
  const everywhere = (name: string) =>
    (PRESETS[name] ?? []).every((one) => canEverywhere(actor, one));
  const inTeam = (name: string, teamId: string) =>
    (PRESETS[name] ?? []).every((one) => !PERMISSIONS[one].team || can(actor, one, teamId));
  const presets = Object.keys(PRESETS).filter(
    (name) => everywhere(name) || teams.some(({ id }) => inTeam(name, id)),
  );
  return {
    presets: presets.map((name) => ({ name, meaning: PRESET_MEANINGS[name] ?? "" })),
    scopes: [
      ...(presets.some(everywhere) ? [EVERYWHERE] : []),
      ...teams.filter(({ id }) => presets.some((name) => inTeam(name, id))),
    ],
    permissions: rows.filter(({ name }) => canEverywhere(actor, name)),
  };
}
