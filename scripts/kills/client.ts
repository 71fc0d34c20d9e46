import { randomUUID } from "node:crypto";
import { sendUntilAnswered } from "./actions";
import type { Act, LedgerDraft, SoakClient } from "./ledger";

const DAY = 86_400_000;
const DRAFTS = "app/o/[org]/drafts/actions.ts";
const SCHEDULES = "app/o/[org]/schedules/actions.ts";
const EDITOR = "app/o/[org]/drafts/[draft]/edit/actions.ts";

const NAMES: Readonly<Record<Act, readonly [string, string]>> = {
  open: [SCHEDULES, "edit"],
  restore: [SCHEDULES, "restore"],
  save: [EDITOR, "save"],
  submit: [DRAFTS, "submit"],
  review: [DRAFTS, "review"],
  publish: [DRAFTS, "publish"],
  withdraw: [DRAFTS, "withdraw"],
};

/** What all clients count together. */
export type Tally = {
  acknowledged: number;
  refused: number;
  retried: number;
  /** Requests on their way at this moment. */
  waiting: number;
};

export type World = {
  readonly origin: string;
  readonly idOf: (file: string, name: string) => string;
  readonly isOver: () => boolean;
  readonly drafts: LedgerDraft[];
  readonly tally: Tally;
};

type Open = { readonly draftId: string; readonly entry: LedgerDraft };
type Fields = Readonly<Record<string, string>>;

/** One act with a key of its own. Null: refused, or else where it led. */
async function act(
  { origin, idOf, tally }: World,
  { slug }: SoakClient,
  cookie: string,
  name: Act,
  page: string,
  fields: Fields,
): Promise<string | null> {
  const action = idOf(...NAMES[name]);
  const call = {
    origin,
    page: `/o/${slug}${page}`,
    action,
    slug,
    cookie,
    key: randomUUID(),
    fields,
  };
  tally.waiting += 1;
  const answer = await sendUntilAnswered(call, () => {
    tally.retried += 1;
  });
  tally.waiting -= 1;
  tally[answer.ok ? "acknowledged" : "refused"] += 1;
  return answer.ok ? answer.to : null;
}

async function begin(
  world: World,
  client: SoakClient,
  name: "open" | "restore",
  fields: Fields,
): Promise<Open | null> {
  const { scheduleId, author } = client;
  const to = await act(world, client, author, name, `/schedules/${scheduleId}`, {
    scheduleId,
    ...fields,
  });
  const draftId = to === null ? undefined : /\/drafts\/([0-9a-f-]{36})/.exec(to)?.[1];
  if (draftId === undefined) return null;
  const entry = { draftId, scheduleId, acknowledged: { [name]: 1 } };
  world.drafts.push(entry);
  return { draftId, entry };
}

/** Goes on with a draft. Whether it was done. */
async function goOn(
  world: World,
  client: SoakClient,
  { draftId, entry }: Open,
  name: Act,
  fields: Fields,
): Promise<boolean> {
  const cookie = name === "review" ? client.reviewer : client.author;
  const page = `/drafts/${draftId}${name === "save" ? "/edit" : ""}`;
  const to = await act(world, client, cookie, name, page, { draftId, ...fields });
  if (to === null) return false;
  entry.acknowledged[name] = (entry.acknowledged[name] ?? 0) + 1;
  return true;
}

/** To review, approved and published; withdrawn if another client was faster. */
async function carryThrough(
  world: World,
  client: SoakClient,
  open: Open,
  version: string,
): Promise<boolean> {
  const steps = [
    () => goOn(world, client, open, "submit", { version }),
    () => goOn(world, client, open, "review", { version, decision: "approve" }),
    () => goOn(world, client, open, "publish", { version }),
  ];
  for (const step of steps) {
    if (await step()) continue;
    await goOn(world, client, open, "withdraw", { version });
    return false;
  }
  return true;
}

/** The schedule's first roster with one override that only this draft has. */
function documentOf({ roster, people: [person = "", by = ""] }: SoakClient, nth: number): string {
  const startsAt = Date.now() + (1 + (nth % 60)) * DAY;
  const span = { startsAt, endsAt: startsAt + DAY };
  const target = { scope: "schedule" };
  const override = { id: randomUUID(), kind: "replace", target, ...span, person, by };
  return JSON.stringify({ ...roster, overrides: [override] });
}

/** Edits, publishes and takes back, until it is over; what it has begun it brings to an end. */
export async function runClient(world: World, client: SoakClient): Promise<void> {
  for (let nth = 0; !world.isOver(); nth += 1) {
    const open = await begin(world, client, "open", {});
    if (!open) continue;
    const title = `Change ${nth}`;
    const document = documentOf(client, nth);
    if (!(await goOn(world, client, open, "save", { version: "1", title, document }))) continue;
    if (!(await carryThrough(world, client, open, "2"))) continue;
    if (nth % 4 !== 3) continue;
    const undo = await begin(world, client, "restore", { number: "1" });
    if (undo) await carryThrough(world, client, undo, "1");
  }
}
