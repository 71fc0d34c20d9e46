import * as z from "zod";
import { type Link, START, type StoredEntry, type Verdict, verifyFrom } from "@/lib/log/chain";
import { DAY, parseDate } from "@/lib/schedule/calendar";
import type { Zone } from "@/lib/schedule/zone";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import { zones } from "@/lib/zones/table";
import { emptyDefinition } from "./draft-facts";
import { describeEntry } from "./log-words";
import { operationSchema } from "./operations";
import { findPublished } from "./published";
import { describe } from "./words";

const SHOWN = 50;
const PAGE = 1_000;
/** What one request verifies or exports; the next begins where it ended. */
export const PORTION = 100_000;

/** The kinds of entries that can be looked at alone, with the actions that belong to them. */
export const logGroups = {
  roster: { label: "Schedules and drafts", prefixes: ["schedule.", "draft."] },
  people: { label: "People and teams", prefixes: ["person.", "team.", "time-off."] },
  members: { label: "Members and permissions", prefixes: ["member.", "permission."] },
  settings: { label: "Settings and policy", prefixes: ["organisation.", "policy.", "load-rules."] },
  data: { label: "Imports and exports", prefixes: ["import.", "log.", "report."] },
} as const;

const groups = ["roster", "people", "members", "settings", "data"] as const;

const isDate = (text: string): boolean => {
  try {
    return Number.isFinite(parseDate(text));
  } catch {
    return false;
  }
};
const blank = z
  .string()
  .refine((text) => text === "")
  .transform(() => undefined);
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([schema, blank]).optional().catch(undefined);
const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** The query string of the log's page. What does not parse is left out. */
export const logSearchSchema = z.object({
  before: optional(number.min(1)),
  group: optional(z.enum(groups)),
  actor: optional(z.uuid()),
  schedule: optional(z.uuid()),
  from: optional(z.string().refine(isDate)),
  until: optional(z.string().refine(isDate)),
  /** Present: verify the chain behind this entry. */
  verify: number.optional().catch(undefined),
});
export type LogSearch = z.output<typeof logSearchSchema>;

const columns = {
  orgId: true,
  number: true,
  at: true,
  actorId: true,
  action: true,
  subjectKind: true,
  subjectId: true,
  scheduleId: true,
  requestId: true,
  version: true,
  onBehalfOf: true,
  origin: true,
  body: true,
  previous: true,
  hash: true,
} as const;

type Row = Omit<StoredEntry, "number" | "at"> & { readonly number: bigint; readonly at: Date };

const toEntry = (row: Row): StoredEntry => ({
  ...row,
  number: Number(row.number),
  at: row.at.getTime(),
});

/** Local dates of the viewer, both ends included, as a filter of instants. */
function spanFilter({ from, until }: LogSearch, zone: Zone) {
  if (!from && !until) return {};
  const midnight = (date: string, later: number) =>
    new Date(zone.first((parseDate(date) + later) * DAY));
  return {
    at: { ...(from && { gte: midnight(from, 0) }), ...(until && { lt: midnight(until, 1) }) },
  };
}

function filterOf(search: LogSearch, zone: Zone) {
  const { before, group, actor, schedule } = search;
  return {
    ...(before && { number: { lt: BigInt(before) } }),
    ...(group && {
      OR: logGroups[group].prefixes.map((prefix) => ({ action: { startsWith: prefix } })),
    }),
    ...(actor && { actorId: actor }),
    ...(schedule && { scheduleId: schedule }),
    ...spanFilter(search, zone),
  };
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The present names of everything that these entries mention by id. */
async function namesIn(
  { db }: Context,
  entries: readonly StoredEntry[],
): Promise<ReadonlyMap<string, string>> {
  const mentioned = entries.flatMap(({ actorId, subjectId, scheduleId, body }) => [
    ...(`${actorId} ${subjectId} ${scheduleId}`.match(UUID) ?? []),
    ...(body.match(UUID) ?? []),
  ]);
  const named = {
    where: { id: { in: [...new Set(mentioned)] } },
    select: { id: true, name: true },
  };
  const drafts = await db.draft.findMany({ where: named.where, select: { id: true, title: true } });
  const rows = [
    ...(await db.member.findMany(named)),
    ...(await db.person.findMany(named)),
    ...(await db.team.findMany(named)),
    ...(await db.schedule.findMany(named)),
    ...drafts.map(({ id, title }) => ({ id, name: title })),
  ];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export type LogEntryView = {
  readonly entry: StoredEntry;
  /** By name; Standby itself for what nobody did. */
  readonly actor: string;
  readonly sentence: string;
  /** What a published revision changed, in words. Empty for all else. */
  readonly changes: readonly string[];
};

const publishedBody = z.object({
  base: z.number(),
  operations: z.array(operationSchema),
});

/** What a publication changed, in sentences; none where the stored operations cannot be read any more. */
async function changesOf(
  context: Context,
  { action, scheduleId }: StoredEntry,
  body: unknown,
  names: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  if (action !== "schedule.published" || !scheduleId) return [];
  const parsed = publishedBody.safeParse(body);
  if (!parsed.success) return [];
  const { base, operations } = parsed.data;
  const before = await findPublished(context, scheduleId, base);
  const definition = before?.revision.definition ?? emptyDefinition("UTC");
  const nameOf = (id: string) => names.get(id) ?? "somebody who left";
  try {
    return describe(operations, definition, nameOf, zones(context.actor.zone), context.now);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Newest first, 50 at a time; `older` is the `before` of the next page. */
export async function listEntries(
  context: Context,
  search: LogSearch,
): Promise<{ entries: LogEntryView[]; older: number | null }> {
  const rows = await context.db.changeLogEntry.findMany({
    where: filterOf(search, zones(context.actor.zone)),
    orderBy: { number: "desc" },
    take: SHOWN + 1,
    select: columns,
  });
  const shown = rows.slice(0, SHOWN).map(toEntry);
  const names = await namesIn(context, shown);
  const entries: LogEntryView[] = [];
  for (const entry of shown) {
    const body: unknown = JSON.parse(entry.body);
    entries.push({
      entry,
      actor: entry.actorId === null ? "Standby" : (names.get(entry.actorId) ?? "Somebody who left"),
      sentence: describeEntry({ ...entry, body }, (id) => names.get(id) ?? null),
      changes: await changesOf(context, entry, body, names),
    });
  }
  return { entries, older: rows.length > SHOWN ? (shown.at(-1)?.number ?? null) : null };
}

/** What the filters offer: everybody who was ever a member, and every schedule. */
export async function logChoices({ db }: Context) {
  const order = { orderBy: { name: "asc" as const }, select: { id: true, name: true } };
  return { members: await db.member.findMany(order), schedules: await db.schedule.findMany(order) };
}

/** The number and hash of the last entry, as the database keeps them beside the log. */
export async function logHead({ db }: Context): Promise<Link> {
  const head = await db.changeLogHead.findFirst({ select: { number: true, hash: true } });
  return head ? { number: Number(head.number), hash: head.hash } : START;
}

async function entriesAfter({ db }: Context, after: number, take: number): Promise<StoredEntry[]> {
  const rows = await db.changeLogEntry.findMany({
    where: { number: { gt: BigInt(after) } },
    orderBy: { number: "asc" },
    take,
    select: columns,
  });
  return rows.map(toEntry);
}

export type Verified = {
  readonly verdict: Verdict;
  /** Numbers of this portion: after `after`, and whether entries follow that were not looked at. */
  readonly after: number;
  readonly more: boolean;
};

/**
 * Recomputes the chain behind entry `after`, at most 100,000 entries of it, in pages of 1,000. Entry `after`
 * itself is taken as verified before. Entries cut off at the end show against the head.
 */
export async function verifyLog(context: Context, after: number): Promise<Verified> {
  const head = await logHead(context);
  const rows = after === 0 ? [] : await entriesAfter(context, after - 1, 1);
  let link: Link = rows[0]?.number === after ? { number: after, hash: rows[0].hash } : START;
  const begin = link.number;
  while (link.number < head.number && link.number - begin < PORTION) {
    const page = await entriesAfter(context, link.number, PAGE);
    const verdict = verifyFrom(link, page);
    if (!verdict.whole) return { verdict, after: begin, more: false };
    if (page.length === 0) break;
    link = verdict.head;
  }
  const more = link.number < head.number && link.number - begin >= PORTION;
  const whole = more || (link.number === head.number && link.hash === head.hash);
  const lost = {
    whole: false,
    number: link.number + 1,
    why: "It is missing at the end of the log.",
  } as const;
  return { verdict: whole ? { whole, head: link } : lost, after: begin, more };
}

/**
 * The entries behind `after` as JSON lines, at most 100,000, with all that verifying them needs. The export is
 * itself recorded first.
 */
export async function exportLog(
  context: Context,
  after: number,
): Promise<{ first: number; last: number; lines: string[] }> {
  const head = await logHead(context);
  const last = Math.min(head.number, after + PORTION);
  const { orgId } = context.actor;
  await record(context, {
    action: "log.exported",
    subject: { kind: "organisation", id: orgId },
    body: { first: after + 1, last },
  });
  const lines: string[] = [];
  for (let reached = after; reached < last; ) {
    const page = await entriesAfter(context, reached, Math.min(PAGE, last - reached));
    if (page.length === 0) break;
    for (const entry of page) lines.push(JSON.stringify(entry));
    reached = page.at(-1)?.number ?? last;
  }
  return { first: after + 1, last, lines };
}

export const exportSchema = z.object({ after: number.default(0).catch(0) });
