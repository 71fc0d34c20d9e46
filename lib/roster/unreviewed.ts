import type { Context } from "@/lib/tenancy/context";

/** What lists of drafts show of one. */
export const summary = {
  id: true,
  title: true,
  kind: true,
  status: true,
  version: true,
  changedAt: true,
  authorId: true,
  baseRevision: true,
  author: { select: { name: true } },
  schedule: {
    select: { id: true, name: true, headRevision: true, team: { select: { name: true } } },
  },
} as const;

const LATELY = 90 * 86_400_000;

/** Drafts that were published at once and that nobody has looked at since. */
export async function unreviewed({ db, now }: Context, schedule: object) {
  const found = await db.draft.findMany({
    where: {
      schedule,
      revisions: { some: { emergency: true, createdAt: { gt: new Date(now - LATELY) } } },
    },
    orderBy: { changedAt: "desc" },
    take: 100,
    select: {
      ...summary,
      reviews: { select: { createdAt: true } },
      revisions: { select: { createdAt: true } },
    },
  });
  return found.filter(({ reviews, revisions }) =>
    revisions.every((revision) => reviews.every((review) => review.createdAt < revision.createdAt)),
  );
}
