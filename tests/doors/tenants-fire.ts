import { randomBytes } from "node:crypto";
import type pg from "pg";
import { REQUEST_KEY } from "@/lib/result";
import type { Target } from "./ask";
import { isDone, opening } from "./judge";
import type { Fields } from "./sample";
import { type Answer, type Sent, send } from "./send";
import { targetIn } from "./targets";
import type { Draw } from "./tenants-draw";
import { foreignCanaries, idsIn, tellsOwn } from "./tenants-watch";
import { toSent } from "./walk";
import { EVERYTHING, type Holder, makeWorld, type World } from "./world";

/** Fields of forms in which any words may stand. */
const FREE: ReadonlySet<string> = new Set([
  "name",
  "title",
  "words",
  "note",
  "reason",
  "description",
]);
/** The forms that are answered with a page or its parts: others with a frame, or without a body. */
const TELLING = /^(html|rsc)/;

/** An organisation, somebody who may do everything and only reads, and the last act in it, after which the next begins. */
export type Tenant = { readonly world: World; readonly reader: Holder; last: Promise<unknown> };

export async function makeTenant(): Promise<Tenant> {
  const world = await makeWorld();
  return { world, reader: await world.newcomer(EVERYTHING), last: Promise.resolve() };
}

/** An action that was sent: in which organisation, with what, and whether it was done. */
export type Act = Pick<Draw, "mode"> & {
  readonly id: string;
  readonly form: string;
  readonly title: string;
  readonly orgId: string;
  readonly question: string;
  readonly isDone: boolean;
};

export type Tally = {
  sent: number;
  readonly statuses: Map<string, number>;
  /** Of one's own pages and routes, by form: how many were asked for, and how many were there and told what is one's own. */
  readonly own: Map<string, { asked: number; told: number }>;
  readonly acts: Act[];
  /** By organisation the ids that it was told, and in answer to what. */
  readonly told: Map<string, Map<string, string>>;
  readonly findings: string[];
  /** Answers to questions for one's own that were not there or told nothing of it. */
  readonly silent: string[];
  /** What could not be asked: on a machine that is too busy, it could not be made ready in time. */
  readonly unasked: string[];
  readonly milliseconds: number[];
};

/** One after the other in each organisation: acts that are made ready beside each other would undo each other. */
function inTurn<T>(tenant: Tenant, work: () => Promise<T>): Promise<T> {
  const next = tenant.last.then(work);
  tenant.last = next.catch(() => undefined);
  return next;
}

/** Every text that may be anything holds the canary of who sends it; words of another are no leak where they were sent. */
function marked(fields: Fields, { one, of }: Shot, key: string): Fields {
  const { canary } = one.world;
  const own = (value: string) => value.replaceAll(of.world.canary, canary);
  const pairs = Object.entries(fields).map(([name, value]) => {
    if (typeof value !== "string") return [name, value.map(own)];
    return [name, own(FREE.has(name) ? `${value} ${canary}`.trim() : value)];
  });
  return { ...Object.fromEntries(pairs), [REQUEST_KEY]: key };
}

/** The application, and its database as the owner sees it. */
export type Server = { readonly origin: string; readonly owner: Pick<pg.Pool, "query"> };

/** A draw with whom it is about, and where it goes. */
type Shot = Draw & {
  readonly server: Server;
  readonly tally: Tally;
  readonly one: Tenant;
  /** The tenant that the draw means; the asker itself where it asks of its own. */
  readonly of: Tenant;
};

/** The organisation that is asked for: by its own address, or by the asker's with ids of the other. */
const worldOf = ({ mode, one, of }: Shot): World =>
  mode === "mixed" ? { ...of.world, slug: one.world.slug } : of.world;

const titleOf = ({ mode, form, built, one }: Shot): string =>
  `${one.world.canary}: ${mode} ${form.name} of ${built.found.id}`;

/** Writes down what the answer tells of others. */
function recordForeign(shot: Shot, sent: Sent, answer: Answer): void {
  const { server, tally, mode, one } = shot;
  const heard = { canary: one.world.canary, sent, answer };
  const wrong = foreignCanaries(heard).map((word) => `tells ${word}`);
  const open = mode === "foreign" ? opening(server.origin, sent, answer) : null;
  if (open) wrong.push(open);
  for (const what of wrong) {
    const finding = `${titleOf(shot)} (${answer.status}): ${what}`;
    if (tally.findings.push(finding) <= 20) console.log(`  ${finding}`);
  }
  const told = tally.told.get(one.world.orgId) ?? new Map<string, string>();
  tally.told.set(one.world.orgId, told);
  for (const id of idsIn(heard)) if (!told.has(id)) told.set(id, titleOf(shot));
}

/** Writes down whether one's own page or route was there and told something of one's own. */
function recordOwn(shot: Shot, sent: Sent, answer: Answer): void {
  const { tally, built, form, one } = shot;
  const own = tally.own.get(form.name) ?? { asked: 0, told: 0 };
  tally.own.set(form.name, own);
  own.asked += 1;
  const isPage = built.found.door?.kind === "page" && TELLING.test(form.name);
  const isTold = !isPage || tellsOwn({ canary: one.world.canary, sent, answer });
  if (answer.status === 200 && isTold) own.told += 1;
  else tally.silent.push(`${titleOf(shot)}: ${answer.status}`);
}

async function ask(shot: Shot, target: Target, cookie: string): Promise<Answer & { sent: Sent }> {
  const asked = { target, who: "stranger", form: shot.form, forgery: {} } as const;
  const sent = toSent(asked, worldOf(shot), cookie);
  const answer = await send(shot.server.origin, sent);
  shot.tally.milliseconds.push(answer.milliseconds);
  recordForeign(shot, sent, answer);
  if (shot.mode === "own" && shot.built.actionId === null) recordOwn(shot, sent, answer);
  return { ...answer, sent };
}

async function read(shot: Shot): Promise<void> {
  const { tally, built, form, mode, one, of } = shot;
  const target = await targetIn(built, worldOf(shot), of.reader);
  const { status } = await ask(shot, target, one.reader.cookie);
  const line = `${mode} ${form.name} ${status}`;
  tally.statuses.set(line, (tally.statuses.get(line) ?? 0) + 1);
}

/** The action with a form that is let in from whoever may do everything in the organisation that is meant. */
async function ready(shot: Shot): Promise<Target> {
  const { built, of } = shot;
  return targetIn(built, worldOf(shot), await of.world.holder(EVERYTHING));
}

/**
 * Whether it was done: by what was answered, or by the key of the request, which the same transaction keeps. Of what is
 * shown once, and sent by a form without a script, neither says.
 */
async function wasDone({ server, one }: Shot, answer: Answer, key: string): Promise<boolean> {
  if (isDone(answer)) return true;
  const { rowCount } = await server.owner.query(
    `SELECT 1 FROM "RequestKey" WHERE "orgId" = $1 AND key = $2 AND "answerBox" IS NOT NULL`,
    [one.world.orgId, key],
  );
  return rowCount === 1;
}

async function doIt(shot: Shot, { action, ...target }: Target): Promise<void> {
  const { tally, built, form, mode, one } = shot;
  const { orgId, holder } = one.world;
  const key = randomBytes(16).toString("hex");
  const fields = marked(action?.fields ?? {}, shot, key);
  const { cookie } = await holder(EVERYTHING);
  const marking = { ...target, action: action && { ...action, fields } };
  const { sent, ...answer } = await ask(shot, marking, cookie);
  tally.acts.push({
    id: built.found.id,
    form: form.name,
    mode,
    title: titleOf(shot),
    orgId,
    question: JSON.stringify(fields),
    isDone: await wasDone(shot, answer, key),
  });
}

async function act(shot: Shot): Promise<void> {
  const { mode, one, of } = shot;
  if (mode === "own") return inTurn(one, async () => doIt(shot, await ready(shot)));
  const target = await inTurn(of, () => ready(shot));
  return inTurn(one, () => doIt(shot, target));
}

/** Sends so many of these, or until that instant, `width` at a time. */
export async function fire(
  server: Server,
  tenants: readonly Tenant[],
  drawn: Iterator<Draw>,
  limits: { readonly requests: number; readonly until: number; readonly width: number },
): Promise<Tally> {
  const tally: Tally = {
    sent: 0,
    statuses: new Map(),
    own: new Map(),
    acts: [],
    told: new Map(),
    findings: [],
    silent: [],
    unasked: [],
    milliseconds: [],
  };
  const shoot = async (draw: Draw): Promise<void> => {
    const one = tenants[draw.asker];
    const of = draw.mode === "own" ? one : tenants[draw.other];
    if (!one || !of) throw new Error("there is no such tenant");
    const shot = { ...draw, server, tally, one, of };
    await (draw.built.actionId === null ? read(shot) : act(shot)).catch((error: unknown) => {
      tally.unasked.push(`${titleOf(shot)}: ${String(error)}`);
    });
  };
  const worker = async (): Promise<void> => {
    while (tally.sent < limits.requests && Date.now() < limits.until) {
      tally.sent += 1;
      if (tally.sent % 2_000 === 0)
        console.log(`  ${tally.sent} requests, ${tally.findings.length} findings so far`);
      const { value, done } = drawn.next();
      if (done) return;
      await shoot(value);
    }
  };
  await Promise.all(Array.from({ length: limits.width }, worker));
  return tally;
}
