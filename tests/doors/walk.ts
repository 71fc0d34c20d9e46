import { randomBytes, randomUUID } from "node:crypto";
import { type Ask, askAt, roundOf, type Target, type Who } from "./ask";
import { leaks, opening, parting, plain } from "./judge";
import { type Sent, send } from "./send";
import { cookieOf } from "./targets";
import type { World } from "./world";

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const OUTSIDE: readonly Who[] = ["nobody", "forged", "stranger"];

/** What was asked, in which manner, and what came. */
export type Walked = {
  readonly asked: number;
  readonly statuses: ReadonlyMap<string, number>;
  readonly findings: readonly string[];
};

/** The organisation that is asked for, and the stranger's own. */
type Worlds = readonly [World, World];

/** The same with ids that nothing has, and for another address of an organisation if one is given. */
export function missing(sent: Sent, slug: string, other: string): Sent {
  const { path, search, action, ...rest } = sent;
  const changed: unknown = JSON.parse(
    JSON.stringify({ path, search, action })
      .replace(UUID, () => randomUUID())
      .replaceAll(slug, other),
  );
  return { ...rest, ...(changed as Pick<Sent, "path" | "search" | "action">) };
}

/** Whom a door need not be shut to. */
export function isIdle({ who, target }: Pick<Ask, "who" | "target">): boolean {
  const { sample, action } = target;
  if (OUTSIDE.includes(who)) return false;
  return (
    sample.needs.length === 0 ||
    (action !== null && who === "elsewhere" && sample.anywhere === true)
  );
}

/** The page that a form without a script is on is shown again, to whom it may be: of the answer nothing can be said. */
export const showsPage = ({ who, target, form }: Omit<Ask, "forgery">): boolean =>
  target.action !== null && form.name === "form" && !OUTSIDE.includes(who);

/** Names that only who may see the team's people and schedules sees, and ids; to outsiders anything of the organisation. */
function words({ canary, orgId, teamId, people, scheduleId, owner, author }: World, who: Who) {
  const names = ["Ann", "Ben", "Olga", "Willem", "Schedule", "Team", "About", "Primary", "Change"];
  const own = names.map((name) => `${name} ${canary}`);
  const ids = [orgId, teamId, ...people, scheduleId, owner.memberId, author.memberId];
  return OUTSIDE.includes(who) ? [canary, ...ids] : [...own, ...ids];
}

export function toSent(ask: Ask, world: World, cookie: string | null): Sent {
  const { target, form, forgery } = ask;
  const { path, action, sample } = target;
  return {
    path,
    search: sample.search?.(world) ?? {},
    form,
    headers: forgery,
    cookie,
    action: action && { ...action, slug: world.slug },
  };
}

/** Asks for what there is and for what there is not, and says what is wrong with the answers, where that can be said. */
async function compare(origin: string, ask: Ask, [world, stranger]: Worlds, other: string) {
  const { target, who } = ask;
  const sent = toSent(ask, world, await cookieOf(who, target, world, stranger));
  const answer = await send(origin, sent);
  if (showsPage(ask)) return { answer, wrong: [] };
  const ofNothing = await send(origin, missing(sent, world.slug, other));
  const told = leaks(sent, answer, words(world, who), world.slug);
  const wrong = told.map((word) => `tells ${word}`);
  // May come in, but sees nothing of the team.
  if (who === "elsewhere" && target.sample.anywhere === true) return { answer, wrong };
  const open = opening(origin, sent, answer);
  if (open) wrong.push(open);
  const differs = parting(plain(answer, world.slug), plain(ofNothing, other));
  if (differs) wrong.push(`says ${differs}`);
  return { answer, wrong };
}

/** Walks so many rounds, `width` asks at a time. */
export async function walk(
  origin: string,
  targets: readonly Target[],
  worlds: Worlds,
  { rounds, width }: { readonly rounds: number; readonly width: number },
): Promise<Walked> {
  const statuses = new Map<string, number>();
  const findings: string[] = [];
  let [next, asked] = [0, 0];

  const one = async (ask: Ask, n: number): Promise<void> => {
    const { target, who, form, forgery } = ask;
    const isElsewhere = OUTSIDE.includes(who) && n % 2 === 0;
    const other = isElsewhere ? `org-cny${randomBytes(5).toString("hex")}` : worlds[0].slug;
    const { answer, wrong } = await compare(origin, ask, worlds, other);
    asked += showsPage(ask) ? 1 : 2;
    const line = `${who} ${form.name} ${answer.status}`;
    statuses.set(line, (statuses.get(line) ?? 0) + 1);
    const title = `${who}, ${form.name} of ${target.found.id}, ${JSON.stringify(forgery)}`;
    findings.push(...wrong.map((what) => `${title}: ${what}`));
  };
  const worker = async (): Promise<void> => {
    while (next < rounds * roundOf(targets)) {
      const n = next;
      next += 1;
      const ask = askAt(targets, n);
      if (ask && !isIdle(ask)) await one(ask, n);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return { asked, statuses, findings };
}
