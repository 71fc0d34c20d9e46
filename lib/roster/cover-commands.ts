import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { visiblePeople } from "@/lib/directory/visible";
import { AppError } from "@/lib/errors";
import { wholeTurn } from "@/lib/schedule/follow";
import { formatDay } from "@/lib/schedule/format";
import type { Definition, Override } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { can } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { fromLocal } from "@/lib/zones/local";
import { zones } from "@/lib/zones/table";
import { getSchedule, headOf, insertDraft, submitDraft } from "./draft-commands";
import { peopleIn } from "./draft-people";
import type { coverSchema, swapSchema } from "./draft-schema";
import { acknowledgeDraft } from "./review-commands";

type Span = {
  readonly person: string;
  readonly by: string;
  readonly from: string;
  readonly until: string;
};

/** The replacement that a span asks for. One for a whole turn moves with that turn. */
function toOverride(span: Span, head: Definition, reason: string): Override {
  const startsAt = fromLocal(span.from, head.zone);
  const endsAt = fromLocal(span.until, head.zone, "last");
  if (endsAt <= startsAt) {
    throw new AppError("invalid", "The end must be after the start.", {
      until: ["After the start, please."],
    });
  }
  const follows = wholeTurn(head, { startsAt, endsAt }, [span.person], zones);
  return {
    id: randomUUID(),
    kind: "replace",
    target: { scope: "schedule" },
    startsAt,
    endsAt,
    person: span.person,
    by: span.by,
    ...(follows && { follows }),
    ...(reason && { reason }),
  };
}

/** "Cover of Mon 4 May", "Swap of Mon 4 May and Thu 7 May". It names nobody: it stays when they are erased. */
function titleOf(kind: "cover" | "swap", added: readonly Override[], zone: Zone): string {
  const days = added.map(({ startsAt }) => formatDay(startsAt, zone));
  return `${kind === "cover" ? "Cover" : "Swap"} of ${[...new Set(days)].join(" and ")}`;
}

/** A small draft of replacements on what is published now, sent to review at once. */
async function ask(
  context: Context,
  input: { scheduleId: string; reason: string },
  kind: "cover" | "swap",
  spans: readonly Span[],
): Promise<{ draftId: string }> {
  const { actor, db, now } = context;
  const schedule = await getSchedule(context, input.scheduleId);
  if (!can(actor, "schedule.cover", schedule.teamId))
    throw new AppError("refused", "You may not ask for cover here.");
  if (schedule.headRevision === 0) throw new AppError("conflict", "Nothing is published here yet.");
  const head = await headOf(context, schedule);
  const ids = [...new Set(spans.flatMap(({ person, by }) => [person, by]))];
  const people = await db.person.findMany({
    where: { id: { in: ids }, archivedAt: null, AND: visiblePeople(actor, peopleIn(head)) },
    select: { memberId: true },
  });
  if (people.length < 2)
    throw new AppError("invalid", "Choose two different people.", {
      by: ["Choose somebody else."],
    });
  const own = people.some(({ memberId }) => memberId === actor.memberId);
  if (!own && !can(actor, "schedule.edit", schedule.teamId)) {
    throw new AppError(
      "refused",
      "You can ask for cover for yourself. To change others' shifts, edit a draft.",
    );
  }
  const added = spans.map((span) => toOverride(span, head, input.reason));
  if (added.every(({ endsAt }) => endsAt <= now)) {
    throw new AppError("invalid", "That time is over already.", {
      until: ["Choose a time to come."],
    });
  }
  const { draftId, version } = await insertDraft(context, {
    scheduleId: schedule.id,
    kind,
    title: titleOf(kind, added, zones(head.zone)),
    words: input.reason,
    baseRevision: schedule.headRevision,
    document: { ...head, overrides: [...head.overrides, ...added] },
  });
  await submitDraft(context, { draftId, version });
  if (own) await acknowledgeDraft(context, { draftId, version });
  return { draftId };
}

/** "Cover me from … to …": a draft that is waiting for review when this returns. */
export async function askForCover(
  context: Context,
  input: z.output<typeof coverSchema>,
): Promise<{ draftId: string }> {
  return ask(context, input, "cover", [input]);
}

/** Two people trade spans, in one draft. */
export async function askForSwap(
  context: Context,
  input: z.output<typeof swapSchema>,
): Promise<{ draftId: string }> {
  const back = { person: input.by, by: input.person, from: input.backFrom, until: input.backUntil };
  return ask(context, input, "swap", [input, back]);
}
