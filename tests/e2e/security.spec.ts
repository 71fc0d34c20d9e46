import { expect, type Page } from "@playwright/test";
import {
  ADA,
  as,
  DANA,
  ELI,
  expectAccessible,
  GRACE,
  givePassword,
  HUGO,
  mails,
  PATIENT,
  test,
  typePassword,
} from "./support";

// From this machine and no proxy: the address is known, and is the sprayer's alone.
test.use({ extraHTTPHeaders: {} });

async function tryPassword(page: Page, email: string): Promise<void> {
  await typePassword(page, email, "Spring2026!");
  await expect(page.getByRole("alert").first()).toContainText("is wrong", PATIENT);
}

test("who tries passwords at several accounts is seen, told to the owner, and marked", async ({
  browser,
}) => {
  const grace = await as(browser, GRACE);
  await grace.goto("/o/harbour/settings/alerts");
  await expect(grace.getByRole("heading", { name: "Alerts" })).toBeVisible();
  const alert = grace
    .getByRole("listitem")
    .filter({ hasText: "Somebody tries passwords at several accounts" })
    .filter({ hasText: /127\.0\.0\.1|::1/ });
  await expect(alert).toHaveCount(0);

  // Half of an organisation is many: Harbour Clinic is small and stays so while other tests invite people to Lumen.
  const attacker = await (await browser.newContext()).newPage();
  for (const email of [ADA, GRACE, HUGO]) await tryPassword(attacker, email);

  await expect(async () => {
    await grace.reload();
    await expect(alert).toHaveCount(1, { timeout: 1_000 });
  }).toPass(PATIENT);
  await expect(alert).toContainText("Ada Okafor, Grace Mensah and Hugo Marsh");
  await expect(alert).toContainText("Nobody got in from there.");
  await expectAccessible(grace, "/o/harbour/settings/alerts, with an alert");
  const told = async () =>
    (await mails()).filter((mail) => mail.includes(GRACE) && mail.includes("Security of Harbour"))
      .length;
  await expect.poll(told, PATIENT).toBeGreaterThan(0);

  await grace.getByLabel("What", { exact: true }).selectOption({ label: "Failures and locks" });
  await grace.getByRole("button", { name: "Filter" }).click();
  await expect(grace.getByText("gave a wrong password at sign-in").first()).toBeVisible();
  await expect(grace.getByText("raised a security alert")).toHaveCount(0);

  await alert.getByLabel("What it was").fill("Our own drill");
  await alert.getByRole("button", { name: "Mark as seen" }).click();
  const seen = grace.getByRole("listitem").filter({ hasText: "“Our own drill”" });
  await expect(seen.first()).toContainText("Seen by Grace Mensah", PATIENT);
  await grace.goto("/o/harbour/log");
  await expect(grace.getByText("marked a security alert as seen: “Our own drill”")).toBeVisible();
});

test("a member who does not administer finds nothing there", async ({ browser }) => {
  const eli = await as(browser, ELI);
  const answer = await eli.goto("/o/lumen/settings/alerts");
  expect(answer?.status()).toBe(404);
  await expect(eli.getByText("tries passwords")).toHaveCount(0);
});

test("a sign-in on a new device is mailed once, and the list of devices says from where", async ({
  browser,
}) => {
  const told = async () =>
    (await mails()).filter((mail) => mail.includes(DANA) && mail.includes("A new device")).length;
  const before = await told();
  const context = await browser.newContext();
  const dana = await context.newPage();
  await givePassword(dana, DANA);
  await expect.poll(told, PATIENT).toBe(before + 1);
  await dana.goto("/o/lumen/me");
  await expect(dana.getByText(/Signed in .* from (127\.0\.0\.1|::1)/).first()).toBeVisible();
  await dana.goto("/o/lumen/more");
  await dana.getByRole("button", { name: "Sign out" }).last().click();
  await expect(dana.getByText("You are signed out.")).toBeVisible();
  await givePassword(dana, DANA);
  await dana.goto("/o/lumen/me");
  expect(await told()).toBe(before + 1);
});

test("an owner shortens how long sessions last", async ({ browser }) => {
  const grace = await as(browser, GRACE);
  await grace.goto("/o/harbour/settings/security");
  const form = grace.getByRole("region", { name: "Sessions" });
  await form.getByLabel("After so long without use").selectOption({ label: "4 hours" });
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("It holds from the next click on.")).toBeVisible(PATIENT);
  await grace.reload();
  await expect(form.getByLabel("After so long without use")).toHaveValue("240");
  await grace.goto("/o/harbour/log");
  await expect(grace.getByText(/let sessions end after 240 minutes without use/)).toBeVisible();
  await grace.goto("/o/harbour/settings/security");
  await form.getByLabel("After so long without use").selectOption({ label: "12 hours" });
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("It holds from the next click on.")).toBeVisible(PATIENT);
});
