import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, expect, test } from "vitest";
import { AtPanel } from "@/app/o/[org]/schedules/[schedule]/at-panel";
import { KnownNote } from "@/app/o/[org]/schedules/[schedule]/known-note";
import { searchSchema } from "@/app/o/[org]/schedules/[schedule]/search";
import { TimeTravel } from "@/app/o/[org]/schedules/[schedule]/time-travel";
import { loadView, type SpanView } from "@/app/o/[org]/schedules/[schedule]/view";
import { as } from "@/scripts/demo-stage";
import { NOW, rosterStage } from "./roster-stage";
import { DAY } from "./stage";

const { stage, viewer, scheduleId, head, submitted, approve, publish, author, reviewer } =
  await rosterStage();
afterAll(() => stage.close());

/** What the page shows of time for an address, as text and links. */
async function shown(query: string): Promise<string> {
  const asked = searchSchema.parse(Object.fromEntries(new URLSearchParams(query)));
  const data = await as(viewer, NOW, (context) => loadView(context, scheduleId, asked));
  if (!data?.span) throw new Error("no such schedule");
  const view: SpanView = { ...data, span: data.span };
  const { at, known } = data.search;
  const props = { actor: viewer, now: NOW, base: "/o/lumen", search: data.search, data: view };
  return [
    renderToStaticMarkup(createElement(TimeTravel, { data })),
    known === undefined ? "" : renderToStaticMarkup(createElement(KnownNote, { ...props, known })),
    at === undefined ? "" : renderToStaticMarkup(createElement(AtPanel, { ...props, at })),
  ].join("\n");
}

test("the present asks for a time, and says nothing of one", async () => {
  const page = await shown("");
  expect(page).toContain("As known at");
  expect(page).not.toMatch(/as it was known|Back to now|<details[^>]* open/);
});

test("a time that is known says so, leads back, and has an address of its own", async () => {
  const known = NOW - 2 * DAY;
  const page = await shown(`known=${known}&at=${NOW + DAY}`);
  expect(page).toContain("You see the schedule as it was known on ");
  expect(page).toContain("Nothing has been published since.");
  const links = [...page.matchAll(/<a[^>]* href="([^"]*)"[^>]*>(.*?)<\/a>/g)].map(
    ([, href = "", words = ""]) =>
      [words.replaceAll(/<[^>]*>/g, ""), href.replaceAll("&amp;", "&")] as const,
  );
  const to = (words: string) => links.find(([text]) => text === words)?.[1] ?? "";
  expect(to("Copy link")).toContain(`known=${known}`);
  expect(to("Copy link")).toContain(`at=${NOW + DAY}`);
  expect(to("Back to now")).toContain(`at=${NOW + DAY}`);
  expect(to("Back to now")).not.toContain("known=");
});

test("what was published since is counted out by its number", async () => {
  const roster = await head();
  const seen = await submitted({
    ...roster,
    tiers: roster.tiers.map((tier) => ({ ...tier, name: "Renamed" })),
  });
  expect(await approve(reviewer, seen)).toBe("ok");
  expect(await publish(author, seen, NOW - DAY)).toBe("ok");
  const page = await shown(`known=${NOW - 2 * DAY}&at=${NOW - DAY / 2}`);
  expect(page).toContain("Revision 1 was the newest then.");
  expect(page).toContain("Primary");
  expect(page).not.toContain("Renamed");
  expect(page).toContain("Who really was on call");
  expect(await shown(`at=${NOW - DAY / 2}`)).toContain("Renamed");
});

test("before the first revision there was nothing, and where it begins is said", async () => {
  const page = await shown(`known=${NOW - 30 * DAY}&at=${NOW - 29 * DAY}`);
  expect(page).toContain("nothing was published yet");
  expect(page).toContain("The first revision holds from ");
  expect(page).toContain("Nothing was published yet.");
});

test("what is no time, or is yet to be known, is said beside its field", async () => {
  const page = await shown("at=x&known=2150-01-01T09:00");
  expect(page).toContain("That is no date and time");
  expect(page).toContain("nobody can say yet");
  expect(page).toMatch(/<details[^>]* open/);
  expect(page).not.toContain("as it was known");
});
