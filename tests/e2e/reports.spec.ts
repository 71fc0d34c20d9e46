import { readFile } from "node:fs/promises";
import { type Browser, expect, type Page } from "@playwright/test";
import { ADA, as, ELI, expectAccessible, GRACE, mailedLink, test } from "./support";

const DAY = 86_400_000;
const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
const HOLIDAYS = /-(12-2[56]|01-01)$/;

/**
 * A whole week of the demo's support desk, without a holiday in it: Bo, Farah and Ada take working days of eight
 * hours in turn since the Monday eight weeks before the demo was made, which a test near midnight must not take for now.
 */
function deskWeek() {
  const now = Number(process.env.STANDBY_DEMO_AT ?? Date.now());
  const monday = now - 56 * DAY - ((new Date(now).getUTCDay() + 6) % 7) * DAY;
  const days = (week: number) =>
    [0, 1, 2, 3, 4].map((day) => date(monday + (7 * week + day) * DAY));
  const week = [1, 2, 3, 4].find((one) => !days(one).some((day) => HOLIDAYS.test(day))) ?? 1;
  const hours = { "Bo Lindqvist": 0, "Farah Haddad": 0, "Ada Okafor": 0 };
  const order = ["Bo Lindqvist", "Farah Haddad", "Ada Okafor"] as const;
  for (let turn = 5 * week; turn < 5 * week + 5; turn += 1) hours[order[turn % 3] ?? order[0]] += 8;
  const from = monday + 7 * week * DAY;
  return { hours, query: `span=own&from=${date(from)}&until=${date(from + 6 * DAY)}` };
}

const { hours, query } = deskWeek();

const table = (page: Page) => page.getByRole("region", { name: "Load by person" });

async function expectFigures(page: Page): Promise<void> {
  const rows = table(page).getByRole("row");
  await expect(rows).toHaveCount(1 + 3);
  for (const [name, own] of Object.entries(hours)) {
    // Hours, weekday, night, weekend, holiday, points, share, fair share.
    const cells = await rows.filter({ hasText: name }).getByRole("cell").allTextContents();
    const share = `${Math.round((100 * own) / 40)} %`;
    expect(cells.slice(0, 8)).toEqual([`${own}`, `${own}`, "0", "0", "0", `${own}`, share, "33 %"]);
  }
}

/** The address of the report on the support desk's week, chosen as somebody would. */
async function chooseDesk(page: Page): Promise<string> {
  await page.goto(`/o/lumen/reports?${query}`);
  await page.getByLabel("Schedule").selectOption({ label: "Support desk" });
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/schedule=[0-9a-f-]{36}/);
  return page.url();
}

async function paymentsViewer(browser: Browser, owner: Page): Promise<Page> {
  await owner.goto("/o/lumen/settings/members");
  await owner.getByLabel("Name", { exact: true }).fill("Paul Payments");
  const email = `paul-${Date.now().toString(36)}@lumen.example`;
  await owner.getByLabel("E-mail").fill(email);
  await owner.getByRole("radio", { name: "Viewer" }).check();
  await owner.getByLabel("Where it holds").selectOption({ label: "Payments" });
  await owner.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await mailedLink(email, "invitation");
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByLabel("Password").fill("the month is long");
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await page.waitForURL("**/o/lumen");
  return page;
}

test("hours on call as worked out by hand, on the page, without script, and as a file", async ({
  browser,
}) => {
  const page = await as(browser, ADA);
  const address = await chooseDesk(page);
  await expectFigures(page);
  await expectAccessible(page, "reports, desk");
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Shifts as CSV" }).click();
  const file = await readFile(await (await waiting).path(), "utf8");
  const lines = file.trimEnd().split("\r\n"); // trim() would take the mark at its beginning
  expect(lines[0]).toMatch(/^\ufeffperson,person_id,email,/);
  expect(lines).toHaveLength(1 + 5);
  expect(lines.filter((line) => line.startsWith("Ada Okafor,")).length).toBe(
    hours["Ada Okafor"] / 8,
  );

  const storageState = await page.context().storageState();
  const plain = await browser.newContext({
    storageState,
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
  });
  const phone = await plain.newPage();
  expect(await chooseDesk(phone)).toBe(address);
  await expectFigures(phone);
});

test("who only looks sees their own hours; of another team or organisation, nothing", async ({
  browser,
}) => {
  const eli = await as(browser, ELI);
  await eli.goto("/o/lumen/reports?span=last-month");
  await expect(table(eli).getByRole("row")).toHaveCount(1 + 1);
  await expect(table(eli)).toContainText("Eli Kaplan");
  await expect(eli.getByRole("link", { name: "Shifts as CSV" })).toHaveCount(0);
  expect((await eli.goto("/o/lumen/reports/export?month=2026-01"))?.status()).toBe(404);

  const paul = await paymentsViewer(browser, await as(browser, ADA));
  await paul.goto("/o/lumen/reports?span=last-month");
  await expect(paul.getByRole("main")).toContainText("Payments on call");
  await expect(paul.getByRole("main")).not.toContainText("Support desk");
  await expect(paul.getByRole("main")).not.toContainText("Bo Lindqvist");

  const grace = await as(browser, GRACE);
  expect((await grace.goto("/o/lumen/reports"))?.status()).toBe(404);
});

test("holidays are pasted; a mistake is said at its field, and nothing typed is lost", async ({
  browser,
}) => {
  const page = await as(browser, GRACE);
  await page.goto("/o/harbour/settings/load");
  await page.getByLabel("Holidays").fill("2031-12-25 Christmas Day\n2031-01-01 New Year");
  await page.getByRole("textbox", { name: "Tiers" }).fill("1, x");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Write numbers with commas between")).toBeVisible();
  await expect(page.getByLabel("Holidays")).toHaveValue(/Christmas/);
  await page.getByRole("textbox", { name: "Tiers" }).fill("1, 0.25");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. Reports count by it from now on.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Holidays")).toHaveValue(
    "2031-01-01 New Year\n2031-12-25 Christmas Day",
  );
});
