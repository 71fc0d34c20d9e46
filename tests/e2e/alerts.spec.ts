import { type Browser, expect, type Locator, type Page } from "@playwright/test";
import { joined, type Newcomer, newcomer, PASSWORD } from "./factor-stage";
import { browserAt, closePlaces, LONDON, SYDNEY } from "./place";
import {
  countMails,
  expectAccessible,
  givePassword,
  PATIENT,
  setUpFactor,
  sql,
  test,
  typePassword,
} from "./support";

test.afterAll(closePlaces);

/** The owner of a new organisation, who may see to its security. */
async function ownerOf(browser: Browser): Promise<Newcomer> {
  const owner = await newcomer(browser);
  await setUpFactor(owner.page);
  return owner;
}

/** The alert of that title on the page of alerts, as soon as it is there; its owner is told by mail. */
async function raised({ page, home, email }: Newcomer, title: string): Promise<Locator> {
  const alert = page.getByRole("listitem").filter({ hasText: title });
  await expect(async () => {
    await page.goto(`${home}/settings/alerts`);
    await expect(alert).toHaveCount(1, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect.poll(() => countMails(email, "Security of Two Keys"), PATIENT).toBeGreaterThan(0);
  return alert;
}

test("one account at two places at once is an alert that says where", async ({ browser }) => {
  const owner = await ownerOf(browser);
  const { email } = await joined(browser, owner, "Mia Moves", "Viewer");
  await givePassword(await browserAt(browser, LONDON), email, PASSWORD);
  await givePassword(await browserAt(browser, SYDNEY), email, PASSWORD);
  const alert = await raised(owner, "Mia Moves signed in at two places at once");
  await expect(alert).toContainText(/203\.0\.113\.7.*GB/);
  await expect(alert).toContainText(/198\.51\.100\.7.*AU/);
  await expectAccessible(owner.page, "alerts, with two places");
  await alert.getByRole("link", { name: "Mia Moves" }).click();
  await owner.page.waitForURL(/settings\/members\/[0-9a-f-]{36}$/);
});

test("who exports again and again is an alert", async ({ browser }) => {
  const owner = await ownerOf(browser);
  const { page, home } = owner;
  await page.goto(`${home}/log`);
  for (let nth = 0; nth < 5; nth += 1) {
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export" }).click();
    expect(await (await saved).failure()).toBeNull();
  }
  const alert = await raised(owner, "Finn Factor exports again and again");
  await expect(alert).toContainText("took 5 exports");
});

const ZONES = ["Europe/Berlin", "Asia/Tokyo", "Pacific/Auckland", "America/Los_Angeles"];

/** Somewhere where it is night now. */
function atNight(): string {
  const hourIn = (timeZone: string) =>
    Number(new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" }).format());
  const found = ZONES.find((zone) => hourIn(zone) >= 21 || hourIn(zone) < 6);
  if (!found) throw new Error("it is night nowhere");
  return found;
}

test("administrative permissions that are given at night are an alert", async ({ browser }) => {
  const owner = await ownerOf(browser);
  await sql(`UPDATE "Organisation" SET "zone" = $1 WHERE "slug" = $2`, [atNight(), owner.slug]);
  await joined(browser, owner, "Nia Night", "Admin");
  const title = "Finn Factor gave administrative permissions outside working hours";
  const alert = await raised(owner, title);
  await expect(alert).toContainText("in an invitation");
});

/** A wrong password for each, as if the minute of the one before were over: the log has them one by one. */
async function failOnce(page: Page, slug: string, emails: readonly string[]): Promise<void> {
  const remove = `DELETE FROM "LogTally" t USING "Organisation" o
    WHERE t."orgId" = o."orgId" AND o."slug" = $1 AND "action" = 'member.sign-in-failed' RETURNING 1`;
  for (const email of emails) {
    await typePassword(page, email, "wrong");
    await expect(page.getByRole("alert").first()).toContainText("is wrong", PATIENT);
    // It is logged when the answer is out.
    await expect.poll(async () => (await sql(remove, [slug])).length, PATIENT).toBe(1);
  }
}

test("far more failed sign-ins than usual are an alert", async ({ browser }) => {
  test.setTimeout(300_000);
  const owner = await ownerOf(browser);
  const sam = await joined(browser, owner, "Sam Spike", "Viewer");
  const stranger = await (await browser.newContext()).newPage();
  for (let nth = 0; nth < 10; nth += 1)
    await failOnce(stranger, owner.slug, [owner.email, sam.email]);
  const alert = await raised(owner, "Far more failed sign-ins than usual");
  await expect(alert).toContainText("20 failed sign-ins");
  await expect(alert).toContainText("Finn Factor");
});
