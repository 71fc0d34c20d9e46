import { randomBytes } from "node:crypto";
import { ACTING, READING, type Target, type Who } from "./ask";
import { send } from "./send";
import { judge, type Verdict } from "./sign-test";
import { cookieOf } from "./targets";
import { isIdle, missing, showsPage, toSent } from "./walk";
import type { World } from "./world";

/** Less than this, in ms, nobody can tell from noise over a network. */
export const FLOOR = 1;
/** How rarely pairs without a difference look like one: the first time, when more are asked, and then. */
const [SUSPICION, CERTAINTY] = [1e-3, 1e-5];
/** How many more. */
const AGAIN = 4;

/** Two questions to ask in turn; each gives back how long its answer took, in ms. */
export type Pair = { readonly there: () => Promise<number>; readonly gone: () => Promise<number> };

/** By how much `there` took longer, in ms, pair by pair; which of the two is asked first is left to chance. */
export async function timePairs({ there, gone }: Pair, pairs: number): Promise<number[]> {
  const differences: number[] = [];
  for (let i = 0; i < pairs; i += 1) {
    const isFirst = Math.random() < 0.5;
    const early = await (isFirst ? there : gone)();
    const late = await (isFirst ? gone : there)();
    differences.push(isFirst ? early - late : late - early);
  }
  return differences;
}

/** Whether time tells one from the other. What seems so is asked again, more often, and that decides. */
export async function compareTimes(pair: Pair, pairs: number): Promise<Verdict> {
  const first = judge(await timePairs(pair, pairs), FLOOR, SUSPICION);
  if (!first.differs) return first;
  return judge(await timePairs(pair, pairs * AGAIN), FLOOR, CERTAINTY);
}

/** Something that exists, and every time something else that does not, asked by somebody who may see neither. */
export type Question = Pair & { readonly title: string };

/**
 * What `who` can ask of a door to learn whether something exists: outsiders whether an organisation does, a member
 * whether an id does. Null where there is nothing to learn, since they may, or the door takes no id.
 */
export async function questionOf(
  origin: string,
  target: Target,
  who: Who,
  [world, stranger]: readonly [World, World],
): Promise<Question | null> {
  const [form] = target.action ? ACTING : READING;
  if (!form) throw new Error("no way to ask");
  const ask = { target, who, form, forgery: {} };
  const sent = toSent(ask, world, await cookieOf(who, target, world, stranger));
  const other = () =>
    who === "elsewhere" ? world.slug : `org-cny${randomBytes(5).toString("hex")}`;
  const isSame = JSON.stringify(missing(sent, world.slug, other())) === JSON.stringify(sent);
  if (isSame || isIdle(ask) || showsPage(ask)) return null;
  return {
    title: `${target.found.id}, ${who}`,
    there: async () => (await send(origin, sent)).milliseconds,
    gone: async () => (await send(origin, missing(sent, world.slug, other()))).milliseconds,
  };
}
