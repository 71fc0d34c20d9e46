import * as z from "zod";
import type { StoredEntry } from "@/lib/log/chain";
import { entryColumns, toEntry } from "@/lib/log/read";
import { DAY, parseDate } from "@/lib/schedule/calendar";
import type { Zone } from "@/lib/schedule/zone";
import { canEverywhere } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { openDetails } from "@/lib/tenancy/person-key";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { zones } from "@/lib/zones/table";
import { emptyDefinition } from "./draft-facts";
import { detailLines, openedDetails } from "./log-details";
import { logGroups } from "./log-groups";
import { describeEntry } from "./log-words";
import { operationSchema } from "./operations";
import { findPublished } from "./published";
import { describe } from "./words";

const SHOWN = 50;

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
  .max(0)
  .transform(() => undefined);
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([schema, blank]).optional().catch(undefined);
const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** The query string of the log's page. What does not parse is left out. */
export const logSearchSchema = z.object({
  before: optional(number.min(1)),
  /** One entry alone. */
  number: optional(number.min(1)),
  group: optional(z.enum(groups)),
  actor: optional(rowIdSchema),
  schedule: optional(rowIdSchema),
  from: optional(z.string().max(10).refine(isDate)),
  until: optional(z.string().max(10).refine(isDate)),
  /** Present: verify the chain behind this entry. */
  verify: number.optional().catch(undefined),
  /** A signed head that was kept elsewhere, to compare the log with. */
  kept: optional(z.string().min(20).max(2_000)),
});
export type LogSearch = z.output<typeof logSearchSchema>;

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
  const { before, group, actor, schedule, number: one } = search;
  return {
    ...(one && { number: BigInt(one) }),
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

type Named = {
  readonly names: ReadonlyMap<string, string>;
  readonly keys: ReadonlySet<string>;
  /** Tokens of SCIM. */
  readonly tokens: ReadonlySet<string>;
};

/** The present names of everything that these entries mention by id. */
async function namesIn({ db }: Context, entries: readonly StoredEntry[]): Promise<Named> {
  const mentioned = entries.flatMap(({ actorId, onBehalfOf, subjectId, scheduleId, body }) => [
    ...(`${actorId} ${onBehalfOf} ${subjectId} ${scheduleId}`.match(UUID) ?? []),
    ...(body.match(UUID) ?? []),
  ]);
  const named = {
    where: { id: { in: [...new Set(mentioned)] } },
    select: { id: true, name: true },
  };
  const drafts = await db.draft.findMany({ where: named.where, select: { id: true, title: true } });
  const keys = await db.apiKey.findMany(named);
  const tokens = await db.scimToken.findMany({ where: named.where, select: { id: true } });
  const groups = await db.scimGroup.findMany({
    where: named.where,
    select: { id: true, displayName: true },
  });
  const rows = [
    ...keys,
    ...(await db.member.findMany(named)),
    ...(await db.person.findMany(named)),
    ...(await db.team.findMany(named)),
    ...(await db.schedule.findMany(named)),
    ...drafts.map(({ id, title }) => ({ id, name: title })),
    ...groups.map(({ id, displayName }) => ({ id, name: displayName })),
  ];
  return {
    names: new Map(rows.map(({ id, name }) => [id, name])),
    keys: new Set(keys.map(({ id }) => id)),
    tokens: new Set(tokens.map(({ id }) => id)),
  };
}

const originSchema = z.object({ address: z.string().nullable(), device: z.string() });
type Origin = z.output<typeof originSchema>;

/** From where somebody acts is for them, and for who answers for members or for security. */
const maySeeOrigin = ({ actor }: Context, { actorId, onBehalfOf }: StoredEntry): boolean =>
  [actorId, onBehalfOf].includes(actor.memberId) ||
  canEverywhere(actor, "member.manage") ||
  canEverywhere(actor, "settings.manage");

/** From where each entry was made, as far as the reader may know it, it was noted and its key is still there. */
async function originsOf(
  context: Context,
  entries: readonly StoredEntry[],
  keys: ReadonlySet<string>,
): Promise<readonly (Origin | null)[]> {
  const { actor, db } = context;
  const boxes = entries.map((entry) => {
    const { actorId, onBehalfOf } = entry;
    // From where a member's key is used is the member's detail.
    const holder = keys.has(actorId ?? "") ? (onBehalfOf ?? actorId) : actorId;
    return {
      holderId: holder ?? actor.orgId,
      box: maySeeOrigin(context, entry) ? entry.origin : "",
    };
  });
  const opened = await openDetails(db, actor.orgId, boxes);
  return opened.map((value) => originSchema.safeParse(value).data ?? null);
}
export type LogEntryView = {
  readonly entry: StoredEntry;
  /** By name; Standby itself for what nobody did. */
  readonly actor: string;
  /** From where; null where nobody knows, or where who acted was erased. */
  readonly origin: Origin | null;
  readonly sentence: string;
  /** What a published revision changed, in words. Empty for all else. */
  readonly changes: readonly string[];
  /** What is kept under somebody's key, a line each, for who may see it. */
  readonly details: readonly string[];
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

/** Who did it, by name: a key says whose it is; a provider is SCIM; support is no member and has no name here; the operator has none either. */
function whoActed({ actorId, onBehalfOf }: StoredEntry, { names, keys, tokens }: Named): string {
  const whose =
    onBehalfOf === null ? "the organisation" : (names.get(onBehalfOf) ?? "somebody who left");
  if (actorId === null) return onBehalfOf === null ? "Standby" : `Standby’s operator, for ${whose}`;
  if (tokens.has(actorId)) return "SCIM";
  const name = names.get(actorId);
  if (keys.has(actorId)) return `The key “${name}” of ${whose}`;
  if (onBehalfOf === null) return name ?? "Somebody who left";
  return `${name ?? "Support"}, for ${whose}`;
}

/** Newest first, 50 at a time; `older` is the `before` of the next page. With `actions`, entries of these alone. */
export async function listEntries(
  context: Context,
  search: LogSearch,
  actions?: readonly string[],
): Promise<{ entries: LogEntryView[]; older: number | null }> {
  const rows = await context.db.changeLogEntry.findMany({
    where: {
      ...filterOf(search, zones(context.actor.zone)),
      ...(actions && { action: { in: [...actions] } }),
    },
    orderBy: { number: "desc" },
    take: SHOWN + 1,
    select: entryColumns,
  });
  const shown = rows.slice(0, SHOWN).map(toEntry);
  const named = await namesIn(context, shown);
  const { names } = named;
  const origins = await originsOf(context, shown, named.keys);
  const opened = await openedDetails(context, shown);
  const entries: LogEntryView[] = [];
  for (const [i, entry] of shown.entries()) {
    const body: unknown = JSON.parse(entry.body);
    const details = opened[i] ?? [];
    const facts = { ...entry, body, details: details[0] };
    entries.push({
      entry,
      actor: whoActed(entry, named),
      origin: origins[i] ?? null,
      sentence: describeEntry(facts, (id) => names.get(id) ?? null),
      details: details.flatMap(detailLines),
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
