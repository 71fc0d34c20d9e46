import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPerson } from "@/lib/people/queries";
import { askForCover } from "@/lib/roster/cover-commands";
import { openDraft, saveDraft } from "@/lib/roster/draft-commands";
import { reviewOf } from "@/lib/roster/draft-queries";
import { findDraftForEditing } from "@/lib/roster/edit-queries";
import type { Actor } from "@/lib/tenancy/actor";
import { PRESETS } from "@/lib/tenancy/permissions";
import { as, person, team } from "@/scripts/demo-stage";
import {
  DAY,
  HOUR,
  openStage,
  outcome,
  published,
  replaced,
  type Tenant,
  tenant,
  weekly,
} from "./stage";

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let mine: string;
let shared: string;
let stranger: string;
let scheduleId: string;
/** Edits, covers and sees for the team Platform, and nothing else. */
let local: Actor & { readonly person: string };

const otherTeam = "Other team of lumen";

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  const other = await team(lumen.owner, otherTeam);
  mine = await lumen.person("Mine");
  shared = await person(lumen.owner, "Shared", "UTC", null, "s@example.com", [lumen.teamId, other]);
  stranger = await person(lumen.owner, "Stranger", "UTC", null, "x@example.com", [other]);
  const approver = await lumen.member("Approver", "Approver");
  scheduleId = await published(lumen, lumen.owner, approver, NOW - DAY, weekly([mine, shared]));
  const member = await lumen.member("Local", "Viewer");
  const grants = (PRESETS.Scheduler ?? []).map((permission) => ({
    permission,
    teamId: lumen.teamId,
  }));
  local = { ...member, grants };
});
afterAll(() => stage.close());

const draftOf = () =>
  as(local, NOW, async (context) => {
    const { draftId } = await openDraft(context, { scheduleId });
    const found = await findDraftForEditing(context, draftId);
    if (!found?.open) throw new Error("the draft is closed");
    return { draftId, ...found };
  });

test("a member of one team sees no names of another team, in the editor or in the review", async () => {
  const { draftId, people } = await draftOf();
  expect(people.map(({ name }) => name)).not.toContain("Stranger");
  const review = await as(local, NOW, (context) => reviewOf(context, draftId));
  expect(Object.keys(review.names).sort()).toEqual([mine, shared].sort());
});

test("nor which other teams a person is in whom they share", async () => {
  const found = await as(local, NOW, (context) => findPerson(context, shared));
  expect(found?.teams).toEqual([{ id: lumen.teamId, name: "Platform" }]);
  expect(await as(local, NOW, (context) => findPerson(context, stranger))).toBeNull();
});

test("nor do they bring somebody of another team into sight by naming them", async () => {
  const { draftId, edited } = await draftOf();
  const save = (by: string) =>
    outcome(
      as(local, NOW, (context) =>
        saveDraft(context, {
          draftId,
          version: 1,
          title: "Somebody else",
          words: "",
          document: replaced(edited, mine, by, NOW + DAY, NOW + DAY + HOUR),
        }),
      ),
    );
  const cover = (by: string) =>
    outcome(
      as(local, NOW, (context) =>
        askForCover(context, {
          scheduleId,
          person: mine,
          by,
          from: "2037-01-05T10:00",
          until: "2037-01-05T12:00",
          reason: "",
        }),
      ),
    );
  for (const id of [stranger, randomUUID()]) {
    expect(await save(id)).toBe("invalid");
    expect(await cover(id)).toBe("invalid");
  }
  expect(await save(shared)).toBe("ok");
  expect(await cover(shared)).toBe("ok");
});
