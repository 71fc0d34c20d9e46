import { expect, type Page } from "@playwright/test";
import { ADA, as, ELI, expectAccessible, firstOf, signIn, test } from "./support";

const VIEWS = [
  { name: "phone, dark", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
  { name: "desk, light", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
] as const;

async function everyPage(page: Page): Promise<string[]> {
  const schedule = await firstOf(page, "/o/lumen/schedules", "schedules");
  const draft = await firstOf(page, "/o/lumen/drafts", "drafts");
  const person = await firstOf(page, "/o/lumen/people", "people");
  const team = await firstOf(page, "/o/lumen/teams", "teams");
  const member = await firstOf(page, "/o/lumen/settings/members", "members");
  const below = [
    "",
    "/schedules",
    "/schedules/new",
    "/drafts",
    "/people",
    "/people/new",
    "/teams",
    "/reports?span=this-quarter",
    "/log",
    "/import",
    "/me",
    "/more",
  ];
  const parts = [
    "",
    "/members",
    "/permissions",
    "/security",
    "/alerts",
    "/sso",
    "/scim",
    "/policy",
    "/load",
    "/network",
    "/keys",
    "/support",
  ];
  const settings = parts.map((path) => `/settings${path}`);
  return [
    ...[...below, ...settings].map((path) => `/o/lumen${path}`),
    schedule,
    `${schedule}?view=month&zoom=month`,
    `${schedule}?view=list`,
    `${schedule}/cover`,
    `${schedule}/swap`,
    `${schedule}/policy`,
    `${schedule}/plan`,
    `${schedule}/feed`,
    draft,
    `${draft}/edit`,
    person,
    team,
    member,
    "/second-factor?org=lumen",
    "/confirm",
    "/o/lumen/me/permissions",
    "/o/lumen/me/keys",
    "/o/lumen/me/data",
    `${person}/erase`,
    "/organisations",
    "/organisations?new",
  ];
}

/** Whoever is signed in can sign out: by a button in sight, by the menu, or on a phone by More, which is among the pages. */
async function expectWayOut(page: Page, path: string): Promise<void> {
  const out = page.getByRole("button", { name: "Sign out", exact: true });
  if ((await out.count()) > 0) return;
  const more = page.getByRole("link", { name: "More", exact: true });
  if (!path.endsWith("/more") && (await more.isVisible())) return;
  await page.locator("[popovertarget=me-menu]").click();
  await expect.soft(out, `${path} has no way out`).toBeVisible();
}

for (const { name, viewport, colorScheme } of VIEWS) {
  test.describe(name, () => {
    test.use({ viewport, colorScheme });

    test("no page breaks a rule of accessibility, scrolls sideways, complains, or is without a way out", async ({
      page,
    }) => {
      test.setTimeout(600_000);
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning")
          complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
      await page.goto("/sign-in");
      await expectAccessible(page, "/sign-in");
      for (const path of ["/sso", "/sso?org=lumen", "/sso/failed?why=lost"]) {
        await page.goto(path);
        await expectAccessible(page, path);
      }
      await page.goto("/sign-up");
      await expectAccessible(page, "/sign-up");
      await signIn(page, ADA);
      for (const path of await everyPage(page)) {
        const answer = await page.goto(path);
        expect(answer?.status(), path).toBe(200);
        await expectAccessible(page, path);
        await expectWayOut(page, path);
      }
      expect(complaints).toEqual([]);
    });
  });
}

test("bars stand where they belong without script and without a style attribute", async ({
  browser,
}) => {
  const signedIn = await as(browser, ELI);
  const storageState = await signedIn.context().storageState();
  const plain = await browser.newContext({ storageState, javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto("/o/lumen/schedules");
  await page.getByRole("link", { name: "Payments on call" }).first().click();
  await expect(page.getByRole("grid")).toBeVisible();
  expect(await page.content()).not.toMatch(/<[^<>]* style="/);
  const days = await page.locator(".tl-tick").evaluateAll((all) =>
    all.map((one) => {
      const { left, right } = one.getBoundingClientRect();
      return { left, right };
    }),
  );
  const row = page.locator('.tl-row[data-kind="tier"]').first();
  const bars = await row.locator(".tl-cell").evaluateAll((all) =>
    all.map((one) => {
      const { left, right } = one.getBoundingClientRect();
      return { left, right };
    }),
  );
  const track = await row.locator(".tl-track").boundingBox();
  if (!track) throw new Error("no track");
  // Seven days, and somebody on call in all of them: each begins where the one before ends, from edge to edge.
  expect(days).toHaveLength(7);
  for (const pieces of [days, bars.sort((a, b) => a.left - b.left)]) {
    const edges = [...pieces.map(({ left }) => left), track.x + track.width];
    expect(edges[0]).toBeCloseTo(track.x, 0);
    for (const [at, { right }] of pieces.entries())
      expect(right).toBeCloseTo(edges[at + 1] ?? 0, 0);
  }
});
