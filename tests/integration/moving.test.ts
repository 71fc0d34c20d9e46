import { afterAll, describe, expect, test } from "vitest";
import { askForSwap } from "@/lib/roster/cover-commands";
import { openDraft } from "@/lib/roster/draft-commands";
import { toDefinition } from "@/lib/roster/published";
import { findSchedule } from "@/lib/roster/schedule-queries";
import { compile, current } from "@/lib/schedule/compile";
import type { Definition, Layer } from "@/lib/schedule/types";
import { toLocal } from "@/lib/zones/local";
import { zones } from "@/lib/zones/table";
import { as } from "@/scripts/demo-stage";
import { NOW, rosterStage } from "./roster-stage";
import { DAY } from "./stage";

const {
  stage,
  author,
  reviewer,
  people,
  scheduleId,
  head,
  saved,
  submitted,
  approve,
  publish,
  draftOf,
} = await rosterStage();
afterAll(() => stage.close());

const HOUR = 3_600_000;
const [chen, farah] = people;

const withLayer = (definition: Definition, change: (layer: Layer) => Layer): Definition => ({
  ...definition,
  tiers: definition.tiers.map((tier) => ({ ...tier, layers: tier.layers.map(change) })),
});
const whoAt = (definition: Definition, instant: number) =>
  compile(current(definition), zones)
    .onCallAt(instant)
    .flatMap((one) => one.people);

async function live(document: Definition): Promise<Definition> {
  const seen = await submitted(document);
  expect(await approve(reviewer, seen, "as agreed")).toBe("ok");
  expect(await publish(author, seen)).toBe("ok");
  return head();
}

describe("a swap of whole turns", () => {
  test("moves with them when a later draft moves the handoff", async () => {
    const roster = compile(current(await head()), zones);
    const turns = roster
      .resolve(NOW + 14 * DAY, NOW + 60 * DAY)
      .flatMap(({ because: { turn }, people: [who] }) => (turn ? [{ ...turn, who }] : []));
    const own = turns.findIndex(({ who, startsAt }) => who === chen && startsAt > NOW + 14 * DAY);
    const [first, second] = turns.slice(own);
    if (!first || !second) throw new Error("two turns lie ahead");
    const local = (instant: number) => toLocal(instant, "Europe/London");
    const { draftId } = await as(author, NOW, (context) =>
      askForSwap(context, {
        scheduleId,
        person: chen,
        by: farah,
        from: local(first.startsAt),
        until: local(first.endsAt),
        backFrom: local(second.startsAt),
        backUntil: local(second.endsAt),
        reason: "",
      }),
    );
    const seen = { draftId, version: 1 };
    expect(await approve(reviewer, seen, "as agreed")).toBe("ok");
    expect(await publish(author, seen)).toBe("ok");
    const swapped = await head();
    expect(swapped.overrides.map(({ follows }) => follows?.turn)).toEqual([first.id, second.id]);
    expect(whoAt(swapped, first.startsAt)).toEqual([farah]);
    expect(whoAt(swapped, second.endsAt - HOUR)).toEqual([chen]);
    expect(whoAt(swapped, second.endsAt)).toEqual([chen]);

    const later = await live(
      withLayer(swapped, (layer) => ({
        ...layer,
        rotation: {
          ...layer.rotation,
          anchor: { ...layer.rotation.anchor, date: "2026-01-07", time: "11:00" },
        },
      })),
    );
    const moved = 2 * DAY + 2 * HOUR;
    expect(whoAt(later, first.startsAt + moved)).toEqual([farah]);
    expect(whoAt(later, first.endsAt + moved - HOUR)).toEqual([farah]);
    expect(whoAt(later, second.startsAt + moved)).toEqual([chen]);
    // Where the swap lay before, Farah's own turn still runs: the swap gives it to Chen to its new end.
    expect(whoAt(later, second.endsAt + HOUR)).toEqual([chen]);
    expect(whoAt(later, second.endsAt + moved - HOUR)).toEqual([chen]);
  });
});

describe("hours in each person's own time zone", () => {
  const office = { days: [1, 2, 3, 4, 5], start: "09:00", end: "17:00", endsAfterDays: 0 } as const;

  test("come from the directory when a draft is saved, and stay when somebody moves house", async () => {
    const move = (zone: string) =>
      as(author, NOW, ({ db }) => db.person.updateMany({ where: { id: chen }, data: { zone } }));
    const moved = () =>
      as(author, NOW, async (context) => (await findSchedule(context, scheduleId))?.moved);
    await move("Asia/Tokyo");
    const before = await head();
    expect(before.homes).toBe(undefined);
    const home = await live(
      withLayer(before, (layer) => ({ ...layer, windows: [office], windowsIn: "person" })),
    );
    const zoneOf = ({ homes }: Definition) => homes?.find(({ person }) => person === chen)?.zone;
    expect(home.homes?.map(({ person }) => person)).toEqual([chen, farah]);
    expect(zoneOf(home)).toBe("Asia/Tokyo");
    expect(await moved()).toEqual([]);

    await move("Asia/Kolkata");
    const again = await live(withLayer(home, (layer) => ({ ...layer, name: "Days" })));
    expect(zoneOf(again)).toBe("Asia/Tokyo");
    expect(await moved()).toEqual([{ person: chen, zone: "Asia/Kolkata" }]);
    const { draftId } = await as(author, NOW, (context) =>
      openDraft(context, { scheduleId, homes: "directory" }),
    );
    const draft = toDefinition((await draftOf(draftId)).document);
    expect(zoneOf(draft)).toBe("Asia/Kolkata");
    expect({ ...draft, homes: again.homes }).toEqual(again);
  });

  test("nobody slips in a zone for somebody who is not on the roster", async () => {
    const stray = { person: "somebody", zone: "UTC" };
    const { homes = [], ...rest } = await head();
    const { draftId } = await saved({ ...rest, homes: [...homes, stray] });
    const draft = toDefinition((await draftOf(draftId)).document);
    expect(draft.homes).toEqual(homes);
  });
});
