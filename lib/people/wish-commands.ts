import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { AppError } from "@/lib/errors";
import type { Interval } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import { fromLocal } from "@/lib/zones/local";
import { requireManaged } from "./commands";
import type { wishSchema } from "./schema";

/** More than anybody means. */
const MOST_WISHES = 50;

type Asked = z.output<typeof wishSchema>;

function spanOf({ from, until }: Asked, zone: string): Interval | null {
  if (!from || !until) return null;
  const span = { startsAt: fromLocal(from, zone), endsAt: fromLocal(until, zone, "last") };
  if (span.endsAt > span.startsAt) return span;
  throw new AppError("invalid", "The end must be after the start.", {
    until: ["After the start, please."],
  });
}

/** Notes when somebody would rather be on call, or not. The planner weighs it; it is no promise. */
export async function addWish(context: Context, input: Asked): Promise<void> {
  const { actor, db } = context;
  const { personId, kind, weekday, weight, note } = input;
  const person = await db.person.findFirst({
    where: { id: personId, archivedAt: null },
    select: { memberId: true, zone: true },
  });
  if (!person) throw new AppError("not_found", "That person is not here any more.");
  if (person.memberId !== actor.memberId) await requireManaged(context, personId);
  if ((await db.wish.count({ where: { personId } })) >= MOST_WISHES)
    throw new AppError("conflict", `${MOST_WISHES} wishes are the most. Remove some first.`);
  const span = spanOf(input, person.zone);
  const id = randomUUID();
  await db.wish.create({
    data: {
      id,
      personId,
      kind,
      weight,
      note,
      weekday: weekday ?? null,
      startsAt: span && new Date(span.startsAt),
      endsAt: span && new Date(span.endsAt),
    },
    select: { id: true },
  });
  await record(context, {
    action: "wish.added",
    subject: { kind: "person", id: personId },
    body: { id, kind },
  });
}

export async function removeWish(
  context: Context,
  { wishId }: { readonly wishId: string },
): Promise<void> {
  const { actor, db } = context;
  const row = await db.wish.findFirst({
    where: { id: wishId },
    select: { personId: true, person: { select: { memberId: true } } },
  });
  const gone = new AppError("stale", "That wish was removed already.");
  if (!row) throw gone;
  if (row.person.memberId !== actor.memberId) await requireManaged(context, row.personId, gone);
  await db.wish.deleteMany({ where: { id: wishId } });
  await record(context, {
    action: "wish.removed",
    subject: { kind: "person", id: row.personId },
    body: { id: wishId },
  });
}

/** A person’s wishes that are not over. For the person and who manages them: the caller has asked. */
export async function wishesOf({ db, now }: Context, personId: string) {
  const rows = await db.wish.findMany({
    where: { personId, OR: [{ endsAt: null }, { endsAt: { gt: new Date(now) } }] },
    orderBy: [{ weekday: "asc" }, { startsAt: "asc" }],
    select: {
      id: true,
      kind: true,
      weekday: true,
      startsAt: true,
      endsAt: true,
      weight: true,
      note: true,
    },
  });
  return rows.map(({ startsAt, endsAt, ...row }) => ({
    ...row,
    span: startsAt && endsAt ? { startsAt: startsAt.getTime(), endsAt: endsAt.getTime() } : null,
  }));
}
