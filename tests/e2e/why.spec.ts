import { expect } from "@playwright/test";
import { ADA, as, ELI, expectAccessible, GRACE, test } from "./support";

const DAY = 86_400_000;
const iso = (at: number): string => new Date(at).toISOString();

test("Now says why without script, and where all of it is told", async ({ browser }) => {
  const signedIn = await as(browser, ELI);
  const storageState = await signedIn.context().storageState();
  const plain = await browser.newContext({ storageState, javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto("/o/lumen");
  const why = page.locator("main details", { has: page.getByText("Why?") }).first();
  const words = why.getByText(/^(Layer “|By override: |Nobody, ).*\.$/).first();
  await expect(words).toBeHidden();
  await why.locator("summary").click();
  await expect(words).toBeVisible();
  await why.getByRole("link", { name: /Who approved it/ }).click();
  await expect(page.locator("#why")).toContainText(/revision \d+, “.*published/);
});

test("my shifts say why; the pages stay accessible with it open", async ({ browser }) => {
  const page = await as(browser, ADA);
  for (const path of ["/o/lumen", "/o/lumen/me"]) {
    await page.goto(path);
    const whys = page.locator("main details summary", { hasText: "Why?" });
    if ((await whys.count()) > 0) await whys.first().click();
    await expectAccessible(page, path);
  }
});

test("a schedule's shifts as JSON: for members, in a zone, for a quarter at most", async ({
  browser,
}) => {
  const page = await as(browser, ELI);
  await page.goto("/o/lumen/schedules");
  const link = page.locator("main a[href*='/schedules/']").first();
  const schedule = (await link.getAttribute("href")) ?? "missing";
  const now = Date.now();
  const address = (until: number, zone = "Asia/Kolkata") =>
    `${schedule}/shifts?${new URLSearchParams({ from: iso(now), until: iso(until), zone })}`;
  const answer = await page.request.get(address(now + 14 * DAY));
  expect(answer.status()).toBe(200);
  expect(answer.headers()["cache-control"]).toContain("no-store");
  const { shifts, zone } = await answer.json();
  expect(zone).toBe("Asia/Kolkata");
  expect(shifts[0].startsAt).toMatch(/\+05:30$/);
  expect(shifts[0].why).toMatch(/^(Layer “|By override: )/);
  const long = await page.request.get(address(now + 94 * DAY));
  expect(long.status()).toBe(400);
  expect((await long.json()).error.message).toContain("at most 93 days");
  expect((await page.request.get(address(now + DAY, "Mars/Base"))).status()).toBe(400);
  const stranger = await as(browser, GRACE);
  expect((await stranger.request.get(address(now + DAY))).status()).toBe(404);
  const nobody = await (await browser.newContext()).newPage();
  expect((await nobody.request.get(address(now + DAY))).status()).toBe(401);
});
