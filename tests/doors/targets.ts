import { readFileSync } from "node:fs";
import * as z from "zod";
import { PERMISSION_NAMES, PERMISSIONS } from "@/lib/tenancy/permissions";
import type { Target, Who } from "./ask";
import { type Found, findDoors, isOfOrganisation } from "./inventory";
import type { Sample } from "./sample";
import { SAMPLES } from "./samples";
import type { Holder, World } from "./world";

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({
      workers: z.record(z.string(), z.unknown()),
      exportedName: z.string(),
      filename: z.string(),
    }),
  ),
});

/** `teams/[team]/page.tsx` with this world's parameters as the path of the page. */
export function pathOf(id: string, { slug, ...world }: World, sample: Sample | undefined): string {
  const params = sample?.params?.({ slug, ...world }) ?? {};
  const parts = id.split("/").slice(0, -1);
  const named = parts.map((part) => params[part.slice(1, -1)] ?? part);
  return ["/o", slug, ...named].join("/");
}

/** What an action is called by, and the pages that it is on, by their files. */
export type BuiltAction = {
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly pages: readonly string[];
};

/** What the build calls each action. */
export function builtActions(): readonly BuiltAction[] {
  const { node } = manifest.parse(
    JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")),
  );
  return Object.entries(node).map(([id, { workers, exportedName, filename }]) => {
    return { id, file: filename, name: exportedName, pages: Object.keys(workers) };
  });
}

/** The page of an organisation among these, as the list of doors calls it. */
export function pageAmong(pages: readonly string[]): string | undefined {
  const place = "app/o/[org]/";
  const page = pages.find((name) => name.startsWith(place));
  return page && `${page.slice(place.length)}.tsx`;
}

/** A page, route or action of an organisation in the build, whatever organisation it is asked of. */
export type Built = {
  readonly found: Found;
  readonly sample: Sample;
  /** The page that it is or stands on, or the route, as the list of doors calls it. */
  readonly place: string;
  /** Of an action: by what Next knows it. */
  readonly actionId: string | null;
};

/** Every page, route and action of an organisation in the build. Throws for an action that the build does not know. */
export async function findBuilt(built = builtActions()): Promise<readonly Built[]> {
  const doors = (await findDoors()).filter(isOfOrganisation);
  return doors.flatMap((found): Built[] => {
    const [sample] = SAMPLES[found.id] ?? [];
    if (!sample || found.door?.kind === "layout") return [];
    if (found.door?.kind !== "action") return [{ found, sample, place: found.id, actionId: null }];
    const action = built.find(({ file, name }) => file === found.file && name === found.name);
    const place = pageAmong(action?.pages ?? []);
    if (!action || !place) throw new Error(`the build has no ${found.id}`);
    return [{ found, sample, place, actionId: action.id }];
  });
}

/** The same in this world, with a call that is let in from this caller, if they may. */
export async function targetIn(
  { found, sample, place, actionId }: Built,
  world: World,
  caller: Holder,
): Promise<Target> {
  if (actionId === null) return { found, sample, path: pathOf(place, world, sample), action: null };
  const fields = (await sample.fields?.(world, caller)) ?? {};
  const path = pathOf(place, world, SAMPLES[place]?.[0]);
  return { found, sample, path, action: { id: actionId, fields } };
}

/** All of them in this world. */
export async function findTargets(
  world: World,
  caller: Holder,
  actions = builtActions(),
): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const built of await findBuilt(actions)) targets.push(await targetIn(built, world, caller));
  return targets;
}

/** Everybody who asks, with their session; `lacking` differs from door to door. */
export async function cookieOf(
  who: Who,
  { found, sample }: Target,
  world: World,
  stranger: World,
): Promise<string | null> {
  const all = (teamId: string | null, names: readonly (keyof typeof PERMISSIONS)[]) =>
    names.map((permission) => ({ permission, teamId }));
  if (who === "nobody") return null;
  if (who === "stranger") return (await stranger.holder(all(null, PERMISSION_NAMES))).cookie;
  if (who === "nothing") return (await world.holder([])).cookie;
  if (who === "elsewhere") {
    const names = PERMISSION_NAMES.filter((name) => PERMISSIONS[name].team);
    return (await world.holder(all(world.otherTeamId, names))).cookie;
  }
  const lacked = sample.needs.find((name) => name === found.door?.asks) ?? sample.needs[0];
  const others = PERMISSION_NAMES.filter((name) => name !== lacked);
  const { cookie } = await world.holder(all(null, others));
  // Their session, of which the signature was made up.
  return who === "lacking" ? cookie : cookie.replace(/\.[^.]+$/, `.${"a".repeat(43)}`);
}
