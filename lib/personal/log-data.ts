import { entryColumns, toEntry } from "@/lib/log/read";
import type { Context } from "@/lib/tenancy/context";
import { detailsIn } from "@/lib/tenancy/log-details";
import { openDetails } from "@/lib/tenancy/person-key";

const PAGE = 500;

type Line = {
  readonly number: number;
  readonly at: string;
  readonly action: string;
  readonly byMe: boolean;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly from: unknown;
  readonly details: unknown;
};

/** The log's entries by or about the actor, with details and origins that are under their own keys, oldest first. */
export async function logData(context: Context, personId: string | null): Promise<Line[]> {
  const { actor, db } = context;
  const mine = [actor.memberId, ...(personId ? [personId] : [])];
  const lines: Line[] = [];
  for (let after = 0; ; ) {
    const rows = await db.changeLogEntry.findMany({
      where: {
        number: { gt: BigInt(after) },
        OR: [
          { actorId: actor.memberId },
          { onBehalfOf: actor.memberId },
          { subjectId: { in: mine } },
        ],
      },
      orderBy: { number: "asc" },
      take: PAGE,
      select: entryColumns,
    });
    const entries = rows.map(toEntry);
    lines.push(...(await toLines(context, mine, entries)));
    const last = entries.at(-1);
    if (!last || entries.length < PAGE) return lines;
    after = last.number;
  }
}

async function toLines(
  { actor, db }: Context,
  mine: readonly string[],
  entries: readonly ReturnType<typeof toEntry>[],
): Promise<Line[]> {
  const { memberId, orgId } = actor;
  const byMe = entries.map(({ actorId, onBehalfOf }) => [actorId, onBehalfOf].includes(memberId));
  const boxes = entries.flatMap(({ origin, body }, i) => {
    const held = detailsIn(JSON.parse(body)).find(({ holder }) => mine.includes(holder));
    return [
      { holderId: memberId, box: byMe[i] ? origin : "" },
      { holderId: held?.holder ?? memberId, box: held?.box ?? "" },
    ];
  });
  const opened = await openDetails(db, orgId, boxes);
  return entries.map(({ number, at, action, subjectKind, subjectId }, i) => ({
    number,
    at: new Date(at).toISOString(),
    action,
    byMe: byMe[i] ?? false,
    subject: { kind: subjectKind, id: subjectId },
    from: opened[2 * i] ?? null,
    details: opened[2 * i + 1] ?? null,
  }));
}
