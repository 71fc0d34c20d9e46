import { afterAll, describe, expect, test } from "vitest";
import { apply } from "@/lib/roster/apply";
import { rebaseDraft, submitDraft, withdrawDraft } from "@/lib/roster/draft-commands";
import { emptyDefinition } from "@/lib/roster/draft-facts";
import { operationSchema } from "@/lib/roster/operations";
import { publishDraft, publishNow } from "@/lib/roster/publish";
import { revisionsIn, toDefinition } from "@/lib/roster/published";
import { reviewAfterwards } from "@/lib/roster/review-commands";
import { compile } from "@/lib/schedule/compile";
import type { Definition } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import { zones } from "@/lib/zones/table";
import { as } from "@/scripts/demo-stage";
import { NOW, rosterStage } from "./roster-stage";
import { DAY, HOUR, replaced } from "./stage";

const {
  stage,
  lumen,
  author,
  reviewer,
  viewer,
  people,
  scheduleId,
  at,
  head,
  saved,
  submitted,
  approve,
  publish,
  said,
  grant,
  ungrant,
} = await rosterStage();
afterAll(() => stage.close());

describe("gates", () => {
  /** The rotation with a turn of nobody behind the others: a gap every third week, for ever. */
  async function withGap(): Promise<Definition> {
    const { tiers, ...rest } = await head();
    const open = tiers.map((tier) => ({
      ...tier,
      layers: tier.layers.map((layer) => ({
        ...layer,
        rotation: {
          ...layer.rotation,
          turns: [...layer.rotation.turns, { id: "nobody", people: [] }],
        },
      })),
    }));
    return { ...rest, tiers: open };
  }

  test("a new gap needs a written waiver, which holds for as long as the draft waits", async () => {
    const seen = await submitted(await withGap());
    expect(await approve(reviewer, seen)).toBe("ok");
    expect(await said(author, seen)).toMatch(/Nobody is on call/);
    expect(await approve(reviewer, seen, "The jobs can wait a week.")).toBe("ok");
    expect(await publish(author, seen, NOW + 8 * DAY)).toBe("ok");
  });

  test("a waiver does not cover a gap that nobody could see when it was given", async () => {
    const document: Definition = { ...(await head()), overrides: [] };
    const gone = { ...document, tiers: document.tiers.map((tier) => ({ ...tier, layers: [] })) };
    const seen = await submitted(gone);
    expect(await approve(reviewer, seen, "Closed for the season.")).toBe("ok");
    expect(await said(author, seen, NOW + 60 * DAY)).toMatch(/Nobody is on call/);
    await as(author, NOW, (context) => withdrawDraft(context, seen));
  });
});

describe("what was published", () => {
  test("a span as it was known at an instant leaves out what was published later", async () => {
    const [who, by] = people;
    const from = NOW + 40 * DAY;
    const before = (await head()).overrides.length;
    const seen = await submitted(replaced(await head(), who, by, from, from + HOUR));
    expect(await approve(reviewer, seen)).toBe("ok");
    expect(await publish(author, seen, NOW + 9 * DAY)).toBe("ok");
    const overridesKnown = (known?: number) =>
      as(author, NOW, async (context) =>
        (await revisionsIn(context, scheduleId, from, from + DAY, known)).map(
          ({ definition }) => definition.overrides.length,
        ),
      );
    expect(await overridesKnown()).toEqual([before + 1]);
    expect(await overridesKnown(NOW + 9 * DAY)).toEqual([before + 1]);
    expect(await overridesKnown(NOW + 9 * DAY - 1)).toEqual([before]);
    expect(await overridesKnown(0)).toEqual([]);
  });

  test("the past is answered as before, whatever is published", async () => {
    const yesterday = [NOW - 2 * DAY, NOW - DAY] as const;
    const resolve = () =>
      as(author, NOW, async (context) =>
        compile(await revisionsIn(context, scheduleId, ...yesterday), zones).resolve(...yesterday),
      );
    const before = await resolve();
    expect(before.length).toBeGreaterThan(0);
    const [who, by] = people;
    const past = replaced(
      replaced(await head(), who, by, NOW - 3 * DAY, NOW + DAY),
      by,
      who,
      NOW - 2 * DAY,
      NOW,
    );
    const seen = await submitted(past);
    await approve(reviewer, seen);
    expect(await publish(author, seen)).toBe("ok");
    expect(await resolve()).toEqual(before);
  });

  test("a machine whose clock is behind does not put a revision before the last one", async () => {
    const [one, two] = [await submitted(undefined, 50), await submitted(undefined, 51)];
    await approve(reviewer, one);
    await as(author, NOW, (context) => publishDraft(context, one));
    const next = await as(author, NOW, (context) => rebaseDraft(context, { ...two, choices: {} }));
    const rebased = { ...two, ...next };
    await as(author, NOW, (context) => submitDraft(context, rebased));
    await approve(reviewer, rebased);
    expect(await publish(author, rebased, NOW - 10 * DAY)).toBe("ok");
    const rows = await as(author, NOW, ({ db }) =>
      db.revision.findMany({ where: { scheduleId }, orderBy: { number: "asc" } }),
    );
    const times = rows.map(({ holdsFrom }) => holdsFrom.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test("folding the log gives every published definition again", async () => {
    const { entries, rows } = await as(author, NOW, async ({ db }) => ({
      entries: await db.changeLogEntry.findMany({
        where: { scheduleId, action: "schedule.published" },
        orderBy: { number: "asc" },
        select: { body: true },
      }),
      rows: await db.revision.findMany({ where: { scheduleId }, orderBy: { number: "asc" } }),
    }));
    let folded = emptyDefinition("UTC");
    for (const [i, { body }] of entries.entries()) {
      folded = apply(folded, operationSchema.array().parse(JSON.parse(body).operations));
      expect(folded).toEqual(toDefinition(rows[i]?.definition));
    }
    expect(rows.length).toBe(entries.length);
    expect(rows.length).toBeGreaterThan(3);
    expect(folded.zone).toBe("Europe/London");
  });
});

describe("in an emergency", () => {
  test("a holder of the permission publishes at once, with words, and others review it afterwards", async () => {
    const seen = await saved();
    const now = (by: Actor, words: string) =>
      at(by, (context) => publishNow(context, { ...seen, words }));
    expect(await now(author, "The server room burns.")).toBe("refused");
    expect(await now({ ...author, grants: lumen.owner.grants }, "The server room burns.")).toBe(
      "refused",
    );
    await grant(author, "schedule.emergency");
    expect(await now(author, " ")).toBe("refused");
    expect(await now(author, "The server room burns.")).toBe("ok");
    await ungrant(author, "schedule.emergency");
    const afterwards = (by: Actor, decision: "approve" | "reject", words = "") =>
      at(by, (context) => reviewAfterwards(context, { draftId: seen.draftId, decision, words }));
    expect(await afterwards(author, "approve")).toBe("refused");
    expect(await afterwards(viewer, "approve")).toBe("refused");
    expect(await afterwards(reviewer, "reject")).toBe("invalid");
    expect(await afterwards(reviewer, "approve")).toBe("ok");
    const wanted = await as(author, NOW, ({ db }) =>
      db.outbox.findMany({ where: { kind: "review-wanted" }, select: { payload: true } }),
    );
    expect(
      wanted.filter(({ payload }) => JSON.stringify(payload).includes(seen.draftId)).length,
    ).toBeGreaterThan(1);
  });

  test("what was published in the ordinary way is not reviewed afterwards", async () => {
    const seen = await submitted(undefined, HOUR / DAY);
    await approve(reviewer, seen);
    await as(author, NOW, (context) => publishDraft(context, seen));
    const late = at(lumen.owner, (context) =>
      reviewAfterwards(context, { draftId: seen.draftId, decision: "approve", words: "" }),
    );
    expect(await late).toBe("conflict");
  });
});
