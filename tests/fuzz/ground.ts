import { randomBytes, randomUUID } from "node:crypto";
import type { Target } from "@/tests/doors/ask";
import type { Fields } from "@/tests/doors/sample";
import { SAMPLES } from "@/tests/doors/samples";
import { findTargets, pathOf } from "@/tests/doors/targets";
import { EVERYTHING, type Holder, makeWorld, type World } from "@/tests/doors/world";
import { MAILED } from "./mailed";
import { ACCOUNT_FORMS, findOutside } from "./outside";
import { isProvisioning, type Provider, startProvider } from "./provisioning";
import type { Way } from "./way";

/** Where calls are made: an organisation, somebody who may do everything in it, and ids that are not theirs. */
export type Ground = { world: World; readonly stranger: World };

/** What stands in every name of an organisation, and in nothing that is sent: its address has a hyphen before it. */
export const wordOf = ({ canary }: World): string => ` ${canary}`;

/** All that can be called, each with a call that would be let in. */
export async function findAll({ actions }: Way, { world }: Ground): Promise<readonly Target[]> {
  const caller = await world.newcomer(EVERYTHING);
  return [
    ...(await findTargets(world, caller, actions)),
    ...(await findOutside(world.slug, actions)),
  ];
}

export function othersOf({ world, stranger }: Ground, caller: Holder): string[] {
  const of = ({ orgId, teamId, people, scheduleId, draftId, owner, slug }: World) => [
    orgId,
    teamId,
    ...people,
    scheduleId,
    draftId,
    owner.memberId,
    owner.userId,
    slug,
  ];
  const { memberId, userId } = caller.actor;
  return [
    ...of(stranger),
    ...of(world),
    memberId,
    userId,
    caller.personId,
    randomUUID(),
    randomBytes(24).toString("base64url"),
  ];
}

export type Ready = {
  readonly caller: Holder;
  readonly target: Target;
  readonly search: Readonly<Record<string, string>>;
  /** What is posted, to an action or a route. */
  readonly fields: Fields;
  /** Of a door that providers' tokens open. */
  readonly provider: Provider | null;
};

/** The same target in the present world, with a form that would still be let in, and somebody new who may send it. */
async function tryReady(way: Way, { world }: Ground, target: Target): Promise<Ready | null> {
  const caller = await world.newcomer(EVERYTHING);
  if (!(await way.enters(world.slug, caller.cookie))) return null;
  const { id } = target.found;
  const sample = SAMPLES[id]?.[0];
  const provider = isProvisioning(target.found) ? await startProvider(way, world) : null;
  if (!sample) {
    const fields = { ...ACCOUNT_FORMS[id]?.(), ...(await MAILED[id]?.(world)) };
    return { caller, target, search: {}, fields, provider };
  }
  const search = sample.search?.(world) ?? {};
  const fields = (await sample.fields?.(world, caller)) ?? {};
  const path = target.action ? target.path : pathOf(id, world, sample);
  return { caller, target: { ...target, path }, search, fields, provider };
}

/**
 * Makes everything ready for a batch of calls. Calls that are let in change the organisation, at worst so that
 * nobody gets in any more: then there is a new one.
 */
export async function ready(way: Way, ground: Ground, target: Target): Promise<Ready> {
  const first = await tryReady(way, ground, target).catch(() => null);
  if (first) return first;
  ground.world = await makeWorld();
  const again = await tryReady(way, ground, target);
  if (!again) throw new Error(`nobody gets into a new organisation to try ${target.found.id}`);
  return again;
}
