import { randomBytes, randomUUID } from "node:crypto";
import { PERMISSION_NAMES } from "@/lib/tenancy/permissions";
import { READING, type Target } from "@/tests/doors/ask";
import type { Fields } from "@/tests/doors/sample";
import { SAMPLES } from "@/tests/doors/samples";
import { send } from "@/tests/doors/send";
import { findTargets, pathOf } from "@/tests/doors/targets";
import { type Holder, makeWorld, type World } from "@/tests/doors/world";
import { ACCOUNT_FORMS, findOutside } from "./outside";
import { isProvisioning, type Provider, startProvider } from "./provisioning";

const EVERYTHING = PERMISSION_NAMES.map((permission) => ({ permission, teamId: null }));

/** Where calls are made: an organisation, somebody who may do everything in it, and ids that are not theirs. */
export type Ground = { world: World; readonly stranger: World };

/** All that can be called, each with a call that would be let in. */
export async function findAll({ world }: Ground): Promise<readonly Target[]> {
  const caller = await world.newcomer(EVERYTHING);
  return [...(await findTargets(world, caller)), ...(await findOutside(world.slug))];
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
async function tryReady(origin: string, { world }: Ground, target: Target): Promise<Ready | null> {
  const caller = await world.newcomer(EVERYTHING);
  const [html] = READING;
  if (!html) throw new Error("no way to ask");
  const rest = { search: {}, headers: {}, cookie: caller.cookie, action: null };
  const { status } = await send(origin, { path: `/o/${world.slug}`, form: html, ...rest });
  if (status !== 200) return null;
  const { id } = target.found;
  const sample = SAMPLES[id]?.[0];
  const provider = isProvisioning(target.found) ? await startProvider(origin, world) : null;
  if (!sample) return { caller, target, search: {}, fields: ACCOUNT_FORMS[id]?.() ?? {}, provider };
  const search = sample.search?.(world) ?? {};
  const fields = (await sample.fields?.(world, caller)) ?? {};
  const path = target.action ? target.path : pathOf(id, world, sample);
  return { caller, target: { ...target, path }, search, fields, provider };
}

/**
 * Makes everything ready for a batch of calls. Calls that are let in change the organisation, at worst so that
 * nobody gets in any more: then there is a new one.
 */
export async function ready(origin: string, ground: Ground, target: Target): Promise<Ready> {
  const first = await tryReady(origin, ground, target).catch(() => null);
  if (first) return first;
  ground.world = await makeWorld();
  const again = await tryReady(origin, ground, target);
  if (!again) throw new Error(`nobody gets into a new organisation to try ${target.found.id}`);
  return again;
}
