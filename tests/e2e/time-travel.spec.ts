import { type Browser, expect, type Page } from "@playwright/test";
import { as, BO, DANA, ELI, expectAccessible, test } from "./support";

test.describe.configure({ mode: "serial" });

const DAY = 86_400_000;
const MARK = Date.now().toString(36);
const [FIRST, SECOND] = [`Pipes ${MARK}`, `Valves ${MARK}`];
const DRAFT = /\/drafts\/[0-9a-f-]{36}$/;
const BO_ZONE = "Europe/Stockholm";
const TOMORROW = Date.now() + DAY;

let schedule = "";

/** As a field of date and time has it: in Swedish a time is written like that, but for the T. */
const toLocal = (at: number, timeZone: string): string =>
  new Date(at).toLocaleString("sv-SE", { timeZone }).slice(0, 16).replace(" ", "T");

const panel = (page: Page) => page.getByRole("region", { name: /^On call on / });
const state = (page: Page) => page.getByText(/^You see the schedule as it was known on /);

/** Bo names the tier otherwise, Dana approves it and Bo publishes it. */
async function rename(bo: Page, dana: Page, tier: string): Promise<void> {
  await bo.goto(schedule);
  await bo.getByRole("button", { name: "Edit", exact: true }).click();
  await bo.waitForURL(/\/edit$/);
  await bo.getByLabel("What this draft does").fill(`Call it ${tier}`);
  await bo.getByLabel("Tier 1").fill(tier);
  await bo.getByRole("button", { name: "Save and ask for review" }).first().click();
  await bo.waitForURL(DRAFT);
  await dana.goto(bo.url());
  await dana.getByRole("button", { name: "Approve" }).click();
  await expect(dana.getByText("1 of 1 approval")).toBeVisible();
  await bo.reload();
  await bo.getByRole("button", { name: "Publish", exact: true }).click();
  await bo.waitForURL(/\/schedules\//);
}

/** Bo's browser on the schedule, asked for a time by its fields. */
async function travel(page: Page, at: number, known: number): Promise<void> {
  await page.goto(schedule);
  await page.locator("summary", { hasText: "Another time" }).click();
  await page.getByLabel("On call at").fill(toLocal(at, BO_ZONE));
  await page.getByLabel("As known at").fill(toLocal(known, BO_ZONE));
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.waitForURL(/[?&]known=\d+/);
}

const unscripted = async (browser: Browser, page: Page): Promise<Page> => {
  const storageState = await page.context().storageState();
  return (await browser.newContext({ storageState, javaScriptEnabled: false })).newPage();
};

test("two publications, and by the field back to before both", async ({ browser }) => {
  const bo = await as(browser, BO);
  const dana = await as(browser, DANA);
  await bo.goto("/o/lumen/schedules");
  await bo.getByRole("link", { name: "Data pipeline" }).first().click();
  await bo.waitForURL(/\/schedules\/[0-9a-f-]{36}/);
  schedule = new URL(bo.url()).pathname;
  await rename(bo, dana, FIRST);
  await rename(bo, dana, SECOND);
  await travel(bo, TOMORROW, Date.now() - DAY);
  await expect(state(bo)).toBeVisible();
  await expect(bo.getByText("Revision 1 was the newest then.")).toBeVisible();
  await expect(panel(bo)).toBeVisible();
  for (const name of [FIRST, SECOND]) await expect(panel(bo).getByText(name)).toHaveCount(0);
  await expectAccessible(bo, "as known at");
  await bo.getByRole("link", { name: "Back to now" }).click();
  await expect(state(bo)).toHaveCount(0);
  await expect(panel(bo).getByText(SECOND)).toBeVisible();
});

test("its address, copied, shows the same to somebody in another zone", async ({ browser }) => {
  const bo = await as(browser, BO);
  await bo.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await travel(bo, TOMORROW, Date.now() - DAY);
  await panel(bo).getByRole("link", { name: "Copy link" }).click();
  await expect(panel(bo).getByText("Link copied")).toBeVisible();
  const link = await bo.evaluate(() => navigator.clipboard.readText());
  const tab = await bo.context().newPage();
  await tab.goto(link);
  expect(await panel(tab).getByRole("listitem").allTextContents()).toEqual(
    await panel(bo).getByRole("listitem").allTextContents(),
  );
  const eli = await as(browser, ELI);
  await eli.goto(link);
  await expect(state(eli)).toBeVisible();
  await expect(eli.getByText("Revision 1 was the newest then.")).toBeVisible();
  // What she types is in her own zone.
  expect(await eli.getByLabel("On call at").inputValue()).not.toBe(toLocal(TOMORROW, BO_ZONE));
});

test("between the two, from the history; and it works without a script", async ({ browser }) => {
  const bo = await as(browser, BO);
  const page = await unscripted(browser, bo);
  await page.goto(`${schedule}?view=history`);
  await page
    .getByRole("article", { name: new RegExp(FIRST) })
    .getByRole("link", { name: "As known then" })
    .click();
  await expect(state(page)).toBeVisible();
  const now = toLocal(Date.now(), BO_ZONE);
  await page.getByLabel("On call at").fill(now);
  // The instant of the publication is kept to the millisecond.
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(panel(page).getByText(FIRST)).toBeVisible();
  await expect(panel(page).getByText(SECOND)).toHaveCount(0);
  await page.getByRole("link", { name: "Who really was on call" }).click();
  await expect(state(page)).toHaveCount(0);
  await page.getByLabel("As known at").fill("2001-01-01T09:00");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText(/nothing was published yet$/)).toBeVisible();
  await page.getByLabel("As known at").fill("2150-01-01T09:00");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText("nobody can say yet")).toBeVisible();
  await page.goto(`${schedule}?known=yesterday`);
  await expect(page.getByText("That is no date and time")).toBeVisible();
});

test("an earlier revision becomes a draft that says what it takes back", async ({ browser }) => {
  const bo = await as(browser, BO);
  await bo.setViewportSize({ width: 390, height: 844 });
  await bo.goto(`${schedule}?view=history`);
  await expect(bo.getByLabel("As known at")).toBeVisible();
  await expectAccessible(bo, "history");
  await bo
    .getByRole("article", { name: new RegExp(FIRST) })
    .getByRole("button", { name: "Restore as a draft" })
    .click();
  await bo.waitForURL(/\/drafts\/[0-9a-f-]{36}/);
  await expect(bo.getByText("Back to revision 2").first()).toBeVisible();
  await bo.goto(new URL(bo.url()).pathname.replace(/\/edit$/, ""));
  await expect(bo.getByText(new RegExp(`${SECOND}.*${FIRST}`)).first()).toBeVisible();
});
